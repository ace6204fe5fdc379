"""Does the benchmark of site services let the machines work that it says, and take delays apart as it says?"""

from datetime import UTC, datetime

import numpy as np
import pytest

from benchmarks.site.delay import Delay, Delays
from benchmarks.site.fleet import busy
from benchmarks.site.machines import story
from models.machines import Generation, Kind
from simulators.__main__ import DEMO
from simulators.fleet import load_fleet
from simulators.shift import day_at

BEGIN = datetime(2026, 3, 2, 17, tzinfo=UTC)


def test_two_dozen_machines_work_from_the_hour_on_and_tell_every_second() -> None:
    fleet = busy(load_fleet(DEMO), BEGIN)
    kinds = {model.id: model.kind for model in fleet.models}
    assert len(fleet.machines) == len({one.id for one in fleet.machines}) == 24
    assert Kind.CRUSHER not in {kinds[one.model] for one in fleet.machines}
    assert {one.generation for one in fleet.machines} == {Generation.JSON}
    assert {day_at(site, BEGIN.timestamp() + 60).start_s for site in fleet.sites} == {BEGIN.timestamp()}


def test_the_story_is_the_same_in_every_process() -> None:
    moments = BEGIN.timestamp() + 3600 + np.arange(60.0)
    one, other = (story(BEGIN, 2, 7).machines["skb-wl-01"].measured(moments) for _ in range(2))
    assert one.keys() == other.keys()
    assert all(np.array_equal(one[name], other[name], equal_nan=True) for name in one)


def test_a_delay_is_told_from_the_end_and_from_the_reading_that_shows_it() -> None:
    told = Delays((Delay(100.0, 98.0, 98.1, 98.6),), 1).figures()
    assert (told["count"], told["missed"]) == (1, 1)
    assert told["after_end_p50_s"] == pytest.approx(-1.4)
    assert told["after_shown_p99_s"] == pytest.approx(0.6)
    assert told["receiving_p50_s"] == pytest.approx(0.1)
    assert told["working_p50_s"] == pytest.approx(0.5)
    assert Delays((), 0).figures()["after_end_p50_s"] is None
