"""Are acknowledgements and gaps taken or refused as the contract says?"""

from contextlib import suppress
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.messages import (
    Ack,
    Gap,
    GapReason,
    Reason,
    Rejected,
    decode_ack,
    decode_gap,
    encode_ack,
    encode_gap,
    instant,
)
from tests.models.example import ACK, GAP, boots, counters, mutated, times

refusals = st.tuples(counters, st.sampled_from([reason.value for reason in Reason]))
acks = st.builds(
    Ack,
    boot=boots,
    watermark=st.integers(-1, 2**53 - 1),
    rejected=st.lists(refusals, max_size=100).map(tuple),
    patience_s=st.integers(1, 3600),
)


@st.composite
def gaps(draw: st.DrawFn) -> Gap:
    """Draw a gap."""
    first, last = sorted(draw(st.tuples(counters, counters)))
    return Gap(draw(boots), first, last, draw(times), draw(times), draw(st.sampled_from(GapReason)))


def test_an_acknowledgement_and_a_gap_are_decoded() -> None:
    assert decode_ack(orjson.dumps(ACK)) == Ack("b-1", 8, ((3, "wrong_shape"),), 9)
    assert decode_gap(orjson.dumps(GAP)) == Gap(
        "b-1", 9, 3608, 1_769_846_403_000, 1_769_850_002_000, GapReason.OUTBOX_FULL
    )


def test_an_acknowledgement_needs_no_patience() -> None:
    assert decode_ack(b'{"boot": "b-1", "watermark": -1, "rejected": []}') == Ack("b-1", -1, (), 4)


@given(acks)
def test_an_encoded_acknowledgement_is_decoded(ack: Ack) -> None:
    assert decode_ack(encode_ack(ack)) == ack


@given(gaps())
def test_an_encoded_gap_is_decoded(gap: Gap) -> None:
    assert decode_gap(encode_gap(gap)) == gap


def test_a_gap_over_a_step_of_the_clock_has_its_times_in_order() -> None:
    gap = Gap("b-1", 1, 2, 5000, 3000, GapReason.STORAGE_FAILED)
    assert (gap.from_time, gap.to_time) == (instant(3000), instant(5000))


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"watermark": -2}, Reason.WRONG_VALUE),
        ({"watermark": "8"}, Reason.WRONG_TYPE),
        ({"rejected": {}}, Reason.WRONG_TYPE),
        ({"rejected": [3]}, Reason.WRONG_SHAPE),
        ({"rejected": [[3]]}, Reason.WRONG_SHAPE),
        ({"rejected": [[3, "Wrong shape"]]}, Reason.WRONG_VALUE),
        ({"rejected": [[-1, "wrong_shape"]]}, Reason.WRONG_VALUE),
        ({"rejected": [[3, "wrong_shape"]] * 101}, Reason.WRONG_SHAPE),
        ({"patience_s": 0}, Reason.WRONG_VALUE),
        ({"machine": "m-1"}, Reason.WRONG_SHAPE),
    ],
)
def test_a_bad_acknowledgement_is_refused_for_its_reason(fields: dict[str, Any], reason: Reason) -> None:
    with pytest.raises(Rejected) as caught:
        decode_ack(orjson.dumps(ACK | fields))
    assert caught.value.reason is reason


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"from_seq": 3609}, Reason.WRONG_VALUE),
        ({"from_seq": -1}, Reason.WRONG_VALUE),
        ({"to_seq": 1.5}, Reason.WRONG_TYPE),
        ({"reason": "lost"}, Reason.WRONG_VALUE),
        ({"reason": ["outbox_full"]}, Reason.WRONG_VALUE),
        ({"from_time_ms": None}, Reason.WRONG_TYPE),
        ({"seq": 7}, Reason.WRONG_SHAPE),
    ],
)
def test_a_bad_gap_is_refused_for_its_reason(fields: dict[str, Any], reason: Reason) -> None:
    with pytest.raises(Rejected) as caught:
        decode_gap(orjson.dumps(GAP | fields))
    assert caught.value.reason is reason


@given(st.data())
def test_acknowledgements_and_gaps_gone_wrong_are_decoded_or_refused(data: st.DataObject) -> None:
    for message, decode in ((ACK, decode_ack), (GAP, decode_gap)):
        payload = orjson.dumps(data.draw(mutated(message)))
        at = data.draw(st.integers(0, len(payload)))
        junk = data.draw(st.sampled_from([b"", b"\0", b'"', b"}", b"NaN", b"\xc3", b'"a":1,', b"[" * 1500]))
        with suppress(Rejected):
            decode(payload[:at] + junk + payload[at:])
