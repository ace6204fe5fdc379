"""Is a batch what judging its messages one by one would make of it?"""

import math
import time
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import numpy as np
import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn

from ingest.assembly import Assembler, refuse, slices
from ingest.batch import Batch, Number, read_number
from ingest.fleet import Fleet
from ingest.judge import Judge, named_stream
from ingest.readings import Readings, collect
from ingest.record import Record
from ingest.source import Arrival
from models.messages import Block, Event, Forms, Reason, Stream, Telemetry, topic
from tests.models.example import EVENT, STATE, TELEMETRY, damaged, mutated, telemetry

NOW = int(time.time())
NOW_MS = NOW * 1000
DAY_MS = 86_400_000
RETENTION = timedelta(days=90)
FLEET = Fleet({"wl-01": math.inf, "wl-02": math.inf, "wl-sold": NOW_MS - DAY_MS})
JUDGE = Judge(FLEET, RETENTION)
ASSEMBLER = Assembler(FLEET, JUDGE, RETENTION)
ASSEMBLER.forms = Forms(often=1)

machines = st.sampled_from(["wl-01", "wl-02", "wl-sold", "wl-unknown"])
streams = st.sampled_from([Stream.TELEMETRY] * 5 + [Stream.EVENT, Stream.STATE, Stream.GAP, Stream.COMMAND])
topics = st.one_of(
    st.just(topic("wl-01", Stream.TELEMETRY)),
    st.builds(topic, machines, streams),
    st.sampled_from(["fleet/v1//telemetry", "fleet/v1/telemetry", "fleet/v1/wl-01/wl-01/telemetry", "x", ""]),
)
edges = st.sampled_from([0, 1, -1])
ages_ms = st.one_of(
    st.integers(0, 10 * DAY_MS),
    st.builds(lambda edge, near: edge + near, st.sampled_from([0, -300_000, DAY_MS, 90 * DAY_MS]), edges),
)


@st.composite
def recent(draw: DrawFn) -> bytes:
    """Draw telemetry of which the times are about those that are taken."""
    message: dict[str, Any] = draw(telemetry(in_range=draw(st.booleans())))
    age = draw(ages_ms)
    times = [NOW_MS - age - i * draw(st.integers(1, 1000)) for i in range(len(message["time_ms"]))]
    if len(set(times)) == len(times):
        message["time_ms"] = times
    return orjson.dumps(message)


dated = TELEMETRY | {"time_ms": [NOW_MS, NOW_MS - 1]}
payloads = st.one_of(
    recent(),
    mutated(dated).map(orjson.dumps),
    damaged(dated),
    st.sampled_from([EVENT | {"time_ms": NOW_MS}, STATE]).map(orjson.dumps),
)
retained = st.integers(0, 5).map(lambda n: n == 0)
moments = st.sampled_from([0.0, 0.0005, 0.9996, 0.99999]).map(lambda part: NOW + part)
arrivals = st.builds(Arrival, topics, payloads, retained, moments, st.none())


def one_by_one(messages: Sequence[Arrival]) -> Batch:
    """Return the batch that judging each message alone makes."""
    records = [JUDGE.judge(message) for message in messages]
    blocks = [Block.of(i, record.telemetry) for i, record in enumerate(records) if record.telemetry]
    owners = {i: record.machine or "" for i, record in enumerate(records)}
    readings = collect(blocks, owners, [message.received_at for message in messages])
    kept = {i: r for i, r in enumerate(records) if r.rejected or not isinstance(r.content, Telemetry)}
    numbers = [number for record in records if (number := number_of(record))]
    return Batch(messages, readings, kept, numbers)


def number_of(record: Record) -> Number | None:
    if record.machine is None or named_stream(record.arrival) not in (Stream.TELEMETRY, Stream.EVENT):
        return None
    if isinstance(record.content, Telemetry | Event):
        return Number(record.machine, record.content.boot, record.content.seq)
    return read_number(record.machine, record.arrival.payload)


def assert_same(batch: Batch, wanted: Batch) -> None:
    assert list(batch.arrivals) == list(wanted.arrivals)
    assert Counter(batch.numbers) == Counter(wanted.numbers)
    assert list(batch.records) == list(wanted.records)
    for place, record in batch.records.items():
        alone = wanted.records[place]
        assert (record.arrival, record.machine) == (alone.arrival, alone.machine)
        assert [str(record.rejected), record.parts] == [str(alone.rejected), alone.parts]
        assert (record.content is None) == (alone.content is None)
    assert (batch.readings is None) == (wanted.readings is None)
    if batch.readings and wanted.readings:
        assert_same_rows(batch.readings, wanted.readings)


def assert_same_rows(readings: Readings, wanted: Readings) -> None:
    assert readings.machines == wanted.machines
    for column in ("machine", "message", "time_ms", "received_us", "sample", "values"):
        np.testing.assert_array_equal(getattr(readings, column), getattr(wanted, column), column, strict=True)
    assert readings.extra == wanted.extra


@settings(deadline=None, max_examples=60)
@given(st.lists(arrivals, max_size=12))
def test_a_batch_is_what_judging_its_messages_alone_makes(messages: list[Arrival]) -> None:
    assert_same(ASSEMBLER.batch(messages), one_by_one(messages))


def test_many_slices_are_one_batch() -> None:
    messages = [told(seq, NOW_MS - 10_000 - seq) for seq in range(600)]
    messages[300] = messages[300]._replace(payload=b"{")
    messages[310] = messages[310]._replace(topic=topic("wl-02", Stream.TELEMETRY))
    assert len(list(slices(messages))) > 1
    assert_same(ASSEMBLER.batch(messages), one_by_one(messages))


def told(seq: int, time_ms: int, *, speed: float = 900) -> Arrival:
    payload = orjson.dumps(
        {"boot": "b", "seq": seq, "time_ms": [time_ms], "signals": {"engine_speed_rpm": [speed], "odd_v": [seq]}}
    )
    return Arrival(topic("wl-01", Stream.TELEMETRY), payload, False, float(NOW), None)


def test_a_message_with_a_value_out_of_range_is_stored_without_it() -> None:
    batch = ASSEMBLER.batch([told(1, NOW_MS), told(2, NOW_MS, speed=99_999)])
    assert batch.readings is not None
    assert len(batch.readings) == 2
    assert [str(record.rejected).split(";")[0] for record in batch.records.values()] == [
        str(Reason.OUT_OF_RANGE.sentence).split(";")[0]
    ]
    assert batch.records[1].content is not None


@pytest.mark.parametrize(
    ("payload", "number"),
    [
        (b'{"boot":"b","seq":7,"time_ms":[NaN]', Number("wl-01", "b", 7)),
        (b'{"seq": 7.0 ,"boot" : "b"}', Number("wl-01", "b", 7)),
        (b'{"boot":"b","seq":70', None),
        (b'{"boot":"b","seq":7,"seq":8}', None),
        (b'{"boot":"b","seq":7,"seq":7}', Number("wl-01", "b", 7)),
        (b'{"boot":"b c","seq":7}', None),
        (b'{"seq":7}', None),
        (b"garbage", None),
    ],
    ids=repr,
)
def test_a_refused_message_keeps_its_number_where_that_is_certain(payload: bytes, number: Number | None) -> None:
    batch = ASSEMBLER.batch([told(1, NOW_MS)._replace(payload=payload)])
    assert batch.records[0].rejected
    assert list(batch.numbers) == ([number] if number else [])


def test_a_batch_that_is_refused_keeps_its_numbers() -> None:
    batch = refuse(ASSEMBLER.batch([told(1, NOW_MS)]), Reason.UNSTORABLE, "no")
    assert batch.readings is None
    assert batch.records[0].rejected is not None
    assert batch.records[0].machine == "wl-01"
    assert list(batch.numbers) == [Number("wl-01", "b", 1)]
