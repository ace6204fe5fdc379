"""What is known of a machine at some moments, before its sensors measure it?"""

from dataclasses import dataclass

from simulators.counter import Totals
from simulators.day import MachineDay
from simulators.engine import RATED_RPM
from simulators.fleet.geography import Array
from simulators.heat import Effort
from simulators.operation import Unit


@dataclass(frozen=True)
class State:
    """One machine at some moments: its effort, temperatures (one a row), counters and how full its tank is."""

    unit: Unit
    time_s: Array
    effort: Effort
    celsius: Array
    totals: Totals
    fuel_share: Array

    @property
    def speed(self) -> Array:
        """Return the engine speed as a share of its rated speed."""
        return self.effort.duty.engine_rpm / RATED_RPM

    @property
    def flow(self) -> Array:
        """Return the air that the engine takes as a share of what it takes at rated power."""
        return self.speed * (0.35 + 0.65 * self.effort.share)


def state_at(day: MachineDay, time_s: Array, *, lagging: bool = True) -> State:
    """Return the state of a machine at some moments of one day."""
    effort = day.effort(time_s, lagging=lagging)
    return State(
        day.unit, time_s, effort, day.temperatures_c(time_s), day.totals(effort.moment), day.fuel_share(time_s)
    )
