"""How warm does the coolant become, and how fast does the fan turn for it?"""

import numpy as np

from simulators.fleet.geography import Array

# A diesel engine gives this share of its fuel's heat (lower heating value) to the coolant.
_TO_COOLANT = 0.24
_RETARDED_TO_COOLANT = 0.12
_MJ_PER_KG, _KG_PER_LITRE = 42.8, 0.835
# Above the air, at rated power with a clean radiator and the fan at its fastest.
_RATED_RISE_C = 61.0
_RATED_L_PER_KWH = 0.25
# The fan begins to turn faster at the one temperature and is at its fastest at the other; slow, it moves half the heat.
_FAN_FROM_C, _FAN_FULL_C = 86.0, 92.0
_SLOW_FAN = 0.5
_THERMOSTAT_C, _THERMOSTAT_OPENS_C = 83.0, 5.0
# Below this level in percent the pump draws air.
_LOW_LEVEL, _LEVEL_ROOM = 45.0, 20.0
FULL_LEVEL, LEVEL_LOST = 92.0, 62.0


def burnt_kw(fuel_lph: Array) -> Array:
    """Return the heat of the fuel that is burnt."""
    return fuel_lph * _KG_PER_LITRE * _MJ_PER_KG / 3.6


def rejected_kw(fuel_lph: Array, brake_kw: Array) -> Array:
    """Return the heat that engine and retarder give to the coolant."""
    return np.asarray(_TO_COOLANT * burnt_kw(fuel_lph) + _RETARDED_TO_COOLANT * np.minimum(brake_kw, 300.0))


def conductance(rated_kw: float, *, fouling: Array, level: Array, density: Array) -> Array:
    """Return the radiator's UA in kW/K with the fan at its fastest; fouling 1 takes 40 % of it."""
    clean = _TO_COOLANT * burnt_kw(np.array(_RATED_L_PER_KWH * rated_kw)) / _RATED_RISE_C
    air_drawn = np.clip((_LOW_LEVEL - level) / _LEVEL_ROOM, 0, 1)
    return np.asarray(clean * (1 - 0.4 * np.minimum(fouling, 2.2)) * (1 - 0.55 * air_drawn) * np.sqrt(density))


def settled_c(heat_kw: Array, ua_kw_per_k: Array, air_c: Array, share: Array) -> Array:
    """Return the temperature at which coolant settles: UA(fan) * (T - air) = heat, and the fan follows T.

    The thermostat keeps it from becoming cooler; `share` is the engine's power over its rated power.
    """
    rise = heat_kw / ua_kw_per_k
    room, short = _FAN_FULL_C - _FAN_FROM_C, _FAN_FROM_C - air_c
    # Between the two temperatures of the fan the balance is a square equation in T - _FAN_FROM_C.
    slope = (1 - _SLOW_FAN) / room
    linear = _SLOW_FAN + slope * short
    over = (np.sqrt(np.maximum(linear**2 - 4 * slope * (_SLOW_FAN * short - rise), 0)) - linear) / (2 * slope)
    settled = np.where(over < 0, air_c + rise / _SLOW_FAN, np.where(over > room, air_c + rise, _FAN_FROM_C + over))
    return np.asarray(np.maximum(settled, _THERMOSTAT_C + _THERMOSTAT_OPENS_C * share))


def fan_share(coolant_c: Array) -> Array:
    """Return how fast the fan turns between its slowest, 0, and its fastest, 1."""
    return np.clip((coolant_c - _FAN_FROM_C) / (_FAN_FULL_C - _FAN_FROM_C), 0, 1)
