"""Are failures, names, leads and alarms for nothing counted as they are meant?"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from benchmarks.accuracy.diagnostics import baselines, excluded, figures
from benchmarks.accuracy.headline import Told, interval95
from benchmarks.accuracy.lead import lead_times
from benchmarks.accuracy.limit import limited
from benchmarks.accuracy.outcome import Case
from benchmarks.accuracy.recording import START_S, Life, Order, Recording, record
from benchmarks.accuracy.reliability import Said, reliability
from benchmarks.accuracy.reliability import figures as told_and_right
from models.anomaly.episode import Episode
from models.diagnosis.mode import Mode
from models.diagnosis.verdict import Verdicts
from models.machines import Generation, Kind
from simulators.terminal import fleet_of

DAYS = 10
STOP_S = START_S + DAYS * 86_400
MODES = (Mode("alternator"), Mode("battery_wear"), Mode("sensor_stuck", "boost_pressure_kpa"))


def life(mode: str, onset_day: float, failure_day: float, repair_day: float, where: str = "") -> Life:
    moments = (START_S + day * 86_400 for day in (onset_day, failure_day, repair_day))
    return Life("m1", mode, where, *moments)


def case(lives: Sequence[Life], alarms: Sequence[Episode], best: Sequence[int], volts: float = 28.0) -> Case:
    """Return a machine that runs all the time; in hour i the mode `best[i]` explains most, then the next one."""
    hours = DAYS * 24
    time_s = START_S + 60.0 * np.arange(DAYS * 1440, dtype=np.float64)
    values = {"engine_speed_rpm": np.full(len(time_s), 1500, np.float32)}
    values["battery_voltage_v"] = np.full(len(time_s), volts, np.float32)
    recording = Recording("m1", Kind.HAUL_TRUCK, "t1", "s1", Generation.JSON, time_s, values, lives=tuple(lives))
    odds = np.array([np.roll([9.0, 5.0, 1.0], place) for place in best])
    hour = (START_S // 3600 + np.arange(hours)).astype(np.int64)
    return Case(recording, Verdicts(hour, MODES, odds, np.full((1, *odds.shape), -50.0)), tuple(alarms))


def test_a_failure_is_found_before_it_happens_and_its_lead_is_a_share_of_its_warning() -> None:
    told = figures([case([life("alternator", 2, 6, 7)], [Episode(71, 150)], [0] * 240)], STOP_S)
    assert told["event_recall"] == told["first_mode"] == 1.0
    assert told["lead_share"] == pytest.approx((6 - 3) / 4)
    assert told["false_per_machine_day"] == 0.0


def test_how_far_chance_moves_a_figure_is_drawn_from_machines() -> None:
    lives = [life("alternator", 2, 6, 7)]
    heard, missed = case(lives, [Episode(71, 150)], [0] * 240), case(lives, [], [0] * 240)
    told = [Told.of(one, STOP_S) for one in [heard] * 12 + [missed] * 4]
    low, high = interval95(told)["event_recall"] or (0.0, 0.0)
    # Twelve of sixteen: binomial, 0.75 and 2 * sqrt(0.75 * 0.25 / 16).
    assert (low, high) == pytest.approx((0.53, 0.97), abs=0.07)
    assert interval95(told)["sensor_faults"] is None
    assert interval95(told) == interval95(told)


def test_an_alarm_after_the_failure_finds_nothing_and_one_before_the_onset_is_for_nothing() -> None:
    told = figures([case([life("alternator", 4, 6, 7)], [Episode(20, 30), Episode(150, 160)], [0] * 240)], STOP_S)
    assert told["event_recall"] == 0.0
    assert told["by_mode"] == {"alternator": "0 of 1 found, 0 named first"}
    # Four days before its onset and two from the day after its repair on.
    assert told["false_per_machine_day"] == pytest.approx(1 / 6, rel=0.02)


def test_an_alarm_that_was_on_already_counts_only_where_it_names_the_failure() -> None:
    lives = [life("alternator", 1, 8, 9), life("sensor_stuck", 5, 6, 7, "boost_pressure_kpa")]
    assert figures([case(lives, [Episode(30, 220)], [0] * 240)], STOP_S)["event_recall"] == 0.5
    told = figures([case(lives, [Episode(30, 220)], [0] * 140 + [2] * 100)], STOP_S)
    assert told["event_recall"] == 1.0
    assert told["sensor_faults"] == 1.0


def test_a_sensor_is_named_by_its_signal_and_a_failure_by_whichever_level_names_it_sooner() -> None:
    other = life("sensor_stuck", 5, 6, 7, "coolant_temperature_c")
    assert figures([case([other], [Episode(125, 140)], [2] * 240)], STOP_S)["first_two"] == 0.0
    one = case([life("battery_wear", 5, 8, 9)], [Episode(125, 220)], [0] * 240)
    assert figures([one], STOP_S)["first_mode"] == 0.0
    one.verdicts.beside[:] = np.roll([9.0, 5.0, 1.0], 1)
    assert figures([one], STOP_S)["first_mode"] == 1.0


def test_a_name_is_right_while_its_part_is_worn_in_the_hours_of_alarm_and_at_their_first() -> None:
    said = Said.of(case([life("alternator", 2, 6, 7)], [Episode(43, 53), Episode(150, 160)], [0] * 240))
    assert said.right.tolist() == [False] * 5 + [True] * 15
    assert np.flatnonzero(said.raised).tolist() == [0, 10]
    assert said.sure == pytest.approx([said.sure[0]] * 20)
    figures = told_and_right([said, Said.of(case([], [], [0] * 240))])
    assert figures["standing"]["right"] == pytest.approx(0.75)
    assert figures["raised"]["count"] == 2
    assert told_and_right([])["standing"]["count"] == 0


def test_how_sure_something_was_is_held_against_how_often_it_was_right() -> None:
    sure = np.array([0.9] * 10 + [0.3] * 10)
    well = reliability(sure, np.array([True] * 9 + [False] + [True] * 3 + [False] * 7))
    assert well["calibration_error"] == pytest.approx(0)
    assert well["brier"] == pytest.approx((0.09 + 0.21) / 2)
    assert [(one["count"], one["right"]) for one in well["bins"]] == [(10, 0.3), (10, 0.9)]
    assert reliability(sure, np.ones(20, dtype=bool))["calibration_error"] == pytest.approx(0.4)


def test_the_picture_of_lead_times_says_which_share_was_found_how_early() -> None:
    early = case([life("alternator", 2, 6, 7)], [Episode(71, 150)], [0] * 240)
    late = case([life("alternator", 2, 6, 7)], [Episode(119, 150)], [0] * 240)
    drawn = lead_times([early, late], [case([life("alternator", 2, 6, 7)], [], [0] * 240)], STOP_S)
    found = dict(drawn.lines["diagnosis"])
    assert (found[0.0], found[0.24], found[0.5], found[0.74], found[0.78]) == (1.0, 1.0, 0.5, 0.5, 0.0)
    assert dict(drawn.lines["fixed limits"])[0.0] == 0.0


def test_what_does_not_count_is_told_with_its_reason() -> None:
    lives = [life("alternator", -1, 3, 4), life("battery_wear", 2, np.inf, 5), life("battery_wear", 8, 20, 21)]
    one = case(lives, [], [0] * 240)
    assert excluded([one.recording], [one], STOP_S) == {
        "began before the recording": 1,
        "not yet failed at the end": 1,
        "repaired before it failed": 1,
    }
    told = excluded([case([life("alternator", 2, 6, 7)], [], [0] * 240).recording], [], STOP_S)
    assert told == {"the machine sends no signal that could show it": 1}


def test_fixed_limits_alarm_where_a_signal_stays_outside_its_band() -> None:
    low, fine = case([], [], [0] * 240, volts=26.0), case([], [], [0] * 240)
    assert [*limited(low)] == [(0, 240)]
    assert [*limited(fine)] == []


def test_baselines_know_nothing_and_say_so() -> None:
    told = baselines([case([life("alternator", 2, 6, 7)], [Episode(72, 150)], [0] * 240)], STOP_S, seed=1)
    assert told["never"]["event_recall"] == 0.0
    assert told["always"]["event_recall"] == 1.0
    assert told["always"]["false_per_machine_day"] == pytest.approx(1.0, abs=0.1)


def test_a_recording_holds_what_arrives_of_each_generation_and_the_truth() -> None:
    site = fleet_of(Path("evaluation")).of_site("moor-lane")
    found = {one.machine: one for one in record(Order(site, 1, 1), processes=1)}
    assert "coolant_temperature_c" not in found["moo-ht-02"].values
    assert len(found["moo-ht-01"].time_s) == 1440
    assert [one.mode for one in found["moo-cr-01"].lives] == ["crusher_liner_wear"]
