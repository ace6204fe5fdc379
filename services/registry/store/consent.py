"""Which consents and parties are kept, and who has access through them?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

from models.consent import DataGroup
from services.kit.database import Connection, Queries, fetch_all, fetch_one
from services.kit.page import Cut
from services.registry.api import AccessTold, Consent, NewConsent, Party, PartyDetails
from services.registry.problem import UnknownThing
from services.registry.text import Number, Slug

QUERIES = Queries(Path(__file__).parents[1] / "sql" / "consent.sql")
Basis = Literal["contract", "consent"]


@dataclass(frozen=True)
class _Id:
    id: int


@dataclass(frozen=True)
class _Found:
    found: bool


@dataclass(frozen=True)
class _Machine:
    machine: str


@dataclass(frozen=True)
class _Access:
    viewer: str
    groups: int
    data_from: datetime | None
    data_to: datetime | None
    open_from: datetime | None
    open_to: datetime | None


async def list_parties(db: Connection, cut: Cut) -> list[Party]:
    """Return the parties of a page and one more."""
    (after,) = cut.behind(Slug)
    return await fetch_all(db, Party, QUERIES["list_parties"], {"after": after, "limit": cut.limit + 1})


async def put_party(db: Connection, party: str, details: PartyDetails) -> None:
    """Create or replace a party."""
    await db.execute(QUERIES["put_party"], {"id": party, **details.model_dump()})


async def act_for(db: Connection, account: str, parties: Sequence[str]) -> None:
    """Keep for which parties a user acts."""
    await db.execute(QUERIES["clear_account_parties"], {"account": account})
    await db.execute(QUERIES["insert_account_parties"], {"account": account, "parties": list(parties)})


async def stand_by_contract(db: Connection, customer: str, by: str) -> None:
    """Keep what the contract of a customer says who never said anything themselves."""
    await db.execute(QUERIES["stand_by_contract"], {"customer": customer, "by": by})


async def insert_consent(db: Connection, consent: NewConsent, basis: Basis, by: str) -> Consent:
    """Keep a consent and return it."""
    values = consent.model_dump(by_alias=True) | {"groups": [one.value for one in consent.groups]}
    values |= {"purpose": consent.purpose.value, "basis": basis, "by": by}
    kept = await fetch_one(db, _Id, QUERIES["insert_consent"], values)
    return await get_consent(db, kept.id if kept else 0)


async def list_consents(db: Connection, cut: Cut, customer: str | None = None) -> list[Consent]:
    """Return the visible consents of a page and one more, newest first."""
    (before,) = cut.behind(Number)
    return await _consents(db, before=before, customer=customer, limit=cut.limit + 1)


async def get_consent(db: Connection, consent: int) -> Consent:
    """Return one consent; raises UnknownThing where it is not visible."""
    if found := await _consents(db, id=consent):
        return found[0]
    raise UnknownThing("consent", consent)


async def _consents(db: Connection, **limits: Any) -> list[Consent]:
    values = {"id": None, "before": None, "customer": None, "limit": 1}
    return await fetch_all(db, Consent, QUERIES["list_consents"], values | limits)


async def insert_withdrawal(db: Connection, consent: int, by: str, why: str) -> bool:
    """End a consent and return whether it was not ended before."""
    return (
        await fetch_one(db, _Id, QUERIES["insert_withdrawal"], {"consent": consent, "by": by, "why": why}) is not None
    )


async def has_held(db: Connection, customer: str, machine: str) -> bool:
    """Return whether a customer has, had or will have a machine."""
    found = await fetch_one(db, _Found, QUERIES["has_held"], {"customer": customer, "machine": machine})
    return found is not None and found.found


async def machines_of(db: Connection, customer: str, machine: str | None) -> list[str]:
    """Return the machines that a consent of a customer is about."""
    values = {"customer": customer, "machine": machine}
    return [one.machine for one in await fetch_all(db, _Machine, QUERIES["machines_of"], values)]


async def list_access(db: Connection, machine: str) -> list[AccessTold]:
    """Return who has, or will have, access to a machine's data, as far as the viewers may know."""
    found = await fetch_all(db, _Access, QUERIES["list_access"], {"machine": machine})
    return [AccessTold.model_validate(vars(one) | {"groups": _named(one.groups)}) for one in found]


def _named(groups: int) -> list[DataGroup]:
    return [group for group in DataGroup if groups & group.bit]
