"""How do people ask where their machines stand, and why?"""

from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Query

from models.benchmarking.indicator import add
from services.benchmarking.api import Benchmark, MachineBenchmark
from services.benchmarking.release import store as releases
from services.benchmarking.standing import store, telling
from services.benchmarking.standing.place import Known, comparable, moment, newest, place, placed
from services.benchmarking.week.row import read_week
from services.benchmarking.week.store import list_weeks, monday
from services.kit.database import Connection
from services.kit.parameter import MachineId
from services.kit.telemetry import Telemetry, VisiblePeriod

router = APIRouter()
Weeks = Annotated[int, Query(ge=1, le=260, description="How many weeks back its own figures are told.")]


@router.get(
    "/v1/machines/{machine}/benchmark",
    summary="How a machine works, where it stands and why",
    description="Its own figures by week, whoever else is compared; the index of the newest quarter with its 95 % "
    "interval, rank band and chance of the worst tenth; by what it is worse than its group, and what that is worth a "
    "year; the limits of a funnel plot. Where something may not be told, `sentence` says why and `remedy` what would "
    "change it.",
)
async def get_machine_benchmark(machine: MachineId, telemetry: Telemetry, *, weeks: Weeks = 26) -> MachineBenchmark:
    periods = await telemetry.require(machine)
    db, now = telemetry.connection, datetime.now(UTC)
    known = await _known(db, periods, now, machine)
    here = place(newest(periods)[machine], known)
    kept = await list_weeks(db, machine, monday(now) - timedelta(weeks=weeks - 1))
    told = [telling.told_week(one, now) for one in kept]
    standing = known.standings.get(machine)
    mine = telling.own(await store.list_own(db, standing)) if standing and here.standing else None
    group = known.group(standing) if standing and here.standing else None
    return MachineBenchmark(
        **dict(here),
        weeks=told,
        total=telling.figures(add([read_week(one.week) for one in kept])) if kept else [],
        release=telling.release(known.release),
        reasons=telling.why(mine, group[1] if group else None, here.standing),
        assumptions=telling.assumptions(known.release),
        funnel=telling.picture(known.release, [here]),
        notes=telling.notes(known.release, told),
    )


@router.get(
    "/v1/benchmark",
    summary="Where machines stand",
    description="Where the machines that the caller sees stand by the newest quarter, with their funnel plot; and why "
    "the others are not told it, reason by reason.",
)
async def get_benchmark(telemetry: Telemetry) -> Benchmark:
    periods = await telemetry.machines()
    known = await _known(telemetry.connection, periods, datetime.now(UTC))
    places, untold = placed(newest(periods).values(), known)
    return Benchmark(
        release=telling.release(known.release),
        machines=places,
        untold=untold,
        funnel=telling.picture(known.release, places),
        notes=telling.notes(known.release),
    )


async def _known(db: Connection, periods: list[VisiblePeriod], now: datetime, machine: str | None = None) -> Known:
    release = await releases.newest(db)
    standings = await store.list_standings(db, release.quarter, machine) if release else {}
    moments = {name: moment(one, now) for name, one in newest(periods).items() if comparable(one)}
    consented = frozenset(await store.list_consented(db, moments))
    typical = await store.list_typical(db, release.quarter) if release else {}
    return Known(now, release, standings, consented, typical)
