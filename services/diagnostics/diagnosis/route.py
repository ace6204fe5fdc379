"""How is asked what is wrong with a machine, and how its health went?"""

from datetime import UTC, datetime

from fastapi import APIRouter

from services.diagnostics.api import Diagnosis, HealthColumns
from services.diagnostics.diagnosis import store, telling
from services.kit.parameter import During, MachineId
from services.kit.telemetry import Telemetry

router = APIRouter()


@router.get(
    "/v1/machines/{machine}/diagnosis",
    summary="Diagnosis of a machine",
    description="What is wrong by the machine's own past, with ranked suspects, their signs, how sure, what to do.",
)
async def get_diagnosis(telemetry: Telemetry, machine: MachineId) -> Diagnosis:
    periods = await telemetry.require(machine)
    return telling.without_model(periods[-1], datetime.now(UTC))


@router.get(
    "/v1/machines/{machine}/health",
    summary="Health of a machine over time",
    description="Its health index, 0 to 100, at the end of each judged hour that begins in the period.",
)
async def get_health(telemetry: Telemetry, machine: MachineId, during: During) -> HealthColumns:
    await telemetry.require(machine)
    return HealthColumns.model_validate(await store.list_health(telemetry.connection, machine, during))
