"""Does a snapshot become readings, each at the time of its own element?"""

import re
from contextlib import suppress
from typing import Any

import numpy as np
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.messages import SIGNAL_NAME, Reason, Rejected, Report, Severity, Window, decode_snapshot
from models.messages.element import ELEMENTS
from models.messages.snapshot import snake
from models.signals import CATALOGUE
from tests.models.example import mutated

EVER = Window(0, 2**60)
EARLY, LATE = "2026-01-31T05:51:00Z", "2026-01-31T05:58:12Z"
EARLY_MS, LATE_MS = 1_769_838_660_000, 1_769_839_092_000
SNAPSHOT: dict[str, Any] = {
    "snapshotTime": "2026-01-31T06:00:00Z",
    "EquipmentHeader": {"OEMName": "ACME", "Model": "HT60", "PIN": "ACMHT60X000060123"},
    "CumulativeOperatingHours": {"datetime": LATE, "Hour": 8123.4},
    "CumulativePayloadTotals": {"datetime": EARLY, "PayloadUnits": "kilogram", "Payload": 412336000},
    "Location": {"datetime": LATE, "Latitude": 60.18, "Longitude": 15.43, "Altitude": 212, "AltitudeUnits": "metre"},
}


def test_each_element_is_a_reading_of_its_own_time() -> None:
    readings = told(SNAPSHOT).telemetry
    assert readings is not None
    assert readings.time_ms.tolist() == [LATE_MS, EARLY_MS, LATE_MS]
    assert values(SNAPSHOT) == {
        "engine_hours_h": [8123.4],
        "payload_total_kg": [412336000],
        "latitude_deg": [60.18],
        "longitude_deg": [15.43],
        "altitude_m": [212],
    }


def test_what_a_snapshot_repeats_has_the_same_key() -> None:
    before = told(SNAPSHOT).telemetry
    after = told({**SNAPSHOT, "CumulativeOperatingHours": {"datetime": LATE, "Hour": 8123.5}}).telemetry
    assert before is not None
    assert after is not None
    assert len(set(before.keys.tolist())) == 3
    assert len(set(before.keys.tolist()) & set(after.keys.tolist())) == 2


@pytest.mark.parametrize(
    ("element", "signal", "value"),
    [
        ({"Distance": {"Odometer": 10, "OdometerUnits": "mile"}}, "odometer_km", 16.09344),
        ({"Distance": {"Odometer": 10}}, "odometer_km", 10),
        ({"CumulativePayloadTotals": {"Payload": 2, "PayloadUnits": "Tonne"}}, "payload_total_kg", 2000),
        ({"EngineStatus": {"EngineNumber": "1", "Running": True}}, "engine_running", 1),
        ({"FuelRemaining": {"Percent": 61, "FuelTankCapacity": 300}}, "fuel_level_percent", 61),
        ({"AmbientAirTemperature": {"Temperature": -4.5}}, "ambient_air_temperature_temperature", -4.5),
    ],
)
def test_units_are_the_catalogues_and_unknown_elements_go_by_their_own_name(
    element: dict[str, dict[str, Any]], signal: str, value: float
) -> None:
    [(name, fields)] = element.items()
    assert values({name: {"datetime": LATE, **fields}})[signal] == [pytest.approx(value)]


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"Hour": 8123.4}, Reason.WRONG_VALUE),
        ({"datetime": "2026-01-31 05:58:12", "Hour": 1}, Reason.WRONG_VALUE),
        ({"datetime": "2026-01-31T05:58:12", "Hour": 1}, Reason.WRONG_VALUE),
        ({"datetime": "2026-02-31T05:58:12Z", "Hour": 1}, Reason.WRONG_VALUE),
        ({"datetime": LATE, "Hour": "8123.4"}, Reason.WRONG_TYPE),
        ({"datetime": LATE, "Hour": None}, Reason.WRONG_SHAPE),
        ({"datetime": LATE}, Reason.WRONG_SHAPE),
        ({"datetime": LATE, "Hour": -1}, Reason.OUT_OF_RANGE),
        ({"datetime": "1999-01-31T05:58:12Z", "Hour": 1}, Reason.TOO_OLD),
        ({"datetime": "2036-01-31T05:58:12Z", "Hour": 1}, Reason.FUTURE_TIME),
    ],
)
def test_a_bad_element_costs_itself_only(fields: dict[str, Any], reason: Reason) -> None:
    report = told({**SNAPSHOT, "CumulativeOperatingHours": fields}, Window(EARLY_MS - 1000, LATE_MS + 1000))
    assert report.refusal is not None
    assert report.refusal.reason is reason
    assert report.telemetry is not None
    assert sorted(report.telemetry.time_ms.tolist())[-2:] == [EARLY_MS, LATE_MS]


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (b"[]", Reason.WRONG_SHAPE),
        (b"{", Reason.INVALID_JSON),
        (b'{"Location": 5}', Reason.WRONG_TYPE),
        (b'{"Location": {"a": {"b": 1}}}', Reason.WRONG_SHAPE),
        (b'{"FaultCode": [1]}', Reason.WRONG_TYPE),
        (b'{"Distance": {"datetime": "x", "Odometer": 1, "Odometer": 2}}', Reason.REPEATED_KEY),
        (b'{"a":' * 900 + b"1" + b"}" * 900, Reason.WRONG_SHAPE),
    ],
)
def test_what_is_no_snapshot_is_refused(payload: bytes, reason: Reason) -> None:
    with pytest.raises(Rejected) as caught:
        decode_snapshot(payload, EVER)
    assert caught.value.reason is reason


def test_a_fault_code_is_an_event_and_the_same_one_when_it_is_told_again() -> None:
    fault = {"datetime": LATE, "CodeIdentifier": "110-0", "CodeDescription": "Coolant", "CodeSeverity": "High"}
    report = told({"FaultCode": [fault, {"datetime": LATE, "CodeIdentifier": ""}]})
    [event] = report.events
    assert (event.time_ms, event.kind, event.code) == (LATE_MS, "fault", "110-0")
    assert (event.severity, event.active, event.text) == (Severity.DERATE, True, "Coolant")
    assert told({"FaultCode": fault}).events == (event,)
    assert report.refusal is not None
    assert report.refusal.reason is Reason.WRONG_VALUE


def test_the_elements_of_the_catalogue_are_known() -> None:
    catalogued = {(entry.iso15143, entry.name) for entry in CATALOGUE if entry.iso15143}
    known = {(name, child.signal) for name, children in ELEMENTS.items() for child in children}
    assert catalogued <= known


@given(mutated(SNAPSHOT))
def test_any_snapshot_is_read_or_refused(snapshot: dict[str, Any]) -> None:
    with suppress(Rejected):
        told(snapshot)


@given(st.text())
def test_any_name_becomes_a_signals(name: str) -> None:
    assert re.fullmatch(SIGNAL_NAME, snake(name))


def told(snapshot: dict[str, Any], window: Window = EVER) -> Report:
    return decode_snapshot(orjson.dumps(snapshot), window)


def values(snapshot: dict[str, Any]) -> dict[str, list[float]]:
    report = told(snapshot)
    assert report.refusal is None
    assert report.telemetry is not None
    catalogued = {name: row[~np.isnan(row)].tolist() for name, row in report.telemetry.signals.items()}
    extra = {name: [v for v in row if v is not None] for name, row in report.telemetry.extra.items()}
    return catalogued | extra
