"""Over which routes do customers say who may have their data, and hear who has?"""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query

from services.kit.announce import Announce
from services.kit.auth import Principal, permitted
from services.kit.database import Db
from services.kit.health import Running
from services.kit.page import Cutting
from services.kit.parameter import MachineId
from services.kit.resources import Resources
from services.registry import agreement
from services.registry.api import (
    Consent,
    ConsentChanged,
    ConsentPage,
    MachineAccess,
    NewConsent,
    Party,
    PartyDetails,
    PartyPage,
    Receipt,
    Withdrawal,
)
from services.registry.permission import Administration
from services.registry.settings import settings_of
from services.registry.signing import signer
from services.registry.store import change, log
from services.registry.store import consent as consents
from services.registry.store import machine as machines
from services.registry.text import Number, Slug

router = APIRouter()
Id = Annotated[Number, Path(description="The consent's number.")]
Giver = Annotated[Principal, Depends(permitted("consent:write"))]


@router.get(
    "/v1/consents",
    summary="Who may have whose data",
    description="What customers allowed, newest first, withdrawn or not: their own to customers, and to others what "
    "was given to them.",
)
async def list_consents(
    db: Db,
    cut: Cutting,
    resources: Running,
    customer: Annotated[Slug | None, Query(description="Only this customer's.")] = None,
) -> ConsentPage:
    return cut.page(await _named(resources, await consents.list_consents(db, cut, customer)), "id")


@router.post(
    "/v1/consents",
    status_code=201,
    summary="Let somebody have data",
    description="For customers, of their own machines. It takes effect at once, everywhere. What an administrator "
    "writes down is told as of the contract, and can be withdrawn like the rest. Tells the event `consent-changed`.",
)
async def give_consent(new: NewConsent, caller: Giver, resources: Running, *, announce: Announce) -> Consent:
    async with change(resources.pool) as db:
        kept = await agreement.give(db, caller, new)
    _tell(announce, kept)
    return await _one(resources, kept)


@router.get("/v1/consents/{consent}", summary="One consent", description="What was allowed, and what became of it.")
async def get_consent(consent: Id, db: Db, resources: Running) -> Consent:
    return await _one(resources, await consents.get_consent(db, consent))


@router.post(
    "/v1/consents/{consent}/withdrawal",
    summary="Withdraw a consent",
    description="For the customer who gave it, also where it stood by contract. The recipient has nothing more from "
    "this moment on, of any time. Tells the event `consent-changed`.",
)
async def withdraw_consent(
    consent: Id, withdrawal: Withdrawal, caller: Giver, db: Db, resources: Running, *, announce: Announce
) -> Consent:
    # Whose consent it is not, for them it is not there.
    await consents.get_consent(db, consent)
    async with change(resources.pool) as everybodys:
        ended = await agreement.withdraw(everybodys, caller, consent, withdrawal.why)
    _tell(announce, ended)
    return await _one(resources, ended)


@router.get(
    "/v1/consents/{consent}/receipt",
    summary="Receipt of a consent",
    description="The consent as a text, with its digest and the platform's signature: to keep, and to check later.",
)
async def get_receipt(consent: Id, db: Db, resources: Running) -> Receipt:
    told = await _one(resources, await consents.get_consent(db, consent))
    return agreement.receipt(signer(settings_of(resources).signing_key_file), told)


@router.get(
    "/v1/machines/{machine}/access",
    summary="Who may have a machine's data",
    description="For whoever has the machine: who may have which groups of its data of their time. Others hear only "
    "what they may have themselves.",
)
async def get_access(machine: MachineId, db: Db) -> MachineAccess:
    await machines.get_machine(db, machine)
    return MachineAccess(machine=machine, access=await consents.list_access(db, machine))


@router.get("/v1/parties", summary="Parties", description="Dealers, and services of third parties, by id.")
async def list_parties(db: Db, cut: Cutting) -> PartyPage:
    return cut.page(await consents.list_parties(db, cut), "id")


@router.put("/v1/parties/{party}", summary="Create or replace a party", description="For administrators.")
async def put_party(party: Annotated[Slug, Path()], details: PartyDetails, db: Administration) -> Party:
    await consents.put_party(db, party, details)
    return Party(id=party, **details.model_dump())


async def _named(resources: Resources, told: Sequence[Consent]) -> list[Consent]:
    """Return consents with the users who gave and withdrew them, over keys too."""
    users = await log.users(resources.pool, {name for one in told for name in (one.given_by, one.withdrawn_by) if name})
    return [
        one.model_copy(update={"giver": users.get(one.given_by), "withdrawer": users.get(one.withdrawn_by or "")})
        for one in told
    ]


async def _one(resources: Resources, consent: Consent) -> Consent:
    (named,) = await _named(resources, [consent])
    return named


def _tell(announce: Announce, consent: Consent) -> None:
    about = ConsentChanged(consent=consent.id, customer=consent.customer, machine=consent.machine)
    announce.tell("consent-changed", consent.customer, about)
