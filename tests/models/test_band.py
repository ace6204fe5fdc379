"""Is a signal found outside its band when it is, never by a single value, and never on too little data?"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.band import (
    DWELL_MINUTES,
    ENOUGH_MINUTES,
    WINDOW_MINUTES,
    Excursion,
    Level,
    TooFew,
    Within,
    judge,
    onset,
    settled,
)
from models.downsample import Samples
from models.signals import Band

MINUTE = 60_000_000
BEGIN = 1_772_000_000 * 1_000_000
COOLANT = Band(high=104, while_running=True)
VOLTAGE = Band(26.5, 30, while_running=True)
LEVELS = list(Level)

means = st.lists(st.floats(-500, 500), min_size=0, max_size=60)
bands = st.one_of(
    st.builds(Band, high=st.floats(1, 300)),
    st.builds(Band, low=st.floats(1, 300)),
    st.tuples(st.floats(-300, 300), st.floats(1, 300)).map(lambda pair: Band(pair[0], pair[0] + pair[1])),
)


def _minutes(values: Sequence[float], spread: float = 0.0) -> Samples:
    mean = np.array(values, dtype=float)
    times = BEGIN + MINUTE * np.arange(len(values), dtype=np.int64)
    return Samples(times, mean, mean - spread, mean + spread, np.full(len(values), 60, np.int64), MINUTE)


def _mirrored(minutes: Samples) -> Samples:
    return replace(minutes, mean=-minutes.mean, low=-minutes.high, high=-minutes.low)


@given(means, bands)
def test_a_verdict_counts_what_is_there(values: list[float], band: Band) -> None:
    verdict = judge(_minutes(values), band)
    window = values[-WINDOW_MINUTES:]
    outside = sum(not band.holds(value) for value in window)
    match verdict:
        case TooFew(judged):
            assert judged == len(window) < ENOUGH_MINUTES
        case Within(judged, few):
            assert (judged, few) == (len(window), outside)
            assert few < DWELL_MINUTES
        case Excursion():
            assert (verdict.judged, verdict.outside, verdict.samples) == (len(window), outside, 60 * len(window))
            assert not band.holds(verdict.worst)
            assert verdict.share <= 1
            assert verdict.from_us <= verdict.worst_us <= verdict.last_us < verdict.to_us


@given(means, bands, st.data())
def test_no_single_minute_makes_a_finding(values: list[float], band: Band, data: st.DataObject) -> None:
    healthy = [value for value in values if band.holds(value)]
    place = data.draw(st.integers(0, len(healthy)))
    wild = data.draw(st.floats(-1e6, 1e6))
    assert not isinstance(judge(_minutes([*healthy[:place], wild, *healthy[place:]]), band), Excursion)


@given(means, bands)
def test_below_is_judged_as_above_is(values: list[float], band: Band) -> None:
    mirror = Band(None if band.high is None else -band.high, None if band.low is None else -band.low)
    verdict, mirrored = judge(_minutes(values, 1.0), band), judge(_mirrored(_minutes(values, 1.0)), mirror)
    assert type(verdict) is type(mirrored)
    if isinstance(verdict, Excursion) and isinstance(mirrored, Excursion):
        sides = (
            sum(value > (band.high or 1e9) for value in values[-30:]),
            sum(value < (-1e9 if band.low is None else band.low) for value in values[-30:]),
        )
        if sides[0] != sides[1]:
            assert {verdict.side, mirrored.side} == {"above", "below"}
            assert verdict.worst == -mirrored.worst
        assert verdict.level == mirrored.level


@given(st.lists(st.floats(0, 60), min_size=10, max_size=40), st.floats(0, 30))
def test_farther_outside_is_never_less_bad(beyond: list[float], farther: float) -> None:
    def rank(extra: float) -> int:
        verdict = judge(_minutes([104 + value + (extra if value else -1) for value in beyond]), COOLANT)
        return LEVELS.index(verdict.level) if isinstance(verdict, Excursion) else -1

    assert rank(farther) >= rank(0)


@pytest.mark.parametrize(
    ("values", "level"),
    [
        ([90] * 24 + [105] * 6, Level.INFO),
        ([90] * 10 + [106] * 20, Level.WARNING),
        ([90] * 25 + [112] * 5, Level.WARNING),
        ([106] * 30, Level.WARNING),
        ([111] * 30, Level.CRITICAL),
        ([90] * 25 + [121] * 5, Level.CRITICAL),
    ],
)
def test_the_level_follows_distance_and_duration(values: list[float], level: Level) -> None:
    verdict = judge(_minutes(values), COOLANT)
    assert isinstance(verdict, Excursion)
    assert verdict.level == level


def test_evidence_tells_what_was_measured() -> None:
    verdict = judge(_minutes([28] * 10 + [26] * 18 + [25.5] + [28], 0.2), VOLTAGE)
    assert isinstance(verdict, Excursion)
    assert (verdict.side, verdict.outside, verdict.judged, verdict.worst) == ("below", 19, 30, 25.3)
    assert verdict.worst_us == verdict.last_us == BEGIN + 28 * MINUTE
    assert (verdict.from_us, verdict.to_us) == (BEGIN, BEGIN + 30 * MINUTE)
    assert verdict.share == pytest.approx(19 / 30)


def test_few_minutes_are_no_verdict_however_bad_they_are() -> None:
    assert judge(_minutes([150] * (ENOUGH_MINUTES - 1)), COOLANT) == TooFew(ENOUGH_MINUTES - 1)
    assert judge(_minutes([]), COOLANT) == TooFew(0)


def test_a_little_over_many_times_is_one_time_outside_until_it_is_quiet() -> None:
    loaded = [106, 90, 106, 90, 106, 106]
    assert onset(_minutes([90] * 5 + loaded), COOLANT) == (BEGIN + 5 * MINUTE, 1)
    twice = onset(_minutes(loaded + [90] * 12 + loaded), COOLANT)
    assert twice == (BEGIN + 18 * MINUTE, 2)
    assert onset(_minutes([90] * 5 + [106, 106] + [90] * 12), COOLANT) is None
    assert onset(_minutes([]), COOLANT) is None


def test_the_first_minute_of_a_drive_and_the_first_after_a_pause_say_nothing() -> None:
    times = BEGIN + MINUTE * np.array([0, 1, 2, 3, 60, 61], dtype=np.int64)
    running = np.array([False, True, True, True, True, True])
    assert settled(times, running).tolist() == [False, False, True, True, False, True]
    assert settled(times[:0], running[:0]).tolist() == []
