"""Is good telemetry decoded exactly, and bad telemetry refused for the right reason?"""

from contextlib import suppress
from typing import Any

import numpy as np
import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.messages import (
    MAX_EXTRA_SIGNALS,
    MAX_PAYLOAD_BYTES,
    MAX_SAMPLES,
    Flaw,
    Reason,
    Rejected,
    decode_telemetry,
    encode_telemetry,
    sample_keys,
)
from models.signals import NAMES, signal
from tests.models.example import TELEMETRY, counters, mutated, telemetry

GOOD = orjson.dumps(TELEMETRY)


def changed(**fields: Any) -> bytes:
    return orjson.dumps(TELEMETRY | fields)


def replaced(old: bytes, new: bytes) -> bytes:
    assert old in GOOD
    return GOOD.replace(old, new)


def reason_of(payload: bytes) -> Reason:
    with pytest.raises(Rejected) as caught:
        decode_telemetry(payload)
    assert str(caught.value).startswith(caught.value.reason.sentence)
    assert "\0" not in caught.value.detail
    return caught.value.reason


def test_a_message_becomes_columns() -> None:
    batch = decode_telemetry(GOOD)
    assert (batch.boot, batch.seq, batch.time_ms.tolist()) == ("b-1", 7, TELEMETRY["time_ms"])
    assert batch.names == ("engine_speed_rpm", "payload_kg")
    assert [NAMES[column] for column in batch.columns] == list(batch.names)
    np.testing.assert_array_equal(batch.signals["engine_speed_rpm"], [1450.5, np.nan])
    np.testing.assert_array_equal(batch.signals["payload_kg"], [5210.0, 0.0])
    assert batch.extra == {"grease_level_percent": [81.5, 81]}
    assert batch.flaws == ()


def test_a_message_may_hold_signals_only_that_nobody_catalogued() -> None:
    batch = decode_telemetry(changed(signals={"grease_level_percent": [1, None]}))
    assert batch.values.shape == (0, 2)
    assert batch.extra == {"grease_level_percent": [1, None]}


def test_whole_numbers_may_be_written_with_a_point() -> None:
    batch = decode_telemetry(changed(seq=7.0, time_ms=[1000.0, 2000]))
    assert (batch.seq, batch.time_ms.tolist()) == (7, [1000, 2000])


def test_values_out_of_range_are_left_out_and_reported() -> None:
    speeds = {"engine_speed_rpm": [65535, 800], "boom_angle_deg": [None, -91.0], "payload_kg": [1, 2]}
    batch = decode_telemetry(changed(signals=speeds))
    np.testing.assert_array_equal(batch.values, [[np.nan, 800], [np.nan, np.nan], [1, 2]])
    assert batch.flaws == (Flaw("engine_speed_rpm", 1, 65535.0), Flaw("boom_angle_deg", 1, -91.0))
    assert str(batch.flaws[0]) == "engine_speed_rpm: 1 out of range, for example 65535"


def test_the_ends_of_the_range_are_in_it() -> None:
    entry = signal("boom_angle_deg")
    assert decode_telemetry(changed(signals={entry.name: [entry.low, entry.high]})).flaws == ()


@pytest.mark.parametrize(
    ("payload", "reason"),
    [
        (b"", Reason.INVALID_JSON),
        (b"\xff\xfe", Reason.INVALID_JSON),
        (b"\xef\xbb\xbf" + GOOD, Reason.INVALID_JSON),
        (GOOD[:-1], Reason.INVALID_JSON),
        (GOOD + b"x", Reason.INVALID_JSON),
        (b"[" * 100_000, Reason.INVALID_JSON),
        (b'{"a":' * 1000 + b"1" + b"}" * 1000, Reason.WRONG_SHAPE),
        (replaced(b'"b-1"', b'"\\ud800"'), Reason.INVALID_JSON),
        (b" " * (MAX_PAYLOAD_BYTES + 1), Reason.TOO_LARGE),
        (replaced(b"1450.5", b"NaN"), Reason.NOT_FINITE),
        (replaced(b"1450.5", b"-Infinity"), Reason.NOT_FINITE),
        (replaced(b"1450.5", b"1e400"), Reason.NOT_FINITE),
        (replaced(b"1450.5", b"1" + b"0" * 400), Reason.NOT_FINITE),
        (replaced(b'"seq":7', b'"seq":7,"seq":7'), Reason.REPEATED_KEY),
        (replaced(b'"payload_kg":', b'"payload_kg":[1,2],"payload_\\u006bg":'), Reason.REPEATED_KEY),
        (b"[1]", Reason.WRONG_SHAPE),
        (b'"NaN"', Reason.WRONG_SHAPE),
        (b"{}", Reason.WRONG_SHAPE),
        (changed(schema=2), Reason.WRONG_SHAPE),
        (changed(time_ms=[], signals={"payload_kg": []}), Reason.WRONG_SHAPE),
        (changed(time_ms=list(range(MAX_SAMPLES + 1))), Reason.WRONG_SHAPE),
        (changed(signals={}), Reason.WRONG_SHAPE),
        (changed(signals={f"s{n}": [1, 2] for n in range(MAX_EXTRA_SIGNALS + 1)}), Reason.WRONG_SHAPE),
        (changed(signals=[1, 2]), Reason.WRONG_TYPE),
        (changed(signals={"payload_kg": 1}), Reason.WRONG_TYPE),
        (changed(signals={"payload_kg": ["12", 1]}), Reason.WRONG_TYPE),
        (changed(signals={"payload_kg": [True, 1]}), Reason.WRONG_TYPE),
        (changed(signals={"payload_kg": [[1], 1]}), Reason.WRONG_TYPE),
        (changed(boot=1), Reason.WRONG_TYPE),
        (changed(seq="7"), Reason.WRONG_TYPE),
        (changed(seq=True), Reason.WRONG_TYPE),
        (changed(seq=7.5), Reason.WRONG_TYPE),
        (changed(time_ms=1000), Reason.WRONG_TYPE),
        (changed(time_ms=[1000, None]), Reason.WRONG_TYPE),
        (changed(time_ms=[1000, 1000.5]), Reason.WRONG_TYPE),
        (changed(time_ms=[True, 2]), Reason.WRONG_TYPE),
        (changed(boot=""), Reason.WRONG_VALUE),
        (changed(boot="b\0"), Reason.WRONG_VALUE),
        (changed(boot="b\n"), Reason.WRONG_VALUE),
        (changed(boot="b" * 65), Reason.WRONG_VALUE),
        (changed(seq=-1), Reason.WRONG_VALUE),
        (changed(seq=2**53), Reason.WRONG_VALUE),
        (changed(time_ms=[1000, -1]), Reason.WRONG_VALUE),
        (changed(time_ms=[1000, 2**62]), Reason.WRONG_VALUE),
        (changed(time_ms=[1000, 2**64 - 1]), Reason.WRONG_VALUE),
        (changed(signals={"Payload": [1, 2]}), Reason.WRONG_VALUE),
        (changed(signals={"a:b": [1, 2]}), Reason.WRONG_VALUE),
        (changed(signals={"a" * 64: [1, 2]}), Reason.WRONG_VALUE),
        (changed(signals={"payload_kg": [1]}), Reason.LENGTH_MISMATCH),
        (changed(signals={"payload_kg": [1, 2], "a": [1, 2, 3]}), Reason.LENGTH_MISMATCH),
        (changed(time_ms=[1000, 1000]), Reason.REPEATED_TIME),
        (changed(time_ms=[1000, 1000.0]), Reason.REPEATED_TIME),
    ],
)
def test_a_bad_message_is_refused_for_its_reason(payload: bytes, reason: Reason) -> None:
    assert reason_of(payload) is reason


def test_every_reason_says_what_is_wrong_and_what_would_be_right() -> None:
    assert all(reason.sentence.endswith(".") and ("; " in reason.sentence) for reason in Reason)
    assert len({reason.sentence for reason in Reason}) == len(Reason)


@given(st.binary(max_size=200))
def test_no_bytes_give_another_error_than_a_refusal(payload: bytes) -> None:
    with pytest.raises(Rejected):
        decode_telemetry(payload)


@given(st.data())
def test_a_message_gone_wrong_is_decoded_or_refused(data: st.DataObject) -> None:
    payload = orjson.dumps(data.draw(mutated(TELEMETRY)))
    at = data.draw(st.integers(0, len(payload)))
    junk = data.draw(st.sampled_from([b"", b"", b"\0", b"9", b'"', b"]", b"NaN", b"\xc3", b"e999", b':1,"a":']))
    with suppress(Rejected):
        batch = decode_telemetry(payload[:at] + junk + payload[at:])
        assert batch.values.shape == (len(batch.names), len(batch.time_ms))
        assert not np.isinf(batch.values).any()


@given(telemetry())
def test_a_valid_message_is_decoded_as_it_was_sent(message: dict[str, Any]) -> None:
    batch = decode_telemetry(orjson.dumps(message))
    sent = message["signals"]
    assert {name: tuple(column) for name, column in batch.extra.items()} == {
        name: tuple(values) for name, values in sent.items() if name not in NAMES
    }
    for name, values in batch.signals.items():
        np.testing.assert_array_equal(values, np.array(sent[name], dtype=float))
    assert (batch.boot, batch.seq, batch.time_ms.tolist()) == (message["boot"], message["seq"], message["time_ms"])


@given(telemetry())
def test_what_is_encoded_is_decoded_to_the_catalogues_decimals(message: dict[str, Any]) -> None:
    batch = decode_telemetry(encode_telemetry(**message))
    assert batch.flaws == ()
    for name, values in batch.signals.items():
        half_a_step = 0.5000001 * 10.0 ** -signal(name).decimals
        np.testing.assert_allclose(
            values, np.array(message["signals"][name], dtype=float), atol=half_a_step, rtol=1e-12
        )


def test_missing_values_are_sent_as_null() -> None:
    payload = encode_telemetry("b", 1, [1, 2], {"payload_kg": np.array([np.nan, 5.4]), "extra_one": [None, 0.25]})
    assert orjson.loads(payload)["signals"] == {"payload_kg": [None, 5.0], "extra_one": [None, 0.25]}


def test_the_keys_of_a_message_follow_each_other_and_wrap_around() -> None:
    keys = sample_keys("b-1", 7, 1000)
    assert keys.dtype == np.int64
    assert len(set(keys.tolist())) == 1000
    np.testing.assert_array_equal(keys[1:] - keys[:-1], 1)
    np.testing.assert_array_equal(
        keys, decode_telemetry(changed(time_ms=list(range(1000)), signals={"payload_kg": [0] * 1000})).keys
    )


@given(st.tuples(st.text("ab1.-", min_size=1, max_size=4), counters), st.tuples(st.text("ab1.-", min_size=1), counters))
def test_two_messages_have_different_keys(one: tuple[str, int], other: tuple[str, int]) -> None:
    assert (one == other) == (sample_keys(*one, 1)[0] == sample_keys(*other, 1)[0])


def test_the_key_of_a_reading_never_changes() -> None:
    # Stored rows carry it: another hash would store a message that is sent again a second time.
    assert sample_keys("b-1", 7, 2).tolist() == [6766937728545051670, 6766937728545051671]
