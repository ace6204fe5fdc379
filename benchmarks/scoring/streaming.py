"""How long does one more row of each machine take, beside a forest of half-space trees?"""

import json
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

import numpy as np
from numpy.typing import NDArray
from threadpoolctl import threadpool_limits

from models.anomaly.detector import fit
from models.anomaly.stream import Singles, Stream, used

_COLUMNS, _LEARNED, _STEPS, _PEER_ROWS = 32, 2_000, 20, 4_000


@dataclass(frozen=True)
class Streaming:
    """Processor seconds of one row of one machine, here and at the peer, by repeat; empty: no peer was there."""

    ours_s: tuple[float, ...]
    peer_s: tuple[float, ...]

    @property
    def ratio(self) -> float | None:
        """How many rows are judged here in the processor time in which the peer judges one, in the median repeat."""
        pairs = zip(self.ours_s, self.peer_s, strict=False)
        return median(peer / ours for ours, peer in pairs) if self.peer_s else None


def measure(machines: int, repeats: int, python: Path | None) -> Streaming:
    """Judge rows of 32 columns of many machines at once, in turn with the peer that `python` has; one thread each."""
    ours, peer = [], []
    for _ in range(repeats):
        ours.append(_ours_s(machines))
        if python is not None:
            peer.append(_peer_s(python))
    return Streaming(tuple(ours), tuple(peer))


def _ours_s(machines: int) -> float:
    random = np.random.default_rng(1)
    mixed = random.normal(size=(_COLUMNS, _COLUMNS))
    detector = fit(random.normal(size=(_LEARNED, _COLUMNS)) @ mixed)
    stream = Stream(detector, machines)
    rows = [_rows(random.normal(size=(machines, _COLUMNS)) @ mixed) for _ in range(3)]
    stream.step(used(detector, rows[0]))
    with threadpool_limits(1):
        began = time.process_time()
        for step in range(_STEPS):
            stream.step(rows[step % len(rows)])
    return (time.process_time() - began) / _STEPS / machines


def _rows(values: NDArray[np.float64]) -> Singles:
    return np.ascontiguousarray(values, dtype=np.float32)


def _peer_s(python: Path) -> float:
    script = Path(__file__).parent / "peer" / "halfspace.py"
    command = [str(python), str(script), str(_COLUMNS), str(_PEER_ROWS)]
    return float(json.loads(subprocess.run(command, capture_output=True, check=True).stdout))
