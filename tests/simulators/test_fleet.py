"""Does a fleet file load, and does a wrong one say what would be right?"""

import re
from pathlib import Path

import pytest

from models.machines import Generation, Kind
from simulators.__main__ import DEMO
from simulators.degradation.truth import severities
from simulators.fleet import BadFleet, FaultMode, Fleet, copy_fleet, load_fleet
from simulators.fleet.check import complaints
from simulators.fleet.geography import geojson
from simulators.fleet.shape import PIN
from simulators.truth import cycles
from simulators.world import World
from tests.simulators.conftest import moment


def changed(folder: Path, old: str, right: str) -> Path:
    """Return a copy of the demo fleet file in which one text stands for another, once."""
    path = folder / "fleet.toml"
    text = DEMO.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, right, 1), encoding="utf-8")
    return path


def test_the_demo_fleet_has_three_customers_sites_and_regions_and_machines_of_every_kind(demo: Fleet) -> None:
    assert (len(demo.customers), len(demo.sites), len(demo.regions)) == (3, 3, 3)
    assert len(demo.machines) >= 24
    models = {model.id: model for model in demo.models}
    assert {models[machine.model].kind for machine in demo.machines} == set(Kind)


def test_every_model_of_several_machines_mixes_generations_somewhere(demo: Fleet) -> None:
    generations = [{m.generation for m in demo.machines if m.model == model.id} for model in demo.models]
    assert sum(len(seen) > 1 for seen in generations) >= 3


def test_most_machines_are_healthy(demo: Fleet) -> None:
    faulty = [machine for machine in demo.machines if machine.faults]
    assert 0 < len(faulty) <= 0.4 * len(demo.machines)


def test_every_customer_has_a_machine_that_works_round_the_clock(demo: Fleet) -> None:
    owners = {machine.customer for machine in demo.machines if {"day", "night"} <= set(machine.shifts)}
    assert owners == {customer.id for customer in demo.customers}


def test_a_site_becomes_geojson_with_closed_polygons_around_its_origin(demo: Fleet) -> None:
    site = demo.sites[0]
    features = geojson(site)["features"]
    assert len(features) == len(site.zones) + len(site.roads)
    rings = [f["geometry"]["coordinates"][0] for f in features if f["geometry"]["type"] == "Polygon"]
    assert all(ring[0] == ring[-1] for ring in rings)
    assert all(abs(longitude - site.longitude_deg) < 0.02 for ring in rings for longitude, _ in ring)


@pytest.mark.parametrize(
    ("old", "wrong", "says"),
    [
        ('generation = "json"', 'generation = "jsn"', "machine[skb-wl-01].generation: Input should be 'legacy'"),
        ("rated_power_kw = 220", "rated_kw = 220", "model[norrberg-l220].rated_kw: is not a key here"),
        ("tank_l = 310\n", "", "model[norrberg-l220].tank_l: is missing"),
        ('start = "06:00"', 'start = "6:00"', "site[skarnberget].shift[day].start: should be a time of day"),
        ("Europe/Stockholm", "Europe/Stokholm", "right would be one of 'Europe/Stockholm'"),
        ('works_at = "east-face"', 'works_at = "eastface"', "machine[skb-wl-01].works_at: 'eastface' is not known"),
        ('customer = "granvik"', 'customer = "granvk"', "right would be one of 'granvik'"),
        ('id = "skb-wl-01"', 'id = "skb-wl-02"', "machine: 'skb-wl-02' is there 2 times"),
        ('pin = "NBGL310XK00071204"', 'pin = "short"', "should be 17 capital letters and digits"),
        ("onset_day = 1", "onset_day = 9", "is not before the repair at 7 days"),
        ('name = "demo"', "name = ", "is not TOML"),
        ("misuse = 0.0", "misuse = -1", "misuse: Input should be greater than or equal to 0 (given: -1)"),
        ('"north-face"\nshifts', '"east-face"\nshifts', "'skb-wl-01' loads trucks there already; right would be"),
        ('start = "18:00", hours = 12.0', 'start = "19:00", hours = 12.0', "shift[night]: lasts beyond 06:00"),
        ("rated_power_kw = 220\n", "", "model[norrberg-l220].rated_power_kw: is missing"),
        (
            "mass_kg = 24000",
            'mass_kg = "heavy"',
            "model[norrberg-l220].mass_kg: Input should be a valid number (given: 'heavy'",
        ),
        ("mass_kg = 24000", "mass_kg = inf", "model[norrberg-l220].mass_kg: Input should be a finite number"),
        (
            "mass_kg = 24000",
            "mass_kg = true",
            "model[norrberg-l220].mass_kg: Input should be a valid number (given: True",
        ),
        ('dumps_at = "hopper"', 'dumps_at = "hoper"', "dumps_at: 'hoper' is not known; right would be one of 'hopper'"),
        (
            'works_at = "north-face"\ndumps_at = "hopper"',
            'works_at = "north-face"',
            "skb-ht-01].dumps_at: is missing; right",
        ),
        ('"day", "evening"]', '"day", "day"]', "machine[skb-wl-01].shifts: 'day' is there 2 times"),
        (
            "[35, -18, 0]",
            "[35, -18, 20]",
            "road[yard-road].points[1]: (0.0, 0.0, 0.0) to (35.0, -18.0, 20.0) is 51 % steep",
        ),
        (
            'start = "gate", end = "hopper"',
            'start = "gat", end = "hopper"',
            "road[hopper-road].start: 'gat' is no zone",
        ),
        (
            "[122, -187, 6]]",
            "[822, -187, 6]]",
            "road[hopper-road].points: ends at (822.0, -187.0, 6.0), outside of zone",
        ),
        ("hours = 8.0", "hours = 30.0", "site[skarnberget].shift[day].hours: Input should be less than or equal to 12"),
        ('mode = "alternator"', 'mode = "alternater"', "fault[0].mode: Input should be 'air_filter_clogging'"),
        (
            'id = "skb-ex-01"\nname = "Excavator 1"\nmodel = "kestrel-x500"',
            'id = "skb-ex-01"\nname = "Excavator 1"\nmodel = "norrberg-a30"',
            "no excavator or wheel loader loads trucks at 'north-face'",
        ),
    ],
)
def test_a_wrong_fleet_file_names_file_key_and_what_is_right(tmp_path: Path, old: str, wrong: str, says: str) -> None:
    path = changed(tmp_path, old, wrong)
    with pytest.raises(BadFleet) as caught:
        load_fleet(path)
    assert str(path) in str(caught.value)
    assert says in str(caught.value)


def test_roads_that_do_not_meet_are_reported(tmp_path: Path) -> None:
    path = changed(tmp_path, "points = [[70, -45, 0.5], [110, -95, 3]", "points = [[71, -45, 0.5], [110, -95, 3]")
    with pytest.raises(BadFleet, match="'gate' is at"):
        load_fleet(path)


@pytest.fixture(scope="module")
def evaluation() -> Fleet:
    """Return the fleet against which services are measured."""
    return load_fleet(DEMO.with_name("evaluation.toml"))


def test_the_evaluation_fleet_has_every_mode_of_fault_everywhere_something_else_and_healthy_machines(
    evaluation: Fleet,
) -> None:
    faulty = [machine for machine in evaluation.machines if machine.faults]
    assert {fault.mode for machine in faulty for fault in machine.faults} == set(FaultMode)
    assert 1 - len(faulty) / len(evaluation.machines) >= 0.4
    assert {machine.generation for machine in evaluation.machines} == set(Generation)
    assert min(evaluation.failures, evaluation.misuse, evaluation.link) > 0
    owners = {
        site.id: {one.customer for one in evaluation.machines if one.site == site.id} for site in evaluation.sites
    }
    assert max(map(len, owners.values())) > 1
    heights, dust = ([getattr(site, name) for site in evaluation.sites] for name in ("altitude_m", "climate"))
    assert max(heights) > 3000 > 500 > min(heights)
    assert max(climate.dust for climate in dust) > 2


def test_every_truck_of_the_evaluation_fleet_hauls_and_most_machines_are_healthy_at_any_time(evaluation: Fleet) -> None:
    start = moment("2026-03-03T12:00:00Z")
    world = World.begin(evaluation, 1, start)
    ill = set()
    for name, story in world.machines.items():
        day = next(story.days_between(start, start + 1))
        if story.unit.model.kind is Kind.HAUL_TRUCK:
            assert len(list(cycles(day, {}))) > 15, name
        ill |= {str(row["machine"]) for row in severities(day.decay) if float(str(row["severity"])) > 0.1}
    share = len(ill) / len(evaluation.machines)
    assert 0.2 <= share <= 0.4


def test_a_folder_is_no_fleet_file(tmp_path: Path) -> None:
    with pytest.raises(BadFleet, match="cannot be read: Is a directory"):
        load_fleet(tmp_path)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadFleet, match="there is no such file"):
        load_fleet(tmp_path / "none.toml")


def test_a_copy_of_a_fleet_has_the_same_machines_under_names_and_numbers_of_their_own(demo: Fleet) -> None:
    copy = copy_fleet(demo, "sim")
    assert [machine.id for machine in copy.machines] == [f"sim-{machine.id}" for machine in demo.machines]
    assert len({machine.pin for machine in (*copy.machines, *demo.machines)}) == 2 * len(demo.machines)
    assert all(re.fullmatch(PIN, machine.pin) for machine in copy.machines)
    assert complaints(copy) == []
