"""What stands in every table of every service, so that a test can look who sees it and what becomes of it?"""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any
from zlib import crc32

import orjson
import psycopg
from psycopg import sql
from psycopg.errors import UniqueViolation

# Who carries a load, who digs it and whom one meets are machines too.
OF_A_MACHINE = ("machine", "truck", "digger", "other")
_EMPTY: dict[str, Any] = {"integer": 0, "smallint": 0, "real": 0, "double precision": 0, "numeric": 0}
_EMPTY |= {"text": "", "boolean": False, "jsonb": {}, "bytea": "\\x", "uuid": "6f1c2a34-0000-4000-8000-000000000000"}

Tables = dict[str, dict[str, str]]


def tables_of(connection: psycopg.Connection, schema: str) -> Tables:
    """Return the types of the columns of each of a schema's tables."""
    rows = connection.execute(
        "select c.table_name, c.column_name, c.data_type from information_schema.columns c"
        " join information_schema.tables t using (table_schema, table_name)"
        " where c.table_schema = %s and t.table_type = 'BASE TABLE' and c.is_generated = 'NEVER'",
        [schema],
    ).fetchall()
    found: Tables = {}
    for table, column, kind in rows:
        found.setdefault(table, {})[column] = kind
    return found


def views_of(connection: psycopg.Connection, schema: str) -> Tables:
    """Return the types of the columns of each view of a schema that is for others: its name ends in its version."""
    rows = connection.execute(
        "select table_name, column_name, data_type from information_schema.columns"
        " join information_schema.views using (table_schema, table_name)"
        " where table_schema = %s and table_name ~ '_v[0-9]+$'",
        [schema],
    ).fetchall()
    found: Tables = {}
    for view, column, kind in rows:
        found.setdefault(view, {})[column] = kind
    return found


def of_machines(tables: Tables) -> list[str]:
    """Return the tables that tell of machines."""
    return [table for table, columns in tables.items() if set(columns) & set(OF_A_MACHINE)]


def fill(
    connection: psycopg.Connection, table: tuple[str, str], columns: Mapping[str, str], at: datetime, **told: str
) -> None:
    """Keep one row of one time, unless one of its key is there, whatever else must be true of one.

    `told` is what stands in columns of text.
    """
    name = sql.Identifier(*table)
    _let_anything_in(connection, table, name)
    row = orjson.dumps({column: _value(column, kind, at, told) for column, kind in columns.items()}).decode()
    insertion = sql.SQL("insert into {0} overriding system value select * from jsonb_populate_record(null::{0}, %s)")
    with suppress(UniqueViolation):
        connection.execute(insertion.format(name), [row])


def _let_anything_in(connection: psycopg.Connection, table: tuple[str, str], name: sql.Identifier) -> None:
    checks = connection.execute(
        "select conname from pg_constraint where conrelid = format('%%I.%%I', %s::text, %s::text)::regclass"
        " and contype = 'c'",
        table,
    ).fetchall()
    for (check,) in checks:
        connection.execute(sql.SQL("alter table {} drop constraint {}").format(name, sql.Identifier(check)))
    # No trigger and no reference is looked at; those of hypertables could not be put off otherwise.
    connection.execute("set session_replication_role = replica")


def _value(column: str, kind: str, at: datetime, told: Mapping[str, str]) -> Any:
    """Return something of a column's type: what is told, the one time of the row, and otherwise nothing."""
    match kind:
        case "timestamp with time zone":
            return at.isoformat()
        case "date":
            return at.date().isoformat()
        case "ARRAY":
            return []
        case "integer" if column == "hour":
            return int(at.timestamp()) // 3600
        case "bigint":
            # The same in every table, so that what belongs to a row belongs to it.
            return crc32(f"{sorted(told.items())} {at}".encode())
        case "text" if column in told:
            return told[column]
    return _EMPTY.get(kind, "{}")
