"""Is what is wrong with a machine found, named, and told from a sensor that only says so?"""

from collections.abc import Callable, Mapping
from dataclasses import replace

import numpy as np
import pytest

from models.diagnosis.course import Course, begin, courses, worked_h
from models.diagnosis.deviation import Aspect, deviations
from models.diagnosis.mode import Mode
from models.diagnosis.model import FleetModel, History, fit_model, history_of
from models.diagnosis.quantity import quantities
from models.diagnosis.repair import Repair, anew, touched
from models.diagnosis.scoring import SUSPECTED
from models.diagnosis.signature import signatures
from models.diagnosis.unusual import Unusual, explained, unusual
from models.diagnosis.verdict import Verdicts, judge
from tests.models.truck import MINUTES, TIME_MIN, TRUCK, Column, fleet_of_trucks, minutes


@pytest.fixture(scope="module")
def fleet() -> FleetModel:
    """A fleet of five healthy trucks."""
    return fleet_of_trucks()


def told_of(fleet: FleetModel, values: Mapping[str, Column]) -> Verdicts:
    history = history_of(TRUCK, "t1", TIME_MIN, values)
    assert history is not None
    return fleet.verdicts(history)


def first(verdicts: Verdicts) -> Mode:
    return verdicts.modes[int(verdicts.odds[-1].argmax())]


def grown(value: Column, most: float) -> Column:
    """Return an effect that grows from the fifth day on up to `most` of a value."""
    return np.asarray(value * most * np.clip((np.arange(MINUTES) / 1440 - 5) / 6, 0, 1))


def test_a_healthy_machine_raises_nothing(fleet: FleetModel) -> None:
    assert told_of(fleet, minutes(11)).statistic[12:].max() < 5


@pytest.mark.parametrize(
    ("name", "moved"),
    [
        (
            "air_filter_clogging",
            {"air_filter_drop_kpa": 1.5, "boost_pressure_kpa": -0.06, "exhaust_temperature_c": 0.06},
        ),
        ("turbocharger_wear", {"boost_pressure_kpa": -0.15, "exhaust_temperature_c": 0.12}),
        ("engine_bearing_wear", {"engine_oil_pressure_kpa": -0.3}),
        ("coolant_leak", {"coolant_level_percent": -0.5}),
    ],
)
def test_a_part_that_wears_is_found_and_named(fleet: FleetModel, name: str, moved: Mapping[str, float]) -> None:
    values = minutes(12)
    worn = {signal: values[signal] + grown(values[signal], most) for signal, most in moved.items()}
    verdicts = told_of(fleet, values | worn)
    assert verdicts.statistic[-1] > 10
    assert first(verdicts).name == name


def off(values: dict[str, Column]) -> Column:
    return np.asarray(values["coolant_temperature_c"] + 8.0 * (np.arange(MINUTES) > 6 * 1440))


def stuck(values: dict[str, Column]) -> Column:
    return np.where(np.arange(MINUTES) > 6 * 1440, 83.0, values["coolant_temperature_c"])


def gone(values: dict[str, Column]) -> Column:
    lost = (np.arange(MINUTES) > 6 * 1440) & (np.random.default_rng(1).random(MINUTES) < 0.6)
    return np.where(lost, np.nan, values["coolant_temperature_c"])


@pytest.mark.parametrize(("name", "wrong"), [("sensor_offset", off), ("sensor_stuck", stuck), ("sensor_dropout", gone)])
def test_a_sensor_that_fails_alone_is_called_a_sensor(
    fleet: FleetModel, name: str, wrong: Callable[[dict[str, Column]], Column]
) -> None:
    values = minutes(13)
    found = first(told_of(fleet, values | {"coolant_temperature_c": wrong(values)}))
    assert (found.name, found.where) == (name, "coolant_temperature_c")


def test_no_failure_is_named_whose_own_quantity_stands_still(fleet: FleetModel) -> None:
    """A leak that lets the engine overheat moves more than the level, and by far more than anything else does."""
    values = minutes(15)
    moved = {"coolant_level_percent": -0.45, "coolant_temperature_c": 0.25, "exhaust_temperature_c": 0.2}
    verdicts = told_of(fleet, values | {name: values[name] + grown(values[name], most) for name, most in moved.items()})
    named = {mode.name for mode, odds in zip(verdicts.modes, verdicts.odds[-1], strict=True) if odds > 0}
    assert "coolant_leak" in named
    assert not named & {"alternator", "battery_wear", "engine_bearing_wear", "air_filter_clogging"}


def test_fewer_signals_narrow_the_answer(fleet: FleetModel) -> None:
    values = minutes(14)
    for name, most in {"boost_pressure_kpa": -0.15, "exhaust_temperature_c": 0.12}.items():
        values[name] = values[name] + grown(values[name], most)
    del values["engine_oil_pressure_kpa"]
    verdicts = told_of(fleet, values)
    unseen = {mode.name for mode, odds in zip(verdicts.modes, verdicts.odds[-1], strict=True) if odds <= -50}
    assert {"engine_bearing_wear", "clutch_slip", "dpf_clogging"} <= unseen
    assert first(verdicts).name == "turbocharger_wear"
    assert history_of(TRUCK, "t1", TIME_MIN, {"engine_hours_h": np.zeros(MINUTES)}) is None


def test_shuffled_minutes_give_the_same_answer(fleet: FleetModel) -> None:
    values, order = minutes(16), np.random.default_rng(2).permutation(MINUTES)
    shuffled = history_of(TRUCK, "t1", TIME_MIN[order], {name: column[order] for name, column in values.items()})
    assert shuffled is not None
    np.testing.assert_array_equal(fleet.verdicts(shuffled).odds, told_of(fleet, values).odds)


def test_a_verdict_is_that_of_the_sums_that_are_kept(fleet: FleetModel) -> None:
    history = history_of(TRUCK, "t1", TIME_MIN, minutes(15))
    assert history is not None
    kept = fleet.account(history)
    half = replace(kept, hour=kept.hour[:60], sums=kept.sums[:60])
    known = signatures(TRUCK, fleet.norm, fleet.own)
    early, late = (judge(known, deviations(one, "t1", fleet.own)).odds[:60] for one in (half, kept))
    np.testing.assert_allclose(early, late)


def courses_of(fleet: FleetModel, values: Mapping[str, Column], hours: int | None = None) -> tuple[Course, ...]:
    history = history_of(TRUCK, "t1", TIME_MIN, values)
    assert history is not None
    kept = fleet.account(history)
    kept = replace(kept, hour=kept.hour[:hours], sums=kept.sums[:hours])
    found, away = signatures(TRUCK, fleet.norm, fleet.own), deviations(kept, "t1", fleet.own)
    return courses(found, away, judge(found, away), worked_h(kept))


def test_the_course_of_a_growing_failure_begins_with_its_suspicion_and_grows(fleet: FleetModel) -> None:
    values = minutes(12)
    leaking = values | {"coolant_level_percent": values["coolant_level_percent"] * (1 - grown(np.ones(MINUTES), 0.5))}
    course = courses_of(fleet, leaking)[0]
    assert course.mode.name == "coolant_leak"
    assert 4.5 < (course.hour[0] * 60 - TIME_MIN[0]) / 1440 < 7
    assert course.severity[-1] == pytest.approx(0.5 * 92 / 60, rel=0.25)
    assert (np.diff(course.severity[::6]) > 0).all()
    assert (course.spread > 0).all()
    # Ten hours a day, of which the first minutes after the start are not judged.
    assert course.operating_h[-1] == pytest.approx(12 * 10, rel=0.05)


def test_a_course_does_not_know_what_comes(fleet: FleetModel) -> None:
    values = minutes(12)
    leaking = values | {"coolant_level_percent": values["coolant_level_percent"] * (1 - grown(np.ones(MINUTES), 0.5))}
    early, late = courses_of(fleet, leaking, 220)[0], courses_of(fleet, leaking)[0]
    np.testing.assert_allclose(early.severity, late.severity[: len(early.severity)])
    np.testing.assert_array_equal(early.hour, late.hour[: len(early.hour)])


def test_a_sensor_that_fails_alone_has_no_course_of_wear(fleet: FleetModel) -> None:
    values = minutes(13)
    told = courses_of(fleet, values | {"coolant_temperature_c": stuck(values)})
    assert all(not one.mode.is_of_sensor for one in told)
    assert courses_of(fleet, minutes(11)) == ()


def test_a_suspicion_begins_after_the_last_quiet_time() -> None:
    odds = np.concatenate(
        [np.full(20, -5.0), np.full(5, 3.0), np.full(12, -1.0), np.full(4, 2.0), [0.5], np.full(9, 6.0)]
    )
    assert begin(odds) == 37
    assert begin(np.full(30, -1.0)) == 30
    assert begin(np.full(30, 4.0)) == 0


def test_what_was_broken_when_first_heard_is_no_measure_after_its_repair(fleet: FleetModel) -> None:
    values = minutes(2)
    half = len(TIME_MIN) // 2
    values["air_filter_drop_kpa"] = np.where(np.arange(len(TIME_MIN)) < half, 1.6, 1.0) * values["air_filter_drop_kpa"]
    history = history_of(TRUCK, "t1", TIME_MIN, values)
    assert history is not None
    mended = replace(history, repairs=(Repair(float(TIME_MIN[half]), "air_filter_clogging"),))
    assert np.abs(filter_offset(fleet, history)) > 5
    assert np.abs(filter_offset(fleet, mended)) < 3


def filter_offset(fleet: FleetModel, history: History) -> float:
    """Return how far the drop over the air filter is from the machine's own at the end, in deviations."""
    kept, found = fleet.account(history), signatures(history.kind, fleet.norm, fleet.own)
    told = deviations(kept, history.model, fleet.own, anew(found, kept.hour, history.repairs))
    return float(told.values[-1, quantities(history.kind).index("air_filter_drop_kpa"), 0])


def test_a_repair_lets_begin_anew_what_it_touches_and_nothing_else(fleet: FleetModel) -> None:
    found = signatures(TRUCK, fleet.norm, fleet.own)
    hours = np.arange(100, 110)
    begins = anew(found, hours, [Repair(104.5 * 60, "coolant_leak"), Repair(9_999 * 60, "coolant_leak")])
    place = quantities(TRUCK).index("coolant_level_percent")
    assert np.argwhere(begins).tolist() == [[5, place]]
    assert not touched(found, "no such failure").any()


def odd_of(fleet: FleetModel, values: Mapping[str, Column]) -> Unusual | None:
    """Return what is unusual about a truck's newest hour, nothing being suspected."""
    history = history_of(TRUCK, "t1", TIME_MIN, values)
    assert history is not None
    assert fleet.usual is not None
    _, away = fleet.deviations(history)
    return unusual(fleet.usual, away, np.zeros((len(away.hour), away.values[0].size), dtype=bool))


def test_what_no_known_failure_does_is_unusual_and_names_the_quantities(fleet: FleetModel) -> None:
    values = minutes(11)
    assert odd_of(fleet, values) is None
    # Nothing in the handbook cools the exhaust and saves fuel.
    odd = {name: values[name] + grown(values[name], -0.2) for name in ("exhaust_temperature_c", "fuel_rate_lph")}
    found = odd_of(fleet, values | odd)
    assert found is not None
    assert found.ratio > 1
    assert found.parts.sum() == pytest.approx(1)
    best = np.argsort(-found.parts.reshape(-1, len(Aspect)).sum(axis=1))[:2]
    assert {quantities(TRUCK)[place] for place in best} == {*odd}


def test_a_machine_that_was_never_well_teaches_nothing(fleet: FleetModel) -> None:
    histories = [history_of(TRUCK, "t1", TIME_MIN, minutes(seed)) for seed in range(3)]
    known = [one for one in histories if one is not None]
    model = fit_model(known, [np.full(MINUTES, well) for well in (True, True, False)])
    assert model.usual is not None
    assert fit_model(known, [np.arange(MINUTES) < 300] * 3).usual is None


def test_what_a_suspected_failure_takes_with_it_is_not_unusual(fleet: FleetModel) -> None:
    values = minutes(12)
    pressure = values["engine_oil_pressure_kpa"]
    worn = {"engine_oil_pressure_kpa": pressure + grown(pressure, -0.4)}
    history = history_of(TRUCK, "t1", TIME_MIN, values | worn)
    assert history is not None
    assert fleet.usual is not None
    found, away = fleet.deviations(history)
    verdicts = judge(found, away)
    taken = explained(found, verdicts.odds, verdicts.beside, SUSPECTED)
    assert unusual(fleet.usual, away, np.zeros_like(taken)) is not None
    assert unusual(fleet.usual, away, taken) is None
