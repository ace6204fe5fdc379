"""Does the fault run see each way in which a rollup, or a newest value, can be wrong?"""

import numpy as np
import pytest

from benchmarks.faults.bucket import UNITS, computed, differences, newest
from benchmarks.faults.sample import SERIAL, SIGNALS, measure
from benchmarks.faults.stored import Stored, rows_of

BEGIN_US, STEP_US = 1_700_000_000_000_000, 700_000
TIMES_US = BEGIN_US + np.arange(1000) * STEP_US
VALUES = measure(5, np.arange(1000))
HELD = Stored(rows_of(TIMES_US, VALUES))


@pytest.mark.parametrize("unit", UNITS)
def test_buckets_hold_what_their_readings_give(unit: str) -> None:
    right = computed(HELD, UNITS[unit])
    bucket = TIMES_US // UNITS[unit] * UNITS[unit]
    payload = SIGNALS.index("payload_kg")
    for row in right:
        within = bucket == row[0]
        values = VALUES[within, payload]
        assert row[1:4].tolist() == [within.sum(), TIMES_US[within].min(), TIMES_US[within].max()]
        found = row[4 + payload :: len(SIGNALS)]
        wanted = [np.nanmean(values), np.isfinite(values).sum(), np.nanmin(values), np.nanmax(values)]
        assert found == pytest.approx(wanted, rel=1e-6)
    assert right[:, 1].sum() == 1000
    assert list(differences(right, right)) == []


def test_the_last_digits_of_a_mean_may_differ_and_nothing_else() -> None:
    right = computed(HELD, UNITS["minute"])
    near, off = right.copy(), right.copy()
    near[3, 5] *= 1 + 1e-7
    off[3, 5] *= 1 + 1e-4
    assert list(differences(near, right)) == []
    [line] = differences(off, right)
    assert "latitude_deg_mean" in line


@pytest.mark.parametrize("column", range(1, 4 + 4 * len(SIGNALS)))
def test_a_wrong_number_in_a_bucket_is_seen_and_so_is_a_missing_one(column: int) -> None:
    right = computed(HELD, UNITS["minute"])
    off, without = right.copy(), right.copy()
    off[3, column] += 1 + off[3, column] / 100
    without[3, column] = np.nan
    assert len(list(differences(off, right))) == 1
    assert len(list(differences(without, right))) == 1


def test_buckets_that_are_missing_and_that_should_not_be_there_are_seen() -> None:
    right = computed(HELD, UNITS["minute"])
    assert "is missing" in next(differences(right[1:], right))
    assert "without readings" in next(differences(right, right[1:]))


def test_the_newest_value_of_each_signal_has_a_time_of_its_own() -> None:
    found = dict(zip(SIGNALS, zip(newest(HELD)[1::2], newest(HELD)[2::2], strict=True), strict=True))
    last = np.flatnonzero(~np.isnan(VALUES[:, SIGNALS.index("payload_kg")]))[-1]
    assert newest(HELD)[0] == TIMES_US[-1]
    assert found[SERIAL] == (999, TIMES_US[-1])
    assert found["payload_kg"] == (VALUES[last, SIGNALS.index("payload_kg")], TIMES_US[last])
