"""Does a machine tell of a calibration what its sensors would, and go on with its day?"""

import numpy as np
import pytest

from simulators.calibration import Calibration, calibrate
from simulators.fleet import Fleet
from simulators.world import World
from tests.simulators.conftest import moment

BEGIN_S = moment("2026-01-07T09:00:00Z")
WEIGHT_KG = 5400.0


@pytest.fixture(scope="module")
def calibrated(demo: Fleet) -> Calibration:
    """Return the calibration of the first loader of the demo's first site."""
    site = demo.sites[0].id
    loader = next(one.id for one in demo.machines if one.site == site and "-wl-" in one.id)
    world = World.begin(demo.of_site(site), 1, BEGIN_S)
    return calibrate(world.machines[loader], BEGIN_S, WEIGHT_KG, lifts=3)


def test_the_bucket_goes_up_three_times_empty_and_three_times_with_the_weight(calibrated: Calibration) -> None:
    angle = calibrated.values["boom_angle_deg"]
    raised = np.flatnonzero((angle[1:] > 0) & (angle[:-1] <= 0))
    for begin_s, end_s in (calibrated.empty_s, calibrated.loaded_s):
        moments = calibrated.time_s[raised]
        assert int(((moments > begin_s) & (moments < end_s)).sum()) == 3


def test_the_weight_is_felt_in_the_cylinders_and_known_to_a_few_parts_in_a_thousand(calibrated: Calibration) -> None:
    pressure, up = calibrated.values["boom_head_pressure_bar"], calibrated.values["boom_angle_deg"] > 0
    empty, loaded = (
        float(np.mean(pressure[up & (calibrated.time_s > begin_s) & (calibrated.time_s < end_s)]))
        for begin_s, end_s in (calibrated.empty_s, calibrated.loaded_s)
    )
    assert loaded > 1.8 * empty
    assert calibrated.told_kg == pytest.approx(WEIGHT_KG, rel=0.005)
