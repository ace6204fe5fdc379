"""Do arrays come back from the database as they were sent, whether they were looked at or not?"""

import numpy as np
import psycopg
import pytest
from numpy.typing import DTypeLike

from services.kit.array import Numbers, Unread, unpacked
from services.kit.testing import Database

_TYPES: list[tuple[str, DTypeLike]] = [
    ("boolean", bool),
    ("smallint", np.int16),
    ("integer", np.int32),
    ("bigint", np.int64),
    ("real", np.float32),
    ("double precision", np.float64),
]


def _answer(database: Database, query: str, value: object) -> bytes | None:
    with psycopg.connect(database.admin_url) as connection, connection.cursor(binary=True) as cursor:
        cursor.execute(query.encode(), [value], binary=True)
        assert cursor.pgresult is not None
        return cursor.pgresult.get_value(0, 0)


@pytest.mark.parametrize(("kind", "of"), _TYPES)
def test_numbers_come_back_as_they_were_sent(database: Database, kind: str, of: DTypeLike) -> None:
    sent = np.array([0, 1, 1, 0, 1]).astype(of)
    came = unpacked(_answer(database, f"select %s::{kind}[]", Numbers(sent)))
    assert came.dtype == sent.dtype
    assert came.tolist() == sent.tolist()


def test_no_numbers_are_an_empty_array(database: Database) -> None:
    assert _answer(database, "select cardinality(%s::real[])", Numbers(np.zeros(0, np.float32))) == b"\0\0\0\0"


def test_what_was_never_read_goes_back_as_it_came(database: Database) -> None:
    came = _answer(database, "select array[%s, 'a-1']", "größe")
    assert came is not None
    assert _answer(database, "select array_to_string(%s::text[], '|')", Unread(came)) == "größe|a-1".encode()
