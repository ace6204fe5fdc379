"""Which values have the signals of hydraulics, payload and crusher?"""

import numpy as np

from simulators.fleet import FaultMode
from simulators.fleet.geography import Array
from simulators.heat import BEARING, CRUSHER_OIL, HYDRAULIC_OIL
from simulators.signals.state import State
from simulators.work.plan import CRUSHES_TPH_PER_KW
from simulators.work.timeline import Phase

_BYPASS_BAR, _BYPASS_ROOM_BAR = 3.2, 0.6
# The jaws wear open by some tenths of a millimetre a day and are set again every three weeks; worn liners cannot be.
_SET_EVERY_DAYS, _OPENS_MM, _WORN_OPENS_MM = 21, 0.2, 11.0


def hydraulic_signals(state: State) -> dict[str, Array]:
    """Return the signals of pumps and oil; leakage grows with pressure and with thinner oil."""
    effort, duty, oil_c = state.effort, state.effort.duty, state.celsius[HYDRAULIC_OIL]
    of, grown, running = effort.wear.of, effort.wear.grown, state.running
    thickness = np.clip(np.exp(-0.011 * (oil_c - 55)), 0.75, 2.0)
    size = effort.model.rated_power_kw / 280 * state.trait("case_drain", 0.1)
    flow = np.minimum(duty.hydraulic_lpm / effort.model.rated_power_kw, 1.4)
    leaked = (5 + 11 * duty.hydraulic_bar / 300) * size / np.sqrt(thickness)
    clogged = (1 + 5.0 * of(FaultMode.HYDRAULIC_FILTER_CLOGGING)) * state.trait("hydraulic_filter", 0.05)
    return {
        "hydraulic_oil_temperature_c": oil_c,
        "hydraulic_pressure_bar": duty.hydraulic_bar * (1 - 0.08 * of(FaultMode.HYDRAULIC_PUMP_WEAR)),
        "pump_case_drain_lpm": leaked * (1 + grown(FaultMode.HYDRAULIC_PUMP_WEAR, 1.0, 3.0)) * running,
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


def body_signals(state: State) -> dict[str, Array]:
    """Return the signal of a truck's body."""
    return {"body_angle_deg": state.effort.duty.boom_deg}


def crusher_signals(state: State) -> dict[str, Array]:
    """Return the signals of a crusher."""
    effort, moment, of = state.effort, state.effort.moment, state.effort.wear.of
    rated, worn = effort.model.rated_power_kw, of(FaultMode.CRUSHER_LINER_WEAR)
    crushing = np.clip((effort.duty.engine_kw / rated - 0.16) / 0.46, 0, 1.4) * (moment.phase == Phase.CRUSH)
    days = state.time_s / 86_400 + state.unit.stream("jaws") % 21
    shaking = (0.9 + 2.3 * crushing) * state.trait("shaking", 0.06)
    return {
        "engine_hours_h": state.totals.running_s / 3600,
        "crusher_power_kw": effort.power_kw,
        "crusher_speed_rpm": effort.duty.engine_rpm,
        "crusher_throughput_tph": CRUSHES_TPH_PER_KW * rated * crushing * (1 - 0.10 * worn),
        "crusher_level_percent": np.minimum(78 * crushing, 110),
        "crusher_setting_mm": 92 + _OPENS_MM * (days % _SET_EVERY_DAYS) + _WORN_OPENS_MM * worn,
        "crusher_vibration_mmps": shaking * (1 + 1.75 * of(FaultMode.CRUSHER_BEARING_WEAR)) * state.running,
        "crusher_bearing_temperature_c": state.celsius[BEARING],
        "crusher_oil_temperature_c": state.celsius[CRUSHER_OIL],
    }
