"""Is a fleet that moved told from a few machines that are ill?"""

import numpy as np
import pytest

from models.drift import drift_of

HEALTHY = np.random.default_rng(3).normal(size=40)


@pytest.mark.parametrize(
    ("deviations", "drifted"),
    [
        (HEALTHY, False),
        (np.where(np.arange(40) < 6, 25.0, HEALTHY), False),
        (HEALTHY + 1.8, True),
        (HEALTHY * 4, True),
        (np.append(HEALTHY[:5] + 9, np.nan), None),
        (np.array([np.nan]), None),
    ],
)
def test_a_fleet_drifts_where_most_of_it_does(deviations: np.ndarray, drifted: bool | None) -> None:
    assert drift_of(deviations.astype(np.float16)).drifted is drifted


def test_what_is_not_known_counts_for_nothing() -> None:
    told = drift_of(np.append(HEALTHY, [np.nan] * 5))
    assert told.machines == 40
    assert told == drift_of(HEALTHY)
