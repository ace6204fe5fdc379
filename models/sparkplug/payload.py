"""What does a payload of Sparkplug B say?"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from models.messages.document import MAX_PAYLOAD_BYTES
from models.messages.rejection import Reason, Rejected
from models.sparkplug import field as of
from models.sparkplug.wire import (
    FIXED32,
    FIXED64,
    VARINT,
    bytes_field,
    double,
    double_field,
    read_fields,
    single,
    single_field,
    tag,
    varint_field,
)


class Metric(NamedTuple):
    """One value: `field` is the number of the protobuf field that holds it, 0 where there is none.

    What is no number is told by its field alone: `value` is None then. `name`, `alias`, `time_ms` and `datatype` are
    None where the message does not say them.
    """

    name: str | None = None
    alias: int | None = None
    time_ms: int | None = None
    datatype: int | None = None
    is_historical: bool = False
    is_null: bool = False
    field: int = 0
    value: float | None = None


@dataclass(frozen=True, slots=True)
class Payload:
    """What a node publishes; `seq` counts from 0 to 255 and starts over, None where the message bears none."""

    time_ms: int | None
    seq: int | None
    metrics: Sequence[Metric]


def decode_payload(data: bytes) -> Payload:
    """Return what a payload says, or raise `Rejected` for one that is no protobuf; unknown fields are passed over."""
    if len(data) > MAX_PAYLOAD_BYTES:
        raise Rejected(Reason.TOO_LARGE, f"It has {len(data)} bytes of at most {MAX_PAYLOAD_BYTES}.")
    time_ms = seq = None
    metrics = []
    for name, value, end in read_fields(data, 0, len(data)):
        if name == of.METRICS:
            metrics.append(_metric(data, value, end))
        elif name == of.TIMESTAMP:
            time_ms = value
        elif name == of.SEQ:
            seq = value
    return Payload(time_ms, seq, metrics)


def encode_payload(payload: Payload) -> bytes:
    """Return the payload's bytes; a metric's value is written into the field that it names."""
    parts = [] if payload.time_ms is None else [varint_field(of.TIMESTAMP, payload.time_ms)]
    parts += [bytes_field(of.METRICS, _metric_bytes(metric)) for metric in payload.metrics]
    if payload.seq is not None:
        parts.append(varint_field(of.SEQ, payload.seq))
    return b"".join(parts)


def _metric(data: bytes, start: int, stop: int) -> Metric:
    name = alias = time_ms = datatype = value = None
    historical = null = field = 0
    for tagged, told, end in read_fields(data, start, stop):
        if tagged == of.ALIAS:
            alias = told
        elif tagged == of.TIME:
            time_ms = told
        elif tagged == of.DATATYPE:
            datatype = told
        elif tagged in of.NUMBERS:
            field, value = of.NUMBERS[tagged], _number(data, tagged, told)
        elif tagged == of.NAME:
            name = _text(data[told:end])
        elif tagged == of.IS_HISTORICAL:
            historical = told
        elif tagged == of.IS_NULL:
            null = told
        elif tagged in of.OTHERS:
            field, value = of.OTHERS[tagged], None
    return Metric(name, alias, time_ms, datatype, historical != 0, null != 0, field, value)


def _number(data: bytes, tagged: int, told: int) -> float:
    if tagged & 7 == FIXED64:
        return double(data, told)
    return single(data, told) if tagged & 7 == FIXED32 else told


def _text(name: bytes) -> str:
    try:
        return name.decode()
    except UnicodeDecodeError as error:
        raise Rejected(Reason.INVALID_PROTOBUF, f"A metric's name is not UTF-8: {name[:40]!r}.") from error


def _metric_bytes(metric: Metric) -> bytes:
    name, alias, time_ms, datatype, is_historical, is_null, field, value = metric
    parts = [_opening(name, alias), b"" if time_ms is None else varint_field(of.TIME, time_ms)]
    parts.append(_description(datatype, is_historical, is_null))
    if value is not None:
        parts.append(_value_bytes(field, value))
    return b"".join(parts)


# What a metric is stays the same from payload to payload.
@lru_cache(maxsize=4096)
def _opening(name: str | None, alias: int | None) -> bytes:
    named = b"" if name is None else bytes_field(of.NAME, name.encode())
    return named if alias is None else named + varint_field(of.ALIAS, alias)


@lru_cache
def _description(datatype: int | None, is_historical: bool, is_null: bool) -> bytes:
    told = {of.DATATYPE: datatype, of.IS_HISTORICAL: is_historical or None, of.IS_NULL: is_null or None}
    return b"".join(varint_field(tagged, int(number)) for tagged, number in told.items() if number is not None)


def _value_bytes(field: int, value: float) -> bytes:
    if field == of.DOUBLE:
        return double_field(tag(of.DOUBLE, FIXED64), value)
    if field == of.FLOAT:
        return single_field(tag(of.FLOAT, FIXED32), value)
    return varint_field(tag(field, VARINT), int(value))
