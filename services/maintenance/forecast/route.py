"""How do people ask what life is left to the parts of a machine?"""

import asyncio
from typing import Annotated

from fastapi import APIRouter, Query, Response

from services.diagnostics.api import Diagnosis
from services.diagnostics.client import Diagnostics, DiagnosticsClient
from services.kit.auth import Caller
from services.kit.client import NeighbourDown
from services.kit.health import Running
from services.kit.parameter import MachineId
from services.kit.telemetry import reading
from services.maintenance.api import MachineForecasts, PartForecast, Role
from services.maintenance.forecast.assessment import answer, assess
from services.maintenance.forecast.bench import Bench, bench_of
from services.maintenance.forecast.horizon import risk_within
from services.maintenance.forecast.inquiry import inquiry_of
from services.maintenance.settings import settings_of

router = APIRouter()

Horizon = Annotated[
    float | None, Query(gt=0, le=720, description="A further horizon for the risks, in hours of the calendar.")
]
OfRole = Annotated[Role, Query(description="Whose forecasts: a challenger's are kept to be compared.")]


@router.get(
    "/v1/machines/{machine}/forecasts",
    response_model=MachineForecasts,
    summary="Life of the parts of a machine",
    description="Each suspected failure with its severity, remaining life, risks and what it rests on, as last heard.",
)
async def get_forecasts(
    machine: MachineId,
    caller: Caller,
    running: Running,
    diagnostics: Diagnostics,
    horizon_h: Horizon = None,
    *,
    role: OfRole = "champion",
) -> Response:
    told = await inquiry_of(running.pool).answer(caller.viewers, machine, role)
    if told is None:
        async with reading(running.pool, caller.viewers) as telemetry:
            await telemetry.require(machine)
        bench = bench_of(settings_of(running).models_folder)
        told = (await _asked(diagnostics, machine, role, bench)).model_dump_json()
    if horizon_h is not None:
        told = _with_horizon(told, horizon_h)
    return Response(told, media_type="application/json")


async def _asked(diagnostics: DiagnosticsClient, machine: str, role: Role, bench: Bench) -> MachineForecasts:
    """Return what follows from what diagnostics says at this moment: of the machine nothing is kept here."""
    try:
        diagnosis = await diagnostics.diagnosis(machine)
    except NeighbourDown as down:
        sentence = f"Nothing is kept here of {machine}, and {down.service}, which could tell, does not answer."
        return _empty(machine, role, sentence, [down.service])
    return await asyncio.to_thread(_told, diagnosis, role, bench)


def _told(diagnosis: Diagnosis, role: Role, bench: Bench) -> MachineForecasts:
    teller = next((one for one in bench.tellers() if one.role == role), None)
    if teller is None:
        return _empty(diagnosis.machine, role, "No challenger is at hand.", [])
    return answer(diagnosis, role, assess([diagnosis], teller)[0])


def _empty(machine: str, role: Role, sentence: str, missing: list[str]) -> MachineForecasts:
    return MachineForecasts(
        machine=machine, role=role, state="cannot_tell", sentence=sentence, at=None, forecasts=[], missing=missing
    )


def _with_horizon(told: str, horizon_h: float) -> str:
    before = MachineForecasts.model_validate_json(told)
    forecasts = [_further(one, horizon_h) for one in before.forecasts]
    return before.model_copy(update={"forecasts": forecasts}).model_dump_json()


def _further(part: PartForecast, horizon_h: float) -> PartForecast:
    if part.life is None or any(one.horizon_h == horizon_h for one in part.risks):
        return part
    risks = [*part.risks, risk_within(part.life, part.load, horizon_h)]
    return part.model_copy(update={"risks": sorted(risks, key=lambda one: one.horizon_h)})
