"""Over which routes do owners hear who read their data?"""

from collections.abc import Sequence
from typing import Annotated, TypeVar

from fastapi import APIRouter, Query

from services.kit.auth import Caller, Principal, Role
from services.kit.database import Connection, Db, transaction
from services.kit.health import Running
from services.kit.page import Cutting
from services.kit.resources import Resources
from services.registry.api import AccessEntryPage, CurrentReads, Read, SignedHead
from services.registry.problem import NotYourData, WhoseLog
from services.registry.readership import Readers
from services.registry.settings import settings_of
from services.registry.signing import signer
from services.registry.store import log, place
from services.registry.text import Moment, Slug

router = APIRouter()
Told = TypeVar("Told", bound=Read)
Customer = Annotated[
    Slug | None, Query(description="Whose data; without it one's own, for administrators everybody's.")
]
Of = Annotated[Slug | None, Query(description="Only what was read of this machine.")]
Kind = Annotated[
    Readers | None, Query(description="Only what users, their keys and webhooks read, or only what programs read.")
]
By = Annotated[
    str | None,
    Query(max_length=200, description="Only what this reader read: `user:…` (over their keys too), `service:…`."),
]


async def _owner(db: Connection, caller: Principal, customer: str | None) -> str | None:
    """Return whose log is asked for, None: everybody's; raises UnknownThing, NotYourData."""
    if customer is not None:
        await place.get_customer(db, customer)
    wanted = customer or caller.customer
    if caller.role is not Role.ADMINISTRATOR and (wanted is None or wanted != caller.customer):
        raise NotYourData(wanted or "…")
    return wanted


async def _names(resources: Resources, reader: str | None) -> list[str] | None:
    """Return under which names a reader reads: a user under those of their keys too."""
    if reader is None:
        return None
    kind, _, name = reader.partition(":")
    if kind != "user":
        return [reader]
    # Whose a key is nobody sees but its owner; who read their data an owner is told.
    async with transaction(resources.pool, ("all",)) as everybodys:
        return [reader, *(f"key:{key}" for key in await log.keys_of(everybodys, name))]


async def _named(resources: Resources, reads: Sequence[Told]) -> list[Told]:
    """Return reads with the users who they were by, over keys too."""
    users = await log.users(resources.pool, {one.reader for one in reads})
    return [one.model_copy(update={"user": users.get(one.reader)}) for one in reads]


@router.get(
    "/v1/access-log",
    summary="Who read whose data",
    description="For customers what others read of theirs, newest first: by hour, reader, route and rights, in a chain "
    "of hashes that nobody can change unseen. What they read themselves is not in it.",
)
async def list_log(
    db: Db,
    caller: Caller,
    cut: Cutting,
    resources: Running,
    customer: Customer = None,
    *,
    machine: Of = None,
    readers: Kind = None,
    reader: By = None,
    from_: Annotated[Moment | None, Query(alias="from", description="Only hours that end behind this.")] = None,
    to: Annotated[Moment | None, Query(description="Only hours that begin before this.")] = None,
) -> AccessEntryPage:
    owner, names = await _owner(db, caller, customer), await _names(resources, reader)
    wanted = log.Wanted(owner, machine, from_, to, readers=readers, names=names)
    return cut.page(await _named(resources, await log.list_entries(db, cut, wanted)), "owner", "number")


@router.get(
    "/v1/access-log/current",
    summary="Who read whose data of late",
    description="What was read and is not in the chain yet, because its hour is not over; at most 1,000, newest first.",
)
async def list_current(
    db: Db,
    caller: Caller,
    resources: Running,
    customer: Customer = None,
    machine: Of = None,
    *,
    readers: Kind = None,
    reader: By = None,
) -> CurrentReads:
    names = await _names(resources, reader)
    wanted = log.Wanted(await _owner(db, caller, customer), machine, readers=readers, names=names)
    return CurrentReads(items=await _named(resources, await log.list_current(db, wanted)))


@router.get(
    "/v1/access-log/head",
    summary="Signed head of a customer's log",
    description="Number and digest of the last entry, signed (EdDSA, `/v1/keys.json`): whoever keeps it can show later "
    "that something before it was changed or left out. `howdah access-log verify` checks that.",
)
async def get_head(db: Db, caller: Caller, resources: Running, customer: Customer = None) -> SignedHead:
    owner = await _owner(db, caller, customer)
    if owner is None:
        raise WhoseLog
    head = await log.get_head(db, owner)
    receipt = signer(settings_of(resources).signing_key_file).receipt(head)
    return SignedHead(**head.model_dump(), receipt=receipt)
