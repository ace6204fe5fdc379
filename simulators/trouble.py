"""Which troubles does a machine's control unit know, and by which values?"""

from dataclasses import dataclass

import numpy as np

from models.messages import Severity
from models.signals import NAMES, signal
from simulators.fleet.fault import TYRES


@dataclass(frozen=True)
class Rule:
    """When a signal is beyond a limit, the fault of this suspect parameter and failure mode (SAE J1939-73) is there.

    With `cold` the signal is a tyre's pressure, and the limit a share of what it should be at 20 °C.
    """

    signal: str
    spn: int
    fmi: int
    severity: Severity
    text: str
    above: float = np.inf
    below: float = -np.inf
    needed: int = 3
    cold: bool = False

    @property
    def code(self) -> str:
        """Return the fault's code, SPN-FMI."""
        return f"{self.spn}-{self.fmi}"


_WARNING, _DERATE, _STOP = Severity.WARNING, Severity.DERATE, Severity.SHUTDOWN
# What has no number in SAE J1939 gets one of the maker's own, from 516096 on.
_LOST_FROM = 521000

_ENGINE = (
    Rule("coolant_temperature_c", 110, 16, _WARNING, "Coolant temperature above normal", above=104.0),
    Rule("coolant_temperature_c", 110, 0, _DERATE, "Coolant too hot, engine power reduced", above=109.0),
    Rule("coolant_level_percent", 111, 18, _WARNING, "Coolant level below normal", below=50.0),
    Rule("coolant_level_percent", 111, 1, _DERATE, "Coolant level too low, engine power reduced", below=38.0),
    Rule("engine_oil_pressure_kpa", 100, 18, _WARNING, "Engine oil pressure below normal", below=100.0),
    Rule("engine_oil_pressure_kpa", 100, 1, _STOP, "Engine oil pressure too low: stop the engine", below=60.0),
    # A filter's restriction shows only while much flows through it.
    Rule("air_filter_drop_kpa", 107, 16, _WARNING, "Air filter restricted", above=5.5, needed=1),
    Rule("dpf_drop_kpa", 3251, 16, _WARNING, "Soot filter restricted", above=17.0, needed=1),
    Rule("exhaust_temperature_c", 173, 16, _WARNING, "Exhaust temperature above normal", above=660.0),
    Rule("battery_voltage_v", 168, 18, _WARNING, "Battery voltage below normal while charging", below=26.5),
    Rule("battery_voltage_v", 168, 1, _DERATE, "Battery is not being charged", below=25.2),
)
_HYDRAULICS = (
    Rule("hydraulic_oil_temperature_c", 1638, 16, _WARNING, "Hydraulic oil temperature above normal", above=95),
    Rule("hydraulic_filter_drop_bar", 520210, 16, _WARNING, "Hydraulic oil filter restricted", above=2.8),
    Rule("pump_case_drain_lpm", 520211, 16, _WARNING, "Hydraulic pump leaks inside", above=48.0),
)
_WHEELS = (
    Rule("clutch_slip_percent", 520231, 16, _WARNING, "Transmission clutch slips", above=5.0),
    Rule("transmission_oil_temperature_c", 177, 16, _WARNING, "Transmission oil above normal", above=120.0),
    Rule("brake_oil_temperature_c", 520240, 16, _WARNING, "Brake oil above normal", above=120.0),
)
_CRUSHER = (
    Rule("crusher_vibration_mmps", 520301, 16, _WARNING, "Crusher shakes more than it should", above=7.1),
    Rule("crusher_bearing_temperature_c", 520302, 16, _DERATE, "Crusher bearing too hot", above=90.0),
    Rule("crusher_oil_temperature_c", 520303, 16, _WARNING, "Crusher return oil above normal", above=60.0),
)


def _tyre(name: str) -> tuple[Rule, Rule]:
    sensor, place = f"tyre_{name}_kpa", name.replace("_", " ").capitalize()
    return (
        Rule(sensor, 241, 18, _WARNING, f"{place} tyre pressure low", below=0.90, cold=True),
        Rule(sensor, 241, 1, _STOP, f"{place} tyre flat: stop", below=0.75, cold=True),
    )


RULES: tuple[Rule, ...] = (
    *_ENGINE,
    *_HYDRAULICS,
    *_WHEELS,
    *_CRUSHER,
    *(rule for name in TYRES for rule in _tyre(name)),
)


def erratic(name: str) -> Rule:
    """Return the rule for a sensor whose values do not arrive: 1 is lost."""
    entry = signal(name)
    spn = entry.spn or _LOST_FROM + NAMES.index(name)
    return Rule(name, spn, 2, _WARNING, f"{entry.description}: sensor erratic", above=0.5)
