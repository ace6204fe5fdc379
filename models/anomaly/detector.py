"""How far is a row from those of a healthy time, along what varied then, beside it, and from the rows themselves?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.anomaly.episode import smoothed
from models.anomaly.expectation import Expectation, expect
from models.anomaly.scale import Floats, Spread

# Means over about so many rows are judged: one row says little.
ROWS = 5.0
# So much of what varies in health is T², the rest is Q.
_EXPLAINED = 0.95
# The limit is so many times what is exceeded by one healthy row in a thousand, as health itself drifts beyond the time
# that the detector was fitted on.
_EXCEEDED, _DRIFT = 0.999, 4.0
_FEWEST = 20
_NEIGHBOURS = 25
_FLOOR = 1e-4


class TooFewRows(ValueError):
    """There are too few healthy rows to learn from."""

    def __init__(self, rows: int) -> None:
        self.rows = rows
        super().__init__(f"{rows} healthy rows are too few to learn from; it takes at least {_FEWEST}.")


class NothingVaries(ValueError):
    """No column varies in the healthy rows."""

    def __init__(self) -> None:
        super().__init__("No column varies in the healthy rows, so none can be seen to leave them.")


@dataclass(frozen=True)
class Scores:
    """For each row its T², Q and squared distance to healthy neighbours, each over its limit: health is below 1."""

    t2: Floats
    q: Floats
    neighbour: Floats

    @property
    def statistic(self) -> Floats:
        """Return the greater of T² and Q over their limits: what alarms are made of."""
        return np.maximum(self.t2, self.q)


@dataclass(frozen=True)
class Detector:
    """What health looks like: `used` columns, their spread, the axes along which it varies and how much along each.

    `kept` axes count for T², the others for Q; `limits` are those of T², Q and the neighbours' distance.
    """

    expectation: Expectation | None
    used: NDArray[np.bool_]
    spread: Spread
    middle: Floats
    axes: Floats
    variances: Floats
    kept: int
    limits: Floats
    healthy: Floats

    def score(self, rows: Floats, conditions: Floats | None = None) -> Scores:
        """Return the scores of rows in their order; what is missing counts as it was last, at first as usual."""
        means = self._means(rows, conditions)
        return Scores(*(self._distances(means) / self.limits[:, None]))

    def statistic(self, rows: Floats) -> Floats:
        """Return the statistic of `Scores` for rows in their order, without asking for neighbours, which takes long."""
        t2, q = self._along(self._means(rows, None))
        return np.asarray(np.maximum(t2 / self.limits[0], q / self.limits[1]))

    def neighbours(self, rows: Floats, places: NDArray[np.intp]) -> Floats:
        """Return the squared distance of some of the rows to their healthy neighbours over its limit."""
        return self._nearest(self._means(rows, None)[places]) / self.limits[2] if len(places) else np.zeros(0)

    def parts(self, rows: Floats) -> Floats:
        """Return by how much each column counts in the statistic of the last row; they sum up to it.

        Contributions after Kourti and MacGregor 1996; one that lessens it is negative, a column left out has none.
        """
        means = self._means(rows, None)[-1:]
        t2, q = (float(one[0]) for one in self._along(means))
        scale = np.where(np.arange(len(self.variances)) < self.kept, self.variances * self.limits[0], self.limits[1])
        counts = (np.arange(len(scale)) < self.kept) == (t2 / self.limits[0] >= q / self.limits[1])
        away = (means - self.middle)[0]
        found = np.zeros(len(self.used))
        found[self.used] = away * (self.axes @ (counts / scale * (away @ self.axes)))
        return found

    def _means(self, rows: Floats, conditions: Floats | None) -> Floats:
        rest = rows[:, self.used] - (self.expectation.of(_given(conditions)) if self.expectation else 0.0)
        return smoothed(np.clip(self.spread.of(_held(rest, self.spread.middle)), -1e6, 1e6), ROWS)

    def _along(self, means: Floats) -> tuple[Floats, Floats]:
        """Return T² (Hotelling) and Q (the squared rest), a number a row each."""
        along = (means - self.middle) @ self.axes
        t2 = (along[:, : self.kept] ** 2 / self.variances[: self.kept]).sum(axis=1)
        return t2, (along[:, self.kept :] ** 2).sum(axis=1)

    def _nearest(self, means: Floats) -> Floats:
        """Return the squared distance to the 25th neighbour, a number a row."""
        # It takes a second to be there, and most of those who ask for T² and Q do not need it.
        from sklearn.neighbors import KDTree

        distance, _ = KDTree(self.healthy).query(means, k=min(_NEIGHBOURS, len(self.healthy)))
        return np.asarray(distance[:, -1] ** 2)

    def _distances(self, means: Floats) -> Floats:
        """Return T², Q and the squared distance to the 25th neighbour, one a row."""
        return np.vstack([*self._along(means), self._nearest(means)])


def fit(rows: Floats, conditions: Floats | None = None, neighbourhood: int | None = None) -> Detector:
    """Return a detector of rows that are unlike these healthy ones, given in order of time; NaN is a missing value.

    A column that does not vary in them is left out. T² and Q after Jackson and Mudholkar 1979; limits come from the
    healthy rows alone. Neighbours are looked for among about `neighbourhood` of them (None: all). Raises `TooFewRows`
    and `NothingVaries`.
    """
    if len(rows) < _FEWEST:
        raise TooFewRows(len(rows))
    with np.errstate(invalid="ignore"):
        used = np.array([np.isfinite(column).sum() >= _FEWEST and np.nanstd(column) > 0 for column in rows.T])
    if not used.any():
        raise NothingVaries
    expectation = None if conditions is None else expect(rows[:, used], conditions)
    rest = rows[:, used] - (expectation.of(_given(conditions)) if expectation else 0.0)
    usual = Spread(np.nanmean(rest, axis=0), np.nanstd(rest, axis=0))
    means = smoothed(usual.of(_held(rest, usual.middle)), ROWS)[int(2 * ROWS) :]
    return _limited(_axes(means), expectation, used, usual, (means, means[:: _step(len(means), neighbourhood)]))


def _step(rows: int, wanted: int | None) -> int:
    return max(rows // wanted, 1) if wanted else 1


def _axes(means: Floats) -> tuple[Floats, Floats, int]:
    """Return the axes along which healthy rows vary, the variance along each, and how many of them T² takes."""
    covariance = np.atleast_2d(np.cov(means.T)) + _FLOOR * np.eye(means.shape[1])
    variances, axes = np.linalg.eigh(covariance)
    variances, axes = variances[::-1], axes[:, ::-1]
    explained = np.cumsum(variances) / variances.sum()
    most = max(len(variances) - 1, 1)
    return axes, variances, min(int(np.searchsorted(explained, _EXPLAINED)) + 1, most)


def _limited(
    of: tuple[Floats, Floats, int],
    expectation: Expectation | None,
    used: NDArray[np.bool_],
    usual: Spread,
    healthy: tuple[Floats, Floats],
) -> Detector:
    (axes, variances, kept), (means, some) = of, healthy
    detector = Detector(
        expectation, used, usual, means.mean(axis=0), axes, variances, kept, np.ones(3), np.ascontiguousarray(some)
    )
    limits = _DRIFT * np.quantile(detector._distances(means), _EXCEEDED, axis=1)
    limits = np.maximum(limits, _FLOOR)
    return Detector(expectation, used, usual, detector.middle, axes, variances, kept, limits, detector.healthy)


def _given(conditions: Floats | None) -> Floats:
    if conditions is None:
        raise ValueError("The detector was fitted with conditions, and is asked without.")
    return conditions


def _held(rows: Floats, usual: Floats) -> Floats:
    """Return rows in which each missing value is the one before it, or what is usual where there was none."""
    seen = np.isfinite(rows)
    last = np.maximum.accumulate(np.where(seen, np.arange(len(rows))[:, None], -1), axis=0)
    held = np.take_along_axis(rows, np.maximum(last, 0), axis=0)
    return np.where(last >= 0, held, usual)
