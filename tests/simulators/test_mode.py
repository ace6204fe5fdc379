"""Is the effect of every mode of failure, at failure in function, of the size that the reference table says?"""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from simulators.day import MachineDay
from simulators.fleet import FaultMode, Fleet
from simulators.fleet.geography import Array
from simulators.signals import measured_signals, true_signals
from simulators.work.timeline import Phase
from tests.simulators.wear import failed, hot_days, signals

TRUCK, LOADER, EXCAVATOR, CRUSHER = "yar-ht-01", "yar-wl-01", "yar-ex-01", "yar-cr-01"
Change = Callable[[Array, Array], float]


def ratio(sound: Array, worn: Array) -> float:
    """Return the mean of the one over that of the other."""
    return float(worn.mean() / sound.mean())


def more(sound: Array, worn: Array) -> float:
    """Return by how much the mean is higher."""
    return float((worn - sound).mean())


def most(sound: Array, worn: Array) -> float:
    """Return by how much the value is higher where that is most."""
    return float((worn - sound).max())


def highest(_: Array, worn: Array) -> float:
    """Return the highest value of the worn machine."""
    return float(worn.max())


# The change at loads in the highest quarter, and between which limits the table has it.
SIZES: list[tuple[FaultMode, str, str, Change, float, float]] = [
    (FaultMode.AIR_FILTER_CLOGGING, TRUCK, "air_filter_drop_kpa", ratio, 2.9, 3.3),
    (FaultMode.AIR_FILTER_CLOGGING, TRUCK, "boost_pressure_kpa", ratio, 0.91, 0.93),
    (FaultMode.AIR_FILTER_CLOGGING, TRUCK, "exhaust_temperature_c", more, 22, 28),
    (FaultMode.AIR_FILTER_CLOGGING, TRUCK, "fuel_rate_lph", ratio, 1.025, 1.035),
    (FaultMode.RADIATOR_FOULING, TRUCK, "coolant_temperature_c", highest, 103, 111),
    (FaultMode.RADIATOR_FOULING, TRUCK, "hydraulic_oil_temperature_c", more, 8, 12),
    (FaultMode.COOLANT_LEAK, TRUCK, "coolant_level_percent", highest, 25, 40),
    (FaultMode.COOLANT_LEAK, TRUCK, "coolant_temperature_c", highest, 103, 114),
    (FaultMode.HYDRAULIC_PUMP_WEAR, EXCAVATOR, "pump_case_drain_lpm", ratio, 2.0, 4.0),
    (FaultMode.HYDRAULIC_PUMP_WEAR, EXCAVATOR, "hydraulic_pressure_bar", ratio, 0.91, 0.93),
    (FaultMode.HYDRAULIC_PUMP_WEAR, EXCAVATOR, "hydraulic_oil_temperature_c", more, 6, 10),
    (FaultMode.HYDRAULIC_FILTER_CLOGGING, EXCAVATOR, "hydraulic_filter_drop_bar", ratio, 4.5, 6.5),
    (FaultMode.TURBOCHARGER_WEAR, TRUCK, "boost_pressure_kpa", ratio, 0.82, 0.88),
    (FaultMode.TURBOCHARGER_WEAR, TRUCK, "exhaust_temperature_c", more, 35, 45),
    (FaultMode.INJECTOR_FOULING, TRUCK, "fuel_rate_lph", ratio, 1.03, 1.08),
    (FaultMode.DPF_CLOGGING, TRUCK, "dpf_drop_kpa", ratio, 2.0, 3.2),
    (FaultMode.ENGINE_BEARING_WEAR, TRUCK, "engine_oil_pressure_kpa", ratio, 0.68, 0.72),
    (FaultMode.CLUTCH_SLIP, TRUCK, "clutch_slip_percent", highest, 5.5, 7.0),
    (FaultMode.CLUTCH_SLIP, TRUCK, "transmission_oil_temperature_c", more, 12, 17),
    (FaultMode.CLUTCH_SLIP, TRUCK, "engine_speed_rpm", ratio, 1.03, 1.06),
    (FaultMode.CLUTCH_SLIP, TRUCK, "fuel_rate_lph", ratio, 1.015, 1.06),
    (FaultMode.BRAKE_DRAG, TRUCK, "brake_oil_temperature_c", more, 8, 45),
    (FaultMode.WHEEL_BEARING_WEAR, TRUCK, "brake_oil_temperature_c", most, 12, 18),
    (FaultMode.TYRE_PRESSURE_LOSS, TRUCK, "tyre_rear_left_kpa", ratio, 0.74, 0.76),
    (FaultMode.ALTERNATOR, TRUCK, "battery_voltage_v", highest, 24.5, 27.2),
    (FaultMode.CRUSHER_BEARING_WEAR, CRUSHER, "crusher_vibration_mmps", ratio, 2.5, 3.0),
    (FaultMode.CRUSHER_BEARING_WEAR, CRUSHER, "crusher_vibration_mmps", highest, 7.1, 15),
    (FaultMode.CRUSHER_BEARING_WEAR, CRUSHER, "crusher_oil_temperature_c", highest, 60, 75),
    (FaultMode.CRUSHER_LINER_WEAR, CRUSHER, "crusher_throughput_tph", ratio, 0.89, 0.91),
    (FaultMode.CRUSHER_LINER_WEAR, CRUSHER, "crusher_power_kw", ratio, 1.03, 1.04),
    (FaultMode.CRUSHER_LINER_WEAR, CRUSHER, "crusher_setting_mm", more, 8, 15),
]


@pytest.fixture(scope="module")
def days(demo: Fleet) -> dict[str, MachineDay]:
    """One hot day of four sound machines."""
    return hot_days(demo)


@pytest.fixture(scope="module")
def sound(days: dict[str, MachineDay]) -> dict[str, dict[str, Array]]:
    """What they would measure with perfect sensors."""
    return {name: signals(days[name]) for name in (TRUCK, LOADER, EXCAVATOR, CRUSHER)}


def busy(values: dict[str, Array]) -> NDArray[np.intp]:
    """Return the moments of the highest quarter of loads."""
    load = values["crusher_power_kw" if "crusher_power_kw" in values else "engine_load_percent"]
    return np.flatnonzero(load > np.percentile(load, 75))


@pytest.mark.parametrize(("mode", "machine", "signal", "change", "low", "high"), SIZES)
def test_a_failed_part_shows_as_much_as_the_table_says(
    days: dict[str, MachineDay],
    sound: dict[str, dict[str, Array]],
    mode: FaultMode,
    *,
    machine: str,
    signal: str,
    change: Change,
    low: float,
    high: float,
) -> None:
    at = busy(sound[machine])
    worn = signals(failed(days[machine], mode))[signal][at]
    assert low <= change(sound[machine][signal][at], worn) <= high


def test_every_mode_of_the_machine_is_looked_at() -> None:
    others = {FaultMode.CYLINDER_LEAK, FaultMode.BATTERY_WEAR}
    assert {mode for mode, *_ in SIZES} | others == {mode for mode in FaultMode if not mode.is_of_sensor}


def test_a_sound_cooling_system_holds_about_88_degrees_on_a_hot_day(sound: dict[str, dict[str, Array]]) -> None:
    coolant, fan = sound[TRUCK]["coolant_temperature_c"], sound[TRUCK]["fan_speed_rpm"]
    assert 84 < coolant.max() < 95
    assert fan.max() < 1900


def test_a_fouled_radiator_lets_the_fan_turn_at_its_fastest(days: dict[str, MachineDay]) -> None:
    assert signals(failed(days[TRUCK], FaultMode.RADIATOR_FOULING))["fan_speed_rpm"].max() == pytest.approx(1900, abs=1)


def test_a_worn_pump_lifts_a_fifth_slower(days: dict[str, MachineDay]) -> None:
    def rate(day: MachineDay) -> float:
        time_s = day.day.start_s + 7200 + np.arange(0, 3600, 0.5)
        angle, loaded = np.radians(true_signals(day, time_s)["boom_angle_deg"]), day.operation.moment(time_s)
        window = (np.degrees(angle) > -8) & (np.degrees(angle) < 18) & (loaded.load_kg > 1000)
        return float(np.median(np.gradient(angle, time_s)[window & (loaded.phase == Phase.PASS)]))

    sound, worn = rate(days[EXCAVATOR]), rate(failed(days[EXCAVATOR], FaultMode.HYDRAULIC_PUMP_WEAR))
    assert 0.15 < sound < 0.38
    assert 1.15 <= sound / worn <= 1.25


def test_leaking_cylinders_let_the_boom_sink_five_times_as_fast(days: dict[str, MachineDay]) -> None:
    def sunk(day: MachineDay) -> float:
        time_s = day.day.start_s + 7200 + np.arange(0, 4 * 3600, 2.0)
        moment = day.operation.moment(time_s)
        held = (moment.phase == Phase.LOADED_TRIP) & (moment.part * moment.seconds > 5)
        angle = true_signals(day, time_s)["boom_angle_deg"]
        falls = np.diff(angle)[held[1:] & held[:-1]] / 2.0
        return float(np.median(falls))

    healthy, leaking = sunk(days[LOADER]), sunk(failed(days[LOADER], FaultMode.CYLINDER_LEAK))
    assert healthy < 0
    assert leaking / healthy == pytest.approx(5, abs=0.5)


def test_a_weak_battery_dips_below_18_volts_and_cranks_longer(days: dict[str, MachineDay]) -> None:
    def start(day: MachineDay) -> tuple[float, float]:
        phase = day.rows.phase
        first = day.rows.start_s[1:][(phase[1:] != Phase.OFF) & (phase[:-1] == Phase.OFF)][0]
        values = true_signals(day, first + np.arange(0.05, 12, 0.1))
        cranking = values["engine_speed_rpm"] < 500
        return float(values["battery_voltage_v"][cranking].min()), float(cranking.sum() / 10)

    (sound_v, sound_s), (weak_v, weak_s) = (
        start(day) for day in (days[TRUCK], failed(days[TRUCK], FaultMode.BATTERY_WEAR))
    )
    assert sound_v > 20.5
    assert weak_v < 18
    assert weak_s > 2 * sound_s


def test_an_engine_with_worn_bearings_falls_below_100_kpa_at_hot_idle(
    days: dict[str, MachineDay], sound: dict[str, dict[str, Array]]
) -> None:
    worn = signals(failed(days[TRUCK], FaultMode.ENGINE_BEARING_WEAR))
    idling = (sound[TRUCK]["engine_speed_rpm"] < 800) & (sound[TRUCK]["engine_oil_temperature_c"] > 85)
    idling &= sound[TRUCK]["engine_oil_pressure_kpa"] > 100
    assert sound[TRUCK]["engine_oil_pressure_kpa"][idling].min() > 120
    assert worn["engine_oil_pressure_kpa"][idling].min() < 100


def test_fouled_injectors_let_the_idle_speed_hunt_two_to_three_times_as_much(days: dict[str, MachineDay]) -> None:
    def spread(day: MachineDay) -> float:
        values = measured_signals(day, day.day.start_s + 7200 + np.arange(0, 4 * 3600, 1.0))
        idle = (values["engine_speed_rpm"] > 650) & (values["engine_speed_rpm"] < 830) & (values["fuel_rate_lph"] < 6)
        return float(values["engine_speed_rpm"][idle].std())

    assert 1.8 < spread(failed(days[TRUCK], FaultMode.INJECTOR_FOULING)) / spread(days[TRUCK]) < 3.2


def test_a_clogged_soot_filter_regenerates_every_few_hours(days: dict[str, MachineDay]) -> None:
    def hours(day: MachineDay) -> float:
        ran = np.ptp(day.totals(day.operation.moment(day.decay.time_s[[0, -1]])).running_s) / 3600
        return float(ran / np.ptp(day.decay.soot))

    assert 25 < hours(days[TRUCK]) < 50
    assert hours(failed(days[TRUCK], FaultMode.DPF_CLOGGING)) < 8


def test_dragging_brakes_cost_four_percent_of_the_fuel(
    days: dict[str, MachineDay], sound: dict[str, dict[str, Array]]
) -> None:
    worn = signals(failed(days[TRUCK], FaultMode.BRAKE_DRAG))
    assert 1.03 < np.ptp(worn["fuel_used_l"]) / np.ptp(sound[TRUCK]["fuel_used_l"]) < 1.055
