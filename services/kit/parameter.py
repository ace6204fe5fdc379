"""Which machine and which period does a request ask about?"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import Depends, Path, Query
from pydantic import AwareDatetime

from models.messages import MACHINE_ID
from services.kit.errors import BadRequest, FieldError

LONGEST = timedelta(days=3660)
EARLIEST, LATEST = datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)
_EXAMPLE = "2026-03-01T06:00:00Z"

MachineId = Annotated[str, Path(pattern=MACHINE_ID, description="The machine's id, for example `loader-07`.")]


@dataclass(frozen=True)
class Period:
    """The time from `from_` up to, and without, `to`."""

    from_: datetime
    to: datetime


def _during(
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
