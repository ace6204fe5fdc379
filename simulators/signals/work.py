"""Which values have the signals of hydraulics, boom, payload and crusher?"""

import numpy as np

from simulators.boom import boom_of
from simulators.fleet import FaultMode
from simulators.fleet.geography import Array
from simulators.heat import BEARING, CRUSHER_OIL, HYDRAULIC_OIL
from simulators.noise import drift
from simulators.signals.state import State
from simulators.work.plan import CRUSHES_TPH_PER_KW
from simulators.work.timeline import Phase

_RESTING_BAR = 3.0
_BYPASS_BAR, _BYPASS_ROOM_BAR = 3.2, 0.6


def hydraulic_signals(state: State) -> dict[str, Array]:
    """Return the signals of pumps and oil; leakage grows with pressure and with thinner oil."""
    effort, duty, oil_c = state.effort, state.effort.duty, state.celsius[HYDRAULIC_OIL]
    running = effort.moment.running
    thickness = np.clip(np.exp(-0.011 * (oil_c - 55)), 0.75, 2.0)
    size = effort.model.rated_power_kw / 280
    flow = np.minimum(duty.hydraulic_lpm / effort.model.rated_power_kw, 1.4)
    clogged = 1 + 7.0 * effort.wear.of(FaultMode.HYDRAULIC_FILTER_CLOGGING)
    return {
        "hydraulic_oil_temperature_c": oil_c,
        "hydraulic_pressure_bar": duty.hydraulic_bar,
        "pump_case_drain_lpm": (5 + 11 * duty.hydraulic_bar / 300) * size / np.sqrt(thickness) * running,
        "hydraulic_filter_drop_bar": _bypassed((0.16 + 0.34 * flow) * thickness * clogged * running),
    }


def _bypassed(drop_bar: Array) -> Array:
    """Return the pressure drop over a filter whose bypass valve opens when it becomes too high."""
    over = np.maximum(drop_bar - _BYPASS_BAR, 0)
    return np.minimum(drop_bar, _BYPASS_BAR) + _BYPASS_ROOM_BAR * (1 - np.exp(-over / _BYPASS_ROOM_BAR))


def payload_signals(state: State) -> dict[str, Array]:
    """Return the signals of what is carried and what was moved in all."""
    return {
        "payload_kg": state.effort.moment.load_kg,
        "payload_total_kg": state.totals.moved_kg,
        "load_count": state.totals.loads,
    }


def boom_signals(state: State) -> dict[str, Array]:
    """Return the signals of the boom; while it digs, the ground pushes back."""
    moment, duty = state.effort.moment, state.effort.duty
    boom = boom_of(state.effort.model)
    angle = np.radians(duty.boom_deg)
    head, rod = boom.pressures_bar(angle, duty.boom_radps, moment.load_kg, state.celsius[HYDRAULIC_OIL])
    digging = moment.during(Phase.PASS) & (moment.part < 0.26) | moment.during(Phase.FILL)
    push = digging * drift(state.unit.stream("ground"), state.time_s, 1.2)
    bounce = 0.02 * head * (moment.motion.speed > 0.5) * drift(state.unit.stream("bounce"), state.time_s, 0.36)
    lowered = moment.running | (np.abs(duty.boom_deg) < 1)
    return {
        "boom_angle_deg": duty.boom_deg,
        "boom_head_pressure_bar": np.where(lowered, np.maximum(head + bounce + 28 * push, 0), _RESTING_BAR),
        "boom_rod_pressure_bar": np.where(lowered, rod + np.maximum(-45 * push, 0), _RESTING_BAR),
    }


def body_signals(state: State) -> dict[str, Array]:
    """Return the signal of a truck's body."""
    return {"body_angle_deg": state.effort.duty.boom_deg}


def crusher_signals(state: State) -> dict[str, Array]:
    """Return the signals of a crusher."""
    effort, moment = state.effort, state.effort.moment
    share, running = effort.share, moment.running
    crushing = np.clip((share - 0.16) / 0.46, 0, 1.4) * (moment.phase == Phase.CRUSH)
    wear_days = state.time_s / 86_400 + state.unit.stream("jaws") % 20
    return {
        "engine_hours_h": state.totals.running_s / 3600,
        "crusher_power_kw": effort.power_kw,
        "crusher_speed_rpm": effort.duty.engine_rpm,
        "crusher_throughput_tph": CRUSHES_TPH_PER_KW * effort.model.rated_power_kw * crushing,
        "crusher_level_percent": np.minimum(78 * crushing, 110),
        # The jaws wear open by some tenths of a millimetre a day and are set again every three weeks.
        "crusher_setting_mm": 92 + 0.35 * (wear_days % 21),
        "crusher_vibration_mmps": (0.9 + 2.3 * crushing) * running,
        "crusher_bearing_temperature_c": state.celsius[BEARING],
        "crusher_oil_temperature_c": state.celsius[CRUSHER_OIL],
    }
