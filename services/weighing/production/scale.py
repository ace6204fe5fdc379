"""What is told of a machine's scale?"""

from datetime import datetime

from models.machines import Generation
from models.weighing.calibration import RENEW_AFTER_DAYS
from models.weighing.handbook import Specification
from models.weighing.zero import Zero
from services.kit.telemetry import VisiblePeriod
from services.weighing.api import ScaleState
from services.weighing.calibration import guide
from services.weighing.calibration.store import Kept
from services.weighing.record.store import moment


def scale_state(
    period: VisiblePeriod,
    specification: Specification | None,
    kept: Kept | None,
    zero: Zero | None,
    *,
    limit: float,
    now: datetime,
) -> ScaleState:
    """Return how a machine's scale is; `limit` is the share of the full scale by which its zero may be off."""
    boom = specification is not None and specification.arm is not None
    told = boom and period.generation != Generation.LEGACY
    full = specification.payload_kg if specification is not None and boom else None
    age = (now - kept.ended_at).total_seconds() / 86_400 if kept is not None and kept.ended_at is not None else None
    off = abs(zero.kg) > limit * full if zero is not None and full is not None else None
    return ScaleState(
        machine=period.machine,
        weighs=True if told else None if boom else False,
        sentence=_sentence(boom=boom, told=told, age=age, off=off),
        full_scale_kg=full,
        calibration=guide.state(kept, (kept.empty_lifts or 0, kept.loaded_lifts or 0)) if kept is not None else None,
        age_days=age,
        renew=None if age is None else age > RENEW_AFTER_DAYS,
        zero_kg=zero.kg if zero is not None else None,
        zero_at=moment(zero.at_s) if zero is not None else None,
        zero_limit_kg=limit * full if full is not None else None,
        zero_alarm=off,
    )


def _sentence(*, boom: bool, told: bool, age: float | None, off: bool | None) -> str:
    if not boom:
        return "It has no boom that is known here; a truck's own scale is told with its loads."
    if not told:
        return "Its unit tells no pressures; only its own counter of payload is known."
    if off:
        return "Its empty bucket weighs much too much or too little: clean it, look at its sensors, then calibrate it."
    if age is None:
        return "It was never calibrated: it weighs by its maker's geometry, with wider intervals."
    return f"It was calibrated {age:.0f} days ago."
