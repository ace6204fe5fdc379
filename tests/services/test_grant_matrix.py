"""Is every cell of subject, data group, time and table closed unless it was granted, and readable where it was?"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import orjson
import psycopg
import pytest
from psycopg import sql

from models.consent import DataGroup, mask
from services.kit.migrate import Owner, owners
from services.kit.testing import Database, see

# The services and their tables are those that are there: one made tomorrow is in the matrix.
AT = datetime(2026, 2, 1, 12, tzinfo=UTC)
DAY = timedelta(days=1)
MACHINE = "wl-1"
SERVICES = [owner for owner in owners() if owner.role.startswith("svc_") and owner.name != "registry" and owner.files()]
# Who carries a load, who digs it and whom one meets are machines too.
_OF_A_MACHINE = ("machine", "truck", "digger", "other")
_EMPTY: dict[str, Any] = {"integer": 0, "bigint": 0, "smallint": 0, "real": 0, "double precision": 0, "numeric": 0}
_EMPTY |= {"text": "", "boolean": False, "jsonb": {}, "bytea": "\\x", "uuid": "6f1c2a34-0000-4000-8000-000000000000"}


@dataclass(frozen=True)
class Subject:
    """A viewer, what is granted to it, and whether that is of the rows' time and open at present."""

    viewer: str
    groups: frozenset[DataGroup]
    holds: bool = True


Found = dict[Owner, dict[str, dict[str, str]]]
EVERY = frozenset(DataGroup)
ALL_BUT = {group: Subject(f"party:but-{group}", EVERY - {group}) for group in DataGroup}
ALONE = {group: Subject(f"party:only-{group}", frozenset({group})) for group in DataGroup}
WHOLE = Subject("party:whole", EVERY)
CLOSED = [Subject(f"party:{why}", EVERY, holds=False) for why in ("before", "behind", "over", "coming", "stranger")]
SUBJECTS = [WHOLE, Subject("customer:holder", EVERY), *ALL_BUT.values(), *ALONE.values(), *CLOSED]


def _grant(database: Database) -> None:
    see(database, MACHINE, "all")
    for subject in SUBJECTS:
        if subject.viewer != "party:stranger":
            from_ = AT + DAY if subject.viewer == "party:behind" else None
            to = AT - DAY if subject.viewer == "party:before" else None
            see(database, MACHINE, subject.viewer, from_, to, groups=list(subject.groups))
    with database.admin() as connection:
        connection.execute("update access.visibility set open_to = now() where viewer = 'party:over'")
        connection.execute("update access.visibility set open_from = now() + '1 h' where viewer = 'party:coming'")


def _tables(connection: psycopg.Connection, owner: Owner) -> dict[str, dict[str, str]]:
    """Return the types of the columns of each of a service's tables."""
    rows = connection.execute(
        "select c.table_name, c.column_name, c.data_type from information_schema.columns c"
        " join information_schema.tables t using (table_schema, table_name)"
        " where c.table_schema = %s and t.table_type = 'BASE TABLE' and c.is_generated = 'NEVER'",
        [owner.schema],
    ).fetchall()
    found: dict[str, dict[str, str]] = {}
    for table, column, kind in rows:
        found.setdefault(table, {})[column] = kind
    return found


def _of_machines(tables: dict[str, dict[str, str]]) -> list[str]:
    return [table for table, columns in tables.items() if set(columns) & set(_OF_A_MACHINE)]


def _value(column: str, kind: str) -> Any:
    """Return something of a column's type: the machine, the one time of all rows, and otherwise nothing."""
    match kind:
        case "timestamp with time zone":
            return AT.isoformat()
        case "date":
            return AT.date().isoformat()
        case "ARRAY":
            return []
        case "integer" if column == "hour":
            return int(AT.timestamp()) // 3600
    return MACHINE if column in _OF_A_MACHINE else _EMPTY.get(kind, "{}")


def _fill(connection: psycopg.Connection, schema: str, table: str, columns: dict[str, str]) -> None:
    """Keep one row, whatever else must be true of one: this is about who reads it, not about what it says."""
    name = sql.Identifier(schema, table)
    names = {"schema": schema, "table": table}
    checks = connection.execute(
        "select conname from pg_constraint"
        " where conrelid = format('%%I.%%I', %(schema)s::text, %(table)s::text)::regclass and contype in ('c', 'f')",
        names,
    ).fetchall()
    for (check,) in checks:
        connection.execute(sql.SQL("alter table {} drop constraint {}").format(name, sql.Identifier(check)))
    connection.execute(sql.SQL("alter table {} disable trigger user").format(name))
    row = orjson.dumps({column: _value(column, kind) for column, kind in columns.items()}).decode()
    insertion = sql.SQL("insert into {0} overriding system value select * from jsonb_populate_record(null::{0}, %s)")
    connection.execute(insertion.format(name), [row])


@pytest.fixture
def filled(database: Database) -> tuple[Database, Found]:
    """A database in which each table has a row, of the one machine, and each subject what is granted to it."""
    _grant(database)
    with database.admin() as connection:
        found = {owner: _tables(connection, owner) for owner in SERVICES}
        for owner, tables in found.items():
            for table, columns in tables.items():
                _fill(connection, owner.schema, table, columns)
    return database, found


def _sees(connection: psycopg.Connection, viewer: str, table: sql.Identifier) -> bool:
    with connection.transaction():
        connection.execute("select set_config('howdah.viewers', %s, true)", [viewer])
        found = connection.execute(sql.SQL("select count(*) from {}").format(table)).fetchone()
    return found is not None and found[0] > 0


def _wrong(connection: psycopg.Connection, table: sql.Identifier) -> list[str]:
    """Return what is wrong with who sees a table's row."""
    if not _sees(connection, WHOLE.viewer, table):
        # What is the service's own is told to nobody else, however much is granted.
        seen = [subject.viewer for subject in SUBJECTS if _sees(connection, subject.viewer, table)]
        return seen if _sees(connection, "all", table) else ["nobody, not even the service itself"]
    needed = {group for group, subject in ALL_BUT.items() if not _sees(connection, subject.viewer, table)}
    if not needed:
        return ["whoever has any group"]
    return [
        subject.viewer
        for subject in SUBJECTS
        if _sees(connection, subject.viewer, table) != (subject.holds and needed <= subject.groups)
    ]


def test_no_table_tells_anybody_what_was_not_granted_and_each_what_was(
    filled: tuple[Database, Found],
) -> None:
    database, found = filled
    wrong: dict[str, list[str]] = {}
    for owner, tables in found.items():
        with psycopg.connect(database.url(owner.role), autocommit=True) as connection:
            for table in _of_machines(tables):
                if seen := _wrong(connection, sql.Identifier(owner.schema, table)):
                    wrong[f"{owner.schema}.{table}"] = seen
    assert wrong == {}, "see docs/consent.md: name the groups of data in the policy, access.sees(machine, at, 'health')"
    assert {"diagnostics.alert", "weighing.pass", "positioning.visit"} <= {
        f"{owner.schema}.{table}" for owner, tables in found.items() for table in _of_machines(tables)
    }


def test_a_mask_of_every_group_is_what_the_matrix_grants() -> None:
    assert mask(WHOLE.groups) == 2 ** len(DataGroup) - 1
