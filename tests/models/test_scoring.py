"""Is what is said of many machines at once what is said of each alone, hour by hour?"""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from models.anomaly.episode import alarmed
from models.diagnosis.account import SUMS
from models.diagnosis.alarm import CLEAR, DWELL, RAISE, STARTUP_HOURS, next_alarm
from models.diagnosis.deviation import Aspect, deviations, usual_of
from models.diagnosis.health import doubt, probabilities, subsystem_healths, sureness
from models.diagnosis.jump import jumps
from models.diagnosis.mode import modes_of
from models.diagnosis.model import history_of
from models.diagnosis.quantity import quantities
from models.diagnosis.scoring import SUSPECTED, Ready, deviate, offsets, opened, score, spaced
from models.diagnosis.signature import signatures
from models.diagnosis.standing import Memory, remembered, usual_for
from models.diagnosis.verdict import Weight, together, weigh
from models.signals import Subsystem
from tests.models.truck import TIME_MIN, TRUCK, fleet_of_trucks, minutes


@given(st.lists(st.floats(-10, 20), min_size=1, max_size=60))
def test_the_alarm_hour_by_hour_is_that_of_all_hours_together(statistic: list[float]) -> None:
    alarm, run, told = np.array([False]), np.array([0]), []
    for value in statistic:
        alarm, run = next_alarm(alarm, run, np.array([value]))
        told.append(bool(alarm[0]))
    assert told == alarmed(np.array(statistic), raise_at=RAISE, clear_at=CLEAR, dwell=DWELL).tolist()


def test_what_is_scored_from_what_is_kept_is_what_the_model_says_of_the_history() -> None:
    fleet, values = fleet_of_trucks(), minutes(12)
    values["coolant_level_percent"] = values["coolant_level_percent"] - 12 * (np.arange(len(TIME_MIN)) > 8 * 1440)
    history = history_of(TRUCK, "t1", TIME_MIN, values)
    assert history is not None
    account, ready = fleet.account(history), Ready.of(fleet, TRUCK)
    memory, found = Memory.of_nothing(account.sums.shape[1]), []
    for sums in account.sums.astype(np.float32):
        memory = remembered(memory, sums, fleet.own.enough_min, None)
        found.append(memory)
    kept = deviate(ready, np.array([one.recent for one in found]), usual_for(found, "t1", fleet.own))
    expected = deviations(account, "t1", fleet.own).values.reshape(kept.shape)
    assert np.nan_to_num(kept) == pytest.approx(expected.clip(-300, 300), rel=2e-3, abs=2e-2)
    judged = np.arange(1, len(kept) + 1)
    scores = score(ready, kept, judged, jumps(offsets(kept).astype(np.float64)))
    names = [mode.name for mode in ready.signatures.modes]
    assert names[scores.suspect[-1]] == "coolant_leak"
    assert 75 < scores.health[-1] < 95
    assert (scores.health[:60] == 100).all()
    rows, known = opened(kept)
    weight = weigh(ready.signatures, rows, known, spaced(jumps(offsets(kept).astype(np.float64))))
    # What is passed over fast is what nobody would suspect after a closer look.
    close = np.where(judged > STARTUP_HOURS, together(weight.odds), -50)
    assert ((close > SUSPECTED) == (scores.log_odds > SUSPECTED)).all()
    assert scores.log_odds[-1] == pytest.approx(fleet.verdicts(history).statistic[-1], rel=0.01)


def test_health_falls_with_how_sure_and_how_severe_a_failure_is_and_not_with_a_sensors() -> None:
    modes = modes_of(TRUCK)
    names = [(mode.name, mode.where) for mode in modes]
    leak, drift = names.index(("coolant_leak", "")), names.index(("sensor_drift", "coolant_temperature_c"))
    sure, severity = np.zeros((2, len(modes))), np.zeros((2, len(modes)))
    sure[0, leak], severity[0, leak] = 0.8, 0.5
    sure[1, drift], severity[1, drift] = 1.0, 1.0
    assert subsystem_healths(modes, sure, severity)[Subsystem.COOLING].tolist() == pytest.approx([60.0, 100.0])


def told(odds: Sequence[float]) -> NDArray[np.float64]:
    row = np.array([odds])
    return np.asarray(probabilities(Weight(row, np.full((1, *row.shape), -50.0), row, row))[0])


def test_candidates_that_explain_alike_share_how_sure_it_is_that_something_is_wrong() -> None:
    alike, alone, many = told([9.0, 9.0, -50.0]), told([9.0 + np.log(2), -50.0, -50.0]), told([9.0] * 100)
    assert alike[0] == pytest.approx(alike[1])
    wrong = sureness(np.array([9.0 + np.log(2)]))[0]
    assert alike.sum() < alone[0] < wrong
    assert many.sum() <= sureness(np.array([9.0 + np.log(100)]))[0]


def test_a_name_is_surer_the_more_speaks_for_it_and_against_all_others() -> None:
    rows = [told([odds, odds - ahead, -50.0]) for odds, ahead in ((5, 1), (20, 1), (20, 10), (200, 10), (200, 150))]
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)
    assert rows[-1][0] > 0.9
    assert told([-3.0, -9.0, -50.0]).max() < 0.001


def test_health_is_in_doubt_as_far_as_it_is_unsure_that_anything_is_wrong() -> None:
    log_odds = np.array([-50.0, 5.0, 30.0, 3_000.0])
    sure = sureness(log_odds[1:])
    unsure = [0.0, *(100 * 0.4 * np.sqrt(sure * (1 - sure)))]
    # Health is 100 (1 - p s), a failure that is 0.4 gone.
    assert doubt(100 * (1 - np.array([0.0, *(0.4 * sure)])), log_odds) == pytest.approx(unsure)
    assert unsure[-1] < 3


def test_a_sensor_may_stand_still_at_the_end_of_its_range_and_nowhere_else() -> None:
    fleet = fleet_of_trucks()
    found, own = signatures(TRUCK, fleet.norm, fleet.own), quantities(TRUCK).index("air_filter_drop_kpa")
    to_nothing = -fleet.norm.usual[own] / fleet.own.sigma[own, Aspect.OFFSET]
    named = []
    for share in (1.2, 0.3):
        row = np.zeros((1, len(found.touched[0])))
        row[0, own * len(Aspect) + np.array([Aspect.OFFSET, Aspect.FROZEN])] = share * to_nothing, 14.0
        odds = weigh(found, row, np.ones_like(row, dtype=bool), np.full_like(row, 0.3)).odds[0]
        named.append(found.modes[int(odds.argmax())].name)
    assert named == ["sensor_drift", "sensor_stuck"]


def test_a_machine_may_be_more_restless_than_its_like_but_not_off_by_as_much() -> None:
    own = fleet_of_trucks().own
    place, sums = quantities(TRUCK).index("boost_pressure_kpa"), np.zeros((len(own.mean), len(SUMS)))
    beyond = 4.0 * own.spread[place]
    expected = own.expected("t1")[place]
    steps = np.exp(expected[Aspect.NOISE] + beyond[Aspect.NOISE])
    sums[place] = [1e5, 0.0, 1e5, 1e5 * (expected[0] + beyond[0]), 0.0, 1e5 * steps, 1e5, 0.0, 1e5]
    usual = usual_of(sums, own.expected("t1"), own)[place]
    assert usual[Aspect.NOISE] == pytest.approx(expected[Aspect.NOISE] + beyond[Aspect.NOISE], rel=0.02)
    assert usual[Aspect.OFFSET] == pytest.approx(expected[Aspect.OFFSET] + beyond[Aspect.OFFSET] / 2, rel=0.02)
