"""How healthy is a machine, and each of its subsystems, by what is suspected of it?"""

from collections.abc import Sequence

import numpy as np

from models.diagnosis.condition import Floats
from models.diagnosis.mode import Mode
from models.diagnosis.odds import NOTHING
from models.diagnosis.verdict import BESIDE, Weight, together
from models.signals import Subsystem, signal

# Deviations are not independent, so log odds say too much: this is how often something was wrong with machines of a
# hard fleet that the model had not seen.
_EVEN, _SLOPE = 5.0, 0.45
_BY_MODE = {
    "air_filter_clogging": Subsystem.AIR,
    "radiator_fouling": Subsystem.COOLING,
    "coolant_leak": Subsystem.COOLING,
    "hydraulic_pump_wear": Subsystem.HYDRAULICS,
    "hydraulic_filter_clogging": Subsystem.HYDRAULICS,
    "turbocharger_wear": Subsystem.AIR,
    "injector_fouling": Subsystem.FUEL,
    "dpf_clogging": Subsystem.AIR,
    "engine_bearing_wear": Subsystem.ENGINE,
    "alternator": Subsystem.ELECTRICS,
    "battery_wear": Subsystem.ELECTRICS,
    "clutch_slip": Subsystem.TRANSMISSION,
    "brake_drag": Subsystem.BRAKES,
    "wheel_bearing_wear": Subsystem.BRAKES,
    "cylinder_leak": Subsystem.BOOM,
    "crusher_bearing_wear": Subsystem.CRUSHER,
    "crusher_liner_wear": Subsystem.CRUSHER,
    "tyre_pressure_loss": Subsystem.TYRES,
}


def subsystem_of(mode: Mode) -> Subsystem:
    """Return the subsystem in which a failure is, that of its signal for a sensor's."""
    return signal(mode.where).subsystem if mode.is_of_sensor else _BY_MODE[mode.name]


def probabilities(weight: Weight) -> Floats:
    """Return how sure each failure is (row, failure), 0 to 1.

    That something is wrong is 1 / (1 + exp(-0.45 (log odds - 5))) sure, shared out by the odds of the failures.
    One that explains what the best leaves unexplained counts by that.
    """
    sure = _shares(weight.odds)
    for level in weight.beside:
        rows = level.max(axis=1, initial=NOTHING) >= BESIDE
        sure[rows] = np.maximum(sure[rows], _shares(level[rows]))
    return sure


def sureness(log_odds: Floats) -> Floats:
    """Return how sure it is that something is wrong, 0 to 1, by log odds of all failures together."""
    return np.asarray(1 / (1 + np.exp(-_SLOPE * (np.clip(log_odds, NOTHING, -NOTHING) - _EVEN))))


def doubt(health: Floats, log_odds: Floats) -> Floats:
    """Return how unsure a machine's health (0 to 100) is, as a standard deviation, by log odds that anything is wrong.

    Health is 100 (1 - p s) where p is the probability that something is wrong and s how badly. In truth it is
    100 (1 - s) or 100, so its standard deviation is 100 s sqrt(p (1 - p)). What nobody suspects is in no doubt.
    """
    sure = sureness(log_odds)
    return np.asarray((100 - health) * np.sqrt((1 - sure) / sure))


def _shares(odds: Floats) -> Floats:
    each = np.exp(odds - odds.max(axis=1, keepdims=True, initial=NOTHING))
    return np.asarray(each / each.sum(axis=1, keepdims=True) * sureness(together(odds))[:, None])


def subsystem_healths(modes: Sequence[Mode], probability: Floats, severity: Floats) -> dict[Subsystem, Floats]:
    """Return the health (0 to 100) of each subsystem in each row: 100 times the product, over the failures in it that
    are none of sensors, of 1 - probability * severity, the severity being 1 at most."""
    kept = 1 - probability * np.clip(severity, 0, 1)
    places: dict[Subsystem, list[int]] = {}
    for place, mode in enumerate(modes):
        if not mode.is_of_sensor:
            places.setdefault(subsystem_of(mode), []).append(place)
    return {subsystem: 100 * kept[:, its].prod(axis=1) for subsystem, its in places.items()}


def machine_health(subsystems: dict[Subsystem, Floats]) -> Floats:
    """Return the health of machines, that of the worst subsystem of each: one that is ill is not well on average."""
    return np.asarray(np.min([*subsystems.values()], axis=0))
