"""Does a seed say everything about the faults of a run, and are enough of them compound?"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.faults.schedule import LONG_FROM, Deed, Target, expected_s, plan

SEEDS = st.integers(0, 2**32 - 1)


@given(SEEDS)
def test_a_seed_draws_the_same_faults_every_time(seed: int) -> None:
    assert plan(seed, 25) == plan(seed, 25)


def test_another_seed_draws_other_faults() -> None:
    assert plan(1, 25) != plan(2, 25)


@given(SEEDS, st.integers(1, 60))
def test_at_least_half_of_the_faults_are_compound(seed: int, faults: int) -> None:
    drawn = plan(seed, faults)

    assert [fault.number for fault in drawn] == list(range(1, faults + 1))
    assert 2 * sum(fault.compound for fault in drawn) >= faults


@given(SEEDS)
def test_what_strikes_does_so_while_something_else_is_wrong(seed: int) -> None:
    for fault in plan(seed, 25):
        hold = fault.actions[0]
        assert all(0 < strike.at_s <= max(hold.lasts_s, 0.5) for strike in fault.actions[1:])


@given(SEEDS)
def test_a_short_run_has_every_fault_that_is_promised(seed: int) -> None:
    drawn = {(action.deed, action.target) for fault in plan(seed, 25) for action in fault.actions}

    assert drawn >= {
        (Deed.KILL, Target.INGEST),
        (Deed.PAUSE, Target.INGEST),
        (Deed.KILL, Target.BROKER),
        (Deed.RESTART, Target.BROKER),
        (Deed.KILL, Target.DATABASE),
        (Deed.STOP, Target.DATABASE),
        (Deed.FILL, Target.DATABASE),
        (Deed.CUT, Target.FROM_MACHINES),
        (Deed.POWER_CUT, Target.FLEET),
        (Deed.CLOCK, Target.MACHINE),
        (Deed.OFFLINE, Target.MACHINE),
        (Deed.SCRAMBLE, Target.FROM_MACHINES),
    }


@pytest.mark.parametrize("seed", range(5))
def test_a_long_run_has_outages_as_long_as_real_ones(seed: int) -> None:
    actions = [action for fault in plan(seed, 2 * LONG_FROM) for action in fault.actions]

    assert any(action.deed is Deed.PAUSE and action.lasts_s == 90 for action in actions)
    assert any(action.deed is Deed.STOP and action.lasts_s == 60 for action in actions)


@given(SEEDS)
def test_a_short_run_fits_into_four_minutes(seed: int) -> None:
    assert expected_s(plan(seed, 25)) < 150
