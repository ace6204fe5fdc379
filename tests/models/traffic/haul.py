"""What do trucks tell that drive along a straight road, as fast or slow as a test wants?"""

import numpy as np

from models.positioning.ground import Floats
from models.positioning.readings import Readings, readings_of
from models.positioning.zone import Zone
from models.traffic.passage import Passages
from models.traffic.road import Network, Road, cut
from tests.models.positioning.truck import FULL_KG, GROUND, ROAD_M, square, wander

ROADS = (
    Road("haul", np.array([[0.0, 0.0], [400.0, 0.0], [ROAD_M, 0.0]])),
    # Beside the haul road, twenty metres to the north for a while, and away from it then.
    Road("branch", np.array([[400.0, 0.0], [480.0, 20.0], [480.0, 500.0]])),
)
YARD: tuple[Zone, ...] = (square("hopper", "dumping", 0, 0), square("face", "loading", ROAD_M, 0))
NETWORK: Network = cut(ROADS, YARD)


def way(*knots: tuple[float, float, float]) -> tuple[Floats, Floats, Floats]:
    """Return seconds, and metres east and north, of driving evenly from (second, east, north) to the next."""
    at, east, north = np.array(knots).T
    time_s = np.arange(at[0], at[-1] + 1)
    return time_s, np.interp(time_s, at, east), np.interp(time_s, at, north)


def told(
    way: tuple[Floats, Floats, Floats], *, seed: int = 1, wanders_m: float = 0.0, kg: float = 0.0, lost: float = 0.0
) -> Readings:
    """Return what a truck with so much on board tells of a way, its receiver wandering, a share of its fixes lost."""
    time_s, east, north = way
    chance = np.random.default_rng(seed)
    speed = np.hypot(np.gradient(east, time_s), np.gradient(north, time_s))
    drift = [wander(chance, len(time_s), wanders_m) for _ in range(2)]
    latitude, longitude = GROUND.degrees(east + drift[0], north + drift[1])
    values = {
        "latitude_deg": latitude,
        "longitude_deg": longitude,
        "altitude_m": 200 + 0.05 * east,
        "ground_speed_kmh": 3.6 * speed,
    }
    for signal in values.values():
        signal[chance.random(len(time_s)) < lost] = np.nan
    return readings_of(GROUND, time_s, values | {"payload_kg": np.full(len(time_s), kg)})


def made(count: int, *, seconds: Floats, every_s: float = 300.0, machines: int = 3, segment: int = 3) -> Passages:
    """Return passages over one segment, loaded and onward, one every so many seconds by several machines in turn."""
    return Passages(
        segment=np.full(count, segment),
        forward=np.ones(count, dtype=bool),
        loaded=np.ones(count, dtype=np.int64),
        enter_s=every_s * np.arange(count, dtype=np.float64),
        seconds=np.asarray(seconds, dtype=np.float64),
        stood_s=np.zeros(count),
        rise_m=np.full(count, 3.0),
        machine=np.arange(count) % machines,
    )


FULL = FULL_KG
