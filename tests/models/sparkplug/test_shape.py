"""Does a payload that is read by its shape say what it says when it is read field by field?"""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.sparkplug import BOOLEAN, DOUBLE, FLOAT, INT, LONG, Metric, Payload, decode_payload, encode_payload, learn

T = 1_769_846_400_000
VALUES = {
    INT: st.integers(0, 2**32 - 1),
    LONG: st.integers(0, 2**64 - 1),
    FLOAT: st.floats(width=32, allow_nan=False),
    DOUBLE: st.floats(allow_nan=False),
    BOOLEAN: st.integers(0, 1),
}


@st.composite
def pairs(draw: st.DrawFn) -> tuple[bytes, bytes]:
    """Draw two payloads of the same metrics, at times of their own and perhaps with one metric's time apart."""
    fields = draw(st.lists(st.sampled_from(list(VALUES)), min_size=1, max_size=8))
    timed = draw(st.booleans())
    return _payload(draw, fields, timed=timed), _payload(draw, fields, timed=timed)


@given(pairs())
def test_what_is_read_by_the_shape_is_what_is_read_field_by_field(pair: tuple[bytes, bytes]) -> None:
    first, second = pair
    shape = learn(first)
    assert shape is not None
    found, payload = shape.read(second), decode_payload(second)
    if found is not None:
        assert (found.time_ms, found.seq) == (payload.time_ms, payload.seq)
        assert found.values == tuple(metric.value for metric in payload.metrics)
        assert [m._replace(time_ms=None, value=None) for m in payload.metrics] == shape.metrics


@pytest.mark.parametrize(
    "changed",
    [
        Metric(alias=8, time_ms=T, datatype=10, field=DOUBLE, value=1.0),
        Metric(alias=7, time_ms=T + 1, datatype=10, field=DOUBLE, value=1.0),
        Metric(alias=7, time_ms=T, datatype=9, field=DOUBLE, value=1.0),
        Metric(alias=7, time_ms=T, datatype=10, field=FLOAT, value=1.0),
        Metric(alias=7, time_ms=T, datatype=10, is_null=True),
        Metric(name="a", alias=7, time_ms=T, datatype=10, field=DOUBLE, value=1.0),
    ],
)
def test_another_metric_has_another_shape(changed: Metric) -> None:
    told = Metric(alias=7, time_ms=T, datatype=10, field=DOUBLE, value=1.0)
    shape = learn(encode_payload(Payload(T, 1, [told])))
    assert shape is not None
    assert shape.read(encode_payload(Payload(T, 2, [told._replace(value=5.0)]))) is not None
    assert shape.read(encode_payload(Payload(T, 2, [changed]))) is None


@pytest.mark.parametrize(
    "payload",
    [
        Payload(T, 1, []),
        Payload(None, 1, [Metric(alias=7, time_ms=T, field=DOUBLE, value=1.0)]),
        Payload(T, 1, [Metric(alias=7, time_ms=T, is_null=True)]),
        Payload(T, 1, [Metric(alias=7, time_ms=T)]),
    ],
)
def test_what_is_no_steady_row_of_numbers_has_no_shape(payload: Payload) -> None:
    assert learn(encode_payload(payload)) is None


def test_a_metric_with_two_values_has_no_shape() -> None:
    twice = encode_payload(Payload(None, None, [Metric(alias=7, field=INT, value=1)]))
    body = twice[2:] + b"\x50\x02"
    assert learn(b"\x08\x01\x12" + bytes([len(body)]) + body) is None


def _payload(draw: st.DrawFn, fields: Sequence[int], *, timed: bool) -> bytes:
    time_ms = T + draw(st.integers(0, 1000))
    own = time_ms + draw(st.sampled_from([0, 0, 0, 5])) if timed else None
    metrics = [
        Metric(alias=alias, time_ms=own, datatype=None, field=field, value=draw(VALUES[field]))
        for alias, field in enumerate(fields)
    ]
    return encode_payload(Payload(time_ms, draw(st.integers(0, 255)), metrics))
