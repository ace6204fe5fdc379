"""Does the benchmark of ingest tell the truth, and does it say so when it cannot?"""

import asyncio
import json
from collections.abc import Iterator

import numpy as np
import pytest

from benchmarks.ingest.check import judge
from benchmarks.ingest.consumer import INGEST, RECEIVE, USUAL
from benchmarks.ingest.copying import store
from benchmarks.ingest.database import Connection, Database, database
from benchmarks.ingest.drain import Ended, Rig, drain, fill
from benchmarks.ingest.load import SIGNALS, Load
from benchmarks.ingest.measure import MEASURES, Measure, Verdict
from benchmarks.ingest.plan import Plan, backlog
from benchmarks.ingest.run import Run
from models.messages import decode_telemetry

KEYS = {
    *("pipeline_over_receive", "pipeline_over_copy", "encode_over_copy", "rollups_over_none", "cardinality_over_base"),
    *("latency_ms", "rss_mb", "bytes_per_row", "cpu_s_per_million", "peers", "lost", "duplicated", "void"),
}
LOAD = backlog(machines=20, messages=400, readings=3)


@pytest.fixture(scope="module")
def stored(rig: Rig) -> Iterator[Database]:
    """A database that holds the load."""
    with database(rig.host, LOAD.machines) as made:
        asyncio.run(store(made, LOAD))
        yield made


@pytest.fixture
def connection(stored: Database) -> Iterator[Connection]:
    """A connection whose changes to the load are undone afterwards."""
    with stored.admin() as made:
        made.execute("begin")
        yield made
        made.execute("rollback")


def test_messages_say_what_the_rows_must_hold() -> None:
    packets = list(LOAD.packets(30, 32))
    assert [topic for topic, _ in packets] == [b"fleet/v1/m-000010/telemetry", b"fleet/v1/m-000011/telemetry"]
    told = [decode_telemetry(payload) for _, payload in packets]
    assert np.array_equal(np.concatenate([one.values.T for one in told]), LOAD.values(30, 32))
    assert np.array_equal([one.time_ms for one in told], LOAD.times_ms(30, 32))
    assert told[0].names == tuple(s.name for s in SIGNALS)
    assert len(SIGNALS) == 32


def test_no_machine_measures_twice_at_one_time() -> None:
    load = Load(machines=7, messages=50, readings=3, begin_ms=1_000_000)
    places = {(message % 7, time) for message, times in enumerate(load.times_ms(0, 50).tolist()) for time in times}
    assert len(places) == load.rows


def test_what_is_stored_as_it_was_sent_is_right(connection: Connection) -> None:
    assert judge(connection, LOAD, rolled_up=False).reasons == ()


def test_a_lost_row_is_counted(connection: Connection) -> None:
    connection.execute("delete from telemetry.reading_row where ctid = (select min(ctid) from telemetry.reading_row)")
    verdict = judge(connection, LOAD, rolled_up=False)
    assert (verdict.lost, verdict.duplicated, len(verdict.reasons)) == (1, 0, 1)


def test_a_row_that_is_stored_twice_is_counted(connection: Connection) -> None:
    connection.execute(
        "insert into telemetry.reading (time, received_at, sample, machine)"
        " select time + interval '1 microsecond', received_at, sample + 1000, machine from telemetry.reading limit 1"
    )
    verdict = judge(connection, LOAD, rolled_up=False)
    assert (verdict.lost, verdict.duplicated, len(verdict.reasons)) == (0, 1, 1)


def test_values_that_changed_places_are_found(connection: Connection) -> None:
    connection.execute(
        "update telemetry.reading_row set boom_angle_deg = heading_deg"
        " where machine = (select key from telemetry.machine_key where machine = 'm-000003')"
    )
    assert judge(connection, LOAD, rolled_up=False).reasons


def test_rollups_that_are_missing_are_found(connection: Connection) -> None:
    reasons = judge(connection, LOAD, rolled_up=True).reasons
    assert len(reasons) == 4


def test_a_backlog_that_nobody_keeps_is_no_measurement(rig: Rig) -> None:
    with pytest.raises(Ended, match="nobody to keep 400 of 400"):
        fill(rig.broker, LOAD)


def test_a_run_reports_every_figure_and_is_void_when_a_message_was_dropped(rig: Rig) -> None:
    said: list[str] = []
    run = Run(rig, Plan(messages=LOAD.messages, machines=LOAD.machines), say=said.append)
    for name, consumer in (("receive-1", RECEIVE), ("usual-1", USUAL), ("ingest-1", INGEST)):
        run.samples[name] = [drain(rig, LOAD, consumer)]
    document = json.loads(json.dumps(run.document(dropped=0)))
    assert document.keys() >= KEYS
    assert (document["void"], document["void_reasons"], document["lost"], document["duplicated"]) == (False, [], 0, 0)
    assert document["pipeline_over_receive"] > 0
    assert document["pipeline_over_usual_receive"] > 0
    assert document["settings"]["fsync"] == document["settings"]["synchronous_commit"] == "on"
    assert run.document(dropped=1)["void"] is run.document(dropped=None)["void"] is True


def test_a_figure_is_held_against_what_must_be_and_what_is_aimed_at() -> None:
    latency = Measure("p99", ("latency_ms", "1000", "p99"), 100, 60, less=True)
    verdicts = [latency.verdict({"latency_ms": {"1000": {"p99": value}}}) for value in (59, 61, 101, None)]
    assert verdicts == [Verdict.AIM, Verdict.MUST, Verdict.MISSED, Verdict.UNKNOWN]
    assert {one.path[0] for one in MEASURES} <= {*KEYS, "pipeline_over_usual_receive", "soak"}
