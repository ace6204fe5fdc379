"""Which SQL files are applied, and is the database what the code expects?"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import LiteralString

import psycopg
from psycopg import sql

from services.kit.query import Connection

ROOT = Path(__file__).parents[2]
OWNER = "howdah_owner"
READERS = "telemetry_reader"
_NUMBERED = re.compile(r"^\d{4}_[a-z0-9_]+\.sql$")
_LOCK = 4_203_001


class SchemaAltered(Exception):
    """An applied SQL file has changed since: the database is not what the code says."""


@dataclass(frozen=True)
class Owner:
    """A room of the house that has a login role of its own, and a schema where it has numbered SQL files."""

    name: str
    schema: str
    role: str
    folder: Path

    def files(self) -> dict[str, str]:
        """Return the numbered SQL files by name, in order, with their SHA-256."""
        paths = sorted(p for p in self.folder.glob("*.sql") if _NUMBERED.match(p.name))
        return {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in paths}


def owners(root: Path = ROOT) -> list[Owner]:
    """Return every room that has a schema: access first, then telemetry, then the services by name."""
    folders = sorted(p.parent for p in root.glob("services/*/app.py") if p.parent.name != "kit")
    return [
        Owner("access", "access", "", root / "services" / "kit" / "sql"),
        Owner("ingest", "telemetry", "ingest", root / "ingest" / "sql"),
        *(Owner(f.name.replace("_", "-"), f.name, f"svc_{f.name}", f / "sql") for f in folders),
    ]


def migrate(admin_url: str, passwords: Mapping[str, str], root: Path = ROOT) -> list[str]:
    """Bring the database up to date and return what was applied, as `owner/file`.

    `admin_url` is a superuser's; `passwords` holds one for each owner's role. Two migrations at once take turns.
    Raises SchemaAltered where an applied file has changed: until 1.0 that means starting over with an empty database.
    """
    found = owners(root)
    with psycopg.connect(admin_url, autocommit=True) as connection:
        connection.execute("select pg_advisory_lock(%s)", [_LOCK])
        _prepare(connection, found, passwords)
        return [f"{owner.name}/{file}" for owner in found for file in _apply(connection, owner)]


def _prepare(connection: psycopg.Connection, found: list[Owner], passwords: Mapping[str, str]) -> None:
    connection.execute("create extension if not exists timescaledb")
    database = sql.Identifier(connection.info.dbname)
    connection.execute(sql.SQL("revoke temporary on database {} from public").format(database))
    for group in (OWNER, READERS):
        _create_role(connection, group, None)
    for owner in found:
        if owner.role:
            _create_role(connection, owner.role, passwords[owner.role])
    for owner in found:
        if owner.files():
            _create_schema(connection, owner)
        if owner.name not in ("access", "ingest"):
            readers, role = sql.Identifier(READERS), sql.Identifier(owner.role)
            connection.execute(sql.SQL("grant {} to {}").format(readers, role))
    connection.execute(
        "create table if not exists access.migration (owner text, file text, sha256 text not null,"
        " applied_at timestamptz not null default now(), primary key (owner, file));"
        " grant select on access.migration to public"
    )


def _create_role(connection: psycopg.Connection, role: str, password: str | None) -> None:
    known = connection.execute("select 1 from pg_roles where rolname = %s", [role]).fetchone()
    login = sql.SQL("login password {}").format(password) if password is not None else sql.SQL("nologin")
    verb = sql.SQL("alter" if known else "create")
    connection.execute(sql.SQL("{} role {} {}").format(verb, sql.Identifier(role), login))


def _create_schema(connection: psycopg.Connection, owner: Owner) -> None:
    names = {
        "schema": sql.Identifier(owner.schema),
        "owner": sql.Identifier(OWNER),
        "role": sql.Identifier(owner.role),
        "database": sql.Identifier(connection.info.dbname),
    }
    connection.execute(sql.SQL("create schema if not exists {schema} authorization {owner}").format(**names))
    if not owner.role:
        return
    connection.execute(sql.SQL(_GRANTS).format(**names))
    if owner.name != "ingest":
        connection.execute(sql.SQL(_ACTING).format(**names))
    else:
        connection.execute(sql.SQL("grant temporary on database {database} to {role}").format(**names))


_GRANTS: LiteralString = """
grant usage on schema {schema} to {role};
alter default privileges for role {owner} in schema {schema} grant select, insert, update, delete on tables to {role};
alter default privileges for role {owner} in schema {schema} grant usage on sequences to {role};
"""
# By this the data of a customer are erased with the rights of the room's own role, and so by its row policies.
_ACTING: LiteralString = """
create or replace function {schema}.act(
    statement text, viewers text, machine text, from_time timestamptz, to_time timestamptz
) returns bigint language plpgsql security definer
set search_path = {schema}, pg_catalog, pg_temp set howdah.viewers = '' as $$
declare
    counted bigint;
begin
    perform set_config('howdah.viewers', viewers, true);
    execute statement using machine, from_time, to_time;
    get diagnostics counted = row_count;
    return counted;
end
$$;
alter function {schema}.act owner to {role};
revoke execute on function {schema}.act from public;
grant execute on function {schema}.act to {owner};
"""


def _apply(connection: psycopg.Connection, owner: Owner) -> list[str]:
    applied: dict[str, str] = dict(
        connection.execute("select file, sha256 from access.migration where owner = %s", [owner.name]).fetchall()
    )
    files = owner.files()
    for file, digest in files.items():
        if applied.get(file, digest) != digest:
            raise SchemaAltered(
                f"{owner.name}/{file} has changed since it was applied to this database."
                " Start over with an empty one (make demo FRESH=1), or put the file back."
            )
    missing = [file for file in files if file not in applied]
    for file in missing:
        _run(connection, owner, file, files[file])
    return missing


def _run(connection: psycopg.Connection, owner: Owner, file: str, digest: str) -> None:
    # The statements are part of the program: they are read from the package, never made from input.
    text = (owner.folder / file).read_bytes()
    with connection.transaction():
        connection.execute(sql.SQL("set local role {}").format(sql.Identifier(OWNER)))
        connection.execute(sql.SQL("set local search_path to {}, public").format(sql.Identifier(owner.schema)))
        connection.execute(text)
        connection.execute("reset role")
        connection.execute(
            "insert into access.migration (owner, file, sha256) values (%s, %s, %s)", [owner.name, file, digest]
        )


async def pending(connection: Connection, service: str) -> list[str]:
    """Return what keeps a service from being ready: its and the shared files that are unapplied or altered."""
    rows = await (await connection.execute("select owner, file, sha256 from access.migration")).fetchall()
    applied = {(owner, file): digest for owner, file, digest in rows}
    wanted = [o for o in owners() if o.name in ("access", "ingest", service)]
    return [f"{o.name}/{f}" for o in wanted for f, digest in o.files().items() if applied.get((o.name, f)) != digest]
