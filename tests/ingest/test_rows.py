"""Are readings arranged, packed and summed up as the database needs them?"""

import math
import struct
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.binary import alike, jsonb, put_runs, shape, with_ends, written
from ingest.columns import NARROW, SMALL, STORED, WIDE, scale, small_scale
from ingest.newest import newest
from ingest.readings import Readings, collect
from ingest.rollup.span import touched
from ingest.rows import Rows, arrange, pack
from ingest.source import Arrival
from models.messages import Forms, decode_together
from models.signals import Signal, signal
from tests.ingest.intake import at, telemetry

_EPOCH_MS = 946_684_800_000
KINDS = {"double precision": "d", "real": "f"}
SPEED, COOLANT, LATITUDE = (
    STORED.index(signal(n)) for n in ("engine_speed_rpm", "coolant_temperature_c", "latitude_deg")
)
Name = tuple[str, float]


class Sample(NamedTuple):
    """What a test says of a reading: seconds after START, and values by their place in STORED."""

    seconds: float
    values: dict[int, float]
    machine: str = "wl-01"
    sample: int = 7


def readings(samples: Sequence[Sample], extra: dict[int, bytes] | None = None) -> Readings:
    machines, machine = np.unique([one.machine for one in samples], return_inverse=True)
    values = np.full((len(samples), len(STORED)), np.nan)
    for row, one in enumerate(samples):
        values[row, list(one.values)] = list(one.values.values())
    return Readings(
        machines=tuple(machines.tolist()),
        machine=machine,
        message=np.arange(len(samples)),
        time_ms=np.array([at(one.seconds) for one in samples]),
        received_us=np.array([at(one.seconds) * 1000 + 250_000 for one in samples]),
        sample=np.array([one.sample for one in samples]),
        values=values,
        extra=extra or {},
    )


def arranged(*samples: Sample, extra: dict[int, bytes] | None = None) -> Rows:
    found = readings(samples, extra)
    return arrange(found, np.arange(1, len(found.machines) + 1, dtype=np.int32))


def unpack(packed: bytes, kinds: str) -> list[list[object]]:
    """Return packed rows, read value by value as the description of PostgreSQL's binary COPY says."""
    rows, position = [], 0
    while position < len(packed):
        (fields,) = struct.unpack_from(">h", packed, position)
        assert fields == len(kinds)
        position += 2
        row: list[object] = []
        for kind in kinds:
            (size,) = struct.unpack_from(">i", packed, position)
            position += 4
            value = packed[position : position + max(size, 0)]
            position += max(size, 0)
            row.append(None if size < 0 else value if kind == "s" else struct.unpack(f">{kind}", value)[0])
        rows.append(row)
    return rows


def stored(rows: Rows) -> list[list[object]]:
    kinds = "".join("i" if scale(s) else "h" if s in SMALL else KINDS[s.column_type] for s in STORED)
    return unpack(b"".join(pack(rows)), f"qiif{kinds}ss")


def test_a_row_holds_its_key_what_was_measured_and_nulls() -> None:
    [row] = stored(arranged(Sample(1.5, {SPEED: 900, LATITUDE: 57.1234567}, sample=2**40 + 5)))
    assert row[:4] == [(at(1.5) - _EPOCH_MS) * 1000, 1, 5, 0.25]
    found = {column: value for column, value in enumerate(row[4:-2]) if value is not None}
    assert found == {SPEED: 900, LATITUDE: 571_234_567}
    assert row[-2:] == [None, None]


def test_a_value_that_is_no_whole_number_of_decimals_is_kept_as_it_is() -> None:
    samples = [Sample(0, {SPEED: 900.125, COOLANT: 70.1}), Sample(1, {SPEED: 900}), Sample(2, {COOLANT: 70.12})]
    rows = sorted(stored(arranged(*samples, extra={0: b"{}"})), key=str)
    assert [row[4 + SPEED] for row in rows] == [None, 900, None]
    assert [row[4 + COOLANT] for row in rows] == [701, None, None]
    assert [exact(row[-2]) for row in rows] == [
        {"engine_speed_rpm": 900.125},
        {},
        {"coolant_temperature_c": pytest.approx(70.12, rel=1e-7)},
    ]
    assert [row[-1] for row in rows] == [b"\x01{}", None, None]


def exact(array: object) -> dict[str, float]:
    """Return the values of an array of reals as PostgreSQL's documentation describes it, by the name of the signal."""
    if not isinstance(array, bytes):
        return {}
    head, values, position = struct.unpack_from(">iiIii", array), dict[str, float](), 20
    assert head == (1, 1, 700, len(SMALL), 1)
    for s in SMALL:
        (size,) = struct.unpack_from(">i", array, position)
        if size == 4:
            (values[s.name],) = struct.unpack_from(">f", array, position + 4)
        position += 4 + max(size, 0)
    assert position == len(array)
    return values


def test_rows_come_in_the_order_of_the_index() -> None:
    rows = arranged(Sample(9, {SPEED: 1}, "b"), Sample(5, {SPEED: 2}, "b"), Sample(7, {SPEED: 3}, "a"))
    assert [row[4 + SPEED] for row in stored(rows)] == [3, 2, 1]
    assert rows.place.tolist() == [2, 1, 0]


def test_extra_signals_stay_with_their_row_whatever_else_it_holds() -> None:
    samples = [Sample(0, {SPEED: 1}), Sample(1, {COOLANT: 2}), Sample(2, {SPEED: 3})]
    rows = stored(arranged(*samples, extra={0: b'{"a":1}', 1: b'{"b":2}'}))
    known = {row[4 + SPEED] or row[4 + COOLANT]: row[-1] for row in rows}
    assert known == {1: b'\x01{"a":1}', 20: b'\x01{"b":2}', 3: None}


number = st.none() | st.sampled_from([0, 1, -1, 2**31 - 1, -(2**31)])
small = st.none() | st.sampled_from([0, 1, -1, 2**15 - 1, -(2**15)])


@given(st.lists(st.tuples(number, number, number, small, small, small), min_size=1, max_size=8))
def test_packed_rows_read_back_as_they_were(rows: list[tuple[int | None, ...]]) -> None:
    sizes = (4, 8, 4, 2, 2, 2)
    values = np.array([[v or 0 for v in row] for row in rows], dtype=np.int64)
    found: list[list[object]] = []
    for present, chosen in alike(np.array([[v is not None for v in row] for row in rows])):
        form, of_kind = shape(sizes, present.tobytes()), values[chosen]
        words = form.rows(len(of_kind))
        if present[1]:
            form.put(words, 1, of_kind[:, 1])
        for columns, size, kind in (((0, 2), 4, np.int32), ((3, 4, 5), 2, np.int16)):
            told = np.array([c for c in columns if present[c]], dtype=np.intp)
            put_runs(words, form.runs(told, size), of_kind[:, told].astype(kind))
        found += unpack(written(words, form.columns), "iqihhh")
    assert sorted(map(str, found)) == sorted(str(list(row)) for row in rows)


def test_a_name_is_the_last_column() -> None:
    form = shape((4,), b"\x01")
    words = form.rows(2)
    form.put(words, 0, np.array([1, 2], dtype=np.int32))
    assert unpack(written(words, 1, np.array([b"ab", b"cd"])), "is") == [[1, b"ab"], [2, b"cd"]]


def test_values_take_the_place_of_nulls_at_the_end() -> None:
    rows = written(shape((4, 4, 4), b"\x01\x00\x00").rows(3), 3)
    ends = {0: (b"a", None), 1: (None, jsonb(b"{}"))}
    assert unpack(with_ends(rows, 3, ends), "iss") == [[0, b"a", None], [0, None, b"\x01{}"], [0, None, None]]


def test_what_is_counted_in_its_last_decimals_fits_and_says_the_same() -> None:
    for s in (s for s in NARROW if scale(s)):
        units = scale(s) or 0
        assert max(abs(s.low), abs(s.high)) * units < 2**31
        for value in (s.low, s.high, round(s.low + (s.high - s.low) / 3, s.decimals)):
            assert round(value * units) / units == value
    assert all(s.column_type == "double precision" for s in WIDE)


@given(st.sampled_from(SMALL), st.floats(0, 1))
def test_what_is_counted_in_two_bytes_says_the_same(s: Signal, share: float) -> None:
    value = np.float32(round(s.low + (s.high - s.low) * share, s.decimals))
    column, units = STORED.index(s), np.float32(small_scale(s) or 0)
    [row] = stored(arranged(Sample(0, {column: float(value)})))
    count = row[4 + column]
    assert isinstance(count, int)
    assert np.float32(count) / units == value


def test_the_newest_value_of_a_batch_is_by_event_time_and_not_by_arrival() -> None:
    found = newest(
        arranged(
            Sample(11, {COOLANT: 80}),
            Sample(10, {SPEED: 1}),
            Sample(5, {SPEED: 9, COOLANT: 70}),
            Sample(1, {SPEED: 7}, "wl-02"),
        )
    )
    assert found.names.tolist() == [b"wl-01", b"wl-02"]
    assert (found.time_us // 1000).tolist() == [at(11), at(1)]
    assert found.values[:, [SPEED, COOLANT]].tolist() == [[1, 80], [7, pytest.approx(math.nan, nan_ok=True)]]
    assert (found.times_us[:, [SPEED, COOLANT]] // 1000).tolist() == [[at(10), 0], [0, 0]]


def test_minutes_close_together_are_one_mark_and_distant_ones_are_two() -> None:
    seconds = [("wl-01", 0), ("wl-01", 61), ("wl-01", 3600), ("wl-02", 3600 + 240)]
    ranges = touched(arranged(*(Sample(second, {SPEED: 1}, machine) for machine, second in seconds)))
    first = at(0) // 60_000
    assert ranges.machines == ["wl-01", "wl-01", "wl-02"]
    assert list(ranges.starts) == [first, first + 60, first + 64]
    assert list(ranges.stops) == [first + 2, first + 61, first + 65]


def speed(seconds: list[float], values: list[float | None], *, seq: int = 0) -> Arrival:
    return telemetry(seconds, {"engine_speed_rpm": values}, seq=seq)


def test_rows_are_in_the_order_in_which_their_messages_came() -> None:
    messages = [speed([1, 2], [1, 2]), speed([3], [3], seq=1), speed([4, 5], [4, 5], seq=2)]
    blocks, _ = decode_together([message.payload for message in messages], Forms())
    found = collect(blocks, dict.fromkeys(range(3), "wl-01"), [message.received_at for message in messages])
    assert found is not None
    assert found.message.tolist() == [0, 0, 1, 2, 2]
    assert [row[~np.isnan(row)].tolist() for row in found.values] == [[1], [2], [3], [4], [5]]
    assert found.time_ms.tolist() == [at(s) for s in range(1, 6)]


def test_no_blocks_make_no_rows() -> None:
    assert collect([], {}, []) is None
