"""How much did a machine work, and what did people note about it?"""

from datetime import UTC
from typing import Annotated

from fastapi import Depends

from services.kit.announce import Announce
from services.kit.app import service
from services.kit.auth import Principal, permitted
from services.kit.database import Db
from services.kit.page import Cutting
from services.kit.parameter import During, MachineId
from services.kit.telemetry import Series, Telemetry, statistics
from services.template import store
from services.template.api import Note, NoteDraft, NotePage, Work

app = service(__name__)

WORK = statistics(["engine_hours_h", "fuel_used_l"], "min", "max")
Writer = Annotated[Principal, Depends(permitted("template:write"))]


@app.get(
    "/v1/machines/{machine}/work",
    summary="How much a machine worked",
    description="Hours run and fuel burnt over the whole hours that a period touches, by the machine's own counters.",
)
async def get_work(machine: MachineId, during: During, telemetry: Telemetry) -> Work:
    await telemetry.require(machine)
    begin = during.from_.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    series = await telemetry.series(machine, WORK, begin, during.to, resolution="hour")
    return Work(
        machine=machine, engine_hours_h=growth(series, "engine_hours_h"), fuel_used_l=growth(series, "fuel_used_l")
    )


@app.get(
    "/v1/notes",
    summary="Notes, newest first",
    description="Notes on one machine, or on all, of the times in which the machine is the caller's to see.",
)
async def list_notes(db: Db, cut: Cutting, machine: str | None = None) -> NotePage:
    return cut.page(await store.list_notes(db, machine, cut), "id")


@app.post(
    "/v1/machines/{machine}/notes",
    status_code=201,
    summary="Write a note",
    description="Keeps the note with the machine's engine hours, and tells it as the event `note-written`.",
)
async def write_note(
    machine: MachineId, draft: NoteDraft, writer: Writer, *, telemetry: Telemetry, db: Db, announce: Announce
) -> Note:
    latest = await telemetry.latest(["engine_hours_h"], [machine])
    hours = next((of.values["engine_hours_h"].value for of in latest if of.values), None)
    note = await store.write_note(db, machine, writer.name, draft.text, hours)
    announce.tell("note-written", machine, note)
    return note


def growth(series: Series, counter: str) -> float | None:
    """Return by how much a counter grew over a series of its minima and maxima, or None when it never came."""
    known = [v for which in ("min", "max") for v in series.values[f"{counter}_{which}"] if v is not None]
    return max(known) - min(known) if known else None
