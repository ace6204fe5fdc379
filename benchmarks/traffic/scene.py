"""What did the machines of a site tell of a disturbed day, and what really happened on its roads?"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from benchmarks.accuracy.haulage import zones_of
from benchmarks.accuracy.receiver import Receiver
from benchmarks.accuracy.recording import Order
from benchmarks.traffic.flow import Clock, Passed, disturbed
from benchmarks.traffic.journey import journeys, roads_of
from models.machines import Generation, Kind
from models.positioning.ground import Floats, Ground
from models.positioning.zone import Zone
from models.traffic.road import Network, cut
from simulators.fleet import Site
from simulators.fleet.geography import on_globe
from simulators.noise import key
from simulators.operation import Operation
from simulators.shift import Day, day_at
from simulators.world import World

_DAY_S = 86_400.0
# A truck's own scale is right to so much.
_WEIGHS = 0.012


@dataclass(frozen=True)
class Told:
    """What a machine told once a second: Unix seconds, and signals by name, NaN where a value is missing; `exact` is
    where it really was, 3 x n: metres east and north, and m/s."""

    time_s: Floats
    values: Mapping[str, Floats]
    exact: Floats
    rated_kg: float
    kind: Kind


@dataclass(frozen=True)
class Scene:
    """A day of a site: the map as people drew it, what machines told, and the truth of every passage, also of machines
    that tell too seldom to be seen (`told` has them not)."""

    site: str
    ground: Ground
    zones: tuple[Zone, ...]
    network: Network
    told: Mapping[str, Told]
    passed: tuple[Passed, ...]
    gradient: Floats


def scenes(order: Order, site: str) -> Iterator[Scene]:
    """Yield the days of a site."""
    world = World.begin(order.fleet.of_site(site), order.seed, order.start_s)
    story = next(iter(world.machines.values())).site
    layout = story.layout
    network = cut(roads_of(layout.site), zones_of(layout.site))
    legs, gradient = journeys(layout, network), _gradients(network, layout.site)
    first = day_at(layout.site, order.start_s + _DAY_S / 2).ordinal
    for number in range(order.days):
        day = story.day(first + number)
        flow = disturbed(day.rows, legs, key(order.seed, site, "flow", number))
        heard = {name: day.operation(name) for name in sorted(flow.clocks) if _is_heard(day.operation(name))}
        told = {name: _told(operation, flow.clocks[name], day.day) for name, operation in heard.items()}
        ground = Ground(layout.site.latitude_deg, layout.site.longitude_deg)
        yield Scene(site, ground, zones_of(layout.site), network, told, tuple(flow.passed), gradient)


def _is_heard(operation: Operation) -> bool:
    unit = operation.unit
    return unit.machine.generation is not Generation.LEGACY and unit.model.kind is not Kind.CRUSHER


def _told(operation: Operation, clock: Clock, day: Day) -> Told:
    """Return what a machine told: its receiver is as wrong as a real one, and a hundredth of its fixes is missing."""
    unit = operation.unit
    times = np.arange(np.ceil(day.start_s), day.stop_s)
    planned = np.clip(clock.planned(times), day.start_s, day.stop_s - 1e-3)
    pace = np.gradient(planned)
    moment = operation.moment(planned)
    site = unit.weather.site
    latitude, longitude = on_globe(site, moment.motion.east, moment.motion.north)
    chance = np.random.default_rng(key(unit.seed, unit.machine.id, "scale", day.ordinal))
    values = {
        "latitude_deg": latitude,
        "longitude_deg": longitude,
        "altitude_m": site.altitude_m + moment.motion.up,
        "ground_speed_kmh": 3.6 * np.abs(moment.motion.speed) * pace,
        "payload_kg": moment.load_kg * (1 + _WEIGHS * chance.standard_normal(len(times))),
    }
    exact = np.vstack([moment.motion.east, moment.motion.north, np.abs(moment.motion.speed) * pace])
    receiver = Receiver(
        Ground(site.latitude_deg, site.longitude_deg), key(unit.seed, unit.machine.id, "receiver", day.ordinal)
    )
    return Told(times, receiver.told(values), exact, unit.model.payload_kg, unit.model.kind)


def _gradients(network: Network, site: Site) -> Floats:
    """Return rise over run of each segment in its drawn direction."""
    heights = {road.id: np.array(road.points, dtype=float)[:, 2] for road in site.roads}
    metres = {road.id: road.metres for road in network.roads}
    ends = [np.interp([one.start_m, one.stop_m], metres[one.road], heights[one.road]) for one in network.segments]
    return np.array([high - low for low, high in ends]) / network.length_m
