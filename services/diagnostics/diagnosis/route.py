"""How is asked what is wrong with a machine, and how its health went?"""

import asyncio
from datetime import UTC, datetime

from fastapi import APIRouter

from models.machines import Kind
from services.diagnostics import fault
from services.diagnostics.api import Diagnosis, HealthColumns
from services.diagnostics.diagnosis import store
from services.diagnostics.diagnosis.record import read_record
from services.diagnostics.diagnosis.shelf import judge_of
from services.diagnostics.diagnosis.telling import Case, tell
from services.kit.health import Running
from services.kit.parameter import During, MachineId
from services.kit.telemetry import Telemetry

router = APIRouter()


@router.get(
    "/v1/machines/{machine}/diagnosis",
    summary="Diagnosis of a machine",
    description="What is wrong by the machine's own past, with ranked suspects, their signs, how sure, what to do.",
)
async def get_diagnosis(telemetry: Telemetry, machine: MachineId, running: Running) -> Diagnosis:
    period = (await telemetry.require(machine))[-1]
    judge = await judge_of(running.settings.models_folder, Kind(period.kind))
    now, db = datetime.now(UTC), telemetry.connection
    faults = (await fault.list_active(db, [machine], now)).get(machine, [])
    return await asyncio.to_thread(tell, Case(period, judge, await read_record(db, machine), faults, now))


@router.get(
    "/v1/machines/{machine}/health",
    summary="Health of a machine over time",
    description="Its health index, 0 to 100, at the end of each judged hour that begins in the period.",
)
async def get_health(telemetry: Telemetry, machine: MachineId, during: During) -> HealthColumns:
    await telemetry.require(machine)
    return HealthColumns.model_validate(await store.list_health(telemetry.connection, machine, during))
