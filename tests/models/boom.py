"""What do a loader's boom sensors tell, second by second, while it lifts some loads?"""

from collections.abc import Sequence

import numpy as np

from models.weighing.handbook import GRAVITY_MPS2, SPECIFICATIONS, Array

LOADER = SPECIFICATIONS["norrberg-l310"]
LOW_DEG, HIGH_DEG = -37.0, 36.0
STICTION_N, DRAG, TANK_BAR = 3000.0, 0.022, 4.0


def told(
    loads_kg: Sequence[float],
    *,
    sticks_kg: float = 0.0,
    seconds: float = 16.0,
    down: float = 0.0,
    pitch_deg: float = 0.0,
    oil_c: float = 50.0,
) -> dict[str, Array]:
    """Return time and signals of a boom that goes up with each load and comes down with a share `down` of it.

    The machine leans back by its pitch, and cold oil is thicker.

    The physics is written out here once more: moments about the boom's pin, seals that rub, no noise.
    """
    arm = LOADER.arm
    assert arm is not None
    time_s, degrees, load = _moved(loads_kg, seconds, down)
    angle = np.radians(degrees)
    rate, accel = np.gradient(angle), np.gradient(np.gradient(angle))
    mass = load + sticks_kg
    moment = GRAVITY_MPS2 * np.cos(angle + np.radians(pitch_deg)) * (arm.moment_kgm + mass * arm.reach_m)
    moment += (arm.inertia_kgm2 + mass * arm.reach_m**2) * accel
    force = moment / arm.lever_m(angle)
    force += np.sign(rate) * (STICTION_N + DRAG * np.abs(force)) + _thick(oil_c) * arm.lever_m(angle) * rate
    return {
        "time_s": time_s,
        "boom_angle_deg": degrees,
        "boom_head_pressure_bar": (force / 1e5 + TANK_BAR * arm.rod_m2) / arm.head_m2,
        "boom_rod_pressure_bar": np.full_like(degrees, TANK_BAR),
        "hydraulic_oil_temperature_c": np.full_like(degrees, oil_c),
        "pitch_deg": np.full_like(degrees, pitch_deg),
    }


def _thick(oil_c: float) -> float:
    return 12_000.0 * float(np.exp(-0.022 * (oil_c - 50.0)))


def _moved(loads_kg: Sequence[float], seconds: float, down: float) -> tuple[Array, Array, Array]:
    """Return when the boom stands how high, and with what: it rises, stands, comes down and stands."""
    part = np.arange(int(3 * seconds)) / seconds
    up = np.clip(part, 0, 1) - np.clip(part - 1.3, 0, 1)
    share = up * up * (3 - 2 * up)
    degrees = np.tile(LOW_DEG + (HIGH_DEG - LOW_DEG) * share, len(loads_kg))
    load = np.concatenate([np.where(part < 1.15, kg, down * kg) for kg in loads_kg])
    return 1_767_600_000.0 + np.arange(len(degrees), dtype=np.float64), degrees, load
