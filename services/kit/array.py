"""How do arrays of numbers get to the database and back without being looked at one by one?"""

import struct
from dataclasses import dataclass
from typing import Any

import numpy as np
import psycopg
from numpy.typing import NDArray
from psycopg.adapt import Dumper
from psycopg.pq import Format

# Elements by PostgreSQL's object ids of types: boolean, bigint, smallint, integer, real, double precision, timestamptz.
_ELEMENT = {16: "?", 20: ">i8", 21: ">i2", 23: ">i4", 700: ">f4", 701: ">f8", 1184: ">i8"}
_KIND = {np.dtype(element).newbyteorder("="): kind for kind, element in list(_ELEMENT.items())[:6]}
# https://www.postgresql.org/docs/current/arrays.html; array_recv: dimensions, nulls, type, length, lower bound.
_HEAD, _EMPTY = struct.Struct(">iiIii"), struct.Struct(">iiI")


@dataclass(frozen=True)
class Numbers:
    """Numbers or flags to be sent as one array of their type; the query names it (`%(x)s::real[]`), in binary mode."""

    values: NDArray[Any]


@dataclass(frozen=True)
class Unread:
    """An array as the database sent it in binary mode, to be sent back as it is; the query names its type."""

    content: bytes


def packed(kind: int, values: NDArray[Any]) -> bytes:
    """Return values as an array of elements of PostgreSQL's type `kind`, as the database receives it."""
    if not len(values):
        return _EMPTY.pack(0, 0, kind)
    elements = np.empty(len(values), dtype=_layout(kind))
    elements["bytes"], elements["value"] = np.dtype(_ELEMENT[kind]).itemsize, values
    return _HEAD.pack(1, 0, kind, len(values), 1) + elements.tobytes()


def unpacked(content: bytes | None) -> NDArray[Any]:
    """Return the numbers of a one-dimensional array without nulls in PostgreSQL's binary format."""
    if content is None:
        return np.zeros(0)
    kind = int.from_bytes(content[8:12], "big")
    values = np.frombuffer(content, _layout(kind), offset=_HEAD.size)["value"]
    return values.astype(np.dtype(_ELEMENT[kind]).newbyteorder("="))


def _layout(kind: int) -> np.dtype[Any]:
    return np.dtype([("bytes", ">i4"), ("value", _ELEMENT[kind])])


class _NumbersDumper(Dumper):
    format = Format.BINARY

    def dump(self, obj: Numbers) -> bytes:
        """Return the array as the database receives it."""
        return packed(_KIND[obj.values.dtype], obj.values)


class _UnreadDumper(Dumper):
    format = Format.BINARY

    def dump(self, obj: Unread) -> bytes:
        """Return what the database sent."""
        return obj.content


psycopg.adapters.register_dumper(Numbers, _NumbersDumper)
psycopg.adapters.register_dumper(Unread, _UnreadDumper)
