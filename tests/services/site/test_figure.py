"""Do litres, spreads, steps and routes come out right of what others told?"""

import itertools
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from models.machines import Generation, Kind
from services.kit.parameter import Period, Step
from services.positioning.api import HaulColumns, Hauls, PresentMachine, ZoneStay
from services.site.place import Site
from services.site.production.asking import Question, Told, step_of
from services.site.production.congestion import congestion
from services.site.production.counter import Counter
from services.site.production.rehandled import dug_first, notes_on, origin_of, sum_t
from services.site.production.step import steps_of
from services.site.production.tally import Dug, Haul, hauled_t, sd_t

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
STOCKHOLM = Site("s", "A quarry", "acme", "north", "Europe/Stockholm")


def _haul(hour: int, truck: str, *, cycles: int = 6, weighed: int = 6, zone: str | None = "face") -> Haul:
    """Return an hour of cycles of 30 t, loaded in three minutes each."""
    seconds = (180.0 * cycles, 33_000.0 * cycles, 30.0 * cycles, 920.0 * cycles, 370.0)
    sums = (30.0 * weighed, 60.0 * weighed, 12.0 * cycles, 600.0 * cycles, 20.0 * cycles, 0.0, *seconds)
    return Haul(NOON + hour * HOUR, truck, zone, "hopper", 1, cycles, weighed, weighed, *sums)


def test_litres_are_known_between_the_first_and_the_last_reading_alone() -> None:
    burnt = Counter(np.array([0.0, 3600.0, 7200.0]), np.array([0.0, 20.0, 60.0]))
    assert burnt.between([-3600, 0, 1800, 7200, 9000]) == [None, 10.0, 50.0, None]
    assert burnt.seconds_known(-3600, 1800) == 1800


def test_cycles_that_were_not_weighed_count_as_the_others() -> None:
    assert hauled_t([_haul(0, "ht-1"), _haul(0, "ht-2", weighed=0)]) == pytest.approx(12 * 30)
    assert hauled_t([_haul(0, "ht-2", weighed=0)]) is None


def test_what_a_scale_is_off_by_does_not_average_out() -> None:
    of_one = [Dug(NOON + n * HOUR, "wl-1", 10, 10, 80.0, 0.3, 0.4) for n in range(4)]
    assert sd_t(of_one) == pytest.approx((4 * 0.3**2 + (4 * 0.4) ** 2) ** 0.5)
    of_two = [one._replace(digger=f"wl-{place % 2}") for place, one in enumerate(of_one)]
    assert sd_t(of_two) == pytest.approx((4 * 0.3**2 + 2 * 0.8**2) ** 0.5)
    assert sd_t([*of_one, Dug(NOON, "wl-9", 10, 10, 80.0, None, None)]) is None


def _told(stays: list[tuple[str, str, str | None, float]]) -> Told:
    """Return diggers that were in some zones for so long, on a site where trucks were loaded at a face."""
    names = HaulColumns.model_fields
    zones = {"loaded_at": ["north-face"], "dumped_at": ["pad"], "truck": ["ht-1"], "time": [NOON]}
    columns = HaulColumns.model_validate({name: zones.get(name, [1]) for name in names})
    machines = [
        PresentMachine(machine=name, kind=Kind.WHEEL_LOADER, generation=Generation.JSON, known_until=None)
        for name in sorted({stay[0] for stay in stays})
    ]
    spent = [ZoneStay(machine=a, zone=b, kind=c, seconds=d) for a, b, c, d in stays]
    hauls = Hauls(site="s", from_=NOON, to=NOON + HOUR, step="hour", hauls=columns, machines=machines, stays=spent)
    return Told(Question(STOCKHOLM, Period(NOON, NOON + HOUR), "hour", NOON), machines, hauls, None, None, [])


def test_rock_that_is_dug_where_trucks_dump_is_not_counted_twice() -> None:
    stays = [("ex", "face", "loading", 3000.0), ("ex", "pad", "dumping", 60.0), ("wl", "pad", "dumping", 900.0)]
    stays += [("both", "face", "loading", 500.0), ("both", "pad", "dumping", 500.0), ("far", "yard", "parking", 900.0)]
    told = _told([*stays, ("rented", "north-face", None, 900.0)])
    origin = origin_of(told)
    assert origin is not None
    assert origin.places == {"ex": "face", "wl": "heap", "rented": "face"}
    dug = [Dug(NOON, name, 10, 10, 80.0, 0.3, 0.4) for name in ("ex", "wl", "both", "far", "rented")]
    first = dug_first(dug, origin)
    assert first is not None
    assert (first.t, first.coverage) == (160.0, 0.5)
    assert (sum_t(dug, origin, "heap"), sum_t(dug, origin, None)) == (80.0, 160.0)
    said = [*notes_on(dug, origin)]
    assert [name in one for one in said for name in ("wl", "both, far")] == [True, False, False, True, False, False]
    assert "not known" in next(notes_on(dug, None))
    assert sum_t(dug, None, "heap") is None


def test_routes_and_loaders_are_told_with_what_holds_them_up() -> None:
    hauls = [_haul(hour, truck) for hour in range(4) for truck in ("ht-1", "ht-2", "ht-3")]
    (route,), (loader,), notes = congestion(hauls, None)
    assert (route.trucks, route.bottleneck, notes) == (3, "face", [])
    assert route.more_tph is not None
    assert route.less_tph is not None
    assert 0 < route.more_tph < -route.less_tph
    assert loader.match_factor == pytest.approx(3 * 180 / 580)
    assert "is matched" in loader.sentence


def test_cycles_without_zones_scale_or_number_say_what_cannot_be_said() -> None:
    bare = [_haul(hour, "ht-1", weighed=0) for hour in range(4)]
    (route,), _, _ = congestion(bare, None)
    assert (route.tph, route.more_tph) == (None, None)
    assert "what trucks carry here is not known" in route.sentence
    nowhere, few = congestion([_haul(0, "ht-1", zone=None)], 30.0), congestion([_haul(0, "ht-1")], 30.0)
    assert (nowhere[0], few[0]) == ([], [])
    assert "6 cycles are on no route" in nowhere[2][0]
    assert "too few cycles" in few[2][0]


def test_steps_are_days_and_months_of_the_site_across_a_change_of_clocks() -> None:
    begin = datetime(2026, 3, 27, 23, tzinfo=UTC)
    wanted: tuple[tuple[Step, int, list[float]], ...] = (("day", 3, [24, 23]), ("month", 70, [31 * 24 - 1, 30 * 24]))
    for step, days, hours in wanted:
        question = Question(STOCKHOLM, Period(begin, begin + timedelta(days=days)), step, begin + timedelta(days=90))
        steps = steps_of(question)
        lasts = [(after - before) / HOUR for before, after in itertools.pairwise(steps)]
        assert lasts[:2] == hours


@pytest.mark.parametrize(("days", "step"), [(1, "hour"), (7, "day"), (365, "month")])
def test_a_period_is_told_by_steps_that_can_be_overlooked(days: int, step: Step) -> None:
    assert step_of(Period(NOON, NOON + timedelta(days=days))) == step
