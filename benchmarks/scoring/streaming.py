"""How long does one more row of each machine take, beside a forest of half-space trees?"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks.scoring.rows import COLUMNS, Judged

_PEER_ROWS = 4_000
# An environment may hold the library to what another processor can do, so that all machines round alike.
_HELD = ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE")


@dataclass(frozen=True)
class Streaming:
    """Processor seconds of one row of one machine here and at the peer, by repeat; empty: no peer was there. `held` is
    the same in an environment that holds the library of matrices to another processor, None where it does not."""

    ours: tuple[Judged, ...]
    peer_s: tuple[float, ...]
    held: Judged | None

    @property
    def row_s(self) -> float:
        """How long a row takes where ten of each machine come at once, in the median repeat."""
        return median(one.together_s for one in self.ours)

    @property
    def row_singly_s(self) -> float:
        """The same where one row of each machine comes at a time."""
        return median(one.singly_s for one in self.ours)

    @property
    def ratio(self) -> float | None:
        """How many rows are judged here in the processor time in which the peer judges one, in the median repeat."""
        return self._over([one.together_s for one in self.ours])

    @property
    def ratio_singly(self) -> float | None:
        """The same where one row of each machine comes at a time."""
        return self._over([one.singly_s for one in self.ours])

    @property
    def ratio_held(self) -> float | None:
        """The same with ten rows at a time in the environment as it was found."""
        return None if self.held is None else self._over([self.held.together_s] * len(self.peer_s))

    def _over(self, ours_s: Sequence[float]) -> float | None:
        pairs = zip(ours_s, self.peer_s, strict=False)
        return median(peer / ours for ours, peer in pairs) if self.peer_s else None


def measure(machines: int, repeats: int, python: Path | None) -> Streaming:
    """Judge rows of many machines at once, in turn with the peer that `python` has: a process and a thread each, and
    the library of matrices takes the processor for what it is."""
    free = {name: value for name, value in os.environ.items() if name not in _HELD}
    ours, peer = list[Judged](), list[float]()
    for _ in range(repeats):
        ours.append(_ours(machines, free))
        if python is not None:
            peer.append(_peer_s(python))
    held = None if len(free) == len(os.environ) else _ours(machines, dict(os.environ))
    return Streaming(tuple(ours), tuple(peer), held)


def _ours(machines: int, environment: dict[str, str]) -> Judged:
    return Judged(**_told([sys.executable, "-m", "benchmarks.scoring.rows", str(machines)], environment))


def _peer_s(python: Path) -> float:
    script = Path(__file__).parent / "peer" / "halfspace.py"
    return float(_told([str(python), str(script), str(COLUMNS), str(_PEER_ROWS)], dict(os.environ)))


def _told(command: Sequence[str], environment: dict[str, str]) -> Any:
    return json.loads(subprocess.run(command, env=environment, capture_output=True, check=True).stdout)
