"""How does a period of a very large fleet become files?"""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from models.signals import signal
from simulators.light.herd import Block, Herd

_TIME = pa.timestamp("ms", tz="UTC")


def record_herd(herd: Herd, steps: range, step_s: float, out: Path) -> Iterator[int]:
    """Write `readings/<kind>.parquet`, a row for each machine and step; yield after each step how many rows it has.

    A step is so many seconds long, counted from the epoch. The same herd and steps give the same bytes.
    """
    (out / "readings").mkdir(parents=True, exist_ok=True)
    with ExitStack() as stack:
        writers: list[tuple[pq.ParquetWriter, pa.Array]] = []
        for block in herd.at(steps.start):
            kind = block.machines[0].rpartition("-")[0]
            writer = pq.ParquetWriter(
                out / "readings" / f"{kind}.parquet", _schema(block), use_dictionary=["time", "machine"]
            )
            writers.append((stack.enter_context(writer), pa.array(block.machines)))
        for step in steps:
            for (writer, machines), block in zip(writers, herd.at(step), strict=True):
                writer.write_table(_table(block, machines, round(1000 * step * step_s)))
            yield len(herd)


def _schema(block: Block) -> pa.Schema:
    kinds = [pa.float64() if signal(name).column_type == "double precision" else pa.float32() for name in block.names]
    return pa.schema([("time", _TIME), ("machine", pa.string()), *zip(block.names, kinds, strict=True)])


def _table(block: Block, machines: pa.Array, time_ms: int) -> pa.Table:
    schema = _schema(block)
    times = pa.array(np.full(len(machines), time_ms)).cast(_TIME)
    columns = [
        pa.array(column.astype(schema.field(name).type.to_pandas_dtype()), from_pandas=True)
        for name, column in zip(block.names, np.ascontiguousarray(block.values.T), strict=True)
    ]
    return pa.table([times, machines, *columns], schema=schema)
