"""Is a belt compared with just what was dumped into its crusher?"""

import numpy as np
import pytest

from models.weighing.balance import State, reconcile
from models.weighing.belt import Belt, Counted, Fed, fed, run
from models.weighing.handbook import Array
from models.weighing.load import Carried, Load

HERE, THERE = (60.0, 15.0), (60.0, 15.01)
LOAD_KG = 30_000.0


def belt(loads: int, wrong: float = 0.0) -> Belt:
    """Return a belt that works off so many loads, five minutes each, and stands before and behind."""
    tph: Array = np.zeros(loads * 8 + 20)
    tph[10 : 10 + 5 * loads] = LOAD_KG / 1000 * 12 * (1 + wrong)
    return Belt("crusher", HERE, np.arange(len(tph)) * np.float64(60.0), tph, 60.0)


def dumped(loads: int, place: tuple[float, float] = HERE) -> list[Fed]:
    """Return loads of two diggers on two trucks each, one every five minutes."""
    return [_fed(number, place) for number in range(loads)]


def _fed(number: int, place: tuple[float, float]) -> Fed:
    at_s = 620.0 + 300 * number
    digger, truck = f"digger-{number % 2}", f"truck-{number % 4}"
    own = Carried(at_s - 500, at_s - 300, at_s, LOAD_KG, 180, 0, *place)
    return fed(truck, own, Load(digger, truck, at_s - 520, at_s - 400, 4, 4, LOAD_KG, 180, 90))


def old(machine: str, loads: int, place: tuple[float, float] = HERE) -> Counted:
    """Return the counter of an old unit that dumped so many loads while the belt ran, seen somewhere now and then."""
    time_s = np.arange(0.0, 12_000.0, 600)
    kg = np.interp(time_s, [600, 9000], [0, loads * LOAD_KG])
    return Counted(machine, time_s, kg, np.broadcast_to(np.array(place), (len(time_s), 2)), (), LOAD_KG)


def test_a_belt_fits_what_was_dumped_and_what_fell_elsewhere_does_not_count() -> None:
    told = run(belt(20), [*dumped(20), *dumped(7, THERE)], [])
    assert (told.loads, told.counted) == (20, ())
    assert told.comparison is not None
    assert told.comparison.apart == pytest.approx(0, abs=1e-6)
    assert set(told.comparison.other.shares) == {"digger-0", "digger-1", *(f"truck-{n}" for n in range(4))}
    assert sum(told.comparison.other.shares.values()) == pytest.approx(1)


@pytest.mark.parametrize("wrong", [0.03, -0.03])
def test_a_belt_that_is_off_is_named(wrong: float) -> None:
    told = run(belt(40, wrong), dumped(40), [])
    assert told.comparison is not None
    off = {one.scale: one for one in reconcile([told.comparison]) if one.state is State.OFF}
    assert set(off) == {"crusher"}
    assert off["crusher"].bias == pytest.approx(wrong, abs=0.01)


def test_an_old_unit_counts_where_the_belt_bears_it_out_and_not_where_it_only_passed_by() -> None:
    told = run(belt(25), dumped(20), [old("feeds", 5), old("passes", 12), old("elsewhere", 5, THERE)])
    assert told.counted == ("feeds",)
    assert told.counted_kg == pytest.approx(5 * LOAD_KG)
    assert told.comparison is not None
    assert told.comparison.sd > 0.005


def test_where_two_accounts_fit_about_as_well_or_none_does_nothing_is_compared() -> None:
    assert run(belt(25), dumped(20), [old("one", 5), old("two", 5)]).comparison is None
    assert run(belt(30), dumped(20), []).comparison is None


def test_a_belt_that_never_ran_empty_or_was_not_told_is_not_compared() -> None:
    full = belt(20)
    full.tph[:] = 300.0
    assert run(full, dumped(20), []).comparison is None
    holed = belt(20)
    holed.tph[30:50] = np.nan
    assert run(holed, dumped(20), []).comparison is None


def test_scales_that_disagree_about_a_load_are_not_mixed() -> None:
    own = Carried(0, 100, 600, LOAD_KG, 180, 0)
    told = fed("truck", own, Load("digger", "truck", 0, 90, 4, 4, 1.3 * LOAD_KG, 180, 90))
    assert told.weighing.shares == {"truck": 1.0}
