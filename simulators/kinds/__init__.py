"""What does work demand of each kind of machine?"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from models.machines import Kind
from simulators.fleet import Model
from simulators.kinds import crusher, excavator, haul_truck, wheel_loader
from simulators.kinds.duty import Duty, Moment, carried

__all__ = ["Duty", "Moment", "carried", "demand"]

_OF_KIND: Mapping[Kind, Callable[[Moment, Model], Duty]] = MappingProxyType(
    {
        Kind.WHEEL_LOADER: wheel_loader.demand,
        Kind.HAUL_TRUCK: haul_truck.demand,
        Kind.EXCAVATOR: excavator.demand,
        Kind.CRUSHER: crusher.demand,
    }
)


def demand(moment: Moment, model: Model) -> Duty:
    """Return what the machine's work demands at each moment."""
    return _OF_KIND[model.kind](moment, model)
