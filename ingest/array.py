"""How do many texts and numbers get into one row without being looked at one by one?"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import psycopg
from numpy.typing import NDArray
from psycopg.adapt import Dumper
from psycopg.pq import Format

_BIGINT, _BIGINTS = 20, 1016
# https://www.postgresql.org/docs/current/arrays.html; array_recv: dimensions, nulls, type, length, lower bound.
_HEAD = struct.Struct(">iiIii")
_EMPTY = struct.pack(">iiI", 0, 0, _BIGINT)
_ELEMENT = np.dtype([("length", ">i4"), ("value", ">i8")])


@dataclass(frozen=True)
class Integers:
    """Numbers to be sent as one bigint[]."""

    values: NDArray[np.int64]


def texts(names: Sequence[str]) -> str:
    """Return names as the text of an array.

    Neither a machine's id nor a boot may hold a character that would have to be escaped.
    """
    return '{"' + '","'.join(names) + '"}' if names else "{}"


class _IntegersDumper(Dumper):
    format = Format.BINARY
    oid = _BIGINTS

    def dump(self, obj: Integers) -> bytes:
        """Return the array as the database receives it."""
        elements = np.empty(len(obj.values), dtype=_ELEMENT)
        elements["length"], elements["value"] = 8, obj.values
        head = _HEAD.pack(1, 0, _BIGINT, len(elements), 1) if len(elements) else _EMPTY
        return head + elements.tobytes()


psycopg.adapters.register_dumper(Integers, _IntegersDumper)
