"""Does a site work by the shifts that people set, and by its own clock?"""

from datetime import date, datetime
from typing import Any

import pytest

from services.site.api import Shift, ShiftPlan
from services.site.client import SiteClient
from services.site.place import Site
from services.site.shift.plan import USUAL, shifts_of
from tests.services.positioning.conftest import SITE
from tests.services.site.conftest import Ask

STOCKHOLM = Site("s", "A quarry", "acme", "north", "Europe/Stockholm")
DAY = {"id": "day", "start": "06:00", "hours": 12}
REFUSED: list[tuple[list[dict[str, Any]], str, str]] = [
    ([], "shifts", "at least 1"),
    ([DAY | {"start": "6"}], "shifts.0.start", "match pattern"),
    ([DAY | {"hours": 25}], "shifts.0.hours", "less than or equal to 24"),
    ([DAY | {"days": ["monday"]}], "shifts.0.days.0", "'mon'"),
    ([DAY, {"id": "night", "start": "16:00", "hours": 8}], "shifts", "'day' is not over when 'night' begins"),
    ([DAY, DAY | {"start": "18:00"}], "shifts.1.id", "is there already"),
    ([DAY | {"until": "18:00"}], "shifts.0.until", "no field is called so"),
]


@pytest.mark.parametrize(("day", "hours"), [("2026-03-27", 8), ("2026-03-28", 7), ("2026-10-24", 9)])
def test_shifts_follow_one_another_by_the_clock_even_when_it_is_changed(day: str, hours: float) -> None:
    early, late, night = shifts_of(STOCKHOLM, USUAL, date.fromisoformat(day))
    assert (early.to, late.to) == (late.from_, night.from_)
    assert (early.hours, night.hours) == (8, hours)


def test_a_shift_is_on_the_days_on_which_it_begins() -> None:
    plan = ShiftPlan(shifts=[Shift.model_validate({**DAY, "days": ["fri"]})])
    assert [one.id for one in shifts_of(STOCKHOLM, plan, date(2026, 3, 6))] == ["day"]
    assert shifts_of(STOCKHOLM, plan, date(2026, 3, 7)) == []


async def test_without_shifts_of_its_own_a_site_works_by_the_usual_ones(ask: Ask) -> None:
    told = await SiteClient(await ask("customer:acme")).shifts(SITE, date(2026, 3, 2))
    assert (told.basis, [one.id for one in told.shifts]) == ("default", ["early", "late", "night"])
    assert told.shifts[0].from_ == datetime.fromisoformat("2026-03-02T06:00:00+01:00")


async def test_people_set_shifts_which_others_who_see_the_site_read(ask: Ask) -> None:
    api = SiteClient(await ask("customer:acme"))
    plan = ShiftPlan.model_validate({"shifts": [DAY, {"id": "night", "start": "18:00", "hours": 12}]})
    assert (await api.set_shifts(SITE, plan)).basis == "set"
    told = await SiteClient(await ask("region:north")).shifts(SITE, date(2026, 3, 2))
    assert ([one.id for one in told.shifts], told.plan) == (["day", "night"], plan)


async def test_a_stranger_finds_no_site_to_plan_before_and_after_it_is_known_here(ask: Ask) -> None:
    stranger = await ask("customer:bolt")
    for _ in range(2):
        for method in ("GET", "PUT"):
            answer = await stranger.request(method, f"/v1/sites/{SITE}/shifts", json={"shifts": [DAY]})
            assert (answer.status_code, SITE in answer.json()["detail"]) == (404, True)
        await (await ask("customer:acme")).get(f"/v1/sites/{SITE}/shifts")


async def test_shifts_that_cannot_be_worked_are_refused_with_what_would_be_right(ask: Ask) -> None:
    api = await ask("customer:acme")
    for shifts, field, words in REFUSED:
        answer = await api.put(f"/v1/sites/{SITE}/shifts", json={"shifts": shifts})
        error = answer.json()["errors"][0]
        assert (answer.status_code, error["field"]) == (422, field), error
        assert words in error["detail"]
