"""What do simple trucks send, minute by minute, and what does a model know of them?"""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from models.diagnosis.model import FleetModel, fit_model, history_of
from models.machines import Kind

Column = NDArray[np.float64]
MINUTES = 12 * 24 * 60
TIME_MIN: Column = 29_000_000.0 + np.arange(MINUTES, dtype=np.float64)
TRUCK = Kind.HAUL_TRUCK


def minutes(seed: int) -> dict[str, Column]:
    """Return minutes of a truck that works ten hours a day: simple physics, some noise, and a trait of its own."""
    random = np.random.default_rng(seed)
    time = np.arange(MINUTES)
    running = (time % 1440) < 600
    load = np.where(running, 30 + 60 * (np.sin(time / 4 + seed) > 0) * random.uniform(0.5, 1, MINUTES), 0)
    warm = np.convolve(load, np.full(20, 1 / 20))[:MINUTES]
    air = 12 + 6 * np.sin(2 * np.pi * time / 1440) + 2 * np.sin(time / 5000 + seed)
    trait = 1 + 0.02 * random.normal(size=12)

    def told(value: Column, noise: float) -> Column:
        return np.asarray(value + noise * random.normal(size=MINUTES))

    return {
        "engine_speed_rpm": np.where(running, told(900 + 10 * load, 5), 0),
        "engine_load_percent": load,
        "ambient_temperature_c": told(air, 0.1),
        "ground_speed_kmh": np.where(running & (load > 40), 20.0, 0),
        "payload_kg": np.where(load > 40, 30_000.0, 0),
        "coolant_temperature_c": told(trait[0] * 80 + 0.08 * warm, 0.2),
        "hydraulic_oil_temperature_c": told(trait[1] * 40 + 0.1 * warm + 0.5 * air, 0.3),
        "engine_oil_pressure_kpa": told(trait[2] * (150 + 2 * load), 3) * running,
        "air_filter_drop_kpa": told(trait[3] * (0.2 + 0.02 * load), 0.03) * running,
        "boost_pressure_kpa": told(trait[4] * (5 + 1.6 * load), 2) * running,
        "exhaust_temperature_c": told(trait[5] * (150 + 3 * load), 5),
        "fuel_rate_lph": told(trait[6] * (4 + 0.6 * load), 0.1) * running,
        "battery_voltage_v": told(np.where(running, 28.0, 25.3), 0.03),
        "coolant_level_percent": told(np.full(MINUTES, 92 * trait[7]), 0.3),
    }


@cache
def fleet_of_trucks() -> FleetModel:
    """Return what is known of five healthy trucks."""
    histories = [history_of(TRUCK, "t1", TIME_MIN, minutes(seed)) for seed in range(5)]
    known = [one for one in histories if one is not None]
    return fit_model(known, [np.ones(MINUTES, dtype=bool) for _ in known])
