"""What is kept of one machine, from which its diagnosis is told?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.diagnosis.account import SUMS
from models.diagnosis.condition import Flags, Floats
from models.diagnosis.deviation import Aspect, Deviations
from models.diagnosis.jump import LOOK_BACK, jumps
from models.diagnosis.mode import Mode
from models.diagnosis.scoring import SUSPECTED, opened
from models.diagnosis.unusual import explained
from models.diagnosis.verdict import Verdicts, Weight, weigh
from services.diagnostics.diagnosis.shelf import Judge
from services.diagnostics.diagnosis.sign import Hour
from services.diagnostics.diagnosis.store import QUERIES
from services.kit.database import Connection, fetch_all, fetch_one

# What is told of a course goes back as far as jumps do, and as far again.
_HOURS = 2 * LOOK_BACK


@dataclass(frozen=True)
class Standing:
    """How a machine stands after its newest judged hour."""

    machine: str
    hour: int
    kind: str
    version: str
    judged: int
    renewed: bool
    learned_h: float
    operating_h: float
    left_out: Mapping[str, int]
    recent: bytes
    usual: bytes


@dataclass(frozen=True)
class Verdict:
    """What was judged of an hour."""

    hour: int
    judged: int
    operating_h: float
    health: float | None
    log_odds: float
    alarm: bool
    run: int
    suspect: str | None
    deviations: bytes


@dataclass(frozen=True)
class Record:
    """How a machine stands, and what was judged of its newest hours that the viewers see, in order of time."""

    standing: Standing
    verdicts: Sequence[Verdict]

    @property
    def last(self) -> Verdict:
        """Return what was judged of the newest hour."""
        return self.verdicts[-1]

    def hour(self, judge: Judge) -> Hour:
        """Return what is known at the end of the newest hour."""
        shape = (judge.quantities, -1)
        recent = np.frombuffer(self.standing.recent, np.dtype("<f4")).astype(np.float64).reshape(shape)
        usual = np.frombuffer(self.standing.usual, np.dtype("<f4")).astype(np.float64).reshape(shape)
        assert recent.shape[1] == len(SUMS)
        values, known = self._deviations(judge)
        return Hour(recent, usual, values[-1], known[-1])

    def weight(self, judge: Judge) -> Weight:
        """Return how well each failure explains the newest hour."""
        values, known = self._deviations(judge)
        return weigh(judge.ready.signatures, values[-1:], known[-1:], jumps(values)[-1:])

    def judged(self, judge: Judge) -> tuple[Deviations, Verdicts, Floats]:
        """Return the deviations of the hours, how well each failure explains them, and the operating hours by then."""
        values, known = self._deviations(judge)
        weight = weigh(judge.ready.signatures, values, known, jumps(values))
        hour = np.array([one.hour for one in self.verdicts])
        shape = (len(hour), judge.quantities, len(Aspect))
        worked = self.worked()
        modes: tuple[Mode, ...] = judge.ready.signatures.modes
        deviations = Deviations(hour, values.reshape(shape), known.reshape(shape))
        return deviations, Verdicts(hour, modes, weight.odds, weight.beside), worked

    def left(self, judge: Judge) -> tuple[Deviations, Flags]:
        """Return the deviations of the hours, and which of them what was suspected took with it (hour, place)."""
        values, known = self._deviations(judge)
        taken = np.zeros(values.shape, dtype=bool)
        if rows := [place for place, one in enumerate(self.verdicts) if one.suspect]:
            weight = weigh(judge.ready.signatures, values[rows], known[rows], jumps(values)[rows])
            taken[rows] = explained(judge.ready.signatures, weight.odds, weight.beside, SUSPECTED)
        shape = (len(values), judge.quantities, len(Aspect))
        hour = np.array([one.hour for one in self.verdicts])
        return Deviations(hour, values.reshape(shape), known.reshape(shape)), taken

    def worked(self) -> Floats:
        """Return the operating hours of the machine at the end of each hour."""
        return np.array([one.operating_h for one in self.verdicts])

    def _deviations(self, judge: Judge) -> tuple[Floats, Flags]:
        content: NDArray[np.float16] = np.frombuffer(
            b"".join(one.deviations for one in self.verdicts), np.dtype("<f2")
        ).reshape(len(self.verdicts), judge.quantities * len(Aspect))
        return opened(content)


async def read_record(db: Connection, machine: str) -> Record | None:
    """Return what is kept of a machine, as far as the viewers see it; None where nothing is."""
    standing = await fetch_one(db, Standing, QUERIES["get_standing"], {"machine": machine})
    if standing is None:
        return None
    rows = await fetch_all(db, Verdict, QUERIES["list_verdicts"], {"machine": machine, "limit": _HOURS})
    return Record(standing, rows)
