"""How many haul cycles of a fleet are found, how many that never were, and how right are their phases?"""

import itertools
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, replace
from functools import reduce
from operator import add
from pathlib import Path

import numpy as np

from benchmarks.accuracy.haulage import Truck, haulage
from benchmarks.accuracy.map import picture, shift_picture
from benchmarks.accuracy.match import Row, Score, by_border, figures, score
from benchmarks.accuracy.recording import Order
from models.positioning.cycle import Cycle
from models.positioning.haul import cycles
from models.positioning.proposal import proposals, stops_of
from models.positioning.readings import Readings, readings_of
from models.positioning.spell import latched, spells
from models.positioning.zone import Zone, presence
from simulators.fleet import Fleet

_DAY_S = 86_400.0
# What some machines lack: the same is measured without it.
_WITHOUT = ("payload_kg", "ground_speed_kmh", "brake_pressure_bar", "body_angle_deg")
_HALF = 0.5


class NothingHauled(ValueError):
    """No truck of the fleet tells every second and hauled anything."""

    def __init__(self, fleet: Fleet) -> None:
        super().__init__(f"fleet {fleet.name} has no json or sparkplug truck that hauls; right is one that has")


def evaluate(fleet: Fleet, seed: int, days: int, plots: Path | None = None, *, processes: int = 2) -> dict[str, object]:
    """Return the figures of haul cycles on a simulated fleet, beside what knows less.

    Where a folder for plots is named, the cycles of a truck and of a shift are drawn there on the map, as SVG files.
    """
    order = Order(fleet, seed, days)
    sites = sorted({machine.site for machine in fleet.machines})
    with ProcessPoolExecutor(processes) as pool:
        scored = [*pool.map(_of_site, [order] * len(sites), sites)]
    names = {name: None for one in scored for name in one}
    total = {name: reduce(add, (one.get(name, Score()) for one in scored)) for name in names}
    if not total or not total["drawn"].true:
        raise NothingHauled(fleet)
    if plots is not None:
        _draw(Order(fleet, seed, 1), sites, plots)
    return {
        **_headline(total["drawn"]),
        "with_outages": {**figures(total["outages"]), "unseen": total["outages"].unseen},
        "baselines": {name: figures(total[name]) for name in ("payload_threshold", "zones_alone")},
        "proposed_zones": figures(total["proposed"]),
        "no_zones": figures(total["undrawn"]),
        "without": {name: figures(total[name]) for name in _WITHOUT},
        "fleet": fleet.name,
        "seed": seed,
        "days": days,
    }


def _draw(order: Order, sites: Sequence[str], plots: Path) -> None:
    """Draw the cycles of a truck, and of a shift of all trucks of its site."""
    site, trucks = next((site, trucks) for site in sites if (trucks := [*haulage(order, site)]))
    (plots / "haul-cycles.svg").write_text(picture(trucks[0]))
    (plots / "site-shift.svg").write_text(shift_picture(site, trucks))


def _headline(drawn: Score) -> dict[str, object]:
    climb = np.abs(drawn.errors["climb_m"])
    distance = np.abs(drawn.errors["distance_m"])
    return {
        **figures(drawn),
        "borders": by_border(drawn),
        "distance_p95_pct": float(np.quantile(distance, 0.95)),
        "distance_bias_pct": float(np.mean(drawn.errors["distance_m"])),
        "climb_pct": float(climb.mean()),
        "cycles": drawn.true,
        "queue_minutes": drawn.waits[0] / 60,
    }


def _of_site(order: Order, site: str) -> dict[str, Score]:
    """Return how right each way to find the cycles of a site's trucks is, by its name."""
    trucks = [*haulage(order, site)]
    scored: dict[str, Score] = {}
    for truck in trucks:
        for name, told in _ways(truck):
            scored[name] = scored.get(name, Score()) + score(truck.truth, told)
        scored["outages"] = scored.get("outages", Score()) + _heard(truck.heard)
    if trucks:
        scored["proposed"] = _by_proposals(trucks)
    return scored


def _heard(truck: Truck) -> Score:
    """Return how right the cycles of a truck are where its link has outages, beyond which some readings are lost."""
    found = cycles(readings_of(truck.ground, truck.time_s, truck.values), truck.zones)
    return replace(score(truck.truth, rows(found)), unseen=truck.unseen)


def _ways(truck: Truck) -> Iterable[tuple[str, Sequence[Row]]]:
    readings = readings_of(truck.ground, truck.time_s, truck.values)
    yield "drawn", rows(cycles(readings, truck.zones))
    yield "undrawn", rows(cycles(readings, ()))
    yield "payload_threshold", by_payload(readings, truck.rated_kg)
    yield "zones_alone", by_zones(readings, truck.zones)
    for name in _WITHOUT:
        poorer = {other: truck.values[other] for other in truck.values if other != name}
        found = cycles(readings_of(truck.ground, truck.time_s, poorer), truck.zones)
        yield name, rows(found)


def _by_proposals(trucks: Sequence[Truck]) -> Score:
    """Return how right cycles of all days but the first are in zones that the first day proposes."""
    until_s = min(float(truck.time_s[0]) for truck in trucks) + _DAY_S
    first = [(truck, _between(truck, -np.inf, until_s)) for truck in trucks]
    stops = [stop for truck, past in first for stop in stops_of(truck.machine, past)]
    zones = [proposal.zone for proposal in proposals(stops)]
    later = [(truck, _between(truck, until_s, np.inf)) for truck in trucks]
    return reduce(
        add,
        (score(_since(truck, until_s), rows(cycles(rest, zones))) for truck, rest in later if len(rest.trace)),
        Score(),
    )


def _between(truck: Truck, start_s: float, stop_s: float) -> Readings:
    inside = (truck.time_s >= start_s) & (truck.time_s < stop_s)
    values = {name: truck.values[name][inside] for name in truck.values}
    return readings_of(truck.ground, truck.time_s[inside], values)


def _since(truck: Truck, start_s: float) -> list[Row]:
    return [row for row in truck.truth if float(str(row["start"])) >= start_s]


def rows(found: Iterable[Cycle]) -> list[Row]:
    """Return cycles under the names of the truth."""
    return [{_named(name): value for name, value in asdict(one).items()} for one in found]


def _named(name: str) -> str:
    return name if name in ("queue_s", "dump_queue_s", "hole_s") else name.removesuffix("_s")


def by_payload(readings: Readings, rated_kg: float) -> list[Row]:
    """Return what knows only the payload and half of what a truck may carry: a cycle ends where the load falls below
    it, and begins where it fell before; what stands in between, empty or loaded, is its queue."""
    trace, weight = readings.trace, readings.payload_kg
    if weight is None:
        return []
    heavy = latched(weight > _HALF * rated_kg, weight < _HALF * rated_kg)
    ends = [behind for _, behind in spells(heavy) if behind < len(trace)]
    return [_row(readings, first, last) for first, last in itertools.pairwise(ends)]


def by_zones(readings: Readings, zones: Sequence[Zone]) -> list[Row]:
    """Return what knows only zones: a cycle ends when a truck leaves a dumping zone after it was in a loading zone, and
    begins when it left one before; what it stands in them is its queue."""
    trace = readings.trace
    inside = {kind: _in_any(readings, zones, kind) for kind in ("loading", "dumping")}
    ends = [behind for first, behind in spells(inside["dumping"]) if behind < len(trace)]
    pairs = itertools.pairwise(ends)
    return [_row(readings, first, last) for first, last in pairs if inside["loading"][first:last].any()]


def _in_any(readings: Readings, zones: Sequence[Zone], kind: str) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    there = [presence(readings.trace, zone) for zone in zones if zone.kind == kind]
    return np.any(there, axis=0) if there else np.zeros(len(readings.trace), dtype=bool)


def _row(readings: Readings, first: int, last: int) -> Row:
    trace = readings.trace
    stood = [stand.seconds for stand in trace.stands if first <= stand.first < last]
    return {
        "start": float(trace.time_s[first]),
        "stop": float(trace.time_s[last]),
        "distance_m": float(trace.metres[last] - trace.metres[first]),
        "queue_s": float(sum(stood)),
    }
