"""Which signals can a machine report, in which unit and range, and how are they called elsewhere?"""

from collections.abc import Mapping
from difflib import get_close_matches
from types import MappingProxyType

from models.machines import Kind
from models.signals.drive import DRIVE
from models.signals.signal import Band, Signal, Subsystem
from models.signals.travel import TRAVEL
from models.signals.work import WORK

__all__ = [
    "CATALOGUE",
    "NAMES",
    "Band",
    "Signal",
    "Subsystem",
    "UnknownSignal",
    "drive_speed",
    "is_running",
    "nearest",
    "signal",
    "signals_of",
]

CATALOGUE: tuple[Signal, ...] = DRIVE + WORK + TRAVEL
NAMES: tuple[str, ...] = tuple(entry.name for entry in CATALOGUE)

_BY_NAME: Mapping[str, Signal] = MappingProxyType({entry.name: entry for entry in CATALOGUE})

# A diesel engine that turns below this is being cranked: its oil pressure and voltage say nothing yet.
_ENGINE_RUNS_ABOVE_RPM = 500
_CRUSHER_RUNS_ABOVE_RPM = 50


class UnknownSignal(LookupError):
    """The catalogue has no signal of this name; `nearest` holds the known names that look like it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.nearest = nearest(name)
        super().__init__(f"There is no signal {name[:80]!r}. {_hint(self.nearest)}")


def signal(name: str) -> Signal:
    """Return the catalogue's signal of this name, or raise `UnknownSignal` with the nearest known names."""
    if name not in _BY_NAME:
        raise UnknownSignal(name)
    return _BY_NAME[name]


def signals_of(kind: Kind) -> tuple[Signal, ...]:
    """Return the signals that a machine of this kind can have, in the catalogue's order."""
    return tuple(entry for entry in CATALOGUE if kind in entry.kinds)


def nearest(name: str, *, most: int = 3) -> tuple[str, ...]:
    """Return the known names that look most like this one, best first; none when nothing is alike."""
    return tuple(get_close_matches(name[:80].lower(), NAMES, n=most, cutoff=0.5))


def is_running(kind: Kind, values: Mapping[str, float | None]) -> bool | None:
    """Return whether the machine's drive runs by these values, or None when they do not tell."""
    name, limit = drive_speed(kind)
    speed = values.get(name)
    return None if speed is None else speed > limit


def drive_speed(kind: Kind) -> tuple[str, float]:
    """Return the signal that tells whether a machine's drive runs, and the value above which it does."""
    if kind is Kind.CRUSHER:
        return "crusher_speed_rpm", _CRUSHER_RUNS_ABOVE_RPM
    return "engine_speed_rpm", _ENGINE_RUNS_ABOVE_RPM


def _hint(names: tuple[str, ...]) -> str:
    return f"Nearest: {', '.join(names)}." if names else "The signal catalogue lists all names."
