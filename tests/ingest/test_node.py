"""Is a node understood by its births, and kept waiting or asked where they are missed?"""

import math

import pytest

from ingest.decode.sparkplug.desk import Birth, Desk, Hold, Message, NodeReport
from models.messages import Reason, Rejected
from models.sparkplug import (
    BOOLEAN,
    DOUBLE,
    FLOAT,
    INT,
    DataType,
    Metric,
    Place,
    Verb,
)
from simulators.telematics.node import Node, Values
from tests.ingest.speech import FUEL, HOURS, NAMES, SPEED, VALUES, WINDOW, T, readings, said, text, told


@pytest.fixture
def desk() -> Desk:
    return Desk(most_held=3, is_host=True)


@pytest.fixture
def node() -> Node:
    return Node("wl-01", NAMES, bd_seq=7)


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
