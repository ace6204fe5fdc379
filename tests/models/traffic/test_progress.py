"""Does looking at readings in parts tell the same passages as looking at them in one go?"""

import numpy as np
import pytest

from models.positioning.readings import readings_of
from models.traffic.passage import LONGEST_S, Passages, joined, passages
from models.traffic.progress import CONTEXT_S, take_in
from tests.models.positioning.truck import FULL_KG, GROUND, Tale
from tests.models.traffic.haul import NETWORK


def _shift() -> Tale:
    tale = Tale().stand(300).cycle().cycle(queued=90).drive(500).stand(150).drive(1000).load().drive(400).stand(700)
    return tale.drive(0).dump().cycle().drive(-500).stand(300)


def _in_parts(every_s: int) -> Passages:
    time_s, values = _shift().columns()
    parts: list[Passages] = []
    settled_s = -np.inf
    for until in range(every_s, len(time_s) + every_s, every_s):
        part = (time_s >= settled_s - CONTEXT_S) & (time_s < until)
        told = take_in(
            NETWORK, readings_of(GROUND, time_s[part], {name: values[name][part] for name in values}), FULL_KG
        )
        parts = [known.where(known.enter_s < settled_s) for known in parts]
        parts.append(told.passages.where(told.passages.enter_s >= settled_s))
        settled_s = max(told.settled_s, settled_s)
    return joined(parts)


@pytest.mark.parametrize("every_s", [7, 61, 400])
def test_parts_tell_what_the_whole_tells(every_s: int) -> None:
    readings = _shift().readings()
    whole, parts = passages(NETWORK, readings, FULL_KG), _in_parts(every_s)
    assert len(whole) > 80
    assert parts.segment.tolist() == whole.segment.tolist()
    assert parts.forward.tolist() == whole.forward.tolist()
    assert parts.loaded.tolist() == whole.loaded.tolist()
    assert parts.enter_s == pytest.approx(whole.enter_s, abs=0.5)
    assert parts.seconds == pytest.approx(whole.seconds, abs=0.7)


def test_who_parks_on_the_road_holds_nothing_back_for_ever() -> None:
    readings = Tale().stand(60).cycle().drive(500).stand(3 * round(LONGEST_S)).readings()
    end_s = float(readings.trace.time_s[-1])
    assert end_s - take_in(NETWORK, readings, FULL_KG).settled_s == LONGEST_S
