"""Where does each measurement store, so that all of them begin alike?"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from benchmarks.host import Host
from benchmarks.ingest.statement import QUERIES
from ingest.columns import STORED

Connection = psycopg.Connection[tuple[Any, ...]]


@dataclass(frozen=True)
class Database:
    """A copy of the platform's database with every schema in place, machines registered and nothing stored."""

    host: Host
    name: str

    def url(self, role: str) -> str:
        """Return where a role reaches it."""
        return _named(self.host.database_url(role), self.name)

    @contextmanager
    def admin(self) -> Iterator[Connection]:
        """Yield a connection that may do everything, for arranging and for looking."""
        with psycopg.connect(_named(self.host.admin_url, self.name), autocommit=True) as connection:
            connection.execute("set timezone to 'UTC'; set work_mem to '256MB'; set statement_timeout to '300s'")
            yield connection


@contextmanager
def database(host: Host, machines: int) -> Iterator[Database]:
    """Yield a database in which so many machines are registered; everything before it is on disk, and it is removed."""
    made = Database(host, f"bench_{time.monotonic_ns()}")
    with _server(host) as server:
        template = sql.Identifier(urlsplit(host.admin_url).path[1:])
        server.execute(sql.SQL("create database {} template {}").format(sql.Identifier(made.name), template))
        server.execute(sql.SQL("grant temporary on database {} to ingest").format(sql.Identifier(made.name)))
    try:
        with made.admin() as connection:
            connection.execute(QUERIES["register"], {"machines": machines})
            connection.execute("vacuum analyze access.machine")
            # Whatever was measured before must not be written out while the next one is measured.
            connection.execute("checkpoint")
        yield made
    finally:
        with _server(host) as server:
            server.execute(sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(made.name)))


def make_plain(made: Database) -> None:
    """Let a database take readings as rows of one plain table, with names of machines and every column as told."""
    signals = [sql.SQL("{} {}").format(sql.Identifier(s.name), sql.SQL(s.column_type)) for s in STORED]
    with made.admin() as connection:
        connection.execute(sql.SQL(QUERIES["make_plain"]).format(signals=sql.SQL(", ").join(signals)))


def durability(host: Host) -> dict[str, str]:
    """Return how the database is set to keep what it has committed."""
    names = ("fsync", "synchronous_commit", "full_page_writes", "wal_level", "server_version")
    with _server(host) as server:
        return {name: str(_value(server, sql.SQL("show {}").format(sql.Identifier(name)))) for name in names}


def backends(connection: Connection) -> dict[int, str]:
    """Return the name that each client of the server goes by, by the process that serves it."""
    rows = connection.execute(
        "select pid, application_name from pg_stat_activity where backend_type = 'client backend'"
    )
    return {int(pid): str(name) for pid, name in rows}


def _value(connection: Connection, query: sql.Composed) -> object:
    row = connection.execute(query).fetchone()
    return row[0] if row else None


@contextmanager
def _server(host: Host) -> Iterator[Connection]:
    with psycopg.connect(_named(host.admin_url, "postgres"), autocommit=True) as connection:
        yield connection


def _named(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
