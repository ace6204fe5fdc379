"""How are passes of a digger and loads of a truck read?"""

from datetime import datetime, timedelta

from fastapi import APIRouter

from services.kit.database import fetch_all
from services.kit.errors import BadRequest, FieldError
from services.kit.page import Cutting
from services.kit.parameter import During, MachineId, Period
from services.kit.telemetry import Telemetry, TelemetryReader
from services.weighing.api import TruckLoads, WeighedPassPage
from services.weighing.record import store
from services.weighing.record.telling import KeptPass, load_of, matched, pass_of

router = APIRouter()
# What is not paged is asked for so many days at a time.
LONGEST = timedelta(days=7)


@router.get(
    "/v1/machines/{machine}/passes",
    summary="Passes of a digger",
    description="Each with what it carried, 90 % interval, quality and the truck it went into, in order of time.",
)
async def list_passes(telemetry: Telemetry, machine: MachineId, during: During, cut: Cutting) -> WeighedPassPage:
    await telemetry.require(machine)
    (after,) = cut.behind(datetime)
    wanted = {"machine": machine, "from": during.from_, "to": during.to, "after": after, "limit": cut.limit + 1}
    kept = await fetch_all(telemetry.connection, KeptPass, store.QUERIES["list_passes"], wanted)
    page = cut.page(kept, "begun")
    return WeighedPassPage(items=[pass_of(one) for one in page.items], next=page.next)


@router.get(
    "/v1/machines/{machine}/loads",
    summary="Loads of a truck, or those that a digger made",
    description="Sums of passes with 90 % intervals, and beside them what the truck's own scale tells; 7 days at most.",
)
async def list_loads(telemetry: Telemetry, machine: MachineId, during: During) -> TruckLoads:
    await telemetry.require(machine)
    short(during)
    diggers, trucks = await store.list_columns(telemetry.connection, during, machine)
    every = trucks if machine in trucks or not diggers else (await store.list_columns(telemetry.connection, during))[1]
    models = await models_of(telemetry)
    found = [match for match in matched(diggers, every) if machine in (match.truck, match.load and match.load.digger)]
    return TruckLoads(machine=machine, items=[load_of(match, models) for match in found])


async def models_of(telemetry: TelemetryReader) -> dict[str, str]:
    """Return the models of the machines that the caller sees, by machine."""
    return {one.machine: one.model for one in await telemetry.machines()}


def short(during: Period) -> Period:
    """Return a period of at most a week; raises BadRequest for a longer one."""
    if during.to - during.from_ > LONGEST:
        wrong = f"The period may be at most {LONGEST.days} days long here; ask for less at a time."
        raise BadRequest(wrong, errors=[FieldError(field="to", detail=wrong)])
    return during
