"""Which kinds of machine and which generations of telematics does the platform know?"""

from enum import StrEnum, unique


@unique
class Kind(StrEnum):
    """What a machine does on its site."""

    WHEEL_LOADER = "wheel_loader"
    HAUL_TRUCK = "haul_truck"
    EXCAVATOR = "excavator"
    CRUSHER = "crusher"

    @property
    def label(self) -> str:
        """Return the kind as people write it, for example "wheel loader"."""
        return self.value.replace("_", " ")


@unique
class Generation(StrEnum):
    """What a machine's telematics unit can send.

    `legacy` sends a few signals slowly, `json` sends all signals in the platform's own contract, `sparkplug` sends
    Sparkplug B.
    """

    LEGACY = "legacy"
    JSON = "json"
    SPARKPLUG = "sparkplug"
