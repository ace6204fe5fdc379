"""How do blocks of readings become the bytes of a CSV or Parquet file?"""

import io
from collections.abc import Sequence
from typing import Protocol

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet

from models.signals import Signal, signal
from services.kit.column import Columns


class Table(Protocol):
    """A file that is written block by block."""

    media_type: str

    def begin(self) -> bytes:
        """Return what stands before the first block."""

    def add(self, block: Columns) -> bytes:
        """Return the bytes of a block, as far as they are ready."""

    def end(self) -> bytes:
        """Return what stands behind the last block."""


class Csv:
    """RFC 4180 with a header that names units; every cell is a time, a number or empty, so none can be a formula."""

    media_type = "text/csv; charset=utf-8"

    def __init__(self, signals: Sequence[str]) -> None:
        self._signals = [signal(name) for name in signals]

    def begin(self) -> bytes:
        """Return the header line."""
        names = ["time [UTC]", *(f"{entry.name} [{entry.unit}]" for entry in self._signals)]
        return (",".join(names) + "\r\n").encode()

    def add(self, block: Columns) -> bytes:
        """Return one line for each reading."""
        times = np.datetime_as_string(block.time_us.view("datetime64[us]"), unit="ms", timezone="UTC")
        columns = {"time": pa.array(times), **_arrays(block, self._signals)}
        sink = io.BytesIO()
        options = pa.csv.WriteOptions(include_header=False, quoting_style="none", eol="\r\n")
        pa.csv.write_csv(pa.table(columns), sink, options)
        return sink.getvalue()

    def end(self) -> bytes:
        """Return nothing: the last line is the end."""
        return b""


class Parquet:
    """Apache Parquet, one row group for each block; units and descriptions are in the fields' metadata."""

    media_type = "application/vnd.apache.parquet"

    def __init__(self, signals: Sequence[str]) -> None:
        self._signals = [signal(name) for name in signals]
        self._schema = pa.schema([pa.field("time", pa.timestamp("us", "UTC")), *map(_field, self._signals)])
        self._sink = _Sink()
        self._writer = pa.parquet.ParquetWriter(self._sink, self._schema, compression="zstd")

    def begin(self) -> bytes:
        """Return the file's first bytes."""
        return self._sink.take()

    def add(self, block: Columns) -> bytes:
        """Return the row group of a block."""
        times = pa.array(block.time_us, pa.timestamp("us", "UTC"))
        self._writer.write_table(pa.table([times, *_arrays(block, self._signals).values()], schema=self._schema))
        return self._sink.take()

    def end(self) -> bytes:
        """Return the footer, without which nobody can read the file."""
        self._writer.close()
        return self._sink.take()


class _Sink:
    """A file to write to, from which the bytes are taken away as they come."""

    closed = False

    def __init__(self) -> None:
        self._parts: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._parts.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Do nothing: what was written is there."""

    def close(self) -> None:
        self.closed = True

    def take(self) -> bytes:
        taken, self._parts = b"".join(self._parts), []
        return taken


def _field(entry: Signal) -> pa.Field:
    return pa.field(entry.name, _type(entry), metadata={"unit": entry.unit, "description": entry.description})


def _arrays(block: Columns, signals: Sequence[Signal]) -> dict[str, pa.Array]:
    """Return the signals' columns, null where nothing was measured."""
    return {s.name: pa.array(block.values[s.name], _type(s), from_pandas=True) for s in signals}


def _type(entry: Signal) -> pa.DataType:
    return pa.float64() if entry.column_type == "double precision" else pa.float32()
