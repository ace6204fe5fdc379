"""Does a stream say of many machines at once what the detector says of each by itself?"""

import numpy as np
import pytest

from models.anomaly.detector import fit
from models.anomaly.stream import Stream, used

RANDOM = np.random.default_rng(7)
MIXED = RANDOM.normal(size=(6, 6))
HEALTHY = RANDOM.normal(size=(500, 6)) @ MIXED + 20.0
HEALTHY[:, 2] = 4.0
DETECTOR = fit(HEALTHY)
MACHINES = 1_100


def test_a_stream_of_machines_agrees_with_the_detector_row_by_row() -> None:
    rows = RANDOM.normal(size=(12, 3, 6)) @ MIXED * 1.5 + 21.0
    rows[RANDOM.random(rows.shape) < 0.1] = np.nan
    stream = Stream(DETECTOR, MACHINES)
    told = np.array([stream.step(np.resize(used(DETECTOR, row), (MACHINES, 5))) for row in rows])
    for machine in range(3):
        alone = DETECTOR.score(rows[:, machine])
        np.testing.assert_allclose(told[:, machine], np.column_stack([alone.t2, alone.q]), rtol=1e-4, atol=1e-6)
        # Machines of the last block are as those of the first.
        np.testing.assert_array_equal(told[:, machine], told[:, machine + 1_095])


def test_rows_that_come_several_at_once_are_judged_as_one_after_the_other() -> None:
    rows = np.array([used(DETECTOR, RANDOM.normal(size=(MACHINES, 6)) @ MIXED + 20.0) for _ in range(9)])
    rows[4, 700:800, 1] = np.nan
    singly, at_once = Stream(DETECTOR, MACHINES), Stream(DETECTOR, MACHINES)
    told = np.array([singly.step(row) for row in rows])
    np.testing.assert_array_equal(
        told, np.concatenate([at_once.steps(part) for part in (rows[:2], rows[2:2], rows[2:])])
    )


def test_a_detector_with_conditions_is_refused() -> None:
    with pytest.raises(ValueError, match="takes one without"):
        Stream(fit(HEALTHY, RANDOM.normal(size=(500, 2))), 3)
