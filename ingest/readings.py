"""Which rows does a batch of messages make?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import orjson
from numpy.typing import NDArray

from ingest.columns import STORED
from models.messages import Block
from models.signals import CATALOGUE

# The column of each of the catalogue's signals.
_PLACE = np.array([STORED.index(signal) for signal in CATALOGUE], dtype=np.intp)


@dataclass(frozen=True)
class Readings:
    """The rows of a batch: `values[i, k]` is what row i holds in column k of STORED, NaN where there is none.

    `machine[i]` points into `machines`, which are in order; `message[i]` is the place of the row's message in the
    batch. `extra` holds, for rows that have any, the signals outside the catalogue as a JSON object.
    """

    machines: tuple[str, ...]
    machine: NDArray[np.intp]
    message: NDArray[np.int64]
    time_ms: NDArray[np.int64]
    received_us: NDArray[np.int64]
    sample: NDArray[np.int64]
    values: NDArray[np.float64]
    extra: Mapping[int, bytes]

    def __len__(self) -> int:
        return len(self.time_ms)


def collect(blocks: Sequence[Block], machines: Mapping[int, str], received_at: Sequence[float]) -> Readings | None:
    """Return the rows of blocks in the order in which their messages came, None when there is none.

    A block's `place` says which message of the batch it is, and so whose it is and when it came (Unix seconds).
    """
    if not blocks:
        return None
    place = np.concatenate([block.place for block in blocks])
    samples = np.repeat([block.samples for block in blocks], [len(block) for block in blocks])
    order = np.argsort(place)
    place, start = place[order], np.empty_like(samples)
    start[order] = np.cumsum(samples[order]) - samples[order]
    names, machine = _numbered([machines[message] for message in place.tolist()])
    received_us = (np.array(received_at)[place] * 1e6).astype(np.int64)
    rows = _rows(blocks, start)
    return Readings(
        machines=names,
        machine=np.repeat(machine, samples[order]),
        message=np.repeat(place, samples[order]),
        time_ms=_spread([block.time_ms for block in blocks], rows),
        received_us=np.repeat(received_us, samples[order]),
        sample=_spread([block.keys for block in blocks], rows),
        values=_matrix(blocks, rows),
        extra=_extra(blocks, rows),
    )


def _rows(blocks: Sequence[Block], start: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    """Return for each block the row of each message's sample, where `start` are the first rows of all messages."""
    firsts = np.split(start, np.cumsum([len(block) for block in blocks])[:-1])
    return [first[:, None] + np.arange(block.samples) for first, block in zip(firsts, blocks, strict=True)]


def _numbered(names: Sequence[str]) -> tuple[tuple[str, ...], NDArray[np.intp]]:
    """Return the different names in order, and of each name its number in it."""
    different = sorted(set(names))
    number = {name: i for i, name in enumerate(different)}
    return tuple(different), np.array([number[name] for name in names], dtype=np.intp)


def _spread(columns: Sequence[NDArray[np.int64]], rows: Sequence[NDArray[np.int64]]) -> NDArray[np.int64]:
    spread = np.empty(sum(column.size for column in columns), dtype=np.int64)
    for column, row in zip(columns, rows, strict=True):
        spread[row] = column
    return spread


def _matrix(blocks: Sequence[Block], rows: Sequence[NDArray[np.int64]]) -> NDArray[np.float64]:
    matrix = np.full((sum(row.size for row in rows), len(STORED)), np.nan)
    cells = matrix.reshape(-1)
    for block, row in zip(blocks, rows, strict=True):
        cells[row[block.owner] * len(STORED) + _PLACE[block.column][:, None]] = block.values
    return matrix


def _extra(blocks: Sequence[Block], rows: Sequence[NDArray[np.int64]]) -> dict[int, bytes]:
    found: dict[int, bytes] = {}
    for block, row in zip(blocks, rows, strict=True):
        for message, extra in block.extra.items():
            for sample, place in enumerate(row[message].tolist()):
                known = {name: values[sample] for name, values in extra.items() if values[sample] is not None}
                if known:
                    found[place] = orjson.dumps(known)
    return found
