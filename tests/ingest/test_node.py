"""Is a node understood by its births, and kept waiting or asked where they are missed?"""

import math
from pathlib import Path

import pytest

from ingest.decode.sparkplug.desk import Birth, Desk, Hold, Message, NodeReport
from ingest.decode.sparkplug.request import Requests
from ingest.decode.sparkplug.translation import BadTranslation, load
from models.messages import Reason, Rejected, Window
from models.sparkplug import (
    BOOLEAN,
    DOUBLE,
    FLOAT,
    INT,
    DataType,
    Metric,
    Payload,
    Place,
    Verb,
    encode_payload,
    parse_topic,
)
from simulators.telematics.node import Node, Values

T = 1_769_846_400_000
SPEED, FUEL, HOURS = "engine_speed_rpm", "fuel_level_percent", "engine_hours_h"
NAMES = (SPEED, FUEL, HOURS)
VALUES = {SPEED: 1500.0, FUEL: 61.0, HOURS: 8123.4}
WINDOW = Window(T - 86_400_000, T + 86_400_000)


@pytest.fixture
def desk() -> Desk:
    return Desk(most_held=3, is_host=True)


@pytest.fixture
def node() -> Node:
    return Node("wl-01", NAMES, bd_seq=7)


def told(desk: Desk, message: tuple[str, bytes], *, again: bool = False) -> NodeReport:
    name, payload = message
    return desk.read(parse_topic(name), Message(payload, T, WINDOW, again))


def said(desk: Desk, *metrics: Metric, verb: Verb = Verb.NDATA, device: str = "") -> NodeReport:
    payload = encode_payload(Payload(T, None, metrics))
    return desk.read(Place(verb, "wl-01", device), Message(payload, T, WINDOW))


def text(name: str) -> bytes:
    """Return the field of a payload that holds a metric of type String."""
    metric = b"\x0a" + bytes([len(name)]) + name.encode() + b"\x20\x0c\x7a\x02no"
    return b"\x12" + bytes([len(metric)]) + metric


def readings(report: NodeReport) -> dict[int, dict[str, float]]:
    found: dict[int, dict[str, float]] = {}
    for place, time_ms in enumerate(report.telemetry.time_ms.tolist() if report.telemetry else ()):
        assert report.telemetry is not None
        known = {name: float(row[place]) for name, row in report.telemetry.signals.items()}
        extra = {name: row[place] for name, row in report.telemetry.extra.items()}
        found[time_ms] = {name: v for name, v in (known | extra).items() if v is not None and not math.isnan(v)}
    return found


def test_a_birth_is_a_reading_a_state_and_names_what_follows(desk: Desk, node: Node) -> None:
    born = told(desk, node.birth(T, VALUES))
    assert readings(born) == {T: VALUES}
    assert born.birth == Birth("", 7)
    assert born.state is not None
    assert (born.state.online, born.state.time_ms, born.state.boot) == (True, T, "sparkplug-7")
    assert readings(told(desk, node.data([(T + 1000, VALUES)]))) == {T + 1000: VALUES}
    assert not desk.missed


def test_each_time_of_a_message_is_a_reading_and_null_is_none(desk: Desk, node: Node) -> None:
    told(desk, node.birth(T, VALUES))
    backlog: list[tuple[int, Values]] = [
        (T + 1000, VALUES),
        (T + 2000, {SPEED: None, FUEL: 60.5}),
        (T + 3000, {SPEED: None}),
    ]
    assert readings(told(desk, node.data(backlog, historical=True))) == {T + 1000: VALUES, T + 2000: {FUEL: 60.5}}


def test_what_is_said_again_in_another_message_has_the_same_key(desk: Desk, node: Node) -> None:
    told(desk, node.birth(T, VALUES))
    once = told(desk, node.data([(T + 1000, VALUES)])).telemetry
    again = told(desk, node.data([(T + 1000, VALUES), (T + 2000, VALUES)], historical=True)).telemetry
    other = told(desk, node.data([(T + 1000, {**VALUES, SPEED: 1501.0})])).telemetry
    assert once is not None
    assert again is not None
    assert other is not None
    assert again.keys.tolist()[0] == once.keys.tolist()[0] != other.keys.tolist()[0]


def test_the_hundredth_message_is_read_as_the_first_was(desk: Desk, node: Node) -> None:
    told(desk, node.birth(T, VALUES))
    for second in range(1, 300):
        values = {SPEED: 1000.0 + second, FUEL: 50.5, HOURS: 8000 + second / 8}
        report = told(desk, node.data([(T + 1000 * second, values)]))
        assert readings(report) == {T + 1000 * second: values}
    assert not desk.missed


def test_a_reading_has_the_same_key_however_its_message_is_read(desk: Desk, node: Node) -> None:
    told(desk, node.birth(T, VALUES))
    keys = {
        key
        for _ in range(9)
        for report in [told(desk, node.data([(T + 1000, VALUES)]))]
        for key in (report.telemetry.keys.tolist() if report.telemetry else ())
    }
    assert len(keys) == 1


def test_values_out_of_range_or_time_cost_themselves_only_however_the_message_is_read(desk: Desk, node: Node) -> None:
    told(desk, node.birth(T, VALUES))
    for second in range(1, 9):
        told(desk, node.data([(T + 1000 * second, VALUES)]))
    report = told(desk, node.data([(T + 9000, {**VALUES, SPEED: 99_999.0})]))
    assert readings(report) == {T + 9000: {FUEL: 61.0, HOURS: 8123.4}}
    assert report.refusal is not None
    assert report.refusal.reason is Reason.OUT_OF_RANGE
    late = told(desk, node.data([(T - 2 * 86_400_000, VALUES)]))
    assert late.telemetry is None
    assert late.refusal is not None
    assert late.refusal.reason is Reason.TOO_OLD


def test_a_missing_number_makes_messages_wait_for_the_next_birth(desk: Desk, node: Node) -> None:
    told(desk, node.birth(T, VALUES))
    node.data([(T + 1000, VALUES)])
    after = node.data([(T + 2000, VALUES)])
    assert told(desk, after).hold == Hold()
    assert desk.missed == {"wl-01"}
    told(desk, node.birth(T + 3000, VALUES))
    assert not desk.missed
    assert readings(told(desk, after, again=True)) == {T + 2000: VALUES}


def test_messages_that_come_again_are_not_missing_ones(desk: Desk, node: Node) -> None:
    told(desk, node.birth(T, VALUES))
    messages = [node.data([(T + 1000 * second, VALUES)]) for second in range(1, 20)]
    for message in (*messages, *messages[10:], node.data([(T + 20_000, VALUES)])):
        assert told(desk, message).hold is None


def test_numbers_start_over_after_255(desk: Desk, node: Node) -> None:
    told(desk, node.birth(T, VALUES))
    for second in range(1, 600):
        assert told(desk, node.data([(T + 1000 * second, VALUES)])).hold is None


def test_aliases_without_a_birth_wait_and_a_flood_of_them_is_refused(desk: Desk, node: Node) -> None:
    node.birth(T, VALUES)
    message = node.data([(T + 1000, VALUES)])
    desk.know("wl-01", "", [], held=2)
    assert told(desk, message).hold == Hold()
    desk.know("wl-01", "", [], held=3)
    with pytest.raises(Rejected) as caught:
        told(desk, message)
    assert caught.value.reason is Reason.NO_BIRTH
    assert desk.missed == {"wl-01"}


def test_a_birth_that_the_database_kept_explains_aliases(desk: Desk, node: Node) -> None:
    _, born = node.birth(T, VALUES)
    desk.know("wl-01", "", [("", 7, born)], held=0)
    for _ in range(5):
        node.data([(T, VALUES)])
    assert readings(told(desk, node.data([(T + 1000, VALUES)]))) == {T + 1000: VALUES}
    assert not desk.missed


def test_a_death_is_of_its_own_session_only(desk: Desk, node: Node) -> None:
    old_will = node.death(T)
    node.bd_seq = 8
    told(desk, node.birth(T, VALUES))
    assert told(desk, old_will) == NodeReport()
    gone = told(desk, node.death(T)).state
    assert gone is not None
    assert (gone.online, gone.time_ms) == (False, T)


def test_history_says_nothing_of_the_present_and_waits_for_nothing(node: Node) -> None:
    desk = Desk(most_held=3)
    birth, data = node.birth(T, VALUES), node.data([(T + 1000, VALUES)])
    with pytest.raises(Rejected) as caught:
        told(desk, data)
    assert caught.value.reason is Reason.NO_BIRTH
    born = told(desk, birth)
    assert (born.birth, born.state, readings(born)) == (None, None, {T: VALUES})
    assert readings(told(desk, data)) == {T + 1000: VALUES}
    assert told(desk, node.death(T)).state is None


def test_a_device_has_births_of_its_own_and_its_node_ends_them(desk: Desk, node: Node) -> None:
    told(desk, node.birth(T, VALUES))
    named = Metric(name="Oil Temperature", alias=1, time_ms=T, datatype=DataType.FLOAT, field=FLOAT, value=50.0)
    pump = said(desk, named, verb=Verb.DBIRTH, device="pump")
    assert pump.birth == Birth("pump", None)
    assert readings(pump) == {T: {"pump_oil_temperature": 50.0}}
    data = Metric(alias=1, time_ms=T, field=FLOAT, value=51.0)
    assert readings(said(desk, data, verb=Verb.DDATA, device="pump")) == {T: {"pump_oil_temperature": 51.0}}
    assert said(desk, data, verb=Verb.DDEATH, device="pump") == NodeReport()
    told(desk, node.birth(T, VALUES))
    assert said(desk, data, verb=Verb.DDATA, device="pump").hold == Hold()


def test_metrics_that_are_named_in_full_need_no_birth(desk: Desk) -> None:
    report = said(
        desk,
        Metric(name=SPEED, datatype=DataType.INT16, field=INT, value=1400),
        Metric(name="Working Light", datatype=DataType.BOOLEAN, field=BOOLEAN, value=1),
    )
    assert readings(report) == {T: {SPEED: 1400, "working_light": 1}}
    assert report.refusal is None


def test_text_is_passed_over_unless_the_catalogue_has_a_number_there(desk: Desk) -> None:
    payload = text(FUEL) + text("Operator") + text("Properties/Firmware") + text("Node Control/Reboot")
    report = desk.read(Place(Verb.NDATA, "wl-01", ""), Message(payload, T, WINDOW))
    assert report.telemetry is None
    assert report.refusal is not None
    assert report.refusal.reason is Reason.WRONG_TYPE
    assert report.refusal.detail.startswith("'fuel_level_percent'")
    assert ";" not in report.refusal.detail


@pytest.mark.parametrize(
    ("metric", "reason"),
    [
        (Metric(name=FUEL, datatype=DataType.INT8, field=INT, value=300), Reason.WRONG_VALUE),
        (Metric(name=FUEL, datatype=DataType.DOUBLE, field=DOUBLE, value=math.nan), Reason.NOT_FINITE),
        (Metric(name=SPEED, datatype=DataType.DOUBLE, field=DOUBLE, value=1.0), Reason.REPEATED_TIME),
    ],
)
def test_a_bad_metric_costs_itself_only(desk: Desk, metric: Metric, reason: Reason) -> None:
    report = said(desk, Metric(name=SPEED, datatype=DataType.DOUBLE, field=DOUBLE, value=1400.0), metric)
    assert readings(report) == {T: {SPEED: 1400}}
    assert report.refusal is not None
    assert report.refusal.reason is reason


def test_a_table_says_what_the_names_of_a_model_mean(tmp_path: Path, node: Node) -> None:
    table = tmp_path / "names.toml"
    oil = '"Oil" = {signal = "coolant_temperature_c", factor = 0.5, offset = -16}'
    table.write_text(f'[a30]\n"Engine/Speed" = "engine_speed_rpm"\n{oil}\n')
    desk = Desk(load(table), most_held=3, is_host=True)
    desk.know("wl-01", "a30", [], held=0)
    born = [
        Metric(name="Engine/Speed", alias=1, time_ms=T, datatype=DataType.DOUBLE, field=DOUBLE, value=1500.0),
        Metric(name="Oil", alias=2, time_ms=T, datatype=DataType.INT32, field=INT, value=212),
    ]
    wanted = {T: {SPEED: 1500, "coolant_temperature_c": 90}}
    assert readings(said(desk, *born, verb=Verb.NBIRTH)) == wanted
    for _ in range(5):
        assert readings(said(desk, *(one._replace(name=None) for one in born))) == wanted


@pytest.mark.parametrize(
    "text", ["[a", "[a30]\nx = 5", '[a30]\n"x" = {signal = "Nö"}', '[a30]\n"x" = {signal = "a", factor = nan}']
)
def test_a_bad_table_is_answered_with_what_is_right(tmp_path: Path, text: str) -> None:
    table = tmp_path / "names.toml"
    table.write_text(text)
    with pytest.raises(BadTranslation, match=r"right is \[model-id\]"):
        load(table)


def test_a_node_is_asked_at_once_and_then_ever_more_rarely() -> None:
    requests = Requests()
    asked = [second for second in range(100) if requests.due(["wl-01"], second)]
    assert asked == [0, 10, 30, 70]
    requests.answered("wl-01")
    assert requests.due(["wl-01"], 100)


def test_a_fleet_without_births_is_asked_a_hundred_at_a_time() -> None:
    requests, nodes = Requests(), [f"m-{number}" for number in range(250)]
    asked = [requests.due(nodes, 10 + second) for second in range(4)]
    assert [len(some) for some in asked] == [100, 100, 50, 0]
    assert len({node for some in asked for node in some}) == 250
