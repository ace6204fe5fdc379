"""Which database has a test, and who sees which machine in it?"""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from psycopg import sql

from models.consent import DataGroup, mask
from services.kit.migrate import migrate, owners

TEMPLATE = "howdah_template"


class PostgresServer(Protocol):
    """A running PostgreSQL, as the project's `servers` fixture gives it."""

    @property
    def admin_url(self) -> str:
        """Where its superuser connects."""


@dataclass(frozen=True)
class Database:
    """A database of one test, with every schema in place and nothing in it."""

    admin_url: str
    passwords: Mapping[str, str]

    def url(self, role: str) -> str:
        """Return where a role (`ingest`, `svc_registry`, …) connects."""
        parts = urlsplit(self.admin_url)
        return urlunsplit(parts._replace(netloc=f"{role}:{self.passwords[role]}@{parts.hostname}:{parts.port}"))

    def admin(self) -> psycopg.Connection:
        """Return an autocommitting connection that may do everything: for arranging and for looking."""
        return psycopg.connect(self.admin_url, autocommit=True)


def _named(url: str, database: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


@pytest.fixture(scope="session")
def database_passwords() -> dict[str, str]:
    """A password for every owner's role."""
    return {owner.role: secrets.token_urlsafe(16) for owner in owners() if owner.role}


@pytest.fixture(scope="session")
def postgres(servers: Any) -> PostgresServer:
    """The PostgreSQL of this run: a project's `servers` fixture provides it."""
    server: PostgresServer = servers.postgres
    return server


@pytest.fixture(scope="session")
def template(postgres: PostgresServer, database_passwords: dict[str, str]) -> str:
    """A migrated database that every test's own is cloned from."""
    with psycopg.connect(postgres.admin_url, autocommit=True) as connection:
        connection.execute(sql.SQL("create database {}").format(sql.Identifier(TEMPLATE)))
    migrate(_named(postgres.admin_url, TEMPLATE), database_passwords)
    return TEMPLATE


@contextmanager
def cloned(postgres: PostgresServer, template: str, passwords: dict[str, str]) -> Iterator[Database]:
    """Give a migrated database of its own to whoever asks, and drop it afterwards."""
    chosen = f"test_{secrets.token_hex(6)}"
    name = sql.Identifier(chosen)
    with psycopg.connect(postgres.admin_url, autocommit=True) as connection:
        connection.execute(sql.SQL("create database {} template {}").format(name, sql.Identifier(template)))
        connection.execute(sql.SQL("revoke temporary on database {} from public").format(name))
        connection.execute(sql.SQL("grant temporary on database {} to ingest").format(name))
    try:
        yield Database(_named(postgres.admin_url, chosen), passwords)
    finally:
        with psycopg.connect(postgres.admin_url, autocommit=True) as connection:
            connection.execute(sql.SQL("drop database {} with (force)").format(name))


@pytest.fixture
def database(postgres: PostgresServer, template: str, database_passwords: dict[str, str]) -> Iterator[Database]:
    """A database of this test's own."""
    with cloned(postgres, template, database_passwords) as made:
        yield made


def see(
    database: Database,
    machine: str,
    viewer: str,
    from_time: datetime | None = None,
    to_time: datetime | None = None,
    *,
    kind: str = "wheel_loader",
    groups: Sequence[DataGroup] = (),
    holder: str | None = None,
) -> None:
    """Commission a machine and let a viewer see [from_time, to_time) of it (None: without end).

    Without groups of data it is all of them; `holder` is whose machine it is, where the viewer is a purpose.
    """
    with database.admin() as connection:
        connection.execute(
            "insert into access.machine (machine, kind, model, generation, commissioned_at)"
            " values (%s, %s, 'test-model', 'json', '2020-01-01Z') on conflict do nothing",
            [machine, kind],
        )
        connection.execute(
            "insert into access.visibility (viewer, machine, from_time, to_time, groups, holder) values"
            " (%s, %s, coalesce(%s, '-infinity'::timestamptz), coalesce(%s, 'infinity'::timestamptz), %s, %s)",
            [viewer, machine, from_time, to_time, mask(groups) if groups else -1, holder],
        )
