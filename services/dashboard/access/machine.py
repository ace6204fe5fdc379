"""Who can see a machine, and how does an administrator commission, move and decommission it?"""

from datetime import UTC, datetime
from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from services.dashboard import wording
from services.dashboard.access import phrase
from services.dashboard.access.form import Filled, Sent, tried
from services.dashboard.fleet.source import Fleet, Gathered, Source, forget
from services.dashboard.machine.telematics import GENERATIONS
from services.dashboard.page import render
from services.dashboard.partial import Missing, every
from services.kit.errors import BadRequest, FieldError
from services.kit.parameter import MachineId
from services.registry.api import Commissioned, Machine, MachineDetails, NewMachine, NewTenure, Tenure

router = APIRouter(include_in_schema=False)

WRITE = "registry:write"
_MOST = 100


@router.get("/access/machines", summary="Machines", description="Of which machine one wants to know who sees it.")
async def show_machines(request: Request, source: Gathered, q: str = "") -> Response:
    return await _list(request, source, q[:100])


@router.post("/access/machines", summary="Commission", description="Shows the machine's credentials this once.")
async def commission(request: Request, source: Gathered, form: Sent) -> Response:
    made, form = await tried(form, _commissioned(source, form))
    if made:
        forget()
    return await _list(request, source, "", form=form, made=made)


async def _commissioned(source: Source, form: Filled) -> Commissioned:
    fleet = await source.named()
    told = {name: form.value(name) or None for name in ("id", "name", "model", "serial", "pin", "generation")}
    tenures = [_tenure(form, fleet)] if form.value("customer") else []
    return await source.registry.commission(NewMachine.model_validate({**told, "tenures": tenures}))


async def _list(
    request: Request, source: Source, q: str, *, form: Filled | None = None, made: Commissioned | None = None
) -> Response:
    form, words = form or Filled(), q.lower().split()
    fleet = await source.named(past=source.user.may(WRITE))
    found = [row for row in fleet.rows if all(word in row.searched for word in words)]
    return render(
        request,
        "access_machines.html",
        user=source.user,
        status=form.status,
        form=form,
        made=made.credentials if made else None,
        q=q,
        rows=sorted(found, key=lambda row: (row.name.lower(), row.id))[:_MOST],
        found=len(found),
        sentences=fleet.missing.sentences,
        **await _choices(source, fleet),
    )


async def _choices(source: Source, fleet: Fleet) -> dict[str, Any]:
    may_act = source.user.may(WRITE)
    registry, missing = source.registry, Missing()
    models = await missing.attempt(every(lambda after: registry.models(limit=1000, after=after))) if may_act else None
    return {
        "may_act": may_act,
        "models": [(one.id, f"{one.make} {one.name} ({one.kind.label})") for one in models or []],
        "customers": [(one.id, one.name) for one in fleet.customers.values()],
        "site_names": {one.id: one.name for one in fleet.sites.values()},
        "sites": [(one.id, f"{one.name} ({one.customer})") for one in fleet.sites.values()],
        "generations": [(one.value, f"{name}: {told} ({one.value})") for one, (name, told) in GENERATIONS.items()],
    }


@router.get("/access/machines/{machine}", summary="Access", description="Who may have which of a machine's data.")
async def show_machine(request: Request, machine: MachineId, source: Gathered) -> Response:
    return await _page(request, source, machine)


@router.post("/access/machines/{machine}", summary="Change a machine", description="Name, model, numbers, telematics.")
async def change_machine(request: Request, machine: MachineId, source: Gathered, form: Sent) -> Response:
    told = {name: form.value(name) or None for name in ("name", "model", "serial", "pin", "generation")}

    async def put() -> Machine:
        return await source.registry.put_machine(machine, MachineDetails.model_validate(told))

    return await _done(request, source, machine, await tried(form, put()))


@router.post("/access/machines/{machine}/tenures", summary="Sell, rent out or move", description="A tenure begins.")
async def open_tenure(request: Request, machine: MachineId, source: Gathered, form: Sent) -> Response:
    async def begin() -> Tenure:
        tenure = NewTenure.model_validate(_tenure(form, await source.named()))
        return await source.registry.open_tenure(machine, tenure)

    return await _done(request, source, machine, await tried(form, begin()))


@router.post("/access/machines/{machine}/tenures/{tenure}/end", summary="End a tenure", description="At this moment.")
async def end_tenure(request: Request, machine: MachineId, tenure: int, source: Gathered, form: Sent) -> Response:
    async def end() -> Tenure | None:
        known = await every(lambda after: source.registry.tenures(machine, after=after))
        for one in known:
            if one.id == tenure and _goes_on(one, datetime.now(UTC)):
                told = one.model_dump(include={"basis", "customer", "site"}) | {"from": one.from_}
                ended = NewTenure.model_validate({**told, "to": datetime.now(UTC)})
                return await source.registry.correct_tenure(machine, tenure, ended)
        return None

    return await _done(request, source, machine, await tried(form, end()))


@router.post("/access/machines/{machine}/credentials", summary="Other credentials", description="The old ones end.")
async def rotate(request: Request, machine: MachineId, source: Gathered, form: Sent) -> Response:
    made, form = await tried(form, source.registry.rotate_credentials(machine))
    return await _page(request, source, machine, form=form, made=made)


@router.post("/access/machines/{machine}/decommission", summary="Decommission", description="Out of service for good.")
async def decommission(request: Request, machine: MachineId, source: Gathered, form: Sent) -> Response:
    async def end() -> Machine:
        if form.value("typed") != machine:
            wrong = FieldError(field="typed", detail=f"write the machine's id, '{machine}', to confirm")
            raise BadRequest(wrong.detail, errors=[wrong])
        return await source.registry.decommission(machine)

    return await _done(request, source, machine, await tried(form, end()))


async def _done(
    request: Request, source: Source, machine: str, outcome: tuple[Machine | Tenure | None, Filled]
) -> Response:
    done, form = outcome
    if done is None:
        return await _page(request, source, machine, form=form)
    forget()
    return RedirectResponse(f"/access/machines/{machine}", 303)


async def _page(
    request: Request, source: Source, machine: str, *, form: Filled | None = None, made: Any = None
) -> Response:
    form, fleet, registry, missing = form or Filled(), await source.named(), source.registry, Missing()
    known = await registry.machine(machine)
    access = await registry.machine_access(machine)
    tenures = await every(lambda after: registry.tenures(machine, after=after))
    parties = await missing.attempt(every(lambda after: registry.parties(limit=1000, after=after))) or []
    site = fleet.sites.get(known.tenure.site) if known.tenure and known.tenure.site else None
    return render(
        request,
        "access_machine.html",
        user=source.user,
        status=form.status,
        form=form,
        made=made,
        machine=known,
        present=_present(known),
        access=access.access,
        tenures=tenures[::-1],
        names=phrase.Names(
            customers={one.id: one.name for one in fleet.customers.values()},
            regions={one.id: one.name for one in fleet.regions.values()},
            parties={one.id: one.name for one in parties},
        ),
        phrase=phrase,
        local=wording.zone(site.timezone if site else None),
        row=fleet.row(machine) if machine in fleet.machines else None,
        **await _choices(source, fleet),
    )


def _goes_on(tenure: Tenure, now: datetime) -> bool:
    return tenure.from_ <= now and (tenure.to is None or tenure.to > now)


def _present(machine: Machine) -> Filled:
    told = machine.model_dump(mode="json", include=set(MachineDetails.model_fields))
    return Filled({name: [str(value)] for name, value in told.items() if value is not None})


def _tenure(form: Filled, fleet: Fleet) -> dict[str, Any]:
    """Return the body of a tenure; a time is by the clock of its site, UTC where it names none."""
    site = fleet.sites.get(form.value("site"))
    local = wording.zone(site.timezone if site else None)
    told = {
        "basis": form.value("basis") or "owned",
        "customer": form.value("customer"),
        "site": form.value("site") or None,
    }
    return {**told, "from": _moment(form, "from", local) or datetime.now(UTC), "to": _moment(form, "to", local)}


def _moment(form: Filled, name: str, local: Any) -> datetime | None:
    if not (said := form.value(name)):
        return None
    try:
        return datetime.fromisoformat(said).replace(tzinfo=local)
    except ValueError as error:
        wrong = FieldError(field=name, detail="write a time such as 2026-03-01T06:00")
        raise BadRequest(wrong.detail, errors=[wrong]) from error
