"""Does a worker that follows machines take every reading in, in order, once, and again when more of it came?"""

import itertools
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from services.kit.follow import Following, Span, keep_place, list_due, rewind_late
from services.kit.telemetry import TelemetryReader
from services.kit.testing import Database, see

HOUR = timedelta(hours=1)
# Behind a full hour, and long enough for all that is known of the one before to be complete.
NOW = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) - 5 * HOUR + timedelta(minutes=30)
FULL = NOW.replace(minute=0)
FOLLOWING = Following(["wheel_loader"], "engine_speed_rpm", first=timedelta(days=4), at_once=timedelta(days=1))
_TABLES = """
    create table template.followed (
        machine text collate "C" primary key, until timestamptz not null, resume timestamptz not null,
        taken_at timestamptz not null, compared_at timestamptz not null
    );
    create table template.followed_hour (
        machine text collate "C" not null, hour integer not null, samples integer not null default -1,
        resume timestamptz, primary key (machine, hour)
    );
    grant all on template.followed, template.followed_hour to svc_template;
"""


@pytest.fixture
async def telemetry(database: Database) -> AsyncIterator[TelemetryReader]:
    """What the service `template` reads for everybody, of one machine that was heard at NOW."""
    see(database, "wl-1", "all")
    with database.admin() as connection:
        connection.execute(_TABLES.encode())
        _hear(connection, NOW)
    options = "-c search_path=template,public -c timezone=UTC"
    async with await psycopg.AsyncConnection.connect(database.url("svc_template"), options=options) as connection:
        await connection.execute("select set_config('howdah.viewers', 'all,worker', false)")
        yield TelemetryReader(connection)


def _hear(connection: psycopg.Connection, time: datetime, samples: int = 60) -> None:
    """Let the machine be heard until a time, and its hour hold so many samples of everything."""
    connection.execute("delete from telemetry.latest")
    connection.execute("insert into telemetry.latest (machine, time, received_at) values ('wl-1', %s, now())", [time])
    _tell(connection, time.replace(minute=0), samples)


def _tell(connection: psycopg.Connection, hour: datetime, samples: int) -> None:
    connection.execute(
        "insert into telemetry.rollup_hour"
        " (machine, bucket, first_time, last_time, readings, engine_speed_rpm_mean, engine_speed_rpm_count)"
        " values ('wl-1', %(hour)s, %(hour)s, %(hour)s, %(samples)s, 1000, %(samples)s)"
        " on conflict (machine, bucket) do update set engine_speed_rpm_count = excluded.engine_speed_rpm_count",
        {"hour": hour, "samples": samples},
    )


async def _take(telemetry: TelemetryReader) -> list[Span]:
    """Take in what is due as a worker does: nothing was under way a minute before the end."""
    taken: list[Span] = []
    while spans := await list_due(telemetry, FOLLOWING, 10):
        for span in spans:
            await keep_place(telemetry.connection, span, span.to - timedelta(minutes=1))
        taken += spans
    await telemetry.connection.commit()
    await telemetry.connection.execute("select set_config('howdah.viewers', 'all,worker', false)")
    return taken


async def _rewind(telemetry: TelemetryReader) -> list[str]:
    rewound = await rewind_late(telemetry, FOLLOWING, timedelta(0), 10)
    await telemetry.connection.commit()
    return rewound


async def test_the_first_look_takes_the_past_in_piece_by_piece(telemetry: TelemetryReader) -> None:
    taken = await _take(telemetry)
    assert taken[0].from_ == NOW - FOLLOWING.first
    assert [span.until for span in taken[1:]] == [span.to for span in taken[:-1]]
    assert all(one.from_ == before.to - timedelta(minutes=1) for before, one in itertools.pairwise(taken))
    assert taken[-1].to == NOW + timedelta(microseconds=1)
    assert await _take(telemetry) == []


async def test_a_look_takes_in_a_day_of_minutes_and_some_hours_of_seconds(
    database: Database, telemetry: TelemetryReader
) -> None:
    following = replace(FOLLOWING, at_once=3 * HOUR)
    with database.admin() as connection:
        for hours in range(1, 96):
            _tell(connection, FULL - hours * HOUR, 3600 if hours < 20 else 60)
    ends, lengths = [], []
    while spans := await list_due(telemetry, following, 10):
        await keep_place(telemetry.connection, spans[0], spans[0].to)
        ends.append(spans[0].to)
        lengths.append(spans[0].to - spans[0].until)
    assert max(lengths) <= 24 * HOUR
    assert sum(length > 20 * HOUR for length in lengths) == 3
    assert all(length == 3 * HOUR for length, end in zip(lengths, ends, strict=True) if FULL - 15 * HOUR < end < FULL)


async def test_what_is_new_is_taken_in_from_where_nothing_was_under_way(
    database: Database, telemetry: TelemetryReader
) -> None:
    before = await _take(telemetry)
    with database.admin() as connection:
        _hear(connection, NOW + timedelta(seconds=1))
    (span,) = await _take(telemetry)
    assert span.until == before[-1].to
    assert span.from_ == before[-1].to - timedelta(minutes=1)
    assert span.to == NOW + timedelta(seconds=1, microseconds=1)


async def test_an_hour_that_went_on_is_taken_in_anew_once_it_is_complete(
    database: Database, telemetry: TelemetryReader
) -> None:
    await _take(telemetry)
    assert await _rewind(telemetry) == []
    with database.admin() as connection:
        _hear(connection, NOW + HOUR)
    await _take(telemetry)
    assert await _rewind(telemetry) == ["wl-1"]
    (again,) = await _take(telemetry)
    assert again.from_ <= FULL
    assert again.until == FULL
    assert again.hours[int(FULL.timestamp()) // 3600] == 60
    assert await _rewind(telemetry) == []


async def test_late_readings_let_their_hour_be_taken_in_anew(database: Database, telemetry: TelemetryReader) -> None:
    await _take(telemetry)
    late = FULL - 30 * HOUR
    with database.admin() as connection:
        _tell(connection, late, 7)
    assert await _rewind(telemetry) == ["wl-1"]
    taken = await _take(telemetry)
    assert late - timedelta(days=1) <= taken[0].from_ <= late
    assert taken[0].until == late
    assert taken[-1].to == NOW + timedelta(microseconds=1)
    assert await _rewind(telemetry) == []


async def test_what_is_not_committed_is_taken_in_again(telemetry: TelemetryReader) -> None:
    spans = await list_due(telemetry, FOLLOWING, 10)
    await keep_place(telemetry.connection, spans[0], spans[0].to)
    await telemetry.connection.rollback()
    await telemetry.connection.execute("select set_config('howdah.viewers', 'all,worker', false)")
    assert await list_due(telemetry, FOLLOWING, 10) == spans


async def test_a_machine_whose_clock_is_ahead_tells_of_no_time_to_come(
    database: Database, telemetry: TelemetryReader
) -> None:
    with database.admin() as connection:
        _hear(connection, datetime.now(UTC) + 9 * HOUR)
    taken = await _take(telemetry)
    assert taken[-1].to <= datetime.now(UTC)
