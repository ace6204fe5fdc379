"""Are passes, loads and scales of a simulated quarry compared with what was truly moved?"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from benchmarks.accuracy.belt import belt_runs
from benchmarks.accuracy.offset import located
from benchmarks.accuracy.quarry import Worked, record
from benchmarks.accuracy.recording import START_S
from benchmarks.accuracy.weighed import Weighed, calibrated, carried_by, weighed
from benchmarks.accuracy.weighing import NothingToWeigh, figures, load_errors_pct
from models.machines import Kind
from models.weighing.calibration import Verdict
from models.weighing.handbook import SPECIFICATIONS
from models.weighing.load import Carried, Load, own_scale
from models.weighing.payload import Scale, find_passes
from simulators.fleet import Fleet
from simulators.terminal import fleet_of

Site = tuple[Fleet, list[Worked], list[Weighed]]


@pytest.fixture(scope="module")
def site() -> Site:
    """Return a quarry in frost on one day: a loader that loads trucks, one that carries, an old excavator."""
    fleet = fleet_of(Path("evaluation")).of_site("pohjola")
    recorded = record(fleet, 4, 1)
    return fleet, recorded, [*weighed(recorded)]


def test_every_pass_is_counted_once_and_weighed_to_a_few_per_cent_with_honest_intervals(site: Site) -> None:
    told = figures(site[1], site[2], site[0])
    assert told["machines"] == 2
    assert isinstance(told["pass_count_error"], float)
    assert told["pass_count_error"] <= 0.5
    assert isinstance(told["within3"], float)
    assert told["within3"] > 0.9
    assert isinstance(told["coverage90"], float)
    assert 0.8 < told["coverage90"] < 0.97


def test_what_is_known_of_seals_and_zero_beats_simpler_scales(site: Site) -> None:
    told = figures(site[1], site[2], site[0])
    baselines = told["baselines"]
    assert isinstance(baselines, dict)
    assert set(baselines) == {"head_pressure_alone", "geometry_without_friction"}
    assert all(one["within3"] < float(str(told["within3"])) for one in baselines.values())


def test_calibrations_of_both_loaders_may_be_used(site: Site) -> None:
    assert all(calibrated(one.worked).verdict is not Verdict.POOR for one in site[2])


def test_loads_are_those_of_the_trucks_that_stood_there_and_their_own_scales_agree(site: Site) -> None:
    loader = next(one for one in site[2] if one.loads)
    true = {(row["truck"], row["cycle"]) for row in loader.worked.passes}
    assert abs(len(loader.loads) - len(true)) <= 1
    assert np.std(load_errors_pct(loader)) < 1.0
    trucks = {one.machine: carried_by(one) for one in site[1] if one.kind is Kind.HAUL_TRUCK and one.values}
    known = [load for load in loader.loads if load.truck is not None]
    assert {load.truck for load in known} <= {str(row["truck"]) for row in loader.worked.passes}
    ratios = _ratios(known, trucks)
    assert np.mean(ratios) == pytest.approx(1.0, abs=0.015)


def _ratios(known: Sequence[Load], trucks: dict[str, list[Carried]]) -> list[float]:
    pairs = [(load, own_scale(load, trucks[load.truck])) for load in known if load.truck is not None]
    return [load.payload_kg / own.payload_kg for load, own in pairs if own is not None]


def test_a_scale_that_is_off_is_found_among_those_that_share_its_loads(site: Site) -> None:
    told = located(site[1], site[2])
    assert told["bias_located_within60"] == 1.0
    assert told["wrongly_off"] == told["others_off"] == 0


def test_a_belt_weighs_what_trucks_and_old_units_dumped_into_its_crusher(site: Site) -> None:
    (told,) = belt_runs(site[1], site[2], "pohjola", START_S, START_S + 86_400)
    assert told.comparison is not None
    assert set(told.counted) == {"poh-ht-03", "poh-ht-06"}
    assert abs(told.comparison.apart) < 3 * told.comparison.sd


def test_a_fleet_without_diggers_that_tell_is_refused(site: Site) -> None:
    with pytest.raises(NothingToWeigh, match="no loader or excavator"):
        figures(site[1], [], site[0])


def test_a_scale_that_was_never_calibrated_weighs_with_wider_intervals(site: Site) -> None:
    loader = site[2][0]
    bare = Scale(SPECIFICATIONS[loader.worked.model])
    passes = find_passes(bare, loader.worked.time_s, loader.worked.values or {}).passes
    assert len(passes) == len(loader.passes)
    assert np.nanmedian(passes.sd_kg) > np.nanmedian(loader.passes.sd_kg)
