"""What is to be done next in a calibration, and what came of it?"""

import asyncio
from datetime import datetime, timedelta

from models.machines import Generation
from models.phrase import quantity
from models.weighing.calibration import FEWEST_LIFTS, MOST_LIFTS, Calibration, Window, calibrate, count_lifts
from models.weighing.handbook import SPECIFICATIONS, Specification
from models.weighing.motion import HELPFUL, NEEDED, Motion, motion_of
from services.kit.telemetry import TelemetryReader, VisiblePeriod
from services.weighing.api import CalibrationState, Step
from services.weighing.calibration.refusal import CannotWeigh
from services.weighing.calibration.store import Kept
from services.weighing.record.near import seconds

# A calibration that takes longer is not one.
LONGEST = timedelta(hours=3)
_ADVICE = {
    "few_lifts": "lift it more often",
    "small_weight": "take a weight of at least half the full scale",
    "cold_oil": "warm the oil up first",
    "slope": "stand level",
    "one_speed": "lift at two or three speeds",
    "unsteady": "lift steadily, without driving",
    "unlikely_weight": "look up what the weight really weighs, and that the bucket was clean",
}


def weighable(period: VisiblePeriod) -> Specification:
    """Return what the handbook knows of a machine with a boom that it tells of; raises CannotWeigh for another."""
    specification = SPECIFICATIONS.get(period.model)
    if specification is None or specification.arm is None:
        raise CannotWeigh(f"No geometry of a boom is known for {period.model!r}; only loaders and excavators weigh.")
    if period.generation == Generation.LEGACY:
        raise CannotWeigh(f"The unit of '{period.machine}' tells no pressures; it needs one that sends every second.")
    return specification


async def motion_between(
    telemetry: TelemetryReader, machine: str, specification: Specification, begin: datetime, end: datetime
) -> Motion:
    """Return how a machine's boom moved in a time, at most the last hours of it."""
    first = max(begin, end - LONGEST)
    columns = await telemetry.columns(machine, (*NEEDED, *HELPFUL), first, end, resolution="raw")
    assert specification.arm is not None
    return motion_of(seconds(columns), columns.values, specification.arm)


async def lifts_so_far(
    telemetry: TelemetryReader, kept: Kept, specification: Specification, now: datetime
) -> tuple[int, int]:
    """Return how often the bucket was lifted empty and with the weight."""
    if kept.step not in (Step.EMPTY, Step.LOADED):
        return kept.empty_lifts or 0, kept.loaded_lifts or 0
    motion = await motion_between(telemetry, kept.machine, specification, kept.begun_at, now)
    border = (kept.loaded_at or now).timestamp()
    windows = Window(kept.begun_at.timestamp(), border), Window(border, now.timestamp())
    empty, loaded = (count_lifts(motion, specification, window) for window in windows)
    return (empty if kept.step == Step.EMPTY else kept.empty_lifts or 0), (loaded if kept.loaded_at else 0)


async def outcome(telemetry: TelemetryReader, kept: Kept, specification: Specification, now: datetime) -> Calibration:
    """Return the calibration by what the machine told of its lifts."""
    assert kept.loaded_at is not None
    motion = await motion_between(telemetry, kept.machine, specification, kept.begun_at, now)
    empty = Window(kept.begun_at.timestamp(), kept.loaded_at.timestamp())
    loaded = Window(kept.loaded_at.timestamp(), now.timestamp())
    return await asyncio.to_thread(calibrate, motion, specification, empty, loaded, kept.weight_kg)


def state(kept: Kept, lifts: tuple[int, int]) -> CalibrationState:
    """Return what is told of a calibration, with what to do next."""
    return CalibrationState(
        id=kept.id,
        machine=kept.machine,
        step=Step(kept.step),
        next=_next(kept, lifts),
        weight_kg=kept.weight_kg,
        asked_by=kept.asked_by,
        begun_at=kept.begun_at,
        ended_at=kept.ended_at,
        empty_lifts=lifts[0],
        loaded_lifts=lifts[1],
        lifts_needed=FEWEST_LIFTS,
        verdict=kept.verdict,
        shortcomings=kept.shortcomings,
        span_pct=kept.span_pct,
        span_sd_pct=kept.span_sd_pct,
        misfit=kept.misfit,
    )


def _next(kept: Kept, lifts: tuple[int, int]) -> str:
    empty, loaded = lifts
    match Step(kept.step):
        case Step.EMPTY if empty < FEWEST_LIFTS:
            return (
                f"Clean the bucket, stand level with warm oil, and lift it empty from the ground to the top and down "
                f"again {FEWEST_LIFTS - empty} more times, steadily, some slower and some faster."
            )
        case Step.EMPTY:
            return (
                f"Fix the weight of {quantity(kept.weight_kg, 'kg')} at its mark in the bucket, then say so (…/weight)."
            )
        case Step.LOADED if loaded < FEWEST_LIFTS:
            return (
                f"Lift the weight up and down {FEWEST_LIFTS - loaded} to {MOST_LIFTS - loaded} more times, as before."
            )
        case Step.LOADED:
            return "Set the bucket down, and finish the calibration (…/finish)."
        case Step.CANCELLED:
            return "It was given up; begin another when there is time."
        case Step.DONE:
            return _verdict(kept)


def _verdict(kept: Kept) -> str:
    advice = "; ".join(_ADVICE[one] for one in kept.shortcomings)
    if kept.verdict == "poor":
        return f"It is not used. Do it again: {advice}."
    return f"It is used. Next time {advice}." if advice else "It is used. Renew it within a year."
