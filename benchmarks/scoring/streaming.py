"""How long does one more row of each machine take, beside a forest of half-space trees?"""

import json
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np
from threadpoolctl import threadpool_info, threadpool_limits

from models.anomaly.detector import fit
from models.anomaly.stream import Singles, Stream

_COLUMNS, _LEARNED, _STEPS, _PEER_ROWS = 32, 2_000, 20, 4_000
# So many rows of a machine come at once, as a message has several.
_AT_ONCE = 10


@dataclass(frozen=True)
class Streaming:
    """Processor seconds of one row of one machine, where ten rows of each machine come at once, where one does, and at
    the peer, by repeat; empty: no peer was there. `blas` names the processor that matrices were multiplied for."""

    ours_s: tuple[float, ...]
    singly_s: tuple[float, ...]
    peer_s: tuple[float, ...]
    blas: str

    @property
    def ratio(self) -> float | None:
        """How many rows are judged here in the processor time in which the peer judges one, in the median repeat."""
        return self._over(self.ours_s)

    @property
    def ratio_singly(self) -> float | None:
        """The same where one row of each machine comes at a time."""
        return self._over(self.singly_s)

    def _over(self, ours_s: tuple[float, ...]) -> float | None:
        pairs = zip(ours_s, self.peer_s, strict=False)
        return median(peer / ours for ours, peer in pairs) if self.peer_s else None


def measure(machines: int, repeats: int, python: Path | None) -> Streaming:
    """Judge rows of 32 columns of many machines at once, in turn with the peer that `python` has; one thread each."""
    ours, singly, peer = [], [], []
    work = _work(machines)
    for _ in range(repeats):
        ours.append(_ours_s(work, _AT_ONCE))
        singly.append(_ours_s(work, 1))
        if python is not None:
            peer.append(_peer_s(python))
    return Streaming(tuple(ours), tuple(singly), tuple(peer), _blas())


def _work(machines: int) -> tuple[Stream, Singles]:
    random = np.random.default_rng(1)
    mixed = random.normal(size=(_COLUMNS, _COLUMNS))
    detector = fit(random.normal(size=(_LEARNED, _COLUMNS)) @ mixed)
    rows = np.empty((_STEPS, machines, _COLUMNS), dtype=np.float32)
    for row in rows:
        row[:] = random.normal(size=row.shape) @ mixed
    stream = Stream(detector, machines)
    stream.steps(rows[:1])
    return stream, rows


def _ours_s(work: tuple[Stream, Singles], at_once: int) -> float:
    stream, rows = work
    with threadpool_limits(1):
        began = time.process_time()
        for first in range(0, len(rows), at_once):
            stream.steps(rows[first : first + at_once])
    return (time.process_time() - began) / (len(rows) * stream.machines)


def _blas() -> str:
    return str(next((one["architecture"] for one in threadpool_info() if "scipy.libs" in one["filepath"]), "unknown"))


def _peer_s(python: Path) -> float:
    script = Path(__file__).parent / "peer" / "halfspace.py"
    command = [str(python), str(script), str(_COLUMNS), str(_PEER_ROWS)]
    return float(json.loads(subprocess.run(command, capture_output=True, check=True).stdout))
