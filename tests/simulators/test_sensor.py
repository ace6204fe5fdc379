"""Do sensors measure as sensors do, and can a failed one be told from a failed machine?"""

from dataclasses import replace

import numpy as np
import pytest

from models.signals import signal, signals_of
from simulators.alarm import occurrences
from simulators.day import MachineDay
from simulators.fleet import FaultMode, Fleet
from simulators.fleet.geography import Array
from simulators.sensor.flaw import FLAWS, prone
from simulators.sensor.table import SENSORS
from simulators.signals import measured_signals, true_signals
from tests.simulators.wear import failed, hot_days

TRUCK, LOADER = "yar-ht-01", "yar-wl-01"
OF_SENSORS = [mode for mode in FaultMode if mode.is_of_sensor]


@pytest.fixture(scope="module")
def days(demo: Fleet) -> dict[str, MachineDay]:
    """One hot day of the sound machines of a quarry."""
    return hot_days(demo)


@pytest.fixture(scope="module")
def told(days: dict[str, MachineDay]) -> dict[str, Array]:
    """What a sound truck tells in two hours of its work."""
    return measured_signals(days[TRUCK], hours(days[TRUCK]))


def hours(day: MachineDay) -> Array:
    return np.asarray(day.day.start_s + 7200 + np.arange(0, 7200, 1.0))


@pytest.mark.parametrize("mode", OF_SENSORS)
@pytest.mark.parametrize("name", ["coolant_temperature_c", "boost_pressure_kpa", "brake_oil_temperature_c"])
def test_a_failed_sensor_tells_something_else_and_every_other_what_it_told_before(
    days: dict[str, MachineDay], told: dict[str, Array], mode: FaultMode, name: str
) -> None:
    wrong = measured_signals(failed(days[TRUCK], mode, name), hours(days[TRUCK]))
    assert [one for one in told if not np.array_equal(told[one], wrong[one], equal_nan=True)] == [name]
    if mode is FaultMode.SENSOR_DROPOUT:
        assert 0.4 < np.isnan(wrong[name]).mean() < 0.95
    if mode is FaultMode.SENSOR_STUCK:
        assert len(np.unique(wrong[name][~np.isnan(wrong[name])])) <= 2
    if mode in (FaultMode.SENSOR_OFFSET, FaultMode.SENSOR_DRIFT):
        changed = np.abs(wrong[name] - told[name])[told[name] != 0]
        assert np.nanmedian(changed) == pytest.approx(FLAWS[name].size, rel=0.3)


def test_a_sensor_that_is_wrong_raises_the_codes_that_its_values_would(days: dict[str, MachineDay]) -> None:
    broken = failed(days[TRUCK], FaultMode.SENSOR_DROPOUT, "coolant_temperature_c")
    assert {one.rule.code for one in occurrences(broken)} == {"110-2"}
    assert occurrences(days[TRUCK]) == []


def test_noise_is_as_large_as_the_sensor_is_bad(days: dict[str, MachineDay], told: dict[str, Array]) -> None:
    true = true_signals(days[TRUCK], hours(days[TRUCK]))
    for name, sensor in SENSORS.items():
        if name in told and not sensor.silent and name not in ("heading_deg", "latitude_deg", "longitude_deg"):
            off = told[name] - true[name]
            spread = float(np.nanstd(off - np.nanmean(off)))
            largest = np.hypot(np.hypot(sensor.noise, sensor.step / np.sqrt(12)), sensor.wander)
            assert spread < 1.5 * largest + 0.01, name


def test_values_come_in_the_steps_of_their_sensor(told: dict[str, Array]) -> None:
    for name in ("coolant_temperature_c", "engine_oil_pressure_kpa", "tyre_rear_left_kpa", "boost_pressure_kpa"):
        steps = told[name][~np.isnan(told[name])] / SENSORS[name].step
        assert np.allclose(steps, np.rint(steps))


def test_a_contact_is_loose_some_seconds_a_day(days: dict[str, MachineDay]) -> None:
    time_s = days[TRUCK].day.start_s + np.arange(0, 86_400, 4.0)
    lost = sum(np.isnan(values).mean() for values in measured_signals(days[TRUCK], time_s).values())
    assert 5 < lost * 86_400 < 400


def test_the_zero_of_the_cylinders_pressure_wanders_by_tenths_of_a_bar(days: dict[str, MachineDay]) -> None:
    time_s = days[LOADER].day.start_s + 7200 + np.arange(0, 8 * 3600, 20.0)
    true, told = true_signals(days[LOADER], time_s), measured_signals(days[LOADER], time_s)
    off = (told["boom_head_pressure_bar"] - true["boom_head_pressure_bar"])[: 180 * 8].reshape(-1, 180)
    assert 0.05 < np.std(np.nanmean(off, axis=1)) < 0.6


def test_every_sensor_belongs_to_a_signal_and_every_kind_has_some_that_fail(days: dict[str, MachineDay]) -> None:
    assert all(signal(name) for name in SENSORS)
    assert FLAWS.keys() <= SENSORS.keys()
    for day in days.values():
        kind = day.unit.model.kind
        assert set(prone(kind)) <= {entry.name for entry in signals_of(kind)}
        assert len(prone(kind)) >= 5


def test_thin_air_lowers_the_boost(days: dict[str, MachineDay]) -> None:
    day = days[TRUCK]
    weather = day.unit.weather
    high = replace(weather, site=replace(weather.site, altitude_m=2800.0))
    above = replace(day, operation=replace(day.operation, unit=replace(day.unit, weather=high)))
    low_kpa, high_kpa = (true_signals(one, hours(day))["boost_pressure_kpa"] for one in (day, above))
    assert 0.7 < high_kpa.max() / low_kpa.max() < 0.9
