"""Does the fan of a forecast begin where the course of wear ends, and hold what is told of the life left?"""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.dashboard.machine.fan import HEIGHT, WIDTH, fan
from services.diagnostics.api import WearCourse
from services.maintenance.api import PartForecast

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
LIFE = {
    "expected_h": 120.0,
    "low_h": 60.0,
    "high_h": 300.0,
    "at_most_h": 500.0,
    "at_h": [0.0, 100.0, 200.0, 500.0],
    "failed_by": [0.0, 0.25, 0.75, 1.0],
}


def forecast(**changes: Any) -> PartForecast:
    rests = {"data_from": NOW, "data_until": NOW, "hours_judged": 3, "operating_h": 30.0, "state": "alarm", "signs": []}
    told = {
        "id": 1,
        "mode": "pump_wear",
        "where": "",
        "name": "Worn pump",
        "subsystem": "hydraulics",
        "is_of_sensor": False,
        "probability": 0.9,
        "severity": 0.4,
        "severity_spread": 0.1,
        "severity_per_100_h": 1.0,
        "since": NOW,
        "life": LIFE,
        "why_no_life": None,
        "load": {"hours_per_day": 10.0, "origin": "assumed", "sentence": "."},
        "risks": [],
        "sentence": "Some hours are left.",
        "next_step": "Change it.",
        "rests_on": {**rests, "features": {}, "diagnosis": None, "life": None},
    }
    return PartForecast.model_validate(told | changes)


def points(text: str) -> list[tuple[float, float]]:
    return [(float(x), float(y)) for x, y in (point.split(",") for point in text.split())]


def test_a_fan_begins_where_the_course_ends_and_reaches_failure_between_the_bounds() -> None:
    hours = [NOW + timedelta(hours=i) for i in range(3)]
    course = WearCourse(
        mode="pump_wear",
        where="",
        hours=hours,
        operating_h=[10.0, 20.0, 30.0],
        severity=[0.2, 0.3, 0.4],
        spread=[0.1, 0.1, 0.1],
    )
    drawn = fan(forecast(), course)
    assert drawn
    past, wide, narrow, expected = map(points, (drawn.past, drawn.wide, drawn.narrow, drawn.expected))
    assert past[-1] == wide[0] == narrow[0] == expected[0]
    assert [y for _, y in (*wide[1:], *narrow[1:], expected[1])] == [drawn.failed_y] * 5
    assert wide[1][0] < narrow[1][0] < narrow[2][0] < wide[2][0] == pytest.approx(WIDTH - 12)
    assert wide[1][0] < expected[1][0] < wide[2][0]
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in (*past, *wide, *points(drawn.spread)))
    assert (drawn.now_x, "now") in drawn.ticks


def test_without_a_course_the_fan_stands_alone_and_without_a_life_there_is_none() -> None:
    alone = fan(forecast(), None)
    assert alone
    assert (alone.past, alone.spread) == ("", "")
    assert fan(forecast(life=None), None) is None
    assert fan(forecast(severity=None), None) is None
