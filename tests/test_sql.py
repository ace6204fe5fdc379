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


def _named() -> list[tuple[Owner, str, str]]:
    files = [(owner, file.name) for owner in owners() for file in sorted(owner.folder.glob("[a-z]*.sql"))]
    return [(o, file, name) for o, file in files if file != _ELSEWHERE for name in Queries(o.folder / file)]


def _numbered(statement: str) -> str:
    """Write named parameters as the server's own ($1, $2, …), so that it can plan without values."""
    names = list(dict.fromkeys(_PARAMETER.findall(statement)))
    return _PARAMETER.sub(lambda match: f"${names.index(match[1]) + 1}", statement).replace("%%", "%").rstrip(";")


@pytest.mark.parametrize(("owner", "file", "name"), _named(), ids=lambda value: getattr(value, "name", value))
def test_a_named_query_is_one_statement_that_the_database_can_plan(
    database: Database, owner: Owner, file: str, name: str
) -> None:
    statement = _numbered(Queries(owner.folder / file)[name])
    assert ";" not in re.sub(r"'[^']*'|--.*", "", statement), f"{owner.name}: {name} holds more than one statement"
    with psycopg.connect(database.url(owner.role)) as connection:
        connection.execute(f"set search_path to {owner.schema}, public")
        connection.execute(f"explain (generic_plan) {statement}".encode())
