"""Is what was read written down when a process ends in order, and kept while the database is away?"""

from datetime import UTC, datetime, timedelta

import pytest

from models.consent import DataGroup, mask
from services.kit.auth import Role
from services.kit.pool import Pool
from services.kit.testing import Database, House, see
from services.kit.witness import Reader, Watch, at_work, reader_of, said_by
from services.kit.witness.meaning import Meanings
from tests.services.measurement import measure

NOW = datetime.now(UTC)
_MEANINGS = Meanings(
    [
        ("alert", "access.sees(machine, first_seen, VARIADIC ARRAY['health'::text])"),
        ("spell", "access.sees(machine, data_from, data_until, VARIADIC ARRAY['health'::text])"),
        ("turn", "(EXISTS ( SELECT FROM diagnostics.alert a WHERE (a.id = turn.alert)))"),
        ("note", "access.sees(machine, written_at)"),
        ("look", "('all'::text = ANY (access.viewers()))"),
        (
            "hard",
            "access.sees(m, to_timestamp(((hour)::numeric * 3600.0)), VARIADIC ARRAY['health'::text, 'fuel'::text])",
        ),
    ]
)


@pytest.mark.parametrize(
    ("statement", "groups"),
    [
        ("select * from turn where alert = 1", [DataGroup.HEALTH]),
        ("select * from note", list(DataGroup)),
        ("select * from spell", [DataGroup.HEALTH]),
        ("select * from look", []),
        ("select * from diagnostics.hard", [DataGroup.HEALTH, DataGroup.FUEL]),
        ("insert into alert (machine) values ($1)", []),
        ('select time, "fuel_rate_lph" from telemetry.reading_v1', [DataGroup.FUEL]),
        ("select coalesce(fuel_rate_lph_mean, 'NaN') from telemetry.rollup_hour_v1", [DataGroup.FUEL]),
        ("select code from telemetry.event_v1", [DataGroup.EVENTS]),
        ("select fuel_rate_lph from elsewhere", []),
        ("select machine from telemetry.machine_v1", []),
    ],
)
def test_a_statement_reads_the_groups_of_the_tables_and_signals_that_it_names(
    statement: str, groups: list[DataGroup]
) -> None:
    assert _MEANINGS.of(statement.encode()) == mask(groups)


def test_of_several_machines_one_note_tells_and_of_one_its_own() -> None:
    watch = Watch(Reader("user:eva", "/v1/x", ("region:n",)), _MEANINGS)
    for machines in ({"a"}, {"b"}, {"a", "b"}, {"b", "c"}):
        watch.note(machines, 1, NOW, NOW + timedelta(hours=1))
    assert {about: seen.machines for about, seen in watch.seen.items()} == {"a": {"a"}, "b": {"b"}, "": {"a", "b", "c"}}


def test_a_caller_reads_with_their_own_rights_and_the_service_with_others() -> None:
    at_work("keep_working")
    assert reader_of("weighing", ("all",)) == Reader("service:weighing", "keep_working", ("all",))
    said_by("user:eva", "/v1/x", ("region:n",))
    assert reader_of("weighing", ("region:n",)).subject == "user:eva"
    assert reader_of("weighing", ("all",)) == Reader("service:weighing", "/v1/x", ("all",))


def _logged(database: Database) -> list[tuple[object, ...]]:
    with database.admin() as connection:
        return connection.execute("select owner, reader, machines, reads from access.log_note").fetchall()


async def test_what_was_read_is_kept_while_it_cannot_be_written_and_written_at_the_end(
    house: House, database: Database
) -> None:
    see(database, "wl-1", "region:n")
    measure(database, "wl-1", NOW - timedelta(minutes=5), fuel_rate_lph=20)
    with database.admin() as connection:
        connection.execute("insert into access.holding values ('wl-1', 'acme', '-infinity', 'infinity')")
        connection.execute("alter function access.note_reads(jsonb) rename to elsewhere")
    api = await house.api("telemetry", house.token(Role.ENGINEER, "region:n"))
    asked = {"from": (NOW - timedelta(hours=1)).isoformat(), "to": NOW.isoformat(), "signals": "fuel_rate_lph"}
    for _ in range(2):
        assert (await api.get("/v1/machines/wl-1/history", params=asked)).status_code == 200
    pool: Pool = house.apps["telemetry"].state.resources.pool
    await pool.write_log()
    assert _logged(database) == []
    with database.admin() as connection:
        connection.execute("alter function access.elsewhere(jsonb) rename to note_reads")
    await pool.close()
    ((owner, reader, machines, reads),) = _logged(database)
    assert (owner, reader, machines) == ("acme", "user:engineer", ["wl-1"])
    assert isinstance(reads, int)
    assert reads >= 2
