"""Does a flood of garbage from one machine leave the others, and the disk, as they were?"""

import asyncio
import statistics
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from deploy.port import LOOPBACK
from ingest.delivery.ledger import fold
from ingest.fleet import Fleet
from ingest.pipeline import Pipeline
from ingest.settings import IngestSettings
from ingest.source import Arrival, MqttSource, connect
from ingest.store import Store
from models.messages import Stream, topic
from services.kit.mqtt import Mqtt
from services.kit.testing import Database, see
from tests.ingest.broker import Broker
from tests.ingest.flow import SPEED, stored
from tests.ingest.intake import MACHINE, Intake, arrival, event, ingest_settings, intake_of, telemetry
from tests.patience import dawdle, until

OTHER = "wl-02"
PACE_S = 0.004
MESSAGES = 200
TOPIC = topic(MACHINE, Stream.TELEMETRY)
KEPT = 20
LINES = 300
GARBAGE = '{"boot": "b", "seq": 1, "time_ms": [1], "signals": {"a": ["1"]}}'


class Watched(MqttSource):
    """The broker's messages, and when each of the other machine's was safe."""

    def __init__(self, mqtt: Mqtt, settings: IngestSettings) -> None:
        super().__init__(mqtt, settings)
        self.safe_at: dict[str, float] = {}

    def ack(self, arrivals: Sequence[Arrival]) -> None:
        super().ack(arrivals)
        now = time.monotonic()
        self.safe_at |= {a.payload.decode(): now for a in arrivals if OTHER in a.topic}


async def delay_s(sender: Mqtt, source: Watched, first: int) -> float:
    """Return the median time from publishing a message of the other machine until it is safe."""
    sent_at: dict[str, float] = {}
    for seq in range(first, first + MESSAGES):
        message = telemetry([seq], {SPEED: [seq]}, machine=OTHER, seq=seq)
        sent_at[message.payload.decode()] = time.monotonic()
        sender.send(message.topic, message.payload)
        await dawdle(PACE_S)
    await until(lambda: sent_at.keys() <= source.safe_at.keys(), within_s=60)
    return statistics.median(source.safe_at[payload] - at for payload, at in sent_at.items())


@asynccontextmanager
async def flood(broker: Broker, garbage: str) -> AsyncIterator[None]:
    """Let a machine publish more garbage than can be looked into."""
    program = broker.installation.program("mosquitto_pub")
    told = f"-h {LOOPBACK} -p {broker.port} -q 1 -i flood -u flood -l -t {TOPIC}"
    flooding = await asyncio.create_subprocess_exec(program, *told.split(), stdin=asyncio.subprocess.PIPE)
    pouring = asyncio.create_task(pour(flooding, f"{garbage}\n".encode() * LINES))
    try:
        yield
        assert flooding.returncode is None, "the flood ended by itself"
    finally:
        pouring.cancel()
        await asyncio.wait([pouring])
        flooding.kill()
        await flooding.wait()


async def pour(flooding: asyncio.subprocess.Process, lines: bytes) -> None:
    """Give a publisher lines, some at a time: it keeps in memory what the broker has not taken."""
    assert flooding.stdin
    while True:
        flooding.stdin.write(lines)
        await flooding.stdin.drain()
        await dawdle(0.01)


async def test_a_flood_from_one_machine_slows_no_other_and_fills_no_disk(database: Database, broker: Broker) -> None:
    for machine in (MACHINE, OTHER):
        see(database, machine, "customer:acme")
    settings = ingest_settings(database, mqtt_url=broker.url("ingest"), kept_rejects=KEPT)
    async with flowing(settings) as (pipeline, source), Mqtt(broker.url()) as sender:
        await sender.wait_connected()
        await delay_s(sender, source, 0)
        before_bytes = size(database)
        async with flood(broker, GARBAGE):
            await until(lambda: pipeline.tally.refused > 10 * MESSAGES)
            # Where every message is looked into, the others wait for the end of the flood, and this for its deadline.
            await delay_s(sender, source, MESSAGES)
            refused = pipeline.tally.refused
    assert stored(database) == list(range(2 * MESSAGES))
    assert refused > 20 * MESSAGES
    assert size(database) - before_bytes < 2_000_000
    assert counts(database) == [("flood", KEPT), ("wrong_type", KEPT)]


@asynccontextmanager
async def flowing(settings: IngestSettings) -> AsyncIterator[tuple[Pipeline, Watched]]:
    """Yield a pipeline at work, and its source."""
    store = Store(settings.database_url, kept_rejects=settings.kept_rejects, kept_reject_bytes=1000)
    async with connect(settings) as mqtt:
        source = Watched(mqtt, settings)
        pipeline = Pipeline(source, store, Fleet(), settings)
        working = asyncio.create_task(pipeline.run())
        await mqtt.wait_connected()
        try:
            yield pipeline, source
        finally:
            working.cancel()
            await asyncio.wait([working])
            await store.reset()


def size(database: Database) -> int:
    """Return the bytes of all that ingest keeps."""
    query = "select sum(pg_total_relation_size(oid)) from pg_class where relnamespace = 'telemetry'::regnamespace"
    with database.admin() as connection:
        found = connection.execute(query).fetchone()
    assert found
    return int(found[0])


def counts(database: Database) -> list[tuple[str, int]]:
    """Return how many refused messages are kept, by reason."""
    with database.admin() as connection:
        return connection.execute("select reason, count(*) from telemetry.reject group by 1 order by 1").fetchall()


async def test_of_a_flooding_machine_good_telemetry_is_stored_and_nothing_else_is_confirmed(database: Database) -> None:
    async with intake_of(database, explained_refusals=5) as intake:
        now = float(int(time.time()))
        flooding = [arrival(TOPIC, b"garbage")._replace(received_at=now) for _ in range(20)]
        good = [telemetry([i], {SPEED: [i]}, seq=i)._replace(received_at=now) for i in range(3)]
        unsure = event(seq=7)._replace(received_at=now)
        await intake.give(*flooding)
        await intake.give(*good, unsure, telemetry([9], {SPEED: [9]}, machine=OTHER))
        assert [reason for reason, _ in intake.rejects()] == ["invalid_json"] * 5 + ["flood"] * 16
        assert intake.one("select count(*) from telemetry.reading")["count"] == 4
        await intake.give(unsure._replace(received_at=now + 1))
        assert intake.one("select seq from telemetry.event")["seq"] == 7
        done = await fold(await intake.store.connection())
        assert done is not None
        assert done.outcomes["stored"] == 5


async def test_a_large_message_counts_more_than_a_short_one(intake: Intake) -> None:
    now = float(int(time.time()))
    large = arrival(TOPIC, b"[" + b"1," * 100_000 + b"1]")._replace(received_at=now)
    await intake.give(*[large] * 4)
    assert [reason for reason, _ in intake.rejects()] == ["wrong_shape"] * 3 + ["flood"]
