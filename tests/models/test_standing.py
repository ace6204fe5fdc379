"""Are machines drawn towards the others as far as they are unsure, and no further?"""

import numpy as np
import pytest

from models.benchmarking.answer import needed_cycles, rounded
from models.benchmarking.expectation import TooFewPeers, Work, expected
from models.benchmarking.haulage import FACTORS, Cycles, factors
from models.benchmarking.standing import Peers, stand


def _peers(sd: list[float], away: float) -> Peers:
    dice = np.random.default_rng(1)
    count = 60
    log_index = dice.normal(0, 0.05, count)
    log_index[0] = away
    own = np.array([str(place // 3) for place in range(count)])
    spread = np.full(count, 0.01)
    spread[: len(sd)] = sd
    return Peers(own, own, own, log_index, spread, np.zeros((4, count)))


def test_a_small_sample_is_drawn_towards_the_others_and_stays_unsure() -> None:
    sure, unsure = (stand(_peers([sd], 0.15)) for sd in (0.005, 0.15))
    assert sure.index[0] > unsure.index[0] > 1
    assert unsure.high[0] - unsure.low[0] > sure.high[0] - sure.low[0]
    assert sure.worst_tenth[0] > 0.8 > unsure.worst_tenth[0]


def test_ranks_are_bands_and_the_chances_of_the_worst_tenth_add_up_to_it() -> None:
    told = stand(_peers([], 0.0))
    assert (told.rank_low <= told.rank_high).all()
    assert told.worst_tenth.sum() == pytest.approx(0.1 * 60, rel=0.02)


def test_the_same_standings_come_of_the_same_peers() -> None:
    one, again = stand(_peers([], 0.1)), stand(_peers([], 0.1))
    assert (one.index == again.index).all()


def test_work_grows_with_what_is_carried_how_far_and_how_high() -> None:
    def cycle(**other: float) -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
        usual = {"payload_kg": 39_000.0, "distance_m": 3000.0, "climb_m": 40.0, "lift_m": 40.0, "air_c": 10.0}
        values = {"mass_kg": 30_600.0, "waited_s": 60.0, **usual, **other}
        return factors(Cycles(**{name: np.array([value]) for name, value in values.items()}))

    plain = cycle()
    for more in ({"payload_kg": 45_000.0}, {"distance_m": 3500.0}, {"climb_m": 60.0, "lift_m": 60.0}):
        assert (cycle(**more)[0, :2] > plain[0, :2]).all()
    assert cycle(air_c=35.0)[0, FACTORS.index("cooling_kwh")] > plain[0, FACTORS.index("cooling_kwh")] == 0
    # Downhill with the load, what is braked away is not won back.
    assert (cycle(lift_m=-40.0)[0, :2] < plain[0, :2]).all()


def _work(owners: int) -> Work:
    dice = np.random.default_rng(2)
    own = np.repeat([f"owner-{number}" for number in range(owners)], 3)
    sums = dice.uniform(1, 2, (len(own), 3))
    kinds = np.full((len(own), 1), "a40")
    return Work(own, sums @ np.array([1.0, 0.5, 0.2]), sums, dice.normal(size=(len(own), 2)), kinds[:, 0], kinds)


def test_what_is_expected_of_an_owner_does_not_follow_from_what_it_did() -> None:
    work = _work(8)
    first = work.owner == "owner-0"
    worse = Work(**{**vars(work), "measured": np.where(first, 3 * work.measured, work.measured)})
    usual = (1.0, 0.5, 0.2)
    assert (expected(work, usual).value[first] == expected(worse, usual).value[first]).all()
    assert (expected(work, usual).value[~first] != expected(worse, usual).value[~first]).any()


def test_nobody_is_compared_with_fewer_than_five_others() -> None:
    with pytest.raises(TooFewPeers, match="at least 5"):
        expected(_work(5), (1.0, 0.5, 0.2))


def test_what_is_told_is_rounded_outwards() -> None:
    assert rounded(1.034, 0.01, -1) == 1.03
    assert rounded(1.031, 0.01, 1) == 1.04
    assert rounded(0.26, 0.1) == 0.3


def test_a_difference_of_five_percent_takes_141_cycles_of_the_usual_kind() -> None:
    assert needed_cycles(0.15) == 142
