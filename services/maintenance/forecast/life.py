"""How much life does a model of parts tell, with what chance to fail within which time?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from services.diagnostics.api import Suspect, WearCourse
from services.maintenance.api import Life, Load, ModelVersion, Risk, Role

HORIZONS_H = (8.0, 24.0, 72.0, 168.0, 720.0)
_SENSOR = "A sensor has no course of wear from which a life could be told."
_NO_COURSE = "There is no course of wear yet."


@dataclass(frozen=True)
class LifeTold:
    """What is told of a part's life; `why_none` says why there is none."""

    life: Life | None = None
    why_none: str | None = None
    risks: Sequence[Risk] = ()
    features: Mapping[str, float] = field(default_factory=dict)
    made_by: ModelVersion | None = None


@dataclass(frozen=True)
class Teller:
    """The model of life that plays a role, or why there is none."""

    role: Role
    why_none: str | None

    @property
    def version(self) -> str:
        """Return what tells this teller's answers from those of another."""
        return f"{self.role}:none"

    def tell(self, suspect: Suspect, course: WearCourse | None, load: Load) -> LifeTold:
        """Return the life of a suspect from its course of wear, or why none can be told."""
        if suspect.is_of_sensor:
            return LifeTold(why_none=_SENSOR)
        if course is None or not course.hours or load.hours_per_day <= 0:
            return LifeTold(why_none=_NO_COURSE)
        return LifeTold(why_none=self.why_none)
