"""What did some machines move and carry in a period, whichever it is?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from models.machines import Kind
from models.weighing.load import OWN_COMMON
from services.kit.database import WORKER, Connection, Pool, Queries, fetch_all, fetch_columns, transaction
from services.kit.parameter import Period, Step
from services.kit.telemetry import VisiblePeriod
from services.weighing.api.moved import MovedColumns, ScaleKnown, TruckCarried
from services.weighing.live.telling import target_kg

QUERIES = Queries(Path(__file__).parents[1] / "sql" / "moved.sql")
_DIGGERS = (Kind.WHEEL_LOADER, Kind.EXCAVATOR)


@dataclass(frozen=True)
class Asked:
    """Of which machines is told what, for which period, by which step of which clock."""

    periods: Sequence[VisiblePeriod]
    during: Period
    step: Step
    timezone: str

    @property
    def diggers(self) -> list[VisiblePeriod]:
        """Return the newest period of each loader and excavator."""
        return list({one.machine: one for one in self.periods if one.kind in _DIGGERS}.values())

    @property
    def trucks(self) -> list[VisiblePeriod]:
        """Return the newest period of each truck."""
        return list({one.machine: one for one in self.periods if one.kind == Kind.HAUL_TRUCK}.values())


@dataclass(frozen=True)
class _Carried:
    truck: str
    target_t: float | None
    loads: int
    payload_t: float
    root_t: float
    sum_t: float
    above_110: int
    above_120: int


@dataclass(frozen=True)
class _Known:
    machine: str
    until: datetime


async def list_moved(db: Connection, asked: Asked) -> MovedColumns:
    """Return what the booms of diggers weighed in a period, by step and machine; a pass counts where it began."""
    whole, during = asked.during.whole_hours, asked.during
    # An hour is kept by the world's clock, of which those of some places are half an hour off.
    clock = "UTC" if asked.step == "hour" else asked.timezone
    bounds = {"from": during.from_, "to": during.to, "first_to": whole.from_, "last_from": whole.to}
    names = [one.machine for one in asked.diggers]
    wanted = {"machines": names, "step": asked.step, "timezone": clock, **bounds}
    return MovedColumns(**await fetch_columns(db, QUERIES["list_moved"], wanted))


async def list_carried(db: Connection, asked: Asked) -> list[TruckCarried]:
    """Return what trucks carried by their own scales, of loads that began in a period."""
    targets = {one.machine: target_kg(one.model) for one in asked.trucks}
    wanted = {"machines": list(targets), "targets_kg": list(targets.values())}
    during = {"from": asked.during.from_, "to": asked.during.to}
    found = await fetch_all(db, _Carried, QUERIES["list_carried_by"], wanted | during)
    return [_told(one) for one in found]


def _told(one: _Carried) -> TruckCarried:
    own, common = (1 - OWN_COMMON**2) ** 0.5 * one.root_t, OWN_COMMON * one.sum_t
    mean_pct = 100 * one.payload_t / one.loads / one.target_t if one.target_t else None
    return TruckCarried(
        truck=one.truck,
        loads=one.loads,
        payload_t=one.payload_t,
        sd_t=(own**2 + common**2) ** 0.5,
        target_t=one.target_t,
        mean_pct=mean_pct,
        above_110=one.above_110,
        above_120=one.above_120,
    )


async def list_scales(pool: Pool, asked: Asked) -> list[ScaleKnown]:
    """Return for each machine up to when what it told is taken in."""
    names = [one.machine for one in (*asked.diggers, *asked.trucks)]
    # How far the service is says nothing of a machine's owners.
    async with transaction(pool, WORKER) as db:
        found = await fetch_all(db, _Known, QUERIES["list_known"], {"machines": names})
    until = {one.machine: one.until for one in found}
    return [ScaleKnown(machine=name, known_until=until.get(name)) for name in names]
