"""Over which routes are visits, haul cycles and what they come to told?"""

from typing import Annotated, Literal

from fastapi import APIRouter, Query

from models.machines import Generation, Kind
from services.kit.database import Db
from services.kit.page import Cutting
from services.kit.parameter import ByStep, During, MachineId
from services.kit.telemetry import Telemetry, TelemetryReader, statistics
from services.positioning.api import CyclePage, Haulage, Hauls, VisitPage
from services.positioning.haulage import hour, store
from services.positioning.zone.adoption import AtSite
from services.registry.api import TimeZone

router = APIRouter()
ByClock = Annotated[TimeZone, Query(description="By which clock a day or a month begins.")]
_LOADS = statistics(["load_count"], "min", "max")


@router.get(
    "/v1/machines/{machine}/cycles",
    summary="Haul cycles of a truck",
    description="The cycles that began in a period, in order of time, each with its phases.",
)
async def list_cycles(machine: MachineId, during: During, cut: Cutting, telemetry: Telemetry, db: Db) -> CyclePage:
    await telemetry.require(machine)
    return cut.page([one.told for one in await store.list_cycles(db, during, cut, machine=machine)], "start", "machine")


@router.get(
    "/v1/sites/{site}/cycles",
    summary="Haul cycles on a site",
    description="The cycles of all trucks on a site that the caller sees and that began in a period, in order of time.",
)
async def list_site_cycles(site: AtSite, during: During, cut: Cutting, db: Db) -> CyclePage:
    return cut.page([one.told for one in await store.list_cycles(db, during, cut, site=site.id)], "start", "machine")


@router.get(
    "/v1/machines/{machine}/visits",
    summary="Visits of a machine to zones",
    description="The visits that touch a period, in order of time. A zone is entered after three of five fixes inside, "
    "and left when three of five lie more than 12 m outside, so that a receiver's drift moves nobody.",
)
async def list_visits(machine: MachineId, during: During, cut: Cutting, telemetry: Telemetry, db: Db) -> VisitPage:
    await telemetry.require(machine)
    found = await store.list_visits(db, during, cut, machine=machine)
    return cut.page([one.told for one in found], "entered_at", "machine", "zone")


@router.get(
    "/v1/sites/{site}/visits",
    summary="Visits on a site",
    description="The visits of all machines on a site that the caller sees, as far as they touch a period.",
)
async def list_site_visits(site: AtSite, during: During, cut: Cutting, db: Db) -> VisitPage:
    found = await store.list_visits(db, during, cut, site=site.id)
    return cut.page([one.told for one in found], "entered_at", "machine", "zone")


@router.get(
    "/v1/machines/{machine}/haulage",
    summary="What a truck hauled",
    description="What its cycles that began in a period come to. Of a machine that tells every ten minutes no cycles "
    "can be seen, and only its counter of loads is told.",
)
async def get_haulage(machine: MachineId, during: During, telemetry: Telemetry, db: Db) -> Haulage:
    period = (await telemetry.require(machine))[-1]
    counted = await _counted(telemetry, machine, during)
    sees = period.kind == Kind.HAUL_TRUCK and period.generation != Generation.LEGACY
    detail: Literal["cycles", "loads", "none"] = "cycles" if sees else "loads" if counted is not None else "none"
    total = await store.total(db, machine, during) if sees else None
    return Haulage(
        machine=machine,
        detail=detail,
        cycles=total.cycles if total else None,
        payload_kg=total.payload_kg if total else None,
        distance_m=total.distance_m if total else None,
        queue_s=total.queue_s if total else None,
        dump_queue_s=total.dump_queue_s if total else None,
        seconds=total.seconds if total else None,
        counted_loads=counted,
        known_until=await store.known_until(db, machine),
    )


@router.get(
    "/v1/sites/{site}/hauls",
    summary="What the haul cycles on a site come to",
    description="Sums of the cycles that the caller sees and that began in a period, by hour, day or month, truck and "
    "zones, as columns; the machines that were on the site, and in which zones its loaders and excavators were.",
)
async def get_hauls(site: AtSite, during: During, db: Db, *, step: ByStep = "hour", timezone: ByClock = "UTC") -> Hauls:
    hauls = await hour.list_hauls(db, site.id, during, step, timezone)
    present = await hour.list_present(db, site.id, during)
    stays = await hour.list_stays(db, site.id, during, present)
    told = {"from": during.from_, "to": during.to, "hauls": hauls, "machines": present, "stays": stays}
    return Hauls.model_validate({"site": site.id, "step": step, **told})


async def _counted(telemetry: TelemetryReader, machine: str, during: During) -> int | None:
    """Return by how much a machine's counter of loads grew over the hours that a period touches, None if not told."""
    begin = during.from_.replace(minute=0, second=0, microsecond=0)
    series = await telemetry.series(machine, _LOADS, begin, during.to, resolution="hour")
    known = [value for values in series.values.values() for value in values if value is not None]
    return round(max(known) - min(known)) if known else None
