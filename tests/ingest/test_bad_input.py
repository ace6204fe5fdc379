"""Does everything bad that a machine may publish end as it should, and cost nothing beside it?"""

import gzip
import hashlib
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Any

import orjson
from prometheus_client import REGISTRY

from models.messages import Stream, topic
from services.kit.mqtt import Delivery, Mqtt
from services.kit.testing import Database, see
from tests.ingest.broker import Broker
from tests.ingest.flow import SPEED, running
from tests.ingest.intake import MACHINE, at, ingest_settings
from tests.patience import until

TOPIC = topic(MACHINE, Stream.TELEMETRY)
DAY_MS = 86_400_000
_NUMBERS = count()


@dataclass(frozen=True)
class Case:
    """Something that is published; `wanted` are the reasons, and `stored` how many readings are stored of it."""

    name: str
    payload: bytes
    wanted: tuple[str, ...]
    stored: int = 0
    topic: str = TOPIC
    retain: bool = False


def body(**changes: Any) -> bytes:
    """Return a good message of its own time and number but for what is changed; None leaves a field out."""
    number = next(_NUMBERS)
    told = {"boot": "b", "seq": number, "time_ms": [at(number)], "signals": {SPEED: [number]}, **changes}
    return orjson.dumps({name: value for name, value in told.items() if value is not None})


def worded(old: bytes, new: bytes, **changes: Any) -> bytes:
    """Return a message in which words are replaced that no JSON library would write."""
    made = body(**changes)
    assert old in made
    return made.replace(old, new)


def bad(name: str, payload: bytes, *wanted: str, **more: Any) -> Case:
    return Case(name, payload, wanted, **more)


def good(name: str, payload: bytes, *wanted: str) -> Case:
    return Case(name, payload, wanted, stored=1)


def of_bytes() -> Iterator[Case]:
    whole = body()
    yield bad("nothing", b"", "invalid_json")
    yield bad("cut off", whole[:-7], "invalid_json")
    yield bad("20 MB", b'{"boot": "' + b"a" * 20_000_000, "too_large")
    yield bad("deep nesting", b"[" * 100_000, "invalid_json")
    yield bad(
        "deep nesting within the contract", worded(b'"b"', b'{"a":' * 900 + b"1" + b"}" * 900, boot="b"), "wrong_type"
    )
    yield bad("a bomb in gzip", gzip.compress(bytes(50_000_000)), "invalid_json")
    yield bad("CBOR with a length of 2^63", b"\x9b\x7f" + b"\xff" * 7, "invalid_json")
    yield bad("a key twice", worded(b'"seq":', b'"seq":1,"seq":'), "repeated_key")
    yield bad("a signal twice", worded(b'{"engine', b'{"engine_speed_rpm":[1],"engine'), "repeated_key")
    yield bad("not UTF-8", worded(b'"b"', b'"\xff\xfe"'), "invalid_json")
    yield bad("a NUL byte", worded(b'"b"', b'"\x00"'), "invalid_json")
    yield bad("a NUL in an escape", worded(b'"b"', b'"\\u0000"'), "wrong_value")
    yield bad("half a character", worded(b'"b"', b'"\\ud800"'), "invalid_json")


def of_values() -> Iterator[Case]:
    number = SPEED.encode() + b'":[1'
    for word in (b"NaN", b"Infinity", b"-Infinity", b"1e400", b"1" + b"0" * 400):
        yield bad(f"the value {word[:9]!r}", worded(number, number[:-1] + word, signals={SPEED: [1]}), "not_finite")
    yield bad("a text for a number", body(signals={SPEED: ["12"]}), "wrong_type")
    yield bad("true for a number", body(signals={SPEED: [True]}), "wrong_type")
    yield bad("a list for a number", body(signals={SPEED: [[1]]}), "wrong_type")
    yield good("a number beyond 2^63", worded(number, number + b"0" * 22, signals={SPEED: [1]}), "out_of_range")
    yield good("a value that no sensor reports", body(signals={SPEED: [99_999], "payload_kg": [1]}), "out_of_range")
    yield good("minus zero", worded(number, number[:-1] + b"-0.0", signals={SPEED: [1]}))
    yield good("a jump from 0 to full in no time", body(signals={SPEED: [3000]}))
    yield good("a signal that nobody catalogued", body(signals={"grease_level_percent": [1]}))
    yield good("a counter that runs backwards", body(signals={"engine_hours_h": [1]}))


def of_times() -> Iterator[Case]:
    now_ms = int(time.time() * 1000)
    yield bad("no time", body(time_ms=None), "wrong_shape")
    yield bad("null for a time", body(time_ms=[None]), "wrong_type")
    yield bad("a time as text", body(time_ms=["2026-05-04T12:00:00"]), "wrong_type")
    yield bad("an infinite time", worded(b"[3]", b"[Infinity]", time_ms=[3]), "not_finite")
    yield bad("seconds", body(time_ms=[now_ms // 1000]), "too_old")
    yield bad("microseconds", body(time_ms=[now_ms * 1000]), "wrong_value")
    yield bad("nanoseconds", body(time_ms=[now_ms * 1_000_000]), "wrong_value")
    yield bad("before 1970", body(time_ms=[-1]), "wrong_value")
    yield bad("a battery that was empty", body(time_ms=[0]), "too_old")
    yield bad("older than retention", body(time_ms=[now_ms - 91 * DAY_MS]), "too_old")
    yield bad(
        "one of two older than retention",
        body(time_ms=[now_ms - 91 * DAY_MS, at(5000)], signals={SPEED: [1, 2]}),
        "too_old",
    )
    yield bad("ten minutes ahead", body(time_ms=[now_ms + 600_000]), "future_time")
    yield bad("summer time for UTC", body(time_ms=[now_ms + 7_200_000]), "future_time")
    yield bad("the year 9999", body(time_ms=[253_402_300_799_999]), "future_time")
    yield good("four minutes ahead", body(time_ms=[now_ms + 240_000]))
    yield bad("a time twice", body(time_ms=[at(1), at(1)], signals={SPEED: [1, 2]}), "repeated_time")


def of_numbers() -> Iterator[Case]:
    yield good("a number of its own", body(seq=1000, time_ms=[at(1000)], signals={SPEED: [1]}))
    yield bad(
        "the same number with other content",
        body(seq=1000, time_ms=[at(1000)], signals={SPEED: [2]}),
        "sequence_reused",
    )
    yield good("the same number at another time", body(seq=1000, time_ms=[at(1001)]))
    yield good("far ahead of the others", body(seq=20_000))
    yield good("far behind the others", body(seq=10_000))
    yield good("from the beginning in the same boot", body(seq=0, boot="a"))
    yield bad("below zero", body(seq=-1), "wrong_value")
    yield bad("a part of a number", body(seq=1.5), "wrong_type")


def of_contract() -> Iterator[Case]:
    yield bad("a later version's field", body(schema=2), "wrong_shape")
    yield bad("another machine's name within", body(machine="wl-02"), "wrong_shape")
    yield bad("a list", b"[1]", "wrong_shape")
    yield bad("fewer values than times", body(time_ms=[at(1), at(2)]), "length_mismatch")
    yield bad("retained telemetry", body(), "retained", retain=True)
    yield bad("a machine that nobody knows", body(), "unknown_machine", topic=topic("ghost", Stream.TELEMETRY))
    for name in ("WL-01", "", "wl 01", "$share", "..", "wl-01\u200b", "a" * 64):
        yield bad(f"the machine {name!r}", body(), "wrong_topic", topic=f"fleet/v1/{name}/telemetry")


async def test_everything_bad_ends_as_it_should_and_all_that_is_good_around_it_is_stored(
    database: Database, broker: Broker
) -> None:
    cases = [*of_bytes(), *of_values(), *of_times(), *of_numbers(), *of_contract()]
    see(database, MACHINE, "customer:acme")
    before = counted()
    around = [good("good", body()) for _ in range(len(cases) + 1)]
    async with (
        running(ingest_settings(database, mqtt_url=broker.url("ingest"), explained_refusals=1000)) as (pipeline, _),
        Mqtt(broker.url()) as sender,
    ):
        await send(sender, around[0])
        for case, after in zip(cases, around[1:], strict=True):
            await send(sender, case)
            await send(sender, after)
        await until(
            lambda: len(rows(database, "select from telemetry.reading")) >= sum(c.stored for c in [*cases, *around])
        )
        assert pipeline.pulse.trouble is None
    refused = {
        bytes(digest): reason for digest, reason in rows(database, "select sha256, reason from telemetry.reject")
    }
    found = {case.name: refused.get(hashlib.sha256(case.payload).digest()) for case in cases}
    assert found == {case.name: case.wanted[0] if case.wanted else None for case in cases}
    times = Counter(
        time_ms for (time_ms,) in rows(database, "select extract(epoch from time) * 1000 from telemetry.reading")
    )
    assert times.total() == sum(case.stored for case in [*cases, *around])
    assert counted() - before == Counter(reason for case in cases for reason in case.wanted)
    assert len(rows(database, "select from timescaledb_information.chunks where hypertable_name = 'reading_row'")) == 2


async def send(sender: Mqtt, case: Case) -> None:
    sent = await sender.publish(case.topic, case.payload, retain=case.retain, within_s=20)
    assert sent is Delivery.DELIVERED, case.name


def rows(database: Database, query: str) -> list[Any]:
    with database.admin() as connection:
        return connection.execute(query.encode()).fetchall()


def counted() -> Counter[str]:
    """Return by reason how many messages this process has refused."""
    samples = [sample for family in REGISTRY.collect() if family.name == "ingest_rejected" for sample in family.samples]
    return Counter({s.labels["reason"]: int(s.value) for s in samples if s.name == "ingest_rejected_total"})
