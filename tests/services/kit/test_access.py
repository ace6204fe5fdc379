"""Does isolation hold below the application, for every service's own database role?"""

from datetime import UTC, datetime

import psycopg
import pytest
from psycopg import sql
from psycopg.errors import InsufficientPrivilege

from models.consent import DataGroup
from services.kit.database import WORKER
from services.kit.migrate import OWNER, READERS, owners
from services.kit.testing import Database, see

SOLD = datetime(2026, 3, 1, tzinfo=UTC)
ROLES = [owner.role for owner in owners() if owner.role.startswith("svc_")]
VIEWS = ("reading_v1", "latest_v1", "rollup_minute_v1", "rollup_hour_v1", "rollup_day_v1", "event_v1", "state_v1")


def _store(database: Database) -> None:
    """One machine that 'a' sold to 'b', with a reading on each side of the sale, and one that only 'b' ever had."""
    see(database, "sold", "customer:a", datetime(2026, 1, 1, tzinfo=UTC), SOLD)
    see(database, "sold", "customer:b", SOLD)
    see(database, "other", "customer:b")
    with database.admin() as connection:
        for sample, (machine, time) in enumerate(
            [("sold", "2026-02-01Z"), ("sold", "2026-04-01Z"), ("other", "2026-02-01Z")]
        ):
            connection.execute(
                "insert into telemetry.reading (machine, time, sample, received_at) values (%s, %s, %s, now())",
                [machine, time, sample],
            )


def _seen(connection: psycopg.Connection, viewers: str) -> set[tuple[str, int]]:
    with connection.transaction():
        connection.execute("select set_config('howdah.viewers', %s, true)", [viewers])
        rows = connection.execute("select machine, extract(month from time)::int from telemetry.reading_v1").fetchall()
    return {(machine, month) for machine, month in rows}


@pytest.mark.parametrize("role", ROLES)
def test_a_services_role_sees_only_the_viewers_machines_and_periods(database: Database, role: str) -> None:
    _store(database)
    with psycopg.connect(database.url(role)) as connection:
        assert _seen(connection, "customer:a") == {("sold", 2)}
        assert _seen(connection, "customer:b") == {("sold", 4), ("other", 2)}
        assert _seen(connection, "customer:c") == set()
        assert _seen(connection, "") == set()


@pytest.mark.parametrize("role", ROLES)
def test_a_viewer_does_not_outlive_its_transaction(database: Database, role: str) -> None:
    _store(database)
    with psycopg.connect(database.url(role), autocommit=True) as connection:
        assert _seen(connection, "customer:b")
        assert connection.execute("select * from telemetry.reading_v1").fetchall() == []


@pytest.mark.parametrize("role", ROLES)
def test_a_services_role_can_read_no_table_of_another_room(database: Database, role: str) -> None:
    with psycopg.connect(database.url(role), autocommit=True) as connection:
        for schema, relation in _foreign_relations(database, role):
            with pytest.raises(InsufficientPrivilege):
                connection.execute(
                    sql.SQL("select * from {}.{}").format(sql.Identifier(schema), sql.Identifier(relation))
                )


def _foreign_relations(database: Database, role: str) -> list[tuple[str, str]]:
    own = [owner.schema for owner in owners() if owner.role == role and owner.files()]
    own += ["access"] if role == "svc_registry" else []
    with database.admin() as connection:
        found = connection.execute(
            "select n.nspname, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace"
            " where c.relkind in ('r', 'p', 'v', 'm', 'f') and not n.nspname = any(%s)"
            " and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')"
            " and n.nspname not like 'timescaledb%%' and n.nspname not like '_timescaledb%%'"
            " and (n.nspname, c.relname) <> ('access', 'migration') and c.relname not like '%%\\_v1'",
            [own],
        ).fetchall()
    assert ("telemetry", "reading") in found
    return found


@pytest.mark.parametrize("role", ROLES)
def test_a_services_role_cannot_read_the_chunks_beneath(database: Database, role: str) -> None:
    _store(database)
    with database.admin() as admin:
        chunks = [str(row[0]) for row in admin.execute("select show_chunks('telemetry.reading_row')::text").fetchall()]
    assert chunks
    with psycopg.connect(database.url(role), autocommit=True) as connection:
        for chunk in chunks:
            schema, _, name = chunk.partition(".")
            with pytest.raises(InsufficientPrivilege):
                connection.execute(sql.SQL("select * from {}.{}").format(sql.Identifier(schema), sql.Identifier(name)))


@pytest.mark.parametrize("role", [role for role in ROLES if role != "svc_registry"])
def test_only_the_registry_may_change_who_sees_what(database: Database, role: str) -> None:
    with psycopg.connect(database.url(role), autocommit=True) as connection, pytest.raises(InsufficientPrivilege):
        connection.execute("insert into access.visibility values ('customer:a', 'x', '-infinity', 'infinity')")


def test_no_process_has_a_role_that_passes_by_the_rules(database: Database) -> None:
    roles = [*ROLES, "ingest"]
    with database.admin() as connection:
        strong = connection.execute(
            "select rolname from pg_roles where rolname = any(%s)"
            " and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb)",
            [roles],
        ).fetchall()
        owned = connection.execute(
            "select c.relname from pg_class c join pg_roles r on r.oid = c.relowner where r.rolname = any(%s)", [roles]
        ).fetchall()
        members = connection.execute(
            "select m.rolname from pg_auth_members a join pg_roles m on m.oid = a.member"
            " join pg_roles g on g.oid = a.roleid where g.rolname = %s and m.rolname = any(%s)",
            [OWNER, roles],
        ).fetchall()
    assert (strong, owned, members) == ([], [], [])
    assert READERS not in roles


def test_every_view_of_telemetry_is_a_security_barrier(database: Database) -> None:
    with database.admin() as connection:
        found = connection.execute(
            "select c.relname, coalesce('security_barrier=true' = any(c.reloptions), false) from pg_class c"
            " join pg_namespace n on n.oid = c.relnamespace"
            " where n.nspname = 'telemetry' and c.relkind = 'v' and c.relname like '%\\_v1'"
        ).fetchall()
    barrier: dict[str, bool] = dict(found)
    assert set(VIEWS) <= set(barrier)
    assert all(barrier.values()), barrier


_MOMENTS = "array['-infinity', '2026-01-15Z', '2026-02-28Z', '2026-03-01Z', '2026-06-01Z']::timestamptz[]"


@pytest.mark.parametrize(
    "viewers", ["customer:a", "customer:b", "customer:a,customer:b", "party:p", "party:p,customer:b", ""]
)
def test_both_ends_of_a_time_are_seen_where_each_of_them_is(database: Database, viewers: str) -> None:
    _store(database)
    see(database, "sold", "party:p", groups=[DataGroup.HEALTH])
    with database.admin() as connection, connection.transaction():
        connection.execute("select set_config('howdah.viewers', %s, true)", [viewers])
        for groups in ("'health'", "'health', 'fuel'", "'fuel'"):
            rows = connection.execute(
                f"select access.sees('sold', f, l, {groups}),"
                f" access.sees('sold', f, {groups}) and access.sees('sold', l, {groups})"
                f" from unnest({_MOMENTS}) f, unnest({_MOMENTS}) l".encode()
            ).fetchall()
            assert [both for both, _ in rows] == [each for _, each in rows]


def test_a_worker_looks_machines_up_as_one_viewer(database: Database) -> None:
    _store(database)
    see(database, "sold", "all")
    with psycopg.connect(database.url("svc_weighing")) as connection:
        assert _seen(connection, ",".join(WORKER)) == _seen(connection, "all") == {("sold", 2), ("sold", 4)}
        assert _seen(connection, "worker") == set()
        connection.execute("select set_config('howdah.viewers', %s, false)", [",".join(WORKER)])
        plan = connection.execute("explain (analyze) select machine from telemetry.machine_v1").fetchall()
    # What several viewers see of machines is put together for all of them before the first is told.
    [several] = [row for (row,) in plan if "visibility v_1 " in row]
    assert "never executed" in several


def test_what_may_be_used_of_many_machines_is_what_may_be_of_each(database: Database) -> None:
    _store(database)
    see(database, "sold", "purpose:benchmarking", SOLD, holder="b")
    asked = f"unnest(array['sold', 'other', 'nobody']) m, unnest({_MOMENTS}) t"
    each = f"select m, t from {asked} where access.consented('benchmarking', m, t)"
    among = f"select array_agg(m) as m, array_agg(t) as t from {asked}"
    with database.admin() as connection:
        found = connection.execute(f"select m from ({each}) e".encode()).fetchall()
        told = connection.execute(
            f"select machine from ({among}) a, access.consented_among('benchmarking', a.m, a.t) machine".encode()
        ).fetchall()
    assert found == told == [("sold",)] * 2
