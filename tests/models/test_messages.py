"""Are events, states, topics and times taken or refused as the contract says?"""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.messages import (
    Event,
    Reason,
    Rejected,
    Severity,
    State,
    Stream,
    check_times,
    decode_event,
    decode_state,
    encode_event,
    encode_state,
    instant,
    milliseconds,
    parse_topic,
    topic,
)
from tests.models.example import EVENT, STATE, boots, counters, mutated, times

NOW = datetime(2026, 1, 31, 8, 0, tzinfo=UTC)
OLDEST = NOW - timedelta(days=30)


def test_an_event_is_decoded() -> None:
    event = decode_event(orjson.dumps(EVENT))
    assert event == Event("b-1", 8, EVENT["time_ms"], "fault", "110-0", Severity.DERATE, True, EVENT["text"], 3)
    assert event.time == datetime(2026, 1, 31, 8, 0, 2, tzinfo=UTC)


def test_an_event_needs_neither_text_nor_count() -> None:
    event = decode_event(orjson.dumps({name: EVENT[name] for name in EVENT if name not in {"text", "count"}}))
    assert (event.text, event.count) == ("", 1)


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"severity": "fatal"}, Reason.WRONG_VALUE),
        ({"severity": ["info"]}, Reason.WRONG_VALUE),
        ({"severity": None}, Reason.WRONG_VALUE),
        ({"active": 1}, Reason.WRONG_TYPE),
        ({"code": ""}, Reason.WRONG_VALUE),
        ({"code": 110}, Reason.WRONG_TYPE),
        ({"kind": "Fault"}, Reason.WRONG_VALUE),
        ({"text": "a\0b"}, Reason.WRONG_VALUE),
        ({"text": "a" * 501}, Reason.WRONG_VALUE),
        ({"count": 0}, Reason.WRONG_VALUE),
        ({"count": 2**31}, Reason.WRONG_VALUE),
        ({"time_ms": [1]}, Reason.WRONG_TYPE),
        ({"note": "?"}, Reason.WRONG_SHAPE),
    ],
)
def test_a_bad_event_is_refused_for_its_reason(fields: dict[str, Any], reason: Reason) -> None:
    with pytest.raises(Rejected) as caught:
        decode_event(orjson.dumps(EVENT | fields))
    assert caught.value.reason is reason


def test_a_repeated_key_is_found_in_spite_of_colons_in_the_text() -> None:
    payload = orjson.dumps(EVENT | {"text": '": "a: b'})
    assert decode_event(payload).text == '": "a: b'
    with pytest.raises(Rejected, match="'seq'") as caught:
        decode_event(payload.replace(b'"seq":8', b'"seq":8,"seq":9'))
    assert caught.value.reason is Reason.REPEATED_KEY


def test_a_state_is_decoded() -> None:
    assert decode_state(orjson.dumps(STATE)) == State("b-1", STATE["time_ms"], True, "sim 1.4.0")
    assert decode_state(b'{"boot":"b-1","time_ms":0,"online":false}') == State("b-1", 0, False)


@given(st.data())
def test_events_and_states_gone_wrong_are_decoded_or_refused(data: st.DataObject) -> None:
    for message, decode in ((EVENT, decode_event), (STATE, decode_state)):
        payload = orjson.dumps(data.draw(mutated(message)))
        at = data.draw(st.integers(0, len(payload)))
        junk = data.draw(st.sampled_from([b"", b"\0", b'"', b"}", b"NaN", b"\xc3", b'"a":1,', b"[" * 1500]))
        with suppress(Rejected):
            decode(payload[:at] + junk + payload[at:])


events = st.builds(
    Event,
    boot=boots,
    seq=counters,
    time_ms=times,
    kind=st.just("fault"),
    code=st.just("110-0"),
    severity=st.sampled_from(Severity),
    active=st.booleans(),
    text=st.text('a:\n"é', max_size=500),
)


@given(events)
def test_what_is_encoded_is_decoded(event: Event) -> None:
    assert decode_event(encode_event(event)) == event
    state = State(event.boot, event.time_ms, event.active)
    assert decode_state(encode_state(state)) == state


@pytest.mark.parametrize("stream", [stream for stream in Stream if stream is not Stream.SPARKPLUG])
def test_a_topic_names_its_machine_and_stream(stream: Stream) -> None:
    assert parse_topic(topic("l350-07", stream)) == ("l350-07", stream)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "fleet/v1/l350-07",
        "fleet/v1/l350-07/telemetry/",
        "fleet/v1/l350-07/telemetry\n",
        "fleet/v1/L350/telemetry",
        "fleet/v1/-a/telemetry",
        "fleet/v1/" + "a" * 64 + "/telemetry",
        "fleet/v2/l350-07/telemetry",
        "fleet/v1/l350-07/telemetries",
        "fleet/v1/+/telemetry",
        "fleet/v1/a/b/telemetry",
        "/fleet/v1/a/telemetry",
    ],
)
def test_other_topics_are_refused(text: str) -> None:
    with pytest.raises(Rejected) as caught:
        parse_topic(text)
    assert caught.value.reason is Reason.WRONG_TOPIC


@pytest.mark.parametrize(
    ("time", "reason"),
    [
        (NOW, None),
        (NOW + timedelta(minutes=5), None),
        (NOW + timedelta(minutes=5, milliseconds=1), Reason.FUTURE_TIME),
        (OLDEST, None),
        (OLDEST - timedelta(milliseconds=1), Reason.TOO_OLD),
    ],
)
def test_one_time_outside_the_window_refuses_the_message(time: datetime, reason: Reason | None) -> None:
    moments = [milliseconds(NOW), milliseconds(time)]
    if reason is None:
        return check_times(moments, now=NOW, oldest=OLDEST)
    with pytest.raises(Rejected) as caught:
        check_times(moments, now=NOW, oldest=OLDEST)
    assert caught.value.reason is reason
    return None


@given(times)
def test_milliseconds_and_times_are_the_same(time_ms: int) -> None:
    assert milliseconds(instant(time_ms)) == time_ms
