"""How do many texts and numbers get into one row without being looked at one by one?"""

import struct
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import psycopg
from numpy.typing import NDArray
from psycopg.adapt import Dumper
from psycopg.pq import Format

from ingest.binary import EPOCH_US

_BIGINT, _BIGINTS, _TIME, _TIMES = 20, 1016, 1184, 1185
# https://www.postgresql.org/docs/current/arrays.html; array_recv: dimensions, nulls, type, length, lower bound.
_HEAD, _EMPTY = struct.Struct(">iiIii"), struct.Struct(">iiI")
_ELEMENT = np.dtype([("length", ">i4"), ("value", ">i8")])


@dataclass(frozen=True)
class Integers:
    """Numbers to be sent as one bigint[]."""

    values: NDArray[np.int64]


@dataclass(frozen=True)
class Times:
    """Microseconds since 1970 to be sent as one timestamptz[]."""

    values_us: NDArray[np.int64]


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
        return _array(_BIGINT, obj.values)


class _TimesDumper(Dumper):
    format = Format.BINARY
    oid = _TIMES

    def dump(self, obj: Times) -> bytes:
        """Return the array as the database receives it, which counts from 2000."""
        return _array(_TIME, obj.values_us - EPOCH_US)


def _array(kind: int, values: NDArray[np.int64]) -> bytes:
    if not len(values):
        return _EMPTY.pack(0, 0, kind)
    elements = np.empty(len(values), dtype=_ELEMENT)
    elements["length"], elements["value"] = 8, values
    return _HEAD.pack(1, 0, kind, len(values), 1) + elements.tobytes()


psycopg.adapters.register_dumper(Integers, _IntegersDumper)
psycopg.adapters.register_dumper(Times, _TimesDumper)
