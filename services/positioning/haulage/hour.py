"""What do the haul cycles of hours come to, and which machines were on a site?"""

from collections.abc import Sequence
from pathlib import Path

from models.machines import Kind
from services.kit.database import Connection, Queries, fetch_all, fetch_columns
from services.kit.follow import Span
from services.kit.parameter import Period, Step
from services.positioning.api import HaulColumns, PresentMachine, ZoneStay

QUERIES = Queries(Path(__file__).parents[1] / "sql" / "hour.sql")
_DIGGERS = (Kind.WHEEL_LOADER, Kind.EXCAVATOR)


async def keep_hours(db: Connection, span: Span) -> None:
    """Keep what the cycles come to of the hours that a span touches: in the transaction that keeps the cycles."""
    hours = {"machine": span.machine, "from": span.from_, "to": span.to}
    await db.execute(QUERIES["forget_hours"], hours)
    await db.execute(QUERIES["keep_hours"], hours)


async def keep_present(db: Connection, span: Span, site: str) -> None:
    """Keep that a machine was on a site on the days that a span touches."""
    days = {"machine": span.machine, "site": site, "from": span.from_, "to": span.to}
    await db.execute(QUERIES["keep_present"], days)


async def list_hauls(db: Connection, site: str, during: Period, step: Step, timezone: str) -> HaulColumns:
    """Return what the visible cycles on a site come to that began in a period, by step, truck and zones."""
    whole = during.whole_hours
    wanted = {"site": site, "from": during.from_, "to": during.to, "step": step}
    # An hour is kept by the world's clock, of which those of some places are half an hour off.
    clock = "UTC" if step == "hour" else timezone
    bounds = {"first_to": whole.from_, "last_from": whole.to, "timezone": clock}
    found = await fetch_columns(db, QUERIES["list_hauls"], wanted | bounds)
    return HaulColumns(**found)


async def list_present(db: Connection, site: str, during: Period) -> list[PresentMachine]:
    """Return the visible machines that were on a site in a period."""
    wanted = {"site": site, "from": during.from_, "to": during.to}
    return await fetch_all(db, PresentMachine, QUERIES["list_present"], wanted)


async def list_stays(db: Connection, site: str, during: Period, present: Sequence[PresentMachine]) -> list[ZoneStay]:
    """Return in which zones the loaders and excavators of those on a site were in a period, and for how long."""
    diggers = [one.machine for one in present if one.kind in _DIGGERS]
    wanted = {"site": site, "from": during.from_, "to": during.to, "machines": diggers}
    return await fetch_all(db, ZoneStay, QUERIES["list_stays"], wanted)
