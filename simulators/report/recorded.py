"""What does the folder of a recording hold?"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from simulators.fleet.geography import Array


class NoRecording(ValueError):
    """A folder holds no recording."""

    def __init__(self, folder: Path) -> None:
        super().__init__(f"{folder} holds no recording; right is what --from, --to and --out have written")


@dataclass(frozen=True)
class Recorded:
    """The readings and the truth that one recording has written."""

    folder: Path

    @cached_property
    def machines(self) -> list[dict[str, Any]]:
        """Return the rows of the table of machines."""
        path = self.folder / "truth" / "machine.parquet"
        if not path.is_file():
            raise NoRecording(self.folder)
        rows: list[dict[str, Any]] = pq.read_table(path).to_pylist()
        return rows

    @cached_property
    def span_s(self) -> tuple[float, float]:
        """Return the first and the last moment at which something was measured, in Unix seconds."""
        times = [self.readings(row["machine"], ())["time"] for row in self.machines]
        ends = np.concatenate([np.empty(0), *times])
        return (float(ends.min()), float(ends.max())) if len(ends) else (0.0, 0.0)

    def of_kind(self, *kinds: str) -> list[str]:
        """Return the machines of some kinds."""
        return [row["machine"] for row in self.machines if row["kind"] in kinds]

    def truth(self, table: str) -> dict[str, Any]:
        """Return the columns of a table of the truth as arrays; times are in Unix seconds."""
        told = pq.read_table(self.folder / "truth" / f"{table}.parquet")
        return {name: _array(told.column(name)) for name in told.column_names}

    def readings(self, machine: str, names: Sequence[str]) -> dict[str, Array]:
        """Return some signals of a machine, as far as it has them, and `time` in Unix seconds; NaN where lost."""
        path = self.folder / "readings" / f"{machine}.parquet"
        if not path.is_file():
            return {name: np.empty(0) for name in ("time", *names)}
        known = [name for name in names if name in pq.read_schema(path).names]
        told = pq.read_table(path, columns=["time", *known])
        return {name: _array(told.column(name)) for name in told.column_names}


def _array(column: pa.ChunkedArray) -> Any:
    if pa.types.is_timestamp(column.type):
        return column.cast(pa.int64()).to_numpy() / 1000
    return np.asarray(column.to_numpy(zero_copy_only=False))
