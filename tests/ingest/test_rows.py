"""Are batches cut, packed and summed up as the database needs them?"""

import math
import struct

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.binary import Block, pack
from ingest.judge import parts
from ingest.readings import collect, newest, touched
from ingest.record import Record
from models.messages import decode_telemetry
from tests.ingest.intake import at, telemetry

numbers = st.one_of(st.none(), st.floats(width=32, allow_nan=False))


def record(seconds: list[float], values: list[float | None], *, machine: str = "wl-01", seq: int = 0) -> Record:
    arrival = telemetry(seconds, {"engine_speed_rpm": values}, machine=machine, seq=seq)
    return Record(arrival, machine, decode_telemetry(arrival.payload))


def unpack(packed: bytes, kinds: str) -> list[list[object]]:
    """Return the rows of a binary COPY, read value by value as the format's description says."""
    assert packed[:19] == b"PGCOPY\n\xff\r\n\x00" + bytes(8)
    rows, position = [], 19
    while (fields := struct.unpack_from(">h", packed, position)[0]) != -1:
        position += 2
        row: list[object] = []
        for kind in kinds[:fields]:
            (size,) = struct.unpack_from(">i", packed, position)
            position += 4
            value = packed[position : position + max(size, 0)]
            position += max(size, 0)
            row.append(None if size < 0 else value if kind == "s" else struct.unpack(f">{kind}", value)[0])
        rows.append(row)
    assert position + 2 == len(packed)
    return rows


@given(st.lists(st.tuples(numbers, numbers, st.text("abc-", min_size=1, max_size=9)), min_size=1, max_size=20))
def test_packed_rows_read_back_as_they_were(rows: list[tuple[float | None, float | None, str]]) -> None:
    values = np.array([[math.nan if v is None else v for v in row[:2]] for row in rows])
    names = np.array([row[2].encode() for row in rows])
    packed = pack([Block(">f4", values, np.isnan(values)), Block(">i8", np.arange(len(rows))[:, None])], names, {})
    wanted = [[a, b, i, name.encode(), None] for i, (a, b, name) in enumerate(rows)]
    assert unpack(packed, "ffqss") == wanted


def test_extra_signals_are_a_jsonb_of_their_row() -> None:
    packed = pack([Block(">i8", np.array([[1], [2]]))], np.array([b"a", b"bc"]), {1: b"{}"})
    assert unpack(packed, "qss") == [[1, b"a", None], [2, b"bc", b"\x01{}"]]


def test_the_newest_value_of_a_batch_is_by_event_time_and_not_by_arrival() -> None:
    readings = collect([record([10, 11], [1, None]), record([5], [9], seq=1), record([1], [7], machine="wl-02")])
    assert readings is not None
    found = newest(readings)
    column = list(np.flatnonzero(~np.isnan(found.values[0])))
    assert found.machines == ("wl-01", "wl-02")
    assert found.time_ms.tolist() == [at(11), at(1)]
    assert found.values[:, column[0]].tolist() == [1, 7]
    assert found.times_ms[:, column[0]].tolist() == [at(10), at(1)]


def test_minutes_close_together_are_one_mark_and_distant_ones_are_two() -> None:
    readings = collect([record([0, 61, 3600], [1, 2, 3]), record([3600 + 240], [1], machine="wl-02")])
    assert readings is not None
    ranges = touched(readings)
    first = at(0) // 60_000
    assert ranges.machines == ["wl-01", "wl-01", "wl-02"]
    assert ranges.starts.tolist() == [first, first + 60, first + 64]
    assert ranges.stops.tolist() == [first + 2, first + 61, first + 65]


def test_records_without_telemetry_make_no_rows() -> None:
    arrival = telemetry([0], {"engine_speed_rpm": [1]})
    assert collect([Record(arrival, None, None)]) is None


@pytest.mark.parametrize(("most", "wanted"), [(1, [1, 1, 1]), (4, [2, 1]), (100, [3])])
def test_a_transaction_is_bounded_by_its_readings(most: int, wanted: list[int]) -> None:
    records = [record([0, 1], [1, 2], seq=seq) for seq in range(3)]
    assert [len(part) for part in parts(records, most)] == wanted
