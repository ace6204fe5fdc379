"""How healthy is a machine, and each of its subsystems, by what is suspected of it?"""

from collections.abc import Sequence

import numpy as np

from models.diagnosis.condition import Floats
from models.diagnosis.mode import Mode
from models.diagnosis.odds import NOTHING
from models.diagnosis.verdict import BESIDE, Weight, together
from models.signals import Subsystem, signal

# Deviations are not independent, so log odds say too much. That something is wrong, and that the failure named first is
# right if so, is as likely as not at the first of two numbers, and the odds of either grow with this power of what the
# signatures take for log odds: as was counted on machines of a hard fleet that the models had not seen.
_WRONG, _NAMED = (3.6, 0.9), (1.9, 1.5)
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

    The likeliest is right with the probability that something is wrong, by the log odds of all failures together, times
    that of its name if so, by the log of its odds against the others; these are less sure by their odds. One that
    explains what the best leaves unexplained counts by that.
    """
    sure = _shares(weight.odds)
    for level in weight.beside:
        rows = level.max(axis=1, initial=NOTHING) >= BESIDE
        sure[rows] = np.maximum(sure[rows], _shares(level[rows]))
    return sure


def sureness(log_odds: Floats) -> Floats:
    """Return how sure it is that something is wrong, 0 to 1, by log odds of all failures together."""
    return _grown(log_odds, _WRONG)


def _grown(log_odds: Floats, law: tuple[float, float]) -> Floats:
    """Return how likely it is by log odds that say too much: p / (1 - p) = (log odds / even)^power, 0 below 0."""
    even, power = law
    return np.asarray(1 / (1 + (even / np.clip(log_odds, 1e-3, None)) ** power))


def doubt(health: Floats, log_odds: Floats) -> Floats:
    """Return how unsure a machine's health (0 to 100) is, as a standard deviation, by log odds that anything is wrong.

    Health is 100 (1 - p s) where p is the probability that something is wrong and s how badly. In truth it is
    100 (1 - s) or 100, so its standard deviation is 100 s sqrt(p (1 - p)). What nobody suspects is in no doubt.
    """
    sure = sureness(log_odds)
    return np.asarray((100 - health) * np.sqrt((1 - sure) / sure))


def _shares(odds: Floats) -> Floats:
    best, rows = odds.argmax(axis=1), np.arange(len(odds))
    most, others = odds[rows, best], odds.copy()
    others[rows, best] = NOTHING
    against = most - together(others)
    # No more than its odds say, so that all together are no surer than that something is wrong.
    named = np.minimum(_grown(np.logaddexp(0.0, against), _NAMED), 1 / (1 + np.exp(-against)))
    return np.asarray(np.exp(odds - most[:, None]) * (named * sureness(together(odds)))[:, None])


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
