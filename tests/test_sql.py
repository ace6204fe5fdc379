"""Does the database plan every named query of every room, with the rights of the room that asks?"""

import re

import psycopg
import pytest

from services.kit.migrate import Owner, owners
from services.kit.query import Queries
from services.kit.testing import Database

_PARAMETER = re.compile(r"%\((\w+)\)s")


# These need the temporary tables of their connection, and have a test of their own.
_ELSEWHERE = "staging.sql"


def _askers(room: Owner) -> list[Owner]:
    """Return who asks the queries of a room: those of the kit, which has no role, are asked by who has their tables."""
    if room.role:
        return [room]
    return [one for one in owners() if "create table followed (" in _schema(one)]


def _schema(room: Owner) -> str:
    return "\n".join((room.folder / name).read_text() for name in room.files())


def _named() -> list[tuple[Owner, Owner, str, str]]:
    files = [(room, file.name) for room in owners() for file in sorted(room.folder.glob("[a-z]*.sql"))]
    asked = [(room, asker, file) for room, file in files if file != _ELSEWHERE for asker in _askers(room)]
    return [(room, asker, file, name) for room, asker, file in asked for name in Queries(room.folder / file)]


def _numbered(statement: str) -> str:
    """Write named parameters as the server's own ($1, $2, …), so that it can plan without values."""
    names = list(dict.fromkeys(_PARAMETER.findall(statement)))
    return _PARAMETER.sub(lambda match: f"${names.index(match[1]) + 1}", statement).replace("%%", "%").rstrip(";")


@pytest.mark.parametrize(("room", "asker", "file", "name"), _named(), ids=lambda value: getattr(value, "name", value))
def test_a_named_query_is_one_statement_that_the_database_can_plan(
    database: Database, room: Owner, asker: Owner, *, file: str, name: str
) -> None:
    statement = _numbered(Queries(room.folder / file)[name])
    assert ";" not in re.sub(r"'[^']*'|--.*", "", statement), f"{room.name}: {name} holds more than one statement"
    with psycopg.connect(database.url(asker.role)) as connection:
        connection.execute(f"set search_path to {asker.schema}, public")
        connection.execute(f"explain (generic_plan) {statement}".encode())
