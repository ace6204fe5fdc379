"""Where does a value stand on its gauge?"""

from hypothesis import given
from hypothesis import strategies as st

from models.signals import CATALOGUE, Signal, signal
from services.dashboard.machine.gauge import gauge

BANDED = [entry for entry in CATALOGUE if entry.healthy]


def _gauge(entry: Signal, value: float | None) -> tuple[float, float, float | None]:
    band = entry.healthy
    assert band
    made = gauge(entry, value, band.low, band.high)
    assert made
    return made.band_from, made.band_to, made.at


@given(st.sampled_from(BANDED), st.floats(0, 1))
def test_a_value_is_on_the_healthy_part_exactly_when_it_is_healthy(entry: Signal, share: float) -> None:
    value = entry.low + share * (entry.high - entry.low)
    begin, end, at = _gauge(entry, value)
    assert at is not None
    assert 0 <= begin <= end <= 100
    assert 0 <= at <= 100
    band = entry.healthy
    assert band
    if band.holds(value):
        assert begin - 0.1 <= at <= end + 0.1
    else:
        assert at <= begin + 0.1 or at >= end - 0.1


def test_there_is_room_on_the_side_on_which_a_signal_can_leave_its_band() -> None:
    assert _gauge(signal("coolant_temperature_c"), None)[1] < 90
    assert _gauge(signal("engine_oil_pressure_kpa"), None)[0] > 10
    begin, end, _ = _gauge(signal("battery_voltage_v"), None)
    assert begin > 10
    assert end < 90


def test_a_signal_without_a_band_has_no_gauge() -> None:
    assert gauge(signal("payload_kg"), 5.0, None, None) is None
