"""What does a fault code say in words?"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from models.signals import CATALOGUE

# SAE J1939-73, failure mode identifiers.
FAILURE_MODES: Mapping[int, str] = {
    0: "is above its normal range, most severe",
    1: "is below its normal range, most severe",
    2: "gives erratic or wrong data",
    3: "has a voltage above normal, or a short to a high one",
    4: "has a voltage below normal, or a short to a low one",
    5: "has a current below normal, or an open circuit",
    6: "has a current above normal, or a grounded circuit",
    7: "does not respond mechanically",
    8: "has an abnormal frequency or pulse width",
    9: "is reported at an abnormal rate",
    10: "changes abnormally fast",
    11: "has failed for a cause that is not known",
    12: "has a bad device or component",
    13: "is out of calibration",
    14: "needs the maker's special instructions",
    15: "is above its normal range, least severe",
    16: "is above its normal range, moderately severe",
    17: "is below its normal range, least severe",
    18: "is below its normal range, moderately severe",
    19: "comes with an error from the network",
    20: "has drifted high",
    21: "has drifted low",
    31: "is present as a condition",
}

# Suspect parameters that no signal of the catalogue stands for, or several do.
_OTHER_PARAMETERS: Mapping[int, str] = {
    91: "Accelerator pedal position",
    94: "Fuel delivery pressure",
    98: "Engine oil level",
    101: "Crankcase pressure",
    105: "Intake manifold temperature",
    108: "Barometric pressure",
    109: "Coolant pressure",
    157: "Fuel rail pressure",
    174: "Fuel temperature",
    241: "Tyre pressure",
    513: "Actual engine torque",
    3719: "Soot load of the particulate filter",
}
_CATALOGUED: Mapping[int, str] = {entry.spn: entry.name for entry in reversed(CATALOGUE) if entry.spn is not None}
_DESCRIPTIONS: Mapping[str, str] = {entry.name: entry.description for entry in CATALOGUE}
# From here to the end of the 19 bits, makers number as they like.
_PROPRIETARY_FROM, _LAST_PARAMETER = 516_096, 524_287

_CODE = re.compile(r"([0-9]{1,6})-([0-9]{1,2})")


@dataclass(frozen=True)
class FaultCode:
    """A J1939 trouble code: the suspect parameter number, how it fails, the catalogue's signal of it, and words."""

    spn: int
    fmi: int
    signal: str | None
    words: str


def decode_fault(code: str) -> FaultCode | None:
    """Return what a code "SPN-FMI" means, or None where it is none of J1939's but of the maker's own."""
    found = _CODE.fullmatch(code)
    if found is None or int(found[1]) > _LAST_PARAMETER or int(found[2]) > 31:
        return None
    spn, fmi = int(found[1]), int(found[2])
    several = spn in _OTHER_PARAMETERS
    signal = None if several else _CATALOGUED.get(spn)
    mode = FAILURE_MODES.get(fmi, f"fails in a mode that the standard reserves ({fmi})")
    return FaultCode(spn, fmi, signal, f"{_parameter(spn, signal)} {mode}")


def _parameter(spn: int, signal: str | None) -> str:
    if signal:
        return _DESCRIPTIONS[signal]
    if spn >= _PROPRIETARY_FROM:
        return f"The maker's own parameter {spn}"
    return _OTHER_PARAMETERS.get(spn, f"Parameter {spn}")
