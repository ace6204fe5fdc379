"""Do engines, booms, roads and temperatures behave as physics says?"""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.machines import Kind
from simulators.boom import Lift, boom_of
from simulators.cooling import burnt_kw, conductance, fan_share, rejected_kw, settled_c
from simulators.engine import friction_kw, fuel_lph, load_percent
from simulators.fleet import Fleet, Model
from simulators.fleet.geography import on_globe
from simulators.route import NoWay, find_way
from simulators.scan import follow
from simulators.track import Vehicle, drive

ONE = np.ones(1)


def model(demo: Fleet, name: str) -> Model:
    return next(one for one in demo.models if one.id == name)


def test_fuel_grows_straight_with_power_and_an_engine_that_is_turned_by_the_wheels_burns_none() -> None:
    rpm, power = np.full(4, 1800.0), np.array([0.0, 100.0, 200.0, 300.0])
    steps = np.diff(fuel_lph(350.0, rpm, power))
    assert np.allclose(steps, steps[0])
    assert fuel_lph(350.0, rpm, -friction_kw(350.0, rpm))[0] == 0
    assert fuel_lph(350.0, 0 * rpm, power).max() == 0


def test_an_engine_at_rated_power_burns_about_210_grams_a_kilowatt_hour() -> None:
    grams = fuel_lph(300.0, 2000 * ONE, 300 * ONE)[0] * 835 / 300
    assert 195 < grams < 225


@pytest.mark.parametrize("rated_kw", [270.0, 350.0, 530.0])
def test_an_idling_engine_burns_some_litres_an_hour(rated_kw: float) -> None:
    """The figure of the trade is 2.5 to 6 L/h for engines of 9 to 16 litres; their pumps take a few kilowatts."""
    assert 2.0 < fuel_lph(rated_kw, 750 * ONE, 8 * ONE)[0] < 6.0


def test_the_heat_of_the_fuel_goes_to_the_flywheel_the_coolant_and_out_with_the_exhaust() -> None:
    power = np.linspace(60, 300, 9)
    burnt = fuel_lph(300.0, np.full(9, 1700.0), power)
    exhaust = burnt_kw(burnt) - power - rejected_kw(burnt, np.zeros(9))
    assert (power / burnt_kw(burnt) < 0.45).all()
    assert (np.diff(power / burnt_kw(burnt)) > 0).all()
    assert (exhaust / burnt_kw(burnt) > 0.25).all()
    assert 0.25 < (exhaust / burnt_kw(burnt))[-1] < 0.45


def test_coolant_settles_where_the_radiator_gives_off_what_the_engine_rejects() -> None:
    heat, air = np.linspace(5, 220, 50), np.full(50, 35.0)
    clean = conductance(300.0, fouling=np.zeros(50), level=np.full(50, 92.0), density=np.ones(50))
    settled = settled_c(heat, clean, air, np.zeros(50))
    assert (np.diff(settled) >= 0).all()
    open_thermostat = settled > settled[0] + 1e-6
    given_off = clean * (0.5 + 0.5 * fan_share(settled)) * (settled - air)
    assert np.allclose(given_off[open_thermostat], heat[open_thermostat])


def test_the_load_is_a_share_of_what_the_engine_gives_at_this_speed() -> None:
    assert load_percent(300.0, np.array([1000.0, 2000.0]), np.array([100.0, 100.0])).round() == pytest.approx(
        [64, 33], abs=3
    )


def test_a_20_t_loader_shows_the_pressures_of_the_book(demo: Fleet) -> None:
    """The figures are those of an illustrative loader: 0.80 m lever, 11 bar a tonne, 6.5 bar between up and down."""
    boom = boom_of(replace(model(demo, "norrberg-l220"), mass_kg=20_000))
    level, oil = 0 * ONE, 50 * ONE
    assert boom.lever_m(level)[0] == pytest.approx(0.80, abs=0.01)
    lifted = [boom.pressures_bar(Lift(level, 0.25 * ONE, load * ONE, oil))[0][0] for load in (0, 1000, 6000)]
    assert lifted == pytest.approx([36, 47, 103], abs=3)
    down = boom.pressures_bar(Lift(level, -0.25 * ONE, 3000 * ONE, oil))[0][0]
    up = boom.pressures_bar(Lift(level, 0.25 * ONE, 3000 * ONE, oil))[0][0]
    assert up - down == pytest.approx(6.5, abs=1.0)


@pytest.mark.parametrize("name", ["norrberg-l310", "kestrel-x500", "kestrel-x750"])
def test_every_kilogram_in_the_bucket_raises_the_pressure_alike(demo: Fleet, name: str) -> None:
    loads = np.linspace(0, model(demo, name).payload_kg, 5)
    angle = np.radians(10) * np.ones(5)
    head, rod = boom_of(model(demo, name)).pressures_bar(Lift(angle, 0.2 * np.ones(5), loads, 60 * np.ones(5)))
    assert np.allclose(np.diff(head), np.diff(head)[0], rtol=1e-6)
    assert np.allclose(rod, rod[0])
    assert head.max() < 320


def test_cold_oil_makes_lifting_harder(demo: Fleet) -> None:
    boom = boom_of(model(demo, "norrberg-l310"))
    cold, warm = (boom.pressures_bar(Lift(0 * ONE, 0.3 * ONE, 5000 * ONE, oil * ONE))[0][0] for oil in (5.0, 70.0))
    assert cold > warm + 0.5


def test_a_loaded_truck_climbs_slower_than_an_empty_one_and_both_keep_the_limit(demo: Fleet) -> None:
    way = find_way(demo.sites[1], "west-pit", "hopper")
    loaded, empty = (drive(way, Vehicle(mass, 0.74 * 530, 0.85 * 530)) for mass in (99_000, 44_000))
    assert loaded.seconds > 1.3 * empty.seconds
    assert loaded.metres[-1] == pytest.approx(empty.metres[-1])
    assert empty.speed.max() <= 45 / 3.6 + 1e-6
    assert 0.9 < loaded.power.max() / (0.74 * 530) < 1.35
    assert loaded.up[-1] - loaded.up[0] == pytest.approx(61)


def test_a_way_that_no_road_makes_is_reported(demo: Fleet) -> None:
    with pytest.raises(NoWay, match="lead from 'yard' to 'moon'"):
        find_way(demo.sites[0], "yard", "moon")


def test_a_kilometre_on_the_map_is_a_kilometre_on_the_globe(demo: Fleet) -> None:
    """Compared with the great circle, which differs from the ellipsoid by less than half a percent."""
    latitude, longitude = on_globe(demo.sites[0], np.array([0.0, 600.0]), np.array([0.0, 800.0]))
    phi, lam = np.radians(latitude), np.radians(longitude)
    half = np.sin(np.diff(phi) / 2) ** 2 + np.cos(phi[0]) * np.cos(phi[1]) * np.sin(np.diff(lam) / 2) ** 2
    assert 2 * 6_371_000 * np.arcsin(np.sqrt(half))[0] == pytest.approx(1000, rel=5e-3)


@given(st.lists(st.tuples(st.floats(-40, 120), st.floats(1e-4, 0.05)), min_size=1, max_size=400), st.floats(-40, 120))
def test_following_in_blocks_is_following_step_by_step(steps: list[tuple[float, float]], start: float) -> None:
    targets, rates = np.array(steps).T
    slow, value = [], start
    for target, rate in steps:
        value += (target - value) * (1 - np.exp(-rate * 10))
        slow.append(value)
    quick = follow(targets[None], rates[None], np.array([start]), 10.0)[0]
    assert quick == pytest.approx(slow, abs=1e-6)


def test_every_kind_has_a_demo_model(demo: Fleet) -> None:
    assert {one.kind for one in demo.models} == set(Kind)
