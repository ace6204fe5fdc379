"""What does work demand of each kind of machine?"""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from models.machines import Kind
from simulators.fleet import Model
from simulators.kinds.crusher import demand as crushing
from simulators.kinds.duty import Duty, Moment, carried
from simulators.kinds.excavator import demand as digging
from simulators.kinds.haul_truck import demand as hauling
from simulators.kinds.wheel_loader import demand as loading

__all__ = ["Duty", "Moment", "carried", "demand"]

_OF_KIND: Mapping[Kind, Callable[[Moment, Model], Duty]] = MappingProxyType(
    {
        Kind.WHEEL_LOADER: loading,
        Kind.HAUL_TRUCK: hauling,
        Kind.EXCAVATOR: digging,
        Kind.CRUSHER: crushing,
    }
)


def demand(moment: Moment, model: Model) -> Duty:
    """Return what the machine's work demands at each moment."""
    return _OF_KIND[model.kind](moment, model)
