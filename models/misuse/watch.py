"""How often was a machine treated badly in a time, and for how long did anybody watch?"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType

import numpy as np

from models.machines import Kind
from models.misuse.episode import Array
from models.misuse.find import HOLE_S, brakings, coastings, cold_loads, hot_stops, idlings, overloads
from models.misuse.second import Seconds
from models.weighing.handbook import SPECIFICATIONS, Specification

# An episode shows itself by what was so long before it: from its start on an engine is cold for a quarter of an hour.
LOOK_BACK_S = 900.0
Find = Callable[[Seconds], Array]


@dataclass(frozen=True)
class Watched:
    """For how many hours a machine that ran was watched, and when each kind of misuse was seen (Unix seconds)."""

    watched_h: float
    moments: Mapping[str, Array]

    @property
    def counts(self) -> dict[str, int]:
        """Return how often each kind was seen."""
        return {name: len(at) for name, at in self.moments.items()}


def watch(told: Seconds, kind: Kind, model: str, from_s: float, to_s: float) -> Watched | None:
    """Return how often a machine was treated badly in [from_s, to_s), by what it told since `LOOK_BACK_S` before that.

    It is watched where its engine runs and all signals by which machines of its kind are come at least every `HOLE_S`.
    None: nobody knows how its kind is to be treated, or one of these signals did not come at all.
    """
    specification = SPECIFICATIONS.get(model)
    if specification is None or kind not in _NEEDS:
        return None
    seen = told.where(np.all([np.isfinite(getattr(told, name)) for name in _NEEDS[kind]], axis=0))
    inside = seen.between(from_s, to_s)
    if not len(inside.time_s):
        return None
    lasts_s = np.diff(inside.time_s)
    hours = float(lasts_s[(lasts_s <= HOLE_S) & inside.runs[:-1]].sum()) / 3600
    moments = {name: find(seen) for name, find in _finds(kind, specification).items()}
    return Watched(hours, {name: at[(at >= from_s) & (at < to_s)] for name, at in moments.items()})


def _finds(kind: Kind, specification: Specification) -> Mapping[str, Find]:
    """Return what is watched for. A loader that waits for its truck has a reason to idle, which nobody sees."""
    of_engines: Mapping[str, Find] = {"hot_shutdown": hot_stops, "cold_full_load": cold_loads}
    match kind:
        case Kind.HAUL_TRUCK:
            overload: Find = partial(overloads, rated_kg=specification.payload_kg)
            of_trucks = {"coasting": coastings, "long_idling": idlings, "overload": overload}
            return {**of_engines, "harsh_braking": brakings, **of_trucks}
        case Kind.WHEEL_LOADER:
            return {**of_engines, "harsh_braking": brakings}
    return of_engines


_ENGINE = (
    "engine_speed_rpm",
    "engine_load_percent",
    "coolant_temperature_c",
    "exhaust_temperature_c",
    "ground_speed_kmh",
)
_NEEDS: Mapping[Kind, tuple[str, ...]] = MappingProxyType(
    {
        Kind.HAUL_TRUCK: (*_ENGINE, "brake_pressure_bar", "payload_kg"),
        Kind.WHEEL_LOADER: _ENGINE,
        Kind.EXCAVATOR: _ENGINE,
    }
)
