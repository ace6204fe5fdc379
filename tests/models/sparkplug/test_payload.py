"""Is a Sparkplug payload read by the standard's field numbers, and refused where it is no protobuf?"""

import math
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.messages import Reason, Rejected
from models.sparkplug import (
    BOOLEAN,
    DOUBLE,
    FLOAT,
    INT,
    LONG,
    DataType,
    Metric,
    Payload,
    decode_payload,
    encode_payload,
    is_number,
    number,
)

T = 1_769_846_400_000
# Written by Google's protobuf library from the standard's sparkplug_b.proto: a metric of each data type, metadata,
# properties, a table, a null, and an alias of two bytes.
GOLDEN = bytes.fromhex(
    "0880c8c398c13312140a04696e743810011880c8c398c133200150ff0112160a05696e74313610021880c8c398c133200250feff0312180a"
    "05696e74333210031880c8c398c133200350fdffffff0f121d0a05696e74363410041880c8c398c133200458fcffffffffffffffff011215"
    "0a0575696e743810051880c8c398c133200550ff0112170a0675696e74313610061880c8c398c133200650ffff0312190a0675696e743332"
    "10071880c8c398c133200750ffffffff0f121e0a0675696e74363410081880c8c398c133200858ffffffffffffffffff0112170a05666c6f"
    "617410091880c8c398c1332009650000c03f121e0a06646f75626c65100a18ffc7c398c133200a28016900000000000002c012170a07626f"
    "6f6c65616e10ac021880c8c398c133200b7001122f0a06737472696e67100c1880c8c398c133200c42034201644a0f0a04756e6974120708"
    "0c42036b50617a0474657874121c0a057461626c65100d1880c8c398c13320108a01070801120161180312170a056279746573100e1880c8"
    "c398c1332011820102ff0012150a046e756c6c100f1880c8c398c133200a3001380118c8012203752d312a020001"
)
NUMBERS = {
    "int8": -1,
    "int16": -2,
    "int32": -3,
    "int64": -4,
    "uint8": 255,
    "uint16": 65_535,
    "uint32": 2**32 - 1,
    "uint64": 2**64 - 1,
    "float": 1.5,
    "double": -2.25,
    "boolean": 1,
    "null": None,
}

metrics = st.builds(
    Metric,
    name=st.none() | st.text(max_size=20),
    alias=st.none() | st.integers(0, 2**64 - 1),
    time_ms=st.none() | st.integers(0, 2**64 - 1),
    datatype=st.none() | st.integers(0, 40),
    is_historical=st.booleans(),
    is_null=st.booleans(),
    field=st.just(DOUBLE),
    value=st.floats(allow_nan=False),
)


def test_a_payload_of_another_implementation_is_read() -> None:
    payload = decode_payload(GOLDEN)
    assert (payload.time_ms, payload.seq, len(payload.metrics)) == (T, 200, 15)
    found = {m.name: number(m, m.datatype) for m in payload.metrics if is_number(m, m.datatype)}
    assert found == NUMBERS
    assert {m.name: m.alias for m in payload.metrics}["boolean"] == 300
    assert [m.name for m in payload.metrics if m.is_historical] == ["double"]
    assert {m.name: m.time_ms for m in payload.metrics}["double"] == T - 1


def test_text_tables_and_bytes_are_no_numbers() -> None:
    others = {m.name for m in decode_payload(GOLDEN).metrics if not is_number(m, m.datatype)}
    assert others == {"string", "table", "bytes"}


@given(st.builds(Payload, st.none() | st.integers(0, 2**63), st.none() | st.integers(0, 255), st.lists(metrics)))
def test_what_is_written_is_read_again(payload: Payload) -> None:
    assert decode_payload(encode_payload(payload)) == payload


@pytest.mark.parametrize(
    "broken",
    [
        GOLDEN[:-1],
        GOLDEN[:100],
        b"\x0b",
        b"\x0c",
        b"\x12\x05\x08",
        b"\x12\xff\xff\xff\xff\x0f",
        b"\x08" + b"\xff" * 10 + b"\x01",
        b"\x08\x80",
        b"\x12\x04\x0a\x02\xff\xfe",
        b"\x12\x03\x69\x00\x00",
        b"\x09\x00\x00",
    ],
)
def test_bytes_that_are_no_protobuf_are_refused(broken: bytes) -> None:
    with pytest.raises(Rejected) as caught:
        decode_payload(broken)
    assert caught.value.reason is Reason.INVALID_PROTOBUF


def test_a_payload_that_is_too_large_is_refused_unread() -> None:
    with pytest.raises(Rejected) as caught:
        decode_payload(bytes(262_145))
    assert caught.value.reason is Reason.TOO_LARGE


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(payload: bytes) -> None:
    with suppress(Rejected):
        decode_payload(payload)


def test_unknown_fields_are_passed_over() -> None:
    unknown = b"\xa0\x06\x05" + b"\xa9\x06" + bytes(8) + b"\xb5\x06" + bytes(4) + b"\xba\x06\x02ab"
    assert decode_payload(unknown + GOLDEN) == decode_payload(GOLDEN)


@pytest.mark.parametrize(
    ("datatype", "told", "value"),
    [
        (DataType.INT8, 0x7F, 127),
        (DataType.INT8, 0x80, -128),
        (DataType.INT8, 2**32 - 1, -1),
        (DataType.INT16, 2**64 - 2, -2),
        (DataType.INT32, 2**31, -(2**31)),
        (DataType.UINT16, 0, 0),
    ],
)
@pytest.mark.parametrize("field", [INT, LONG])
def test_whole_numbers_are_twos_complement_in_either_width(
    field: int, datatype: DataType, told: int, value: int
) -> None:
    assert number(Metric(field=field, value=told), datatype) == value


@pytest.mark.parametrize(
    ("metric", "datatype", "reason"),
    [
        (Metric(field=INT, value=300), DataType.INT8, Reason.WRONG_VALUE),
        (Metric(field=INT, value=300), DataType.UINT8, Reason.WRONG_VALUE),
        (Metric(field=INT, value=1), DataType.DOUBLE, Reason.WRONG_TYPE),
        (Metric(field=DOUBLE, value=1.0), DataType.INT32, Reason.WRONG_TYPE),
        (Metric(field=FLOAT, value=1.0), DataType.BOOLEAN, Reason.WRONG_TYPE),
        (Metric(field=15), DataType.DOUBLE, Reason.WRONG_TYPE),
        (Metric(field=DOUBLE, value=1.0), 12, Reason.WRONG_TYPE),
        (Metric(field=DOUBLE, value=math.inf), DataType.DOUBLE, Reason.NOT_FINITE),
        (Metric(field=FLOAT, value=math.nan), None, Reason.NOT_FINITE),
    ],
)
def test_a_value_that_is_not_of_its_type_is_refused(metric: Metric, datatype: int | None, reason: Reason) -> None:
    with pytest.raises(Rejected) as caught:
        number(metric, datatype)
    assert caught.value.reason is reason


def test_the_births_type_goes_before_the_messages_and_the_field_before_none() -> None:
    told = Metric(field=INT, value=0xFFFF, datatype=DataType.UINT16)
    assert number(told, DataType.INT16) == -1
    assert number(told, None) == 65_535
    assert number(Metric(field=BOOLEAN, value=7), None) == 1
