"""Which machines are compared, and what did each of them haul?"""

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter

import numpy as np

from models.benchmarking.cell import Path, Weights
from models.benchmarking.indicator import Week, add
from models.benchmarking.tally import Tally
from models.benchmarking.unit import Machines
from services.benchmarking.week.row import read_tallies, read_week

# A truck that worked in several places is taken to have hauled where it hauled most.
_place = attrgetter("model", "region", "site", "way", "ground", "site_kind")


@dataclass(frozen=True)
class _Hauling:
    """Whose machine hauled when and where."""

    owner: str
    simulated: bool
    machine: str
    model: str
    region: str
    site: str
    way: str
    ground: str
    site_kind: str
    from_time: datetime
    to_time: datetime


@dataclass(frozen=True)
class WorkRow(_Hauling):
    """What a machine hauled in a week, and whose it was then; the sums are JSON."""

    week: str
    haulage: str


@dataclass(frozen=True)
class Unit(_Hauling):
    """A machine while one owner had it in the quarter, where it hauled most."""

    week: Week

    @property
    def path(self) -> Path:
        """Return the smallest group that it is in."""
        return self.region, self.model


@dataclass(frozen=True)
class Market:
    """The machines that are compared, and the sums of the cycles of each."""

    units: Sequence[Unit]
    told: Tally

    @property
    def owners(self) -> frozenset[str]:
        """Return whose machines they are."""
        return frozenset(one.owner for one in self.units)

    def of(self, owners: Collection[str]) -> "Market":
        """Return the part of it that some owners have."""
        return self.where([one.owner in owners for one in self.units])

    def within(self, path: Path) -> "Market":
        """Return the part of it that is in a group."""
        return self.where([one.path[: len(path)] == path for one in self.units])

    def where(self, kept: Sequence[bool]) -> "Market":
        """Return the units that are named."""
        rows = np.flatnonzero(kept).astype(np.int64)
        return Market([self.units[row] for row in rows.tolist()], self.told[rows])

    def leaves(self, weight: Sequence[float]) -> Mapping[Path, Weights]:
        """Return by group what each owner weighs in it, where each unit weighs so much."""
        found: defaultdict[Path, dict[str, float]] = defaultdict(dict)
        for one, kg in zip(self.units, weight, strict=True):
            found[one.path][one.owner] = found[one.path].get(one.owner, 0.0) + kg
        return found

    @property
    def machines(self) -> Machines:
        """Return what is known of each machine, as the mathematics wants it."""
        names = ("owner", "site", "model", "ground", "site_kind")
        column = {name: np.array([getattr(one, name) for one in self.units]) for name in names}
        way = np.array([f"{one.site}/{one.way}" for one in self.units])
        kinds = np.stack([column[name] for name in ("model", "ground", "site_kind")], axis=-1)
        return Machines(column["owner"], column["site"], way, column["ground"], kinds)


def market_of(rows: Sequence[WorkRow]) -> Market | None:
    """Return the market that rows make, which come by owner and machine; None where there are none."""
    if not rows:
        return None
    names = list(dict.fromkeys((one.owner, one.machine) for one in rows))
    place = {name: number for number, name in enumerate(names)}
    weeks = read_tallies([one.haulage for one in rows])
    into = [place[one.owner, one.machine] for one in rows]
    parts = [[number for number, row in enumerate(into) if row == one] for one in range(len(names))]
    units = [_unit([rows[n] for n in part], weeks.cycles[part].tolist()) for part in parts]
    return Market(units, weeks.grouped(into, len(names)))


def _unit(rows: Sequence[WorkRow], cycles: Sequence[int]) -> Unit:
    places: Counter[tuple[str, ...]] = Counter()
    for row, count in zip(rows, cycles, strict=True):
        places[_place(row)] += count
    most = next(row for row in rows if _place(row) == places.most_common(1)[0][0])
    return Unit(
        owner=rows[0].owner,
        simulated=rows[0].simulated,
        machine=rows[0].machine,
        model=most.model,
        region=most.region,
        site=most.site,
        way=most.way,
        ground=most.ground,
        site_kind=most.site_kind,
        from_time=min(row.from_time for row in rows),
        to_time=max(row.to_time for row in rows),
        week=add([read_week(row.week) for row in rows]),
    )
