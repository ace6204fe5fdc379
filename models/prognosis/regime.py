"""What would a sensor show of a typical unit under these settings?"""

from dataclasses import dataclass

import numpy as np

from models.prognosis.history import Floats, History, Integers

# Settings fall into regimes where these leave less than a thousandth of their variance unexplained; otherwise they only
# wander, and one regime holds all.
MOST_REGIMES = 8
_UNEXPLAINED = 0.001
# A sensor that moves by less, in units of its size, is constant but for rounding.
_STILL = 1e-9


@dataclass(frozen=True)
class Regimes:
    """Regimes of operation, and how each sensor lies in each of them.

    `scale` (k) of settings, `centre` (r, k) of the regimes in these units, `mean` and `spread` (r, m) of the sensors,
    of which `telling` (m) says whether a sensor moves at all.
    """

    scale: Floats
    centre: Floats
    mean: Floats
    spread: Floats
    telling: Integers

    def of(self, settings: Floats) -> Integers:
        """Return (n) the regime of each row, by the nearest centre."""
        distance = (((settings / self.scale)[:, None, :] - self.centre[None]) ** 2).sum(axis=2)
        return np.asarray(distance.argmin(axis=1), dtype=np.int64)

    def standardise(self, history: History) -> Floats:
        """Return (n, telling sensors) how far each value lies from its regime's mean, in standard deviations."""
        regime = self.of(history.settings)
        score = (history.sensors - self.mean[regime]) / self.spread[regime]
        return np.asarray(score[:, self.telling], dtype=np.float64)


def fit_regimes(history: History, seed: int) -> Regimes:
    """Return the regimes of a history; k-means of Lloyd on standardised settings, the fewest that explain them."""
    scale = _positive(history.settings.std(axis=0))
    centre = _centres(history.settings / scale, seed)
    blank = np.zeros((len(centre), history.sensors.shape[1]))
    regime = Regimes(scale, centre, blank, blank, np.empty(0, np.int64)).of(history.settings)
    groups = [history.sensors[regime == one] for one in range(len(centre))]
    mean = np.array([group.mean(axis=0) for group in groups])
    spread = np.array([group.std(axis=0) for group in groups])
    telling = np.flatnonzero((spread > _STILL * np.maximum(np.abs(mean), 1)).any(axis=0))
    return Regimes(scale, centre, mean, _positive(spread), telling)


def _centres(settings: Floats, seed: int) -> Floats:
    from sklearn.cluster import KMeans

    single = settings.mean(axis=0, keepdims=True)
    total = float(((settings - single) ** 2).sum())
    most = min(MOST_REGIMES, len(settings))
    for number in range(2, most + 1) if settings.shape[1] and total > 0 else ():
        means = KMeans(number, n_init=4, random_state=seed).fit(settings)
        if means.inertia_ < _UNEXPLAINED * total:
            return np.asarray(means.cluster_centers_, dtype=np.float64)
    return np.asarray(single, dtype=np.float64)


def _positive(spread: Floats) -> Floats:
    return np.where(spread > _STILL, spread, 1.0)
