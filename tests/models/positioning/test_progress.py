"""Does looking at readings in parts tell the same as looking at them in one go?"""

import numpy as np
import pytest

from models.positioning.cycle import Cycle
from models.positioning.progress import Place, take_in
from models.positioning.readings import readings_of
from tests.models.positioning.truck import GROUND, ROAD_M, ZONES, Tale

Visits = dict[tuple[str, float], float | None]


def _shift() -> Tale:
    tale = Tale().stand(1300, rpm=0).cycle().cycle(queued=90)
    tale.drive(ROAD_M - 30).stand(700, rpm=0).queue(60).drive(ROAD_M).load().drive(30).queue(20).drive(0).dump()
    return tale.cycle().drive(-500).stand(900, rpm=0)


def _in_parts(every_s: int) -> tuple[list[Cycle], Visits]:
    time_s, values = _shift().columns()
    place: Place | None = None
    found: dict[int, Cycle] = {}
    visits: Visits = {}
    for until in range(every_s, len(time_s) + every_s, every_s):
        part = (time_s >= (place.at_s if place else 0)) & (time_s < until)
        readings = readings_of(GROUND, time_s[part], {name: values[name][part] for name in values})
        told = take_in(readings, ZONES, place, hauls=True)
        found |= {round(one.dumping_at_s): one for one in told.cycles}
        visits |= {(one.zone, one.entered_s): one.left_s for one in told.visits}
        place = told.place
    return list(found.values()), visits


@pytest.mark.parametrize("every_s", [37, 240, 1000])
def test_parts_tell_what_the_whole_tells(every_s: int) -> None:
    whole, visits = _in_parts(100_000)
    cycles, seen = _in_parts(every_s)
    assert len(whole) == 4
    assert visits == seen
    for one, other in zip(whole, cycles, strict=True):
        assert np.array(list(one.phases.values())).ravel().tolist() == pytest.approx(
            np.array(list(other.phases.values())).ravel().tolist(), abs=1.5
        )
        assert one.queue_s == pytest.approx(other.queue_s, abs=1)


def test_nothing_is_held_back_for_longer_than_it_must_be() -> None:
    time_s, values = _shift().columns()
    told = take_in(readings_of(GROUND, time_s, values), ZONES, None, hauls=True)
    assert told.place.from_rest
    assert time_s[-1] - told.place.at_s <= 15
    assert list(told.place.inside) == ["yard"]
