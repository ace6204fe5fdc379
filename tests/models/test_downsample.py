"""Do few points still show every peak and every gap?"""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.downsample import Samples, merge, nearby, presence, spacing_us, thin

SECOND = 1_000_000
MINUTE = 60 * SECOND
BEGIN = 1_772_000_000 * SECOND


def _values(values: list[float], times_us: list[int], width_us: int = 0, counts: list[int] | None = None) -> Samples:
    mean = np.array(values, dtype=float)
    count = np.array(counts if counts is not None else [1] * len(values), dtype=np.int64)
    return Samples(np.array(times_us, dtype=np.int64), mean, mean, mean, count, width_us)


def _every_second(values: list[float]) -> Samples:
    return _values(values, [BEGIN + i * SECOND for i in range(len(values))])


def _there(samples: Samples) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    return ~np.isnan(samples.mean)


@st.composite
def irregular(draw: st.DrawFn) -> Samples:
    """Values at increasing times anywhere between the years 1950 and 2100, some alike, in bursts and with pauses."""
    steps = draw(st.lists(st.sampled_from([0, 1, 7, 1_000, SECOND, MINUTE, 3_600 * SECOND]), max_size=300))
    begin = draw(st.integers(-631_152_000 * SECOND, 4_102_444_800 * SECOND))
    times = np.cumsum([begin, *steps], dtype=np.int64)
    size = len(times)
    values = np.array(draw(st.lists(st.floats(-1e9, 1e9), min_size=size, max_size=size)))
    spread = np.array(draw(st.lists(st.floats(0, 1e3), min_size=size, max_size=size)))
    counts = np.array(draw(st.lists(st.integers(1, 10_000), min_size=size, max_size=size)), dtype=np.int64)
    return Samples(times, values, values - spread, values + spread, counts)


@given(irregular(), st.integers(3, 120))
def test_thinning_keeps_both_extremes_and_gives_at_most_the_points_asked_for(samples: Samples, points: int) -> None:
    thinned = thin(samples, points)
    assert 1 <= len(thinned) <= points
    assert np.nanmax(thinned.high) == samples.high.max()
    assert np.nanmin(thinned.low) == samples.low.min()


@given(irregular(), st.integers(3, 120))
def test_thinning_keeps_the_order_of_time_the_number_of_values_and_their_mean(samples: Samples, points: int) -> None:
    thinned = thin(samples, points)
    there = _there(thinned)
    assert np.all(np.diff(thinned.time_us) >= 0)
    assert thinned.count.sum() == samples.count.sum()
    assert np.all(thinned.low[there] <= thinned.mean[there])
    assert np.all(thinned.mean[there] <= thinned.high[there])
    assert np.average(thinned.mean[there], weights=thinned.count[there]) == pytest.approx(
        np.average(samples.mean, weights=samples.count), rel=1e-6, abs=1e-3
    )


@given(irregular(), st.integers(3, 120))
def test_no_line_is_drawn_over_a_gap_and_none_is_broken_without_one(samples: Samples, points: int) -> None:
    thinned = thin(samples, points)
    times, there = thinned.time_us[_there(thinned)], _there(thinned)
    usual = np.maximum(nearby(np.diff(times)), spacing_us(samples) or 0)
    limit = np.maximum(3 * usual, 1.5 * thinned.width_us)
    assert np.count_nonzero(~there) == np.count_nonzero(np.diff(times) > limit)
    assert not np.any(~there[1:] & ~there[:-1])
    assert there[0]
    assert there[-1]


@given(st.integers(3, 2_000), st.integers(1, 90_000))
def test_even_samples_use_a_good_part_of_the_points(points: int, size: int) -> None:
    thinned = thin(_every_second([0.0] * size), points)
    # The easily read widths are at most 2.5 apart, and the range may begin within a bucket.
    assert min(size, points / 3) - 1 <= len(thinned) <= points


def test_a_machine_that_begins_to_send_more_often_has_no_gap_and_one_that_falls_silent_has() -> None:
    often, silent = [BEGIN + 3600 * SECOND + i * SECOND for i in range(200)], 600 * SECOND
    times = [BEGIN + i * MINUTE for i in range(60)] + often[:100] + [time + silent for time in often[100:]]
    samples = _values([1.0] * len(times), times)
    thinned = thin(samples, 1000)
    gap = thinned.time_us[np.isnan(thinned.mean)]
    assert gap.tolist() == [often[99] + SECOND]
    assert presence(samples, times[-1] + SECOND - BEGIN)[0] == pytest.approx(
        1 - (silent - SECOND) / (4400 * SECOND), 0.01
    )


def test_few_samples_stay_as_they_are() -> None:
    samples = _every_second([1.0, 5.0, 2.0])
    thinned = thin(samples, 3)
    assert thinned.width_us == 0
    assert thinned.mean.tolist() == [1.0, 5.0, 2.0]
    assert thinned.time_us.tolist() == samples.time_us.tolist()


def test_a_peak_of_one_sample_in_a_week_is_seen() -> None:
    values = [80.0] * 604_800
    values[123_456] = 131.5
    thinned = thin(_every_second(values), 500)
    assert np.nanmax(thinned.high) == 131.5
    peak = int(np.nanargmax(thinned.high))
    assert 0 <= BEGIN + 123_456 * SECOND - thinned.time_us[peak] < thinned.width_us


def test_a_pause_is_marked_behind_the_last_value_before_it() -> None:
    samples = _values([1, 2, 3, 4], [BEGIN, BEGIN + SECOND, BEGIN + 100 * SECOND, BEGIN + 101 * SECOND])
    thinned = thin(samples, 10)
    assert np.isnan(thinned.mean).tolist() == [False, False, True, False, False]
    assert thinned.time_us[2] == BEGIN + 2 * SECOND


def test_buckets_begin_at_the_same_times_wherever_the_range_begins() -> None:
    values = list(np.arange(5_000.0))
    whole, later = _every_second(values), _every_second(values)
    later = Samples(later.time_us[7:], later.mean[7:], later.low[7:], later.high[7:], later.count[7:])
    a, b = thin(whole, 100), thin(later, 100)
    assert a.width_us == b.width_us
    assert a.time_us[1:].tolist() == b.time_us[1:].tolist()
    assert a.mean[1:].tolist() == b.mean[1:].tolist()


def test_the_mean_of_merged_buckets_counts_every_value_once() -> None:
    samples = _values([10, 20], [BEGIN // MINUTE * MINUTE, BEGIN // MINUTE * MINUTE + SECOND], counts=[1, 3])
    merged = merge(samples, MINUTE)
    assert merged.mean.tolist() == [17.5]
    assert merged.count.tolist() == [4]


def test_nothing_stays_nothing() -> None:
    assert len(thin(_values([], []), 10)) == 0
    assert len(merge(_values([], []), MINUTE)) == 0


def test_too_few_points_are_refused() -> None:
    with pytest.raises(ValueError, match="at least 3"):
        thin(_every_second([1.0]), 2)


def test_the_usual_time_between_values_is_known_from_rollups_too() -> None:
    assert spacing_us(_every_second([1.0] * 10)) == SECOND
    minutes = [BEGIN + i * MINUTE for i in range(10)]
    assert spacing_us(_values([1.0] * 10, minutes, MINUTE, [60] * 10)) == SECOND
    assert spacing_us(_values([1.0] * 10, [BEGIN + i * 15 * MINUTE for i in range(10)], MINUTE)) == 15 * MINUTE
    assert spacing_us(_values([1.0], [BEGIN])) is None


@given(irregular(), st.integers(-5, 10**16))
def test_no_share_is_above_one_or_below_none(samples: Samples, visible_us: int) -> None:
    time_share, sample_share = presence(samples, visible_us)
    assert 0 <= time_share <= 1
    assert sample_share is None or 0 <= sample_share <= 1


def test_half_of_a_time_with_values_is_half_covered() -> None:
    assert presence(_every_second([1.0] * 60), 120 * SECOND) == (0.5, 0.5)
    assert presence(_values([1.0] * 30, [BEGIN + i * MINUTE for i in range(30)], MINUTE), 60 * MINUTE) == (0.5, 0.5)
    assert presence(_every_second([1.0]), 60 * SECOND) == (0.0, None)
    assert presence(_values([], []), 60 * SECOND) == (0.0, None)
