"""Does a boom weigh what it lifts, with a calibration and without, and does it say how sure that is?"""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.weighing.calibration import Calibration, Shortcoming, Verdict, Window, calibrate
from models.weighing.equation import REACH, handbook
from models.weighing.handbook import SPECIFICATIONS, Array
from models.weighing.motion import lifts, lowerings, motion_of
from models.weighing.payload import Flaw, Found, Quality, Scale, find_passes, quality
from tests.models.boom import LOADER, told

FULL = LOADER.payload_kg


def found(signals: dict[str, Array], scale: Scale | None = None) -> Found:
    return find_passes(scale or Scale(LOADER), signals["time_s"], signals)


def calibrated(
    weight_kg: float, *, said_kg: float | None = None, lifted: int = 4, shaken_bar: float = 0.0, **how: float
) -> Calibration:
    """Return a calibration with so many empty lifts and lifts of a weight, which is said to be another."""
    bare, heavy = told([0.0] * lifted, **how), told([weight_kg] * lifted, down=1.0, **{"seconds": 20.0, **how})
    heavy["time_s"] = heavy["time_s"] + 1000
    signals = {name: np.concatenate([bare[name], heavy[name]]) for name in bare}
    head = signals["boom_head_pressure_bar"]
    head += shaken_bar * np.random.default_rng(1).normal(size=len(head))
    arm = LOADER.arm
    assert arm is not None
    empty, loaded = (Window(float(one["time_s"][0]), float(one["time_s"][-1])) for one in (bare, heavy))
    return calibrate(motion_of(signals["time_s"], signals, arm), LOADER, empty, loaded, said_kg or weight_kg)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.floats(0.2, 1.1), min_size=1, max_size=5))
def test_each_lift_that_comes_down_empty_is_a_pass_of_about_its_load(shares: list[float]) -> None:
    passes = found(told([share * FULL for share in shares])).passes
    assert len(passes) == len(shares)
    assert passes.payload_kg == pytest.approx(np.array(shares) * FULL, abs=0.02 * FULL)
    assert (np.abs(passes.payload_kg - np.array(shares) * FULL) < 3 * passes.sd_kg).all()


def test_an_empty_bucket_and_a_load_that_comes_down_again_are_no_passes() -> None:
    assert len(found(told([0.0, 0.0])).passes) == 0
    assert len(found(told([0.8 * FULL], down=1.0)).passes) == 0


def test_a_bucket_that_is_still_up_is_no_pass_yet() -> None:
    signals = told([5000.0, 6000.0])
    raised = {name: column[: 48 + 20] for name, column in signals.items()}
    assert len(found(raised).passes) == 1
    assert found(raised).resume_s == signals["time_s"][0]


def test_a_shift_gives_the_same_passes_whole_and_piece_by_piece() -> None:
    signals = told([4000.0, 6000.0, 8000.0, 5000.0, 7000.0], sticks_kg=60.0)
    whole = found(signals).passes
    first = found({name: column[:150] for name, column in signals.items()})
    rest = signals["time_s"] >= first.resume_s
    then = found({name: column[rest] for name, column in signals.items()}, Scale(LOADER, zero=first.zero)).passes
    kept = first.passes.only(first.passes.begin_s < first.resume_s)
    assert len(kept) < len(first.passes)
    assert np.concatenate([kept.payload_kg, then.payload_kg]) == pytest.approx(whole.payload_kg)
    assert np.concatenate([kept.begin_s, then.begin_s]) == pytest.approx(whole.begin_s)


def test_what_sticks_to_the_bucket_is_soon_no_payload() -> None:
    passes = found(told([6000.0] * 30, sticks_kg=90.0)).passes
    assert passes.payload_kg[-5:] == pytest.approx(6000.0, abs=0.01 * FULL)
    assert passes.zero_kg[-1] > 50.0


def test_a_zero_beyond_its_limit_raises_an_alarm() -> None:
    passes = found(told([6000.0] * 40, sticks_kg=0.035 * FULL)).passes
    assert passes.flaws[-1] & Flaw.ZERO_OFF
    assert quality(int(passes.flaws[-1])) is Quality.POOR


@settings(max_examples=25, deadline=None)
@given(st.floats(-4.5, 4.5), st.floats(15.0, 80.0), st.floats(9.0, 24.0))
def test_pitch_oil_and_speed_change_what_a_load_weighs_by_little(
    pitch_deg: float, oil_c: float, seconds: float
) -> None:
    passes = found(told([0.9 * FULL], pitch_deg=pitch_deg, oil_c=oil_c, seconds=seconds)).passes
    assert passes.payload_kg == pytest.approx([0.9 * FULL], abs=0.02 * FULL)
    assert quality(int(passes.flaws[0]) & ~Flaw.UNCALIBRATED) is Quality.GOOD


def test_what_was_not_as_it_should_be_is_told_of_each_pass() -> None:
    conditions: dict[Flaw, dict[str, float]] = {
        Flaw.SLOPE: {"pitch_deg": 8.0},
        Flaw.COLD_OIL: {"oil_c": 5.0},
        Flaw.TOO_FAST: {"seconds": 3.6},
    }
    for flaw, how in conditions.items():
        flaws = found(told([6000.0, 6000.0], **how)).passes.flaws
        assert (flaws & flaw).all(), flaw
        assert quality(int(flaws[0])) is not Quality.GOOD


def test_what_a_calibration_is_short_of_is_told() -> None:
    assert Shortcoming.COLD_OIL in calibrated(0.8 * FULL, oil_c=5.0).shortcomings
    assert Shortcoming.SLOPE in calibrated(0.8 * FULL, pitch_deg=6.0).shortcomings
    assert Shortcoming.ONE_SPEED in calibrated(0.8 * FULL).shortcomings
    shaken = calibrated(0.8 * FULL, shaken_bar=12.0)
    assert Shortcoming.UNSTEADY in shaken.shortcomings
    assert shaken.verdict is Verdict.POOR


def test_a_calibration_finds_what_a_kg_takes_and_is_good() -> None:
    calibration = calibrated(0.8 * FULL)
    assert calibration.verdict is Verdict.GOOD or calibration.shortcomings == (Shortcoming.ONE_SPEED,)
    assert calibration.lifts == (4, 4)
    assert abs(calibration.span_pct) < 3 * calibration.span_sd_pct
    assert calibration.span_sd_pct < 0.6


def test_a_weight_that_is_not_what_it_is_said_to_be_is_told_and_not_used() -> None:
    calibration = calibrated(0.8 * FULL, said_kg=0.9 * FULL)
    assert Shortcoming.UNLIKELY_WEIGHT in calibration.shortcomings
    assert calibration.verdict is Verdict.POOR


def test_too_few_lifts_and_a_small_weight_are_told() -> None:
    assert calibrated(0.8 * FULL, lifted=2).verdict is Verdict.POOR
    assert Shortcoming.SMALL_WEIGHT in calibrated(0.3 * FULL).shortcomings


def test_a_calibrated_scale_is_surer_and_forgets_with_the_years() -> None:
    calibration, arm = calibrated(0.8 * FULL), LOADER.arm
    assert arm is not None
    fresh, old = (calibration.aged(calibration.at_s + days * 86_400, arm) for days in (0, 1000))
    assert fresh.covariance[REACH, REACH] < old.covariance[REACH, REACH]
    assert fresh.covariance[REACH, REACH] < handbook(arm).covariance[REACH, REACH]
    signals = told([6000.0] * 5)
    assert found(signals, Scale(LOADER, calibration)).passes.sd_kg[-1] < found(signals).passes.sd_kg[-1]


def test_readings_that_are_lost_cost_a_weight_and_not_a_pass() -> None:
    signals = told([6000.0, 6000.0])
    signals["boom_head_pressure_bar"] = signals["boom_head_pressure_bar"].copy()
    signals["boom_head_pressure_bar"][:20] = np.nan
    passes = found(signals).passes
    assert len(passes) == 2
    assert np.isnan(passes.payload_kg[0])
    assert passes.payload_kg[1] == pytest.approx(6000.0, abs=0.02 * FULL)


def test_nothing_comes_of_no_readings_and_a_truck_has_no_boom() -> None:
    empty = {name: column[:0] for name, column in told([5000.0]).items()}
    assert len(found(empty).passes) == 0
    with pytest.raises(ValueError, match="no boom"):
        find_passes(Scale(SPECIFICATIONS["norrberg-a40"]), empty["time_s"], empty)


def test_lifts_and_ways_down_are_seen_once_each() -> None:
    signals, arm = told([5000.0] * 3), LOADER.arm
    assert arm is not None
    motion = motion_of(signals["time_s"], signals, arm)
    assert len(lifts(motion, arm)) == len(lowerings(motion, arm)) == 3
    gap = replace(motion, angle=np.where(np.arange(len(motion.angle)) == 30, np.nan, motion.angle))
    assert len(lifts(gap, arm)) == 3
