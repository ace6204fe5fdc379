"""When is a shift of a date, and do the shifts of a week overlap?"""

from collections.abc import Iterator, Sequence
from datetime import date, time
from itertools import pairwise

from models.production.clock import on_clock
from services.kit.errors import BadRequest, FieldError
from services.site.api import PlannedShift, Shift, ShiftPlan, Weekday
from services.site.place import Site

_WEEK_H = 7 * 24.0
# What a site works by of which nobody said more: three shifts of eight hours.
USUAL = ShiftPlan(
    shifts=[Shift(id=name, start=start, hours=8) for name, start in (("early", "06:00"), ("late", "14:00"))]
    + [Shift(id="night", start="22:00", hours=8)]
)


class WrongShifts(BadRequest):
    """Shifts have one name, or overlap."""

    code, title = "wrong-shifts", "The shifts cannot be worked by"


def check(plan: ShiftPlan) -> None:
    """Raise WrongShifts with what is wrong with the shifts of a week, and what would be right."""
    if errors := [*_twice(plan.shifts), *_overlaps(plan.shifts)]:
        raise WrongShifts("; ".join(f"{one.field}: {one.detail}" for one in errors[:5]), errors=errors)


def _twice(shifts: Sequence[Shift]) -> Iterator[FieldError]:
    for place, shift in enumerate(shifts):
        if shift.id in [other.id for other in shifts[:place]]:
            yield FieldError(field=f"shifts.{place}.id", detail=f"'{shift.id}' is there already; give it another id")


def _overlaps(shifts: Sequence[Shift]) -> Iterator[FieldError]:
    begins = sorted((_begin_h(shift, day), shift.hours, shift.id) for shift in shifts for day in shift.days)
    around = [*begins, (begins[0][0] + _WEEK_H, *begins[0][1:])]
    for (start, hours, name), (other, _, next_) in pairwise(around):
        if start + hours > other + 1e-9:
            detail = f"'{name}' is not over when '{next_}' begins; shorten it by {start + hours - other:g} h"
            yield FieldError(field="shifts", detail=detail)


def _begin_h(shift: Shift, day: Weekday) -> float:
    begins = time.fromisoformat(shift.start)
    return 24 * [*Weekday].index(day) + begins.hour + begins.minute / 60


def shifts_of(site: Site, plan: ShiftPlan, day: date) -> list[PlannedShift]:
    """Return the shifts of a plan that begin on a date by the site's clock, in order of time."""
    weekday = [*Weekday][day.weekday()]
    found = [_planned(site, shift, day) for shift in plan.shifts if weekday in shift.days]
    return sorted(found, key=lambda one: one.from_)


def _planned(site: Site, shift: Shift, day: date) -> PlannedShift:
    from_, to = on_clock(day, shift.start, shift.hours, site.clock)
    return PlannedShift(id=shift.id, from_=from_, to=to, hours=(to - from_).total_seconds() / 3600)
