"""What do several kinds of regression, of which each errs in its own way, agree on?"""

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
from threadpoolctl import threadpool_limits

from models.prognosis.history import Floats

# Threads add up in another order each time, so that the same seed would give other models; and on a busy machine they
# wait for each other by turning: five times the processor's time.
_ONE_THREAD = partial(threadpool_limits, limits=1)

# The libraries' estimators bear no types.
Member = Any


def fit_committee(features: Floats, target: Floats, seed: int) -> Sequence[Member]:
    """Return fitted members: two of boosted trees, a support vector machine and a small network.

    `features` is (n, d), `target` (n) between 0 and 1. Rows of a unit one after another hardly differ, so each member
    learns from as many, evenly spread, as it still gains from; each from others.
    """
    members = [
        (_trees(seed), 10_000),
        (_trees(seed + 1), 10_000),
        (_vectors(features.shape[1]), 5_000),
        (_network(seed, len(features)), 15_000),
    ]
    with _ONE_THREAD():
        return [_fitted(member, features, target, most, turn) for turn, (member, most) in enumerate(members)]


def ask(members: Sequence[Member], features: Floats) -> Floats:
    """Return (n) the mean of what the members say."""
    with _ONE_THREAD():
        return np.asarray(np.mean([member.predict(features) for member in members], axis=0), dtype=np.float64)


def _fitted(member: Member, features: Floats, target: Floats, most: int, turn: int) -> Member:
    step = max(len(features) // most, 1)
    rows = slice(turn % step, None, step)
    return member.fit(features[rows], target[rows])


# The library takes seconds to be there, and who asks a kept model, or none, starts without it.
def _trees(seed: int) -> Member:
    from sklearn.ensemble import HistGradientBoostingRegressor

    return HistGradientBoostingRegressor(
        max_iter=400,
        learning_rate=0.04,
        max_leaf_nodes=15,
        l2_regularization=1.0,
        max_features=0.15,
        early_stopping=False,
        random_state=seed,
    )


def _vectors(columns: int) -> Member:
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler
    from sklearn.svm import SVR

    return make_pipeline(StandardScaler(), SVR(C=0.8, epsilon=0.04, gamma=0.2 / columns))


def _network(seed: int, rows: int) -> Member:
    from sklearn.neural_network import MLPRegressor
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    # Ending early is what keeps it from learning single units by heart. A tolerance that no improvement reaches ends it
    # after so many passes, and does not call that a failure to converge.
    passes = {"tol": 1e9, "n_iter_no_change": 29, "max_iter": 100}
    shape = {"hidden_layer_sizes": (64, 32), "batch_size": min(256, rows)}
    return make_pipeline(StandardScaler(), MLPRegressor(alpha=1.0, random_state=seed, **shape, **passes))
