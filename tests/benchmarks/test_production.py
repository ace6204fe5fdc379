"""Is what is foretold of one truck less compared with a site that really has it not?"""

from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.accuracy.production import NothingHauled, evaluate
from simulators.terminal import fleet_of

DEMO = fleet_of(Path("demo"))


def test_one_truck_less_is_foretold_from_either_side() -> None:
    figures = evaluate(DEMO.of_site("skarnberget"), seed=3, days=1)
    (site,) = figures["sites"]
    assert site["site"] == "skarnberget"
    assert 0.6 < site["true"] < 1
    assert site["told"] == pytest.approx(site["told_back"], abs=0.02)
    assert figures["error"] == pytest.approx(abs(site["true"] - site["told"]), abs=0.001)
    assert figures["baselines"]["nothing changes"] == pytest.approx(1 - site["true"], abs=0.001)


def test_a_fleet_without_two_trucks_on_a_way_is_refused() -> None:
    fleet = DEMO.of_site("dry-fork")
    trucks = sorted(one.id for one in fleet.machines if "-ht-" in one.id)
    alone = replace(fleet, machines=tuple(one for one in fleet.machines if one.id not in trucks[1:]))
    with pytest.raises(NothingHauled, match="no site on which two trucks"):
        evaluate(alone, seed=1, days=1)
