"""How do rows look as PostgreSQL's binary COPY, packed by NumPy rather than value by value?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ingest.columns import DOUBLES
from ingest.readings import Newest, Readings

_HEADER = b"PGCOPY\n\xff\r\n\x00" + bytes(8)
_TRAILER = b"\xff\xff"
_EPOCH_US = 946_684_800_000_000


@dataclass(frozen=True)
class Block:
    """Neighbouring columns of one type: `values` row by row, and which of them are null (None: none is)."""

    kind: str
    values: NDArray[np.generic]
    missing: NDArray[np.bool_] | None = None


def pack_readings(readings: Readings, *, staged: bool) -> bytes:
    """Return the rows for `copy_readings`, or with the place of their message for `copy_staged`."""
    fixed = [readings.time_ms * 1000 - _EPOCH_US, readings.received_us - _EPOCH_US, readings.sample]
    if staged:
        fixed.append(readings.message)
    blocks = [Block(">i8", np.stack(fixed, axis=1)), *_value_blocks(readings.values)]
    names = np.array(readings.machines, dtype="S")[readings.machine]
    return pack(blocks, names, readings.extra)


def pack_newest(newest: Newest) -> bytes:
    """Return the rows for `copy_staged_latest`."""
    fixed = np.stack([newest.time_ms * 1000 - _EPOCH_US, newest.received_us - _EPOCH_US], axis=1)
    times = Block(">i8", newest.times_ms * 1000 - _EPOCH_US, np.isnan(newest.values))
    return pack([Block(">i8", fixed), times, *_value_blocks(newest.values)], np.array(newest.machines, dtype="S"))


def _value_blocks(values: NDArray[np.float64]) -> list[Block]:
    missing, doubles = np.isnan(values), len(DOUBLES)
    return [
        Block(">f8", values[:, :doubles], missing[:, :doubles]),
        Block(">f4", values[:, doubles:], missing[:, doubles:]),
    ]


def pack(blocks: Sequence[Block], names: NDArray[np.bytes_], extra: Mapping[int, bytes] | None = None) -> bytes:
    """Return rows of the blocks' columns, a text, and a jsonb column unless `extra` is None.

    Rows are first written at full width, with every value, and then the bytes of the nulls are left out: two passes
    over memory, whatever the number of columns.
    """
    rows = np.zeros(len(names), dtype=_layout(blocks, names, extra, kept=False))
    keep = np.ones(len(names), dtype=_layout(blocks, names, extra, kept=True))
    for i, block in enumerate(blocks):
        cells = rows[f"block{i}"]
        cells["value"], cells["size"] = block.values, np.dtype(block.kind).itemsize
        if block.missing is not None:
            cells["size"][block.missing] = -1
            keep[f"block{i}"]["value"] = ~block.missing[:, :, None]
    sizes = np.strings.str_len(names)
    rows["name"]["size"], rows["name"]["value"] = sizes, names
    keep["name"]["value"] = np.arange(names.dtype.itemsize) < sizes[:, None]
    rows["columns"] = sum(block.values.shape[1] for block in blocks) + (1 if extra is None else 2)
    if extra is not None and not extra:
        rows["extra"] = -1
    kept = keep.view(np.bool_).reshape(len(names), -1)
    body = rows.view(np.uint8).reshape(kept.shape)[kept].tobytes()
    return b"".join([_HEADER, *(_with_extra(body, kept, extra) if extra else [body]), _TRAILER])


def _layout(
    blocks: Sequence[Block], names: NDArray[np.bytes_], extra: Mapping[int, bytes] | None, *, kept: bool
) -> np.dtype[np.void]:
    """Return the type of a row at full width, or of the marks which of its bytes are kept."""

    def cell(kind: str) -> list[Any]:
        width = np.dtype(kind).itemsize
        return [("size", "?", 4), ("value", "?", width)] if kept else [("size", ">i4"), ("value", kind)]

    def number(kind: str) -> Any:
        return ("?", np.dtype(kind).itemsize) if kept else (kind,)

    fields: list[Any] = [("columns", *number(">i2"))]
    fields += [(f"block{i}", cell(block.kind), block.values.shape[1:]) for i, block in enumerate(blocks)]
    fields += [("name", cell(names.dtype.str))]
    if extra is not None and not extra:
        fields += [("extra", *number(">i4"))]
    return np.dtype(fields)


def _with_extra(body: bytes, kept: NDArray[np.bool_], extra: Mapping[int, bytes]) -> list[bytes]:
    ends = np.cumsum(kept.sum(axis=1)).tolist()
    pieces: list[bytes] = []
    start = 0
    for row, end in enumerate(ends):
        pieces.append(body[start:end])
        known = extra.get(row)
        # The first byte of a jsonb value is the version of its format.
        pieces.append(b"\xff\xff\xff\xff" if known is None else (len(known) + 1).to_bytes(4) + b"\x01" + known)
        start = end
    return pieces
