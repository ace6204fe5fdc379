"""Which machine and which period does a request ask about?"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal

from fastapi import Depends, Path, Query, Request
from fastapi.dependencies.utils import get_flat_params
from fastapi.params import Query as QueryParameter
from fastapi.routing import APIRoute
from pydantic import AwareDatetime

from models.messages import MACHINE_ID
from services.kit.errors import BadRequest, FieldError

LONGEST = timedelta(days=3660)
EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)
_HOUR = timedelta(hours=1)
_EXAMPLE = "2026-03-01T06:00:00Z"

MachineId = Annotated[str, Path(pattern=MACHINE_ID, description="The machine's id, for example `loader-07`.")]


@dataclass(frozen=True)
class Period:
    """The time from `from_` up to, and without, `to`."""

    from_: datetime
    to: datetime

    @property
    def whole_hours(self) -> "Period":
        """Return the whole hours (UTC) that lie in it; where there is none, both ends are its own."""
        first, last = _hour_of(self.from_), _hour_of(self.to)
        begins = min(first if first == self.from_ else first + _HOUR, self.to)
        return Period(begins, max(last, begins))


def _hour_of(time: datetime) -> datetime:
    return time.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


async def _during(
    from_: Annotated[AwareDatetime, Query(alias="from", description="The first moment.", examples=[_EXAMPLE])],
    to: Annotated[AwareDatetime, Query(description="The end, not included.", examples=["2026-03-01T14:00:00Z"])],
) -> Period:
    return period(from_, to)


def period(from_: datetime, to: datetime) -> Period:
    """Return the period between two aware times; raises BadRequest where they make none, or none that is answered."""
    for field, time in (("from", from_), ("to", to)):
        if not EARLIEST <= time < LATEST:
            raise _wrong(field, f"'{field}' must be a time of the years {EARLIEST.year} to {LATEST.year - 1}.")
    if not from_ < to:
        raise _wrong("from", f"'from' ({from_.isoformat()}) must be before 'to' ({to.isoformat()}).")
    if to - from_ > LONGEST:
        raise _wrong("to", f"The period may be at most {LONGEST.days} days long; ask for less.")
    return Period(from_, to)


def _wrong(field: str, detail: str) -> BadRequest:
    return BadRequest(detail, errors=[FieldError(field=field, detail=detail)])


During = Annotated[Period, Depends(_during)]
# A site's day is read by the hour, its weeks by the day, its years by the month.
Step = Literal["hour", "day", "month"]
ByStep = Annotated[Step, Query(description="By which time it is summed.")]


async def only_known(request: Request) -> None:
    """Refuse query parameters that a route of the API does not have: who misspells one would get another's answer."""
    # Who is not signed in is to hear that first, from the route.
    signed_in = "authorization" in request.headers
    if not signed_in or not request.query_params or (known := _known(request)) is None:
        return
    if unknown := sorted(set(request.query_params) - set(known)):
        there = f"there are {', '.join(known)}" if known else "this takes none"
        wrong = [FieldError(field=name, detail=f"no parameter is called so; {there}") for name in unknown]
        raise BadRequest("; ".join(f"{one.field}: {one.detail}" for one in wrong), errors=wrong)


def _known(request: Request) -> list[str] | None:
    """Return the query parameters that a request's route takes, None where it is none of an API."""
    route = request.scope.get("route")
    if not isinstance(route, APIRoute) or not route.include_in_schema or not route.path.startswith("/v1/"):
        return None
    # What the service describes says the same, but the first to ask would wait until all of it is described.
    taken = (one for one in get_flat_params(route.dependant) if isinstance(one.field_info, QueryParameter))
    return list(dict.fromkeys(one.alias for one in taken))
