"""What does a truck tell that hauls between two places on a plain?"""

from dataclasses import dataclass, field

import numpy as np

from models.positioning.ground import Floats, Ground
from models.positioning.readings import Readings, readings_of
from models.positioning.zone import Zone

GROUND = Ground(60.184, 15.427)
FULL_KG = 30_000.0
ROAD_M = 1000.0
DRIVES_MPS = 8.0


def square(name: str, kind: str, east_m: float, north_m: float, half_m: float = 40.0) -> Zone:
    """Return a square zone around a place."""
    corners = np.array([(-1, -1), (1, -1), (1, 1), (-1, 1)], dtype=float)
    return Zone(name, kind, (np.array([east_m, north_m]) + half_m * corners,))


ZONES = (
    square("face", "loading", ROAD_M, 0),
    square("hopper", "dumping", 0, 0),
    square("yard", "parking", -500, 0),
)


@dataclass
class Tale:
    """Seconds of a truck's life on some ground: east, speed, payload, body, brake and engine, one after the other."""

    rows: list[tuple[float, float, float, float, float, float]] = field(default_factory=list)
    east_m: float = -500.0
    load_kg: float = 0.0
    ground: Ground = GROUND

    @property
    def now(self) -> int:
        """Return how many seconds were told."""
        return len(self.rows)

    def stand(self, seconds: int, *, body: float = 0.0, brake: float = 0.0, rpm: float = 750.0) -> "Tale":
        """Stand for some seconds."""
        self.rows += [(self.east_m, 0.0, self.load_kg, body, brake, rpm)] * seconds
        return self

    def drive(self, east_m: float) -> "Tale":
        """Drive along the road to a place."""
        seconds = max(2, round(abs(east_m - self.east_m) / DRIVES_MPS))
        for place in np.linspace(self.east_m, east_m, seconds + 1)[1:].tolist():
            speed = abs(east_m - self.east_m) / seconds
            self.rows.append((place, speed, self.load_kg, 0.0, 0.0, 1500.0))
        self.east_m = east_m
        return self

    def queue(self, seconds: int) -> "Tale":
        """Wait for one's turn."""
        return self.stand(seconds, brake=34.0)

    def load(self) -> "Tale":
        """Be loaded with four buckets."""
        for _ in range(4):
            self.stand(20, brake=34.0)
            self.load_kg += FULL_KG / 4
            self.stand(10, brake=34.0)
        return self

    def dump(self) -> "Tale":
        """Empty the body."""
        self.stand(5, brake=34.0).stand(10, body=40.0, brake=34.0)
        self.load_kg = 0.0
        return self.stand(10, body=40.0, brake=34.0).stand(5, brake=34.0)

    def cycle(self, queued: int = 60) -> "Tale":
        """Go to be loaded, queue, haul and dump."""
        self.drive(ROAD_M - 30).queue(queued).drive(ROAD_M).load()
        return self.drive(30).queue(20).drive(0).dump()

    def columns(self, seed: int = 1, wanders_m: float = 2.0) -> tuple[Floats, dict[str, Floats]]:
        """Return the time in seconds and the signals, the fixes wandering as a Gauss-Markov process of 150 s."""
        east, speed, load, body, brake, rpm = np.array(self.rows).T
        chance = np.random.default_rng(seed)
        latitude, longitude = self.ground.degrees(
            east + wander(chance, self.now, wanders_m), wander(chance, self.now, wanders_m)
        )
        values = {
            "latitude_deg": latitude,
            "longitude_deg": longitude,
            "altitude_m": 200 + 0.05 * east,
            "ground_speed_kmh": 3.6 * speed,
            "payload_kg": load,
            "body_angle_deg": body,
            "brake_pressure_bar": brake,
            "engine_speed_rpm": rpm,
        }
        return np.arange(self.now, dtype=np.float64), values

    def readings(self, *without: str, wanders_m: float = 2.0) -> Readings:
        """Return what the truck told, save some signals."""
        time_s, values = self.columns(wanders_m=wanders_m)
        return readings_of(self.ground, time_s, {name: values[name] for name in values if name not in without})


def wander(chance: np.random.Generator, count: int, deviation_m: float, tau_s: float = 150.0) -> Floats:
    """Return how a receiver is wrong along one axis, second by second: first order Gauss-Markov."""
    keeps = float(np.exp(-1 / tau_s))
    pushes = deviation_m * np.sqrt(1 - keeps**2) * chance.standard_normal(count)
    wrong = np.empty(count)
    last = deviation_m * float(chance.standard_normal())
    for place, push in enumerate(pushes.tolist()):
        last = keeps * last + push
        wrong[place] = last
    return wrong
