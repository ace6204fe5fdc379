"""Does rain make roads heavy, buckets muddy and the air clean, and heat and frost come with the climate?"""

from dataclasses import replace

import numpy as np
import pytest

from simulators.bucket import mud_kg
from simulators.day import MachineDay
from simulators.degradation.decay import decay_of
from simulators.degradation.life import lives_of
from simulators.fleet import FaultMode, Fleet
from simulators.weather import Weather
from simulators.world import World
from tests.simulators.conftest import moment

START = moment("2026-11-17T06:00:00Z")
TRUCK, LOADER = "dry-ht-01", "dry-wl-01"


def days_in(fleet: Fleet, rain: float) -> dict[str, MachineDay]:
    """Return a day of some machines at a site whose roads are wet for this share of the time."""
    site = replace(fleet.sites[0], climate=replace(fleet.sites[0].climate, rain=rain))
    world = World.begin(replace(fleet, sites=(site,), failures=1.0), 1, START)
    return {name: next(world.machines[name].days_between(START, START + 1)) for name in (TRUCK, LOADER)}


@pytest.fixture(scope="module")
def dry_and_wet(demo: Fleet) -> tuple[dict[str, MachineDay], dict[str, MachineDay]]:
    """The same day in drought and in rain."""
    return days_in(demo.of_site("dry-fork"), 0.0), days_in(demo.of_site("dry-fork"), 1.0)


def test_wet_roads_cost_a_truck_some_percent_of_its_fuel(
    dry_and_wet: tuple[dict[str, MachineDay], dict[str, MachineDay]],
) -> None:
    dry, wet = (float(day[TRUCK].burnt_l(np.array([day[TRUCK].day.stop_s]))[0]) for day in dry_and_wet)
    assert 1.03 < wet / dry < 1.25


def test_more_sticks_to_a_bucket_in_rain_and_less_dust_comes_to_the_filter(
    dry_and_wet: tuple[dict[str, MachineDay], dict[str, MachineDay]],
) -> None:
    dry, wet = (day[LOADER] for day in dry_and_wet)
    time_s = dry.day.start_s + np.arange(0, 86_400, 60.0)
    assert mud_kg(wet.unit, time_s).mean() > mud_kg(dry.unit, time_s).mean() + 15
    grown = []
    for day in (dry, wet):
        modes = [life.law.mode for life in lives_of(day.unit, day.decay.condition.life.tolist())]
        damage = decay_of(day.operation, day.decay.condition).damage[modes.index(FaultMode.AIR_FILTER_CLOGGING)]
        grown.append(float(np.ptp(damage)))
    assert grown[1] < 0.8 * grown[0]


@pytest.mark.parametrize("share", [0.05, 0.25, 0.5])
def test_roads_are_wet_for_the_climates_share_of_the_time(demo: Fleet, share: float) -> None:
    site = replace(demo.sites[0], climate=replace(demo.sites[0].climate, rain=share))
    wet = Weather(site, 1).wet(START + np.arange(0, 400 * 86_400, 1800.0))
    assert wet.min() == 0
    assert wet.max() == 1
    assert wet.mean() == pytest.approx(share, abs=0.35 * share)
