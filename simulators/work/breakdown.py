"""When does a machine stand in its shift for one of many small reasons, and for which?"""

from collections.abc import Mapping
from types import MappingProxyType

from models.machines import Kind
from simulators.fleet import Machine
from simulators.noise import Dice
from simulators.shift import Window
from simulators.work.operator import Break
from simulators.work.timeline import Phase

# Half of all dump trucks stand before 40 hours of operation (Moniri-Morad and Sattarvand 2023): chance alone makes that
# a mean of 58 h from any cause, worn parts among them, which fail by themselves. Here an hour is one of a shift; an
# engine runs for less.
_EVERY_S = 62 * 3600.0
# Most are mended within two hours, some take the rest of the shift.
_LASTS_S, _SPREAD = 1.9 * 3600, 0.8

_ANYWHERE = ("hose or fitting", "cable or plug", "lights or mirrors", "cab", "greasing", "sensor or software")
CAUSES: Mapping[Kind, tuple[str, ...]] = MappingProxyType(
    {
        Kind.HAUL_TRUCK: (*_ANYWHERE, "tyre cut", "body or tailgate", "steering"),
        Kind.WHEEL_LOADER: (*_ANYWHERE, "tyre cut", "teeth or cutting edge", "bucket pins"),
        Kind.EXCAVATOR: (*_ANYWHERE, "teeth or cutting edge", "bucket pins", "track or roller"),
    }
)


def repairs(machine: Machine, window: Window, seed: int, often: float) -> list[Break]:
    """Return when a machine breaks down in a shift, `often` times as often as is typical, and how long it stands."""
    if not often:
        return []
    dice = Dice(seed, machine.id, "breakdown", window.start_s)
    found = []
    time_s = window.start_s + dice.expovariate(often / _EVERY_S)
    while time_s < window.stop_s:
        found.append(Break(time_s, dice.about(_LASTS_S, _SPREAD), Phase.REPAIR))
        time_s += found[-1].seconds + dice.expovariate(often / _EVERY_S)
    return found


def cause_of(kind: Kind, machine: Machine, start_s: float, seed: int) -> str:
    """Return why a machine that stands since a moment broke down."""
    return Dice(seed, machine.id, "cause", round(start_s)).choice(CAUSES[kind])
