"""Is a machine down where that is told, in doubt where it stood for long, and unknown where nothing is told?"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.benchmarking.uptime import Interval, Work, stands, uptime

HOUR, DAY = 3600.0, 24 * 3600.0
# It works from 6 to 18 o'clock, and stands from 10 to 13 and from 15:00 to 15:30.
MINUTES = np.arange(0, DAY, 60.0)
RUNS = (MINUTES >= 6 * HOUR) & (MINUTES < 18 * HOUR)
RUNS &= ~((MINUTES >= 10 * HOUR) & (MINUTES < 13 * HOUR)) & ~((MINUTES >= 15 * HOUR) & (MINUTES < 15.5 * HOUR))
COUNTER = 1000 + np.cumsum(np.append(0, RUNS[:-1])) / 60
SHIFT = [(6 * HOUR, 18 * HOUR)]


def told(*works: Work, planned: list[Interval] = SHIFT) -> tuple[float, ...]:
    """Return hours planned, known, down and unexplained of the day."""
    found = uptime(planned, MINUTES, COUNTER, works)
    return tuple(round(hours, 2) for hours in vars(found).values())


def test_a_long_stand_that_nobody_explains_is_in_doubt_and_a_break_is_not() -> None:
    assert told() == (12, 12, 0, 3)
    assert told(planned=[(0, DAY)])[3] == pytest.approx(6 + 3 + 6, abs=0.05), "by the clock the night is one too"


def test_a_machine_is_down_while_it_is_worked_on_and_stands() -> None:
    assert told(Work(9 * HOUR, 14 * HOUR, None)) == (12, 12, 3, 0), "one that runs is not down"
    assert told(Work(9.5 * HOUR, 14 * HOUR, 1.5)) == (12, 12, 1.5, 2), "who did it said for how long"
    assert told(Work(11 * HOUR, 12 * HOUR, None), Work(11 * HOUR, 13 * HOUR, None)) == (12, 12, 2, 1)
    assert told(Work(20 * HOUR, 22 * HOUR, 2)) == (12, 12, 0, 3), "nobody wanted to work then"


def test_nothing_is_known_of_a_time_of_which_nothing_is_told() -> None:
    half = MINUTES < 12 * HOUR
    found = uptime(SHIFT, MINUTES[half], COUNTER[half], [Work(14 * HOUR, 16 * HOUR, None)])
    assert (found.planned_h, round(found.scheduled_h, 1), found.down_h) == (12, 8, 2)
    nothing = uptime(SHIFT, np.zeros(0), np.zeros(0), [])
    assert (nothing.scheduled_h, nothing.down_h, nothing.standing_h) == (0, 0, 0)


def test_what_it_did_not_run_of_a_time_without_readings_is_one_stand() -> None:
    assert stands(np.array([0, 5 * HOUR]), np.array([7.0, 9.0])) == [(0, 3 * HOUR)]
    assert stands(np.array([0, 5 * HOUR]), np.array([7.0, 11.5])) == []
    assert stands(np.array([0, 5 * HOUR]), np.array([7.0, 2.0])) == [(0, 5 * HOUR)], "a unit that was replaced"


_INTERVAL = st.tuples(st.integers(0, 86400), st.integers(1, 40_000), st.none() | st.floats(0, 30))


@given(st.lists(_INTERVAL, max_size=4))
def test_every_hour_is_in_one_place(works: list[tuple[int, int, float | None]]) -> None:
    found = uptime(SHIFT, MINUTES, COUNTER, [Work(a, a + long, stood) for a, long, stood in works])
    assert 0 <= found.down_h <= found.down_h + found.standing_h <= found.scheduled_h + 1e-6
    assert found.scheduled_h <= found.planned_h
