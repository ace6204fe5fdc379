"""How is a machine's scale calibrated step by step?"""

from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Path

from models.weighing.calibration import FEWEST_LIFTS
from services.kit.auth import Principal, permitted
from services.kit.page import Cutting
from services.kit.parameter import MachineId
from services.kit.telemetry import Telemetry, TelemetryReader
from services.weighing.api import CalibrationPage, CalibrationRequest, CalibrationState, Step
from services.weighing.calibration import guide, store
from services.weighing.calibration.refusal import CalibrationGoesOn, TooFewLifts, UnknownCalibration, WrongStep

router = APIRouter()
Keeper = Annotated[Principal, Depends(permitted("weighing:write"))]
Number = Annotated[int, Path(ge=1, le=2**62, description="The calibration's number.")]


@router.get(
    "/v1/machines/{machine}/calibrations",
    summary="Calibrations of a machine",
    description="Those that were begun when the machine was the caller's to see, newest first.",
)
async def list_calibrations(telemetry: Telemetry, machine: MachineId, cut: Cutting) -> CalibrationPage:
    await telemetry.require(machine)
    page = cut.page(await store.list_calibrations(telemetry.connection, machine, cut), "id")
    return CalibrationPage(items=[guide.state(one, _counted(one)) for one in page.items], next=page.next)


@router.post(
    "/v1/machines/{machine}/calibrations",
    status_code=201,
    summary="Begin a calibration",
    description="The answer says what to do: the bucket is lifted empty first, then with the weight.",
)
async def begin_calibration(
    telemetry: Telemetry, machine: MachineId, asked: CalibrationRequest, keeper: Keeper
) -> CalibrationState:
    guide.weighable((await telemetry.require(machine))[-1])
    now = datetime.now(UTC)
    number = await store.begin(telemetry.connection, machine, asked.weight_kg, keeper.name, now)
    if number is None:
        raise CalibrationGoesOn(machine)
    return await _state(telemetry, number)


@router.get(
    "/v1/calibrations/{number}",
    summary="A calibration",
    description="How far it is, with the lifts that were seen so far, what to do next, and its verdict at the end.",
)
async def get_calibration(telemetry: Telemetry, number: Number) -> CalibrationState:
    return await _state(telemetry, number)


@router.post(
    "/v1/calibrations/{number}/weight",
    summary="Say that the weight is in the bucket",
    description="After three lifts of the empty bucket or more; from then on lifts are those of the weight.",
)
async def hang_weight(telemetry: Telemetry, number: Number, keeper: Keeper) -> CalibrationState:
    del keeper
    kept, (empty, _) = await _at(telemetry, number, Step.EMPTY)
    if empty < FEWEST_LIFTS:
        raise TooFewLifts(empty, FEWEST_LIFTS, "of the empty bucket")
    await store.hang_weight(telemetry.connection, kept.id, empty, datetime.now(UTC))
    return await _state(telemetry, number)


@router.post(
    "/v1/calibrations/{number}/finish",
    summary="Finish a calibration",
    description="After three lifts of the weight or more; the answer holds the verdict. One that is poor is not used.",
)
async def finish_calibration(telemetry: Telemetry, number: Number, keeper: Keeper) -> CalibrationState:
    del keeper
    kept, (_, loaded) = await _at(telemetry, number, Step.LOADED)
    if loaded < FEWEST_LIFTS:
        raise TooFewLifts(loaded, FEWEST_LIFTS, "of the weight")
    specification = guide.weighable((await telemetry.require(kept.machine))[-1])
    now = datetime.now(UTC)
    found = await guide.outcome(telemetry, kept, specification, now + timedelta(microseconds=1))
    await store.finish(telemetry.connection, kept.id, found, now)
    return await _state(telemetry, number)


@router.post(
    "/v1/calibrations/{number}/cancel",
    summary="Give a calibration up",
    description="The machine goes on with the calibration that it had.",
)
async def cancel_calibration(telemetry: Telemetry, number: Number, keeper: Keeper) -> CalibrationState:
    del keeper
    kept, _ = await _at(telemetry, number, Step.EMPTY, Step.LOADED)
    await store.cancel(telemetry.connection, kept, datetime.now(UTC))
    return await _state(telemetry, number)


async def _at(telemetry: TelemetryReader, number: int, *steps: Step) -> tuple[store.Kept, tuple[int, int]]:
    """Return a calibration that is at one of some steps, with its lifts; raises what is wrong otherwise."""
    kept, lifts = await _known(telemetry, number)
    if kept.step not in steps:
        right = " or ".join(f"'{step}'" for step in steps)
        raise WrongStep(f"Calibration {number} is at step '{kept.step}'; this is done at {right}.")
    return kept, lifts


async def _state(telemetry: TelemetryReader, number: int) -> CalibrationState:
    return guide.state(*await _known(telemetry, number))


async def _known(telemetry: TelemetryReader, number: int) -> tuple[store.Kept, tuple[int, int]]:
    kept = await store.get(telemetry.connection, number)
    if kept is None:
        raise UnknownCalibration(number)
    period = (await telemetry.require(kept.machine))[-1]
    return kept, await guide.lifts_so_far(telemetry, kept, guide.weighable(period), datetime.now(UTC))


def _counted(kept: store.Kept) -> tuple[int, int]:
    return kept.empty_lifts or 0, kept.loaded_lifts or 0
