"""In what processor time is one more row of each of many machines judged, in a process of its own?"""

import json
import sys
import time
from dataclasses import asdict, dataclass

import numpy as np
from threadpoolctl import threadpool_info, threadpool_limits

from models.anomaly.detector import fit
from models.anomaly.stream import Singles, Stream

COLUMNS = 32
_LEARNED, _STEPS = 2_000, 20
# So many rows of a machine come at once, as a message has several.
_AT_ONCE = 10


@dataclass(frozen=True)
class Judged:
    """Processor seconds of one row of one machine, where ten rows of each machine come at once and where one does, and
    for which processor matrices were multiplied."""

    together_s: float
    singly_s: float
    blas: str


def judged(machines: int) -> Judged:
    """Judge rows of 32 columns of many machines at once, in one thread."""
    with threadpool_limits(1):
        work = _work(machines)
        return Judged(_row_s(work, _AT_ONCE), _row_s(work, 1), _blas())


def _work(machines: int) -> tuple[Stream, Singles]:
    random = np.random.default_rng(1)
    mixed = random.normal(size=(COLUMNS, COLUMNS))
    detector = fit(random.normal(size=(_LEARNED, COLUMNS)) @ mixed)
    rows = np.empty((_STEPS, machines, COLUMNS), dtype=np.float32)
    for row in rows:
        row[:] = random.normal(size=row.shape) @ mixed
    stream = Stream(detector, machines)
    stream.steps(rows[:1])
    return stream, rows


def _row_s(work: tuple[Stream, Singles], at_once: int) -> float:
    stream, rows = work
    began = time.process_time()
    for first in range(0, len(rows), at_once):
        stream.steps(rows[first : first + at_once])
    return (time.process_time() - began) / len(rows) / stream.machines


def _blas() -> str:
    return str(next((one["architecture"] for one in threadpool_info() if "scipy.libs" in one["filepath"]), "unknown"))


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asdict(judged(int(sys.argv[1])))))
