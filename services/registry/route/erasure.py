"""Over which routes does a customer have their data erased?"""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query

from services.kit.auth import Principal, permitted
from services.kit.database import Db
from services.kit.health import Running
from services.kit.page import Cutting
from services.kit.resources import Resources
from services.registry import agreement
from services.registry.api import Confirmation, Erasure, ErasurePage, ErasureTold, NewErasure, Receipt
from services.registry.deletion import KEPT
from services.registry.problem import NotConfirmed, NotPlanned, StillErasing, UnderWay
from services.registry.store import change, log, place
from services.registry.store import erasure as erasures
from services.registry.text import Number, Slug

router = APIRouter()
Id = Annotated[Number, Path(description="The erasure's number.")]
Owner = Annotated[Principal, Depends(permitted("consent:write"))]


def _told(erasure: Erasure) -> ErasureTold:
    return ErasureTold(**erasure.model_dump(), kept=KEPT)


async def _named(resources: Resources, told: Sequence[Erasure]) -> list[ErasureTold]:
    users = await log.users(resources.pool, {name for one in told for name in (one.asked_by, one.confirmed_by) if name})
    return [
        _told(one).model_copy(update={"asker": users.get(one.asked_by), "confirmer": users.get(one.confirmed_by or "")})
        for one in told
    ]


@router.post(
    "/v1/customers/{customer}/erasures",
    status_code=201,
    summary="Ask what would be erased",
    description="For customers, of their own data. Counts what there is, by table, and erases nothing: that needs the "
    "confirmation. What was asked before and not confirmed is dropped.",
)
async def ask_erasure(
    customer: Annotated[Slug, Path()], wanted: NewErasure, caller: Owner, db: Db, resources: Running
) -> ErasureTold:
    await place.get_customer(db, customer)
    agreement.require_say(caller, customer)
    async with change(resources.pool) as everybodys:
        running = await erasures.under_way(everybodys, customer)
        if running is not None:
            raise UnderWay(running)
        number = await erasures.ask(everybodys, customer, wanted.scope, caller.subject)
        return _told(await erasures.get_erasure(everybodys, number))


@router.get(
    "/v1/erasures",
    summary="Erasures",
    description="What customers had erased, or counted, newest first: customers their own, administrators everybody's.",
)
async def list_erasures(
    db: Db,
    cut: Cutting,
    resources: Running,
    customer: Annotated[Slug | None, Query(description="Only this customer's.")] = None,
) -> ErasurePage:
    return cut.page(await _named(resources, await erasures.list_erasures(db, cut, customer)), "id")


@router.get("/v1/erasures/{erasure}", summary="One erasure", description="How far it is, and rows by table.")
async def get_erasure(erasure: Id, db: Db, resources: Running) -> ErasureTold:
    (told,) = await _named(resources, [await erasures.get_erasure(db, erasure)])
    return told


@router.post(
    "/v1/erasures/{erasure}/confirmation",
    status_code=202,
    summary="Erase",
    description="Names the customer once more. It is carried out in every service, goes on behind a stop, and does not "
    "come back. Machines that still send go on: decommission them first where they shall not.",
)
async def confirm_erasure(
    erasure: Id, confirmation: Confirmation, caller: Owner, db: Db, resources: Running
) -> ErasureTold:
    asked = await erasures.get_erasure(db, erasure)
    agreement.require_say(caller, asked.customer)
    if confirmation.customer != asked.customer:
        raise NotConfirmed(asked.customer)
    async with change(resources.pool) as everybodys:
        if not await erasures.confirm(everybodys, erasure, caller.subject):
            raise NotPlanned(asked.state)
        return _told(await erasures.get_erasure(everybodys, erasure))


@router.get(
    "/v1/erasures/{erasure}/receipt",
    summary="Receipt of an erasure",
    description="What was erased and what was kept, as a text with its digest and the platform's signature.",
)
async def get_erasure_receipt(erasure: Id, db: Db) -> Receipt:
    state = (await erasures.get_erasure(db, erasure)).state
    if (receipt := await erasures.get_receipt(db, erasure)) is None:
        raise StillErasing(state)
    return receipt
