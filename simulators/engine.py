"""What does a diesel engine burn, and how hard does it work?"""

import numpy as np

from simulators.fleet.geography import Array

RATED_RPM = 2000.0
_KG_PER_KWH = 0.195
_KG_PER_LITRE = 0.835
# Share of rated power that the engine can give at each share of rated speed.
_CURVE = ((0.30, 0.45, 0.60, 0.75, 0.85, 1.00, 1.10), (0.16, 0.40, 0.71, 0.94, 1.0, 1.0, 0.80))


def pressure_share(altitude_m: float) -> float:
    """Return the air's pressure as a share of that at sea level, in the standard atmosphere (ISO 2533)."""
    return float((1 - 2.25577e-5 * altitude_m) ** 5.25588)


def air_density(altitude_m: float, air_c: Array) -> Array:
    """Return the air's density as a share of that at sea level and 20 °C."""
    return pressure_share(altitude_m) * 293.15 / (273.15 + air_c)


def friction_kw(rated_kw: float, rpm: Array) -> Array:
    """Return what the engine itself takes: 7 % of rated power at rated speed."""
    return 0.07 * rated_kw * (rpm / RATED_RPM) ** 1.5


def available_kw(rated_kw: float, rpm: Array) -> Array:
    """Return the most that the engine gives at a speed."""
    return rated_kw * np.interp(rpm / RATED_RPM, *_CURVE)


def delivered_kw(rated_kw: float, rpm: Array, demanded_kw: Array) -> Array:
    """Return the flywheel power that the engine gives of what is demanded; negative when the wheels turn it."""
    return np.minimum(demanded_kw, available_kw(rated_kw, rpm))


def load_percent(rated_kw: float, rpm: Array, power_kw: Array) -> Array:
    """Return the power as a share of what the engine can give at this speed, as SPN 92 tells it."""
    return 100 * np.maximum(power_kw, 0) / np.maximum(available_kw(rated_kw, rpm), 1.0)


def fuel_lph(rated_kw: float, rpm: Array, power_kw: Array) -> Array:
    """Return litres an hour by Willans' line: fuel grows straight with power over the engine's own friction."""
    burning = np.maximum(power_kw + friction_kw(rated_kw, rpm), 0)
    return np.asarray(np.where(rpm > 1, _KG_PER_KWH * burning / _KG_PER_LITRE, 0.0))
