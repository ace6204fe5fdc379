"""Are batches cut, packed and summed up as the database needs them?"""

import math
import struct

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from ingest.binary import Block, pack
from ingest.readings import Readings, collect, newest, touched
from ingest.source import Arrival
from models.messages import Forms, decode_together
from tests.ingest.intake import at, telemetry

numbers = st.one_of(st.none(), st.floats(width=32, allow_nan=False))


def readings_of(*messages: Arrival) -> Readings:
    """Return the rows of telemetry messages, of which each may be of another machine."""
    blocks, odd = decode_together([message.payload for message in messages], Forms())
    machines = {place: message.topic.split("/")[2] for place, message in enumerate(messages)}
    readings = collect(blocks, machines, [message.received_at for message in messages])
    assert readings is not None
    assert not odd
    return readings


def speed(seconds: list[float], values: list[float | None], *, machine: str = "wl-01", seq: int = 0) -> Arrival:
    return telemetry(seconds, {"engine_speed_rpm": values}, machine=machine, seq=seq)


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
    readings = readings_of(speed([10, 11], [1, None]), speed([5], [9], seq=1), speed([1], [7], machine="wl-02"))
    found = newest(readings)
    column = list(np.flatnonzero(~np.isnan(found.values[0])))
    assert found.machines == ("wl-01", "wl-02")
    assert found.time_ms.tolist() == [at(11), at(1)]
    assert found.values[:, column[0]].tolist() == [1, 7]
    assert found.times_ms[:, column[0]].tolist() == [at(10), at(1)]


def test_minutes_close_together_are_one_mark_and_distant_ones_are_two() -> None:
    readings = readings_of(speed([0, 61, 3600], [1, 2, 3]), speed([3600 + 240], [1], machine="wl-02"))
    ranges = touched(readings)
    first = at(0) // 60_000
    assert ranges.machines == ["wl-01", "wl-01", "wl-02"]
    assert ranges.starts.tolist() == [first, first + 60, first + 64]
    assert ranges.stops.tolist() == [first + 2, first + 61, first + 65]


def test_rows_are_in_the_order_in_which_their_messages_came() -> None:
    readings = readings_of(speed([1, 2], [1, 2]), speed([3], [3], seq=1), speed([4, 5], [4, 5], seq=2))
    assert readings.message.tolist() == [0, 0, 1, 2, 2]
    assert [row[~np.isnan(row)].tolist() for row in readings.values] == [[1], [2], [3], [4], [5]]
    assert readings.time_ms.tolist() == [at(s) for s in range(1, 6)]


def test_no_blocks_make_no_rows() -> None:
    assert collect([], {}, []) is None
