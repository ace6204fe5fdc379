"""How right is what is said of one truck less or more on a site, beside a site that really has it not?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pyarrow.parquet as pq

from benchmarks.accuracy.recording import START_S
from models.production import Round, changes, flow, network_of, tph
from simulators.fleet import Fleet
from simulators.recording import Order, record

_DAY_S, _STEP_S = 86_400.0, 3600.0


class NothingHauled(ValueError):
    """No site of the fleet has two trucks of which one could be missing."""


@dataclass(frozen=True)
class Site:
    """The same days of a site with all trucks and without one of a route: its haul cycles."""

    site: str
    route: tuple[str, str]
    whole: Sequence[Round]
    less: Sequence[Round]

    @property
    def true(self) -> float:
        """Which share of the tonnes is left without the truck."""
        return _tonnes(self.less) / _tonnes(self.whole)

    @property
    def told(self) -> float:
        """Which share was foretold by what was done with all trucks."""
        return _share(self.whole, self.route, -1)

    @property
    def told_back(self) -> float:
        """Which share was foretold by what was done without the truck, for the truck to come back."""
        return 1 / _share(self.less, self.route, 1)

    @property
    def proportional(self) -> float:
        """Which share of the trucks is left."""
        trucks = len({one.truck for one in self.whole})
        return (trucks - 1) / trucks


def evaluate(fleet: Fleet, seed: int, days: int) -> dict[str, Any]:
    """Return how far what is foretold is from what comes about, as shares of the tonnes of each site.

    Raises NothingHauled where no site has a route with two trucks.
    """
    whole = _rounds(fleet, seed, days)
    missing = {site: told for site in whole if (told := _missing(whole[site]))}
    if not missing:
        raise NothingHauled(f"fleet {fleet.name} has no site on which two trucks drive between the same places")
    gone = {truck for truck, _ in missing.values()}
    rest = replace(fleet, machines=tuple(one for one in fleet.machines if one.id not in gone))
    less = _rounds(rest, seed, days)
    sites = [Site(site, route, whole[site], less[site]) for site, (_, route) in missing.items()]
    return {
        "error": _error(sites, [one.told for one in sites]),
        "error_back": _error(sites, [one.told_back for one in sites]),
        "baselines": {
            "proportional": _error(sites, [one.proportional for one in sites]),
            "nothing changes": _error(sites, [1.0 for _ in sites]),
        },
        "sites": [_row(one) for one in sites],
        "fleet": fleet.name,
        "seed": seed,
        "days": days,
    }


def _row(one: Site) -> Mapping[str, object]:
    figures = {"true": one.true, "told": one.told, "told_back": one.told_back, "proportional": one.proportional}
    return {"site": one.site, "route": " to ".join(one.route)} | {name: round(x, 3) for name, x in figures.items()}


def _error(sites: Sequence[Site], told: Sequence[float]) -> float:
    return float(np.mean([abs(one.true - share) for one, share in zip(sites, told, strict=True)]))


def _tonnes(rounds: Sequence[Round]) -> float:
    return sum(one.tonnes for one in rounds)


def _missing(rounds: Sequence[Round]) -> tuple[str, tuple[str, str]] | None:
    """Return a truck of the fullest route of a site, and the route; None where each has but one."""
    most = max(changes(rounds), key=lambda one: (one.trucks, one.busy), default=None)
    if most is None or most.trucks < 2:
        return None
    return max(one.truck for one in rounds if one.route == most.route), most.route


def _share(rounds: Sequence[Round], route: tuple[str, str], by: int) -> float:
    network, routes = network_of(rounds)
    tonnes = [float(np.mean([one.tonnes for one in rounds if one.route == each])) for each in routes]
    counts = [one.trucks + by * (each == route) for one, each in zip(network.routes, routes, strict=True)]
    return tph(flow(network.with_trucks(counts)), tonnes) / tph(flow(network), tonnes)


def _rounds(fleet: Fleet, seed: int, days: int) -> dict[str, list[Round]]:
    """Return the haul cycles of each site over so many days, as they really were."""
    site_of = {one.id: one.site for one in fleet.machines}
    with TemporaryDirectory() as folder:
        order = Order(fleet, seed, START_S, START_S + days * _DAY_S, _STEP_S, Path(folder))
        for _ in record(order):
            pass
        rows = pq.read_table(Path(folder) / "truth" / "cycle.parquet").to_pylist()
    found: dict[str, list[Round]] = {}
    for row in rows:
        if all(row[name] is not None for name in (*_TIMES, "payload_kg", "dumped_at")):
            found.setdefault(site_of[row["truck"]], []).append(_round(row))
    return found


_TIMES = ("start", "queue_at", "spot_at", "hauling_at", "dump_queue_at", "dumping_at", "stop")


def _round(row: Mapping[str, Any]) -> Round:
    start, queue, spot, hauling, dump_queue, dumping, stop = (row[name] for name in _TIMES)
    return Round(
        row["truck"],
        row["digger"],
        row["dumped_at"],
        loading_s=_between(spot, hauling),
        dumping_s=_between(dumping, stop),
        waited_s=row["queue_s"] + row["dump_queue_s"],
        travelled_s=_between(start, queue) + _between(hauling, dump_queue),
        tonnes=row["payload_kg"] / 1000,
    )


def _between(begin: datetime, end: datetime) -> float:
    return (end - begin).total_seconds()
