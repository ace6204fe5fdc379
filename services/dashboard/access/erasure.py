"""How does a customer take all of their data home, or have them erased?"""

from typing import Annotated, Any

from fastapi import APIRouter, Path, Request
from starlette.responses import RedirectResponse, Response

from services.dashboard.access import phrase
from services.dashboard.access.form import Filled, Sent, tried
from services.dashboard.access.owner import WRITE, Owner, local_of, owner_of
from services.dashboard.fleet.source import Fleet, Gathered, Source
from services.dashboard.page import render
from services.dashboard.partial import Missing
from services.kit.auth import Principal
from services.kit.errors import BadRequest, FieldError
from services.registry.api import Confirmation, ErasureTold, NewErasure

router = APIRouter(include_in_schema=False)

Id = Annotated[int, Path(ge=1, le=2**53)]
ASK = "consent:write"
SCOPES = {
    "data": "what machines told, and what was made of it",
    "everything": "that, and users with their keys, sites and drawings, shifts, costs and webhooks",
}
# While these last, the page looks again by itself.
RUNNING = frozenset({"counting", "erasing", "settling"})
_SHOWN = 20


def may_erase(user: Principal) -> bool:
    """Return whether somebody may have data erased, as the registry will say: customers theirs, administrators all."""
    return user.may(ASK) and (user.customer is not None or user.may(WRITE))


@router.get("/access/data", summary="One's data", description="All of it as files, and its erasure.")
async def show_data(request: Request, source: Gathered, customer: str = "") -> Response:
    return await _page(request, source, customer)


@router.get("/access/data/erasures", summary="Back", description="Where a form has led somebody who asks again.")
async def go_back() -> Response:
    return RedirectResponse("/access/data", 303)


@router.post("/access/data/erasures", summary="Count", description="What would be erased; nothing is yet.")
async def ask_erasure(request: Request, source: Gathered, form: Sent) -> Response:
    customer = source.user.customer or form.value("customer")

    async def ask() -> ErasureTold:
        wanted = NewErasure.model_validate({"scope": form.value("scope")})
        return await source.registry.ask_erasure(customer, wanted)

    asked, form = await tried(form, ask())
    return _at(asked) if asked else await _page(request, source, customer, form)


async def _page(request: Request, source: Source, customer: str, form: Filled | None = None) -> Response:
    form, fleet, missing = form or Filled(), await source.named(past=True), Missing()
    user, owner = source.user, owner_of(source.user, fleet, customer)
    told = await missing.attempt(source.registry.erasures(customer=owner.id or None, limit=_SHOWN))
    return render(
        request,
        "access_data.html",
        user=user,
        status=form.status,
        form=form,
        owner=owner,
        customers=[(one.id, one.name) for one in fleet.customers.values()] if user.customer is None else [],
        names={one.id: one.name for one in fleet.customers.values()},
        erasures=told.items if told else None,
        sentences=sorted({*missing.sentences, *fleet.missing.sentences}),
        **_choices(user),
    )


def _choices(user: Principal) -> dict[str, Any]:
    return {"scopes": SCOPES, "phrase": phrase, "may_act": may_erase(user)}


@router.get("/access/data/erasures/{erasure}", summary="An erasure", description="What is counted, how far it is.")
async def show_erasure(request: Request, erasure: Id, source: Gathered) -> Response:
    return await _shown(request, source, await source.registry.erasure(erasure))


@router.post(
    "/access/data/erasures/{erasure}/confirmation",
    summary="Erase",
    description="What was counted, for good; names the customer once more.",
)
async def confirm_erasure(request: Request, erasure: Id, source: Gathered, form: Sent) -> Response:
    told = await source.registry.erasure(erasure)

    async def confirm() -> ErasureTold:
        if form.value("typed") != told.customer:
            wrong = FieldError(field="typed", detail=f"write the customer's id, '{told.customer}', to confirm")
            raise BadRequest(wrong.detail, errors=[wrong])
        return await source.registry.confirm_erasure(erasure, Confirmation(customer=told.customer))

    begun, form = await tried(form, confirm())
    return _at(begun) if begun else await _shown(request, source, told, form)


@router.get(
    "/access/data/erasures/{erasure}/receipt.json", summary="Receipt", description="What was erased, signed, as a file."
)
async def get_receipt(erasure: Id, source: Gathered) -> Response:
    receipt = await source.registry.erasure_receipt(erasure)
    name = f'attachment; filename="erasure-{erasure}.json"'
    text = receipt.model_dump_json(indent=2)
    return Response(text, media_type="application/json", headers={"Content-Disposition": name})


def _at(erasure: ErasureTold) -> Response:
    return RedirectResponse(f"/access/data/erasures/{erasure.id}", 303)


async def _shown(request: Request, source: Source, told: ErasureTold, form: Filled | None = None) -> Response:
    form, fleet = form or Filled(), await source.named(past=True)
    return render(
        request,
        "access_erasure.html",
        user=source.user,
        status=form.status,
        form=form,
        erasure=told,
        rooms=phrase.rooms(told.erased if told.state == "erased" else told.found, told.erased),
        running=told.state in RUNNING,
        owner=_owner(fleet, told.customer),
        names={one.id: one.name for one in fleet.machines.values()},
        sentences=fleet.missing.sentences,
        **_choices(source.user),
    )


def _owner(fleet: Fleet, customer: str) -> Owner:
    known = fleet.customers.get(customer)
    return Owner(customer, known.name if known else customer, local_of(fleet, customer))
