"""Is the cost of a plan on simulated machines counted as it is meant, and nothing known too early?"""

from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from benchmarks.accuracy.chart import Chart
from benchmarks.accuracy.plan import failures, fixed_interval, followed_eur
from benchmarks.accuracy.policy import Done, sureness, worn
from benchmarks.accuracy.recording import START_S, Life, Recording
from benchmarks.accuracy.trial import NothingToLearn, fit_lessons, lesson_order, others_than
from benchmarks.accuracy.wear import Machine, course_until, lessons
from models.diagnosis.deviation import Deviations
from models.diagnosis.mode import Mode
from models.diagnosis.signature import GROWN, Signatures
from models.diagnosis.verdict import Verdicts
from models.machines import Generation, Kind
from models.plan import Rates, price_of
from simulators.terminal import fleet_of

DAYS, DAY_S = 20, 86_400.0
STOP_S = START_S + DAYS * DAY_S
MODES = (Mode("alternator"), Mode("coolant_leak"))
KIND = Kind.HAUL_TRUCK
RATES = Rates()


def life(onset_day: float, failure_day: float, repair_day: float, mode: str = "alternator") -> Life:
    return Life("m1", mode, "", *(START_S + day * DAY_S for day in (onset_day, failure_day, repair_day)))


def machine(lives: Sequence[Life]) -> Machine:
    """Return a truck that works twelve hours a day; what it shows of its first life grows evenly from onset on."""
    hour = (START_S // 3600 + np.arange(DAYS * 24)).astype(np.int64)
    grown = np.clip(((hour + 1) * 3600.0 - lives[0].onset_s) / (lives[0].failure_s - lives[0].onset_s), 0, 1)
    grown = np.where((hour + 1) * 3600.0 < lives[0].repair_s, grown, 0.0)
    at_failure = np.array([20.0, 0.0])
    means = np.array([GROWN[:, None] * at_failure, GROWN[:, None] * at_failure[::-1]])
    found = Signatures(MODES, means, np.sqrt(1.69 + (0.4 * means) ** 2), np.array([0, 1]), means[:, -1] > 0)
    away = Deviations(hour, (grown[:, None] * at_failure)[:, :, None], np.ones((len(hour), 2, 1), dtype=bool))
    odds = np.column_stack([40 * grown - 5, np.full(len(hour), -20.0)])
    thought = Verdicts(hour, MODES, odds, np.full((1, *odds.shape), -50.0))
    recording = Recording("m1", KIND, "t1", "s1", Generation.JSON, np.empty(0), {}, tuple(lives))
    return Machine(recording, found, away, thought, np.arange(1, len(hour) + 1) / 2)


def costs(one: Life) -> tuple[float, float]:
    price = price_of(one.mode)
    return RATES.planned_eur(price, KIND), RATES.unplanned_eur(price, KIND)


def test_a_failure_that_nobody_prevented_costs_what_waiting_for_it_does() -> None:
    truck = machine([life(2, 10, 11)])
    counted = [*failures([truck], STOP_S)]
    assert followed_eur([], counted, RATES) == costs(counted[0][1])[1]


def test_a_job_before_the_failure_costs_its_repair_a_stop_a_visit_and_the_life_it_throws_away() -> None:
    truck = machine([life(2, 10, 11)])
    counted = [*failures([truck], STOP_S)]
    done = Done(truck, "alternator", "", START_S + 8 * DAY_S, truck.recording.lives[0])
    planned, _ = costs(truck.recording.lives[0])
    thrown = planned * 24 / price_of("alternator").life_h
    told = followed_eur([done], counted, RATES)
    assert told == pytest.approx(planned + RATES.stop_eur(KIND) + RATES.visit_eur + thrown, rel=1e-3)


def test_a_job_on_a_sound_part_costs_a_look_and_prevents_nothing() -> None:
    truck = machine([life(2, 10, 11)])
    counted = [*failures([truck], STOP_S)]
    done = Done(truck, "coolant_leak", "", START_S + 8 * DAY_S, None)
    more = followed_eur([done], counted, RATES) - followed_eur([], counted, RATES)
    assert more == pytest.approx(RATES.futile_eur(KIND) + RATES.stop_eur(KIND) + RATES.visit_eur)


def test_a_part_is_worn_from_its_onset_until_its_exchange() -> None:
    truck = machine([life(2, 10, 11)])
    found = [worn(truck, ("alternator", ""), START_S + day * DAY_S) is not None for day in (1, 3, 10.5, 12)]
    assert found == [False, True, True, False]
    assert worn(truck, ("coolant_leak", ""), START_S + 3 * DAY_S) is None


def test_only_what_began_and_failed_within_the_time_counts() -> None:
    lives = [life(2, 10, 11), life(-1, 5, 6, "coolant_leak"), life(12, 25, 26), life(3, np.inf, 9, "coolant_leak")]
    assert [one for _, one in failures([machine(lives)], STOP_S)] == lives[:1]


def test_an_interval_is_fixed_only_where_it_is_cheaper_than_failures() -> None:
    truck = machine([life(2, 10, 11)])
    counted = [*failures([truck], STOP_S)]
    dear, chosen = fixed_interval([truck], counted, DAYS, RATES)
    assert dear <= costs(counted[0][1])[1]
    _, among_many = fixed_interval([truck] * 50, counted, DAYS, RATES)
    assert among_many == {"alternator": "never"}
    assert chosen["alternator"] != 1


def test_a_course_is_known_until_the_moment_and_begins_after_the_last_exchange() -> None:
    one = life(2, 10, 11)
    truck = machine([one])
    early, late = (course_until(truck, one, START_S + day * DAY_S) for day in (6, 9))
    assert early is not None
    assert late is not None
    assert early.severity[-1] == pytest.approx(0.5, abs=0.1)
    np.testing.assert_allclose(early.severity, late.severity[: len(early.severity)])
    assert course_until(truck, one, START_S + 1 * DAY_S) is None
    again = life(12, 30, 31)
    assert course_until(machine([one, again]), again, START_S + 11.5 * DAY_S) is None


def test_lessons_are_parts_that_failed_with_their_hours_at_failure() -> None:
    found, failures_h = lessons([machine([life(2, 10, 11)]), machine([life(2, np.inf, 11)])])
    assert len(found) == len(failures_h) == 1
    assert failures_h[0] == pytest.approx(120, abs=1)
    with pytest.raises(NothingToLearn, match="too few"):
        fit_lessons([machine([life(2, 10, 11)])])


def test_sureness_is_shared_among_what_explains_alike_and_little_where_little_is_wrong() -> None:
    sure = sureness(np.array([12.0, 12.0, -5.0]), np.full((1, 3), -50.0))
    assert sure[0] == pytest.approx(sure[1])
    assert 0.1 < sure[0] < 0.5
    assert sureness(np.array([0.0, -5.0]), np.full((1, 2), -50.0)).max() < 0.15
    assert sureness(np.array([-9.0, -9.0]), np.full((1, 2), -50.0)).max() == 0


def test_machines_to_learn_from_fail_more_often_and_are_followed_to_the_end() -> None:
    order = lesson_order(fleet_of(Path("demo")), 7)
    assert others_than(1) == (11, 12)
    assert others_than(11) == (12, 13)
    assert order.fleet.failures > 1
    assert order.follow_days > 0


def test_a_chart_keeps_its_lines_and_bands_within_its_axes() -> None:
    drawn = Chart(
        "A & B", "x", "y", (10.0, 1.0), {"said": [(0, 0), (20, 2)]}, {"said": [(0, 0, 0.5), (20, 1, 3)]}
    ).svg()
    root = ElementTree.fromstring(drawn)
    line = root.find(".//{*}polyline")
    assert line is not None
    assert line.attrib["points"] == "60.0,272.0 520.0,40.0"
    assert root.find(".//{*}polygon") is not None
