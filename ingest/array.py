"""How do many texts and numbers get into one row without being looked at one by one?"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import psycopg
from numpy.typing import NDArray
from psycopg.adapt import Dumper
from psycopg.pq import Format

from ingest.binary import EPOCH_US
from services.kit.array import packed

_BIGINT, _BIGINTS, _TIME, _TIMES = 20, 1016, 1184, 1185


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
        return packed(_BIGINT, obj.values)


class _TimesDumper(Dumper):
    format = Format.BINARY
    oid = _TIMES

    def dump(self, obj: Times) -> bytes:
        """Return the array as the database receives it, which counts from 2000."""
        return packed(_TIME, obj.values_us - EPOCH_US)


psycopg.adapters.register_dumper(Integers, _IntegersDumper)
psycopg.adapters.register_dumper(Times, _TimesDumper)
