"""How is read what machines moved, whether loads keep to their targets, and which scale is off?"""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import StringConstraints

from models.machines import Generation, Kind
from models.messages import MACHINE_ID
from models.weighing.handbook import SPECIFICATIONS
from models.weighing.load import Carried
from models.weighing.zero import ALARM
from services.kit.health import Running
from services.kit.parameter import ByStep, During, MachineId, Period
from services.kit.telemetry import Telemetry, TelemetryReader, VisiblePeriod
from services.registry.api import TimeZone
from services.weighing.api import HourlyProduction, Production, ScaleState, TargetReport
from services.weighing.api.balance import MassBalance
from services.weighing.api.moved import Moved
from services.weighing.calibration import store as calibrations
from services.weighing.production import moved, store
from services.weighing.production.balance import mass_balance
from services.weighing.production.belt import belt_runs
from services.weighing.production.scale import scale_state
from services.weighing.production.standing import targets
from services.weighing.record.route import short
from services.weighing.record.store import get_zero, list_columns
from services.weighing.record.telling import Match, matched

router = APIRouter()
MachineName = Annotated[str, StringConstraints(pattern=MACHINE_ID)]
OfMachine = Annotated[str | None, Query(pattern=MACHINE_ID, description="Only what this machine moved.")]
OfMachines = Annotated[list[MachineName], Query(min_length=1, max_length=1000, description="Which machines.")]
OfSome = Annotated[list[MachineName] | None, Query(max_length=1000, description="Only of these machines.")]
ByClock = Annotated[TimeZone, Query(description="By which clock a day or a month begins.")]
_DIGGERS = (Kind.WHEEL_LOADER, Kind.EXCAVATOR)


@router.get(
    "/v1/production",
    summary="Production of machines by the hour",
    description="Passes and tonnes of the hours that begin in the period, with uncertainty and coverage.",
)
async def list_production(telemetry: Telemetry, during: During, machine: OfMachine = None) -> Production:
    periods = await (telemetry.require(machine) if machine else telemetry.machines())
    diggers = {one.machine: one for one in periods if one.kind in _DIGGERS}
    hours, now = store.whole_hours(short(during)), datetime.now(UTC)
    weighed = await store.list_weighed(telemetry.connection, hours, machine)
    told = await store.coverage(telemetry, [*diggers], hours, now)
    old = [one.machine for one in diggers.values() if one.generation == Generation.LEGACY]
    counted = await store.list_counted(telemetry, old, hours) if old else []
    items = [_hour(one, told.get((one.machine, one.hour))) for one in weighed]
    known = {machine for machine, _ in told} | {one.machine for one in (*items, *counted)}
    every = sorted([*items, *counted], key=lambda one: (one.hour, one.machine))
    return Production(items=every, blind=sorted({*diggers} - known))


def _hour(produced: store.Produced, coverage: float | None) -> HourlyProduction:
    return HourlyProduction(
        machine=produced.machine,
        hour=produced.hour,
        passes=produced.passes,
        weighed=produced.weighed,
        payload_t=produced.payload_kg / 1000,
        sd_t=produced.sd_kg / 1000,
        coverage=coverage,
        basis="boom",
    )


@router.get(
    "/v1/moved",
    summary="What some machines moved and carried",
    description="Sums of a period of any length, kept to the second, by hour, day or month and machine: what diggers "
    "moved by their booms; what trucks carried by their own scales, and how that keeps to the 10/10/20 rule. Machines "
    "that the caller does not see are left out.",
)
async def get_moved(
    telemetry: Telemetry,
    during: During,
    machine: OfMachines,
    running: Running,
    *,
    step: ByStep = "hour",
    timezone: ByClock = "UTC",
) -> Moved:
    asked = moved.Asked(await telemetry.machines(among=machine), during, step, timezone)
    db = telemetry.connection
    told = {"moved": await moved.list_moved(db, asked), "trucks": await moved.list_carried(db, asked)}
    told |= {"scales": await moved.list_scales(running.pool, asked)}
    return Moved.model_validate({"from": during.from_, "to": during.to, **told})


@router.get(
    "/v1/machines/{machine}/scale",
    summary="A machine's scale",
    description="Whether and how it weighs, how old and how good its calibration is, and whether its zero is off.",
)
async def get_scale(telemetry: Telemetry, machine: MachineId) -> ScaleState:
    period: VisiblePeriod = (await telemetry.require(machine))[-1]
    now = datetime.now(UTC)
    kept = await calibrations.newest(telemetry.connection, machine, now)
    zero = await get_zero(telemetry.connection, machine, now)
    return scale_state(period, SPECIFICATIONS.get(period.model), kept, zero, limit=ALARM, now=now)


@router.get(
    "/v1/balance",
    summary="Mass balance of scales",
    description="What diggers, trucks and crushers' belts weighed in a time, such as a shift; how far they differ, "
    "with uncertainty; which scale is likely off, belts too, and how sure that is. Of some machines, or of all.",
)
async def get_balance(telemetry: Telemetry, during: During, machine: OfSome = None) -> MassBalance:
    machines = await telemetry.machines(among=machine)
    matches, trucks = await _weighed(telemetry, during, machines)
    runs = await belt_runs(telemetry, machines, during, matches)
    told = await asyncio.to_thread(mass_balance, during, matches, trucks, runs)
    crushers = [one.machine for one in machines if one.kind == Kind.CRUSHER]
    belts_t = await store.belts_t(telemetry, crushers, store.whole_hours(during)) if crushers else None
    return told.model_copy(update={"belts_t": belts_t})


@router.get(
    "/v1/targets",
    summary="10/10/20 rule",
    description="Mean at most the target, a tenth of loads at most above 110 %, none above 120 %: by truck and digger. "
    "Of some machines, such as those of a site, or of all.",
)
async def get_targets(telemetry: Telemetry, during: During, machine: OfSome = None) -> TargetReport:
    machines = await telemetry.machines(among=machine)
    matches, _ = await _weighed(telemetry, during, machines)
    return targets(matches, {one.machine: one.model for one in machines})


async def _weighed(
    telemetry: TelemetryReader, during: Period, machines: Sequence[VisiblePeriod]
) -> tuple[list[Match], dict[str, list[Carried]]]:
    """Return the loads that some machines made or carried, and those of their trucks by their own scales."""
    names = {one.machine for one in machines}
    dug, carried = await list_columns(telemetry.connection, short(during))
    diggers = {name: one for name, one in dug.items() if name in names}
    trucks = {name: one for name, one in carried.items() if name in names}
    return await asyncio.to_thread(matched, diggers, trucks), trucks
