"""Does a fault code say in words what the standard says in numbers?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.fault import FAILURE_MODES, decode_fault
from models.signals import CATALOGUE, NAMES


@pytest.mark.parametrize(
    ("code", "signal", "words"),
    [
        ("110-0", "coolant_temperature_c", "Coolant temperature is above its normal range, most severe"),
        ("100-1", "engine_oil_pressure_kpa", "Engine oil pressure is below its normal range, most severe"),
        ("168-18", "battery_voltage_v", "Battery voltage is below its normal range, moderately severe"),
        ("241-1", None, "Tyre pressure is below its normal range, most severe"),
        ("94-3", None, "Fuel delivery pressure has a voltage above normal, or a short to a high one"),
        ("520210-16", None, "The maker's own parameter 520210 is above its normal range, moderately severe"),
        ("4000-7", None, "Parameter 4000 does not respond mechanically"),
        ("110-25", "coolant_temperature_c", "Coolant temperature fails in a mode that the standard reserves (25)"),
    ],
)
def test_a_code_is_told_in_words(code: str, signal: str | None, words: str) -> None:
    fault = decode_fault(code)
    assert fault is not None
    assert (fault.signal, fault.words) == (signal, words)


@pytest.mark.parametrize("code", ["E0123", "110", "110-0-1", "-1-0", "524288-0", "110-32", "", "110-0\n", "١١٠-٠"])
def test_a_makers_own_code_is_left_as_it_is(code: str) -> None:
    assert decode_fault(code) is None


@given(st.integers(0, 524_287), st.integers(0, 31))
def test_every_code_of_the_standard_has_words(spn: int, fmi: int) -> None:
    fault = decode_fault(f"{spn}-{fmi}")
    assert fault is not None
    assert (fault.spn, fault.fmi) == (spn, fmi)
    assert fault.signal is None or fault.signal in NAMES
    assert fault.words[0].isupper()


def test_every_parameter_of_the_catalogue_is_known() -> None:
    numbers = {entry.spn for entry in CATALOGUE if entry.spn is not None}
    unknown = [spn for spn in numbers if (fault := decode_fault(f"{spn}-0")) and fault.words.startswith("Parameter")]
    assert unknown == []
    assert set(FAILURE_MODES) == {*range(22), 31}
