"""How far has each failure under suspicion gone, hour by hour since the suspicion began?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.diagnosis.account import SUMS, Account
from models.diagnosis.condition import Flags, Floats
from models.diagnosis.deviation import Deviations
from models.diagnosis.mode import Mode
from models.diagnosis.signature import GROWN, SURE, Signatures
from models.diagnosis.verdict import Verdicts

# Log odds from which on a failure is suspected, and for how many judged hours in a row less of it ends a suspicion.
SUSPECTED, QUIET_HOURS = 1.0, 10
# A failure that explains so much less than the best one (natural logarithm of the odds) is none that is suspected.
_NEAR = 8.0
_MOST_POINTS = 200
# Finer than what a verdict needs: severities are read off as numbers here.
_LEVELS = np.geomspace(0.03, GROWN[-1], 64)
_STEP = np.log(_LEVELS[1] / _LEVELS[0]) / np.sqrt(12)
_DUE = SUMS.index("due")


@dataclass(frozen=True)
class Course:
    """How one failure of a machine grew: at each `hour` (since 1970) after how many operating hours of the machine, its
    `severity`, a share of what the handbook says at failure in function (0 none, 1 failed), and how unsure that is
    (`spread`, a standard deviation). All of length n, from the begin of the suspicion on; at most some 200 points."""

    mode: Mode
    hour: NDArray[np.int64]
    operating_h: Floats
    severity: Floats
    spread: Floats

    def until(self, points: int) -> "Course":
        """Return the first so many points."""
        return Course(
            self.mode, self.hour[:points], self.operating_h[:points], self.severity[:points], self.spread[:points]
        )


def worked_h(account: Account) -> Floats:
    """Return after how many operating hours of the machine each of its hours ended, counted from its first judged one.

    A minute is one of operation where most quantities are due: when the drive ran long enough to be judged.
    """
    return np.asarray(np.cumsum(np.median(account.sums[..., _DUE], axis=1)) / 60)


def courses(found: Signatures, deviations: Deviations, verdicts: Verdicts, operating_h: Floats) -> tuple[Course, ...]:
    """Return the courses of the failures of parts that are suspected at the last hour, the likeliest first.

    `operating_h` (hours) counts the machine's hours of operation. Failures of sensors have no course: they do not wear.
    """
    if not len(verdicts.hour):
        return ()
    told = [course(found, deviations, verdicts, (place, operating_h)) for place in suspected(verdicts)]
    return tuple(one for one in told if one is not None)


def suspected(verdicts: Verdicts) -> list[int]:
    """Return the places of the failures of parts that are suspected at the last hour, the likeliest first.

    What explains best what the best of all leaves unexplained is suspected too.
    """
    odds = verdicts.odds[-1]
    near = odds >= max(odds.max() - _NEAR, SUSPECTED)
    for beside in verdicts.beside[:, -1]:
        near |= beside >= max(beside.max() - _NEAR / 2, _NEAR)
    order = np.argsort(-odds, kind="stable").tolist()
    return [place for place in order if near[place] and not verdicts.modes[place].is_of_sensor]


def course(
    found: Signatures, deviations: Deviations, verdicts: Verdicts, of: tuple[int, Floats], since: int = 0
) -> Course | None:
    """Return the course of the failure at a place of the signatures until the last hour, None where it is not
    suspected then; `of` is the place and the operating hours. It begins at the hour number `since` at the earliest."""
    place, operating_h = of
    # While a machine stands its parts do not wear.
    told = deviations.known.reshape(len(deviations.hour), -1)[:, found.main[place]] & _worked(operating_h)
    start = since + begin(verdicts.odds[since:, place])
    rows = start + np.flatnonzero(told[start:])
    if not len(rows):
        return None
    rows = rows[_kept(len(rows))]
    severity, spread = severities(found, deviations, place, rows)
    return Course(found.modes[place], deviations.hour[rows], operating_h[rows], severity, spread)


def _kept(rows: int) -> NDArray[np.intp]:
    """Return which of the rows of a long course are kept: all of the last ones, and fewer of those before."""
    recent = min(rows, _MOST_POINTS // 2)
    before = np.linspace(0, rows - recent, min(rows - recent, _MOST_POINTS // 2), endpoint=False).astype(np.intp)
    return np.concatenate([before, np.arange(rows - recent, rows)])


def _worked(operating_h: Floats) -> Flags:
    worked = np.diff(operating_h, prepend=-1.0) > 0
    worked[-1:] = True
    return worked


def begin(odds: Floats) -> int:
    """Return the hour at which the suspicion that holds at the last one began; the number of hours where none does."""
    low = np.concatenate([np.ones(QUIET_HOURS, dtype=bool), odds < SUSPECTED])
    total = np.concatenate([[0], np.cumsum(low)])
    quiet = np.flatnonzero(total[QUIET_HOURS:] - total[:-QUIET_HOURS] == QUIET_HOURS)
    after = int(quiet[-1])
    raised = np.flatnonzero(odds[after:] >= SUSPECTED)
    return after + int(raised[0]) if len(raised) else len(odds)


def severities(found: Signatures, deviations: Deviations, place: int, rows: NDArray[np.intp]) -> tuple[Floats, Floats]:
    """Return the posterior mean and standard deviation of the severity at some hours, given that it is this failure.

    Every severity is as likely as another beforehand, by its logarithm.
    """
    # What does not grow with the effect is the same at each level.
    still = found.sigmas[place, -1] ** 2 - (SURE * found.means[place, -1]) ** 2
    means = _LEVELS[:, None] * found.means[place, -1] / GROWN[-1]
    values = np.clip(deviations.values[rows].reshape(len(rows), -1), -300, 300)
    known = deviations.known[rows].reshape(len(rows), -1).astype(np.float64)
    logs = _likelihood(values, known, means, np.sqrt(still + (SURE * means) ** 2))
    weight = np.exp(logs - logs.max(axis=1, keepdims=True))
    weight /= weight.sum(axis=1, keepdims=True)
    mean = weight @ _LEVELS
    # Between two levels nothing is known.
    return mean, np.sqrt(np.maximum(weight @ _LEVELS**2 - mean**2, 0.0) + (_STEP * mean) ** 2)


def _likelihood(values: Floats, known: Floats, means: Floats, sigmas: Floats) -> Floats:
    """Return log likelihoods (hour, grown) of independent normal places; unknown ones say nothing."""
    weight = 1 / sigmas**2
    squares = (values**2 * known) @ weight.T - 2 * (values * known) @ (means * weight).T + known @ (means**2 * weight).T
    return np.asarray(-0.5 * squares - known @ np.log(sigmas).T)
