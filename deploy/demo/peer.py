"""With whom are the demo's trucks compared, before anybody has worked for a quarter?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import psycopg

from models.benchmarking.quarter import Quarter, over
from models.machines import Generation, Kind
from models.weighing.handbook import SPECIFICATIONS
from services.kit.query import Queries
from simulators.fleet import Fleet, Machine
from simulators.market.haul import haul
from simulators.market.land import MODELS, Machines, settle
from simulators.market.week import TruckWeek, truck_weeks

# A benchmark takes six owners at least, and five in each region; the demo's customers are three.
PEERS, TRUCKS, CYCLES_A_WEEK = 8, 6, 60
# How far the air of sites of a region differs, in °C.
_AIR_C = 3.0
_SEED = 20_26
QUERIES = Queries(Path(__file__).with_suffix(".sql"))


@dataclass(frozen=True)
class _Truck:
    """A truck of the market: of a peer who is nobody, or of the demo (no owner: the registry knows who has it when)."""

    owner: str | None
    machine: str
    model: str
    region: str
    site: str
    way: str
    air_c: float


def bring(admin_url: str, fleet: Fleet) -> int:
    """Return how many weeks of simulated peers, and of the demo's own trucks, were kept for the quarter that is over.

    Where any peer is there for it nothing is done. Trucks whose units tell too little to be compared get no weeks.
    """
    quarter = over(datetime.now(UTC))
    with psycopg.connect(admin_url) as connection:
        found = connection.execute(QUERIES["has_peers"], {"from": quarter.start, "to": quarter.stop}).fetchone()
        if found and found[0]:
            return 0
        rows = [*weeks(fleet, quarter)]
        with connection.cursor() as cursor:
            cursor.executemany(QUERIES["keep_peer"], [one for one in rows if one["owner"]])
            cursor.executemany(QUERIES["keep_own"], [one for one in rows if not one["owner"]])
    return len(rows)


def weeks(fleet: Fleet, quarter: Quarter) -> Iterator[dict[str, Any]]:
    """Yield the weeks of a quarter of peers and of the fleet's trucks, as rows; the same each time."""
    dice = np.random.default_rng(_SEED)
    trucks = [*_peers(fleet, dice), *_own(fleet)]
    land = settle(dice, -(-len(trucks) // TRUCKS), TRUCKS)
    mondays = quarter.mondays
    market = haul(dice, _placed(land, trucks), CYCLES_A_WEEK * len(mondays))
    for one in truck_weeks(market, len(mondays)):
        yield _row(trucks[one.machine], one, mondays[one.number])


def _peers(fleet: Fleet, dice: np.random.Generator) -> Iterator[_Truck]:
    """Yield the trucks of peers, each of whom has a site in two of the fleet's regions."""
    regions = [(site.region, site.climate.mean_c) for site in fleet.sites]
    for owner in range(PEERS):
        for number in range(TRUCKS):
            second = number * 2 // TRUCKS
            region, mean_c = regions[(owner + second) % len(regions)]
            air_c = mean_c + _AIR_C * float(np.sin(2.4 * owner + second))
            name = f"simulated-{owner + 1}"
            model = str(dice.choice(list(MODELS)))
            site = f"{name}-{'ab'[second]}"
            yield _Truck(name, f"{name}-{number + 1}", model, region, site, str(number % 2), air_c)


def _own(fleet: Fleet) -> Iterator[_Truck]:
    sites = {site.id: site for site in fleet.sites}
    for one in fleet.machines:
        if _is_compared(one):
            site = sites[one.site]
            way = f"{one.works_at}-{one.dumps_at}"
            yield _Truck(None, one.id, one.model, site.region, site.id, way, site.climate.mean_c)


def _is_compared(machine: Machine) -> bool:
    spec = SPECIFICATIONS.get(machine.model)
    return spec is not None and spec.kind is Kind.HAUL_TRUCK and machine.generation is not Generation.LEGACY


def _placed(land: Machines, trucks: Sequence[_Truck]) -> Machines:
    """Return a market's machines with the models, regions and air of these trucks, on the ways that they were given."""
    rows = np.arange(len(trucks))
    kept = {name: column[rows] for name, column in vars(land).items()}
    mass, rated, power = np.array([MODELS[one.model] for one in trucks]).T
    return replace(
        Machines(**kept),
        region=np.array([one.region for one in trucks]),
        model=np.array([one.model for one in trucks]),
        mass_kg=mass,
        rated_kg=rated,
        rated_kw=power,
        air_c=np.array([one.air_c for one in trucks]),
    )


def _row(truck: _Truck, one: TruckWeek, monday: datetime) -> dict[str, Any]:
    haulage = {name: column[0].tolist() for name, column in vars(one.haulage).items()}
    return {
        **{name: getattr(truck, name) for name in ("owner", "machine", "model", "region", "site", "way")},
        "from_time": monday,
        "to_time": monday + timedelta(days=7),
        "told_h": one.week.hours_h,
        "cycles": one.week.cycles,
        "week": msgspec.json.encode(one.week).decode(),
        "haulage": msgspec.json.encode(haulage).decode(),
    }
