"""Who may say what becomes of a customer's data, and what follows from it?"""

from typing import Literal

from services.kit.auth import Principal, Role
from services.kit.database import Connection
from services.registry.api import Consent, NewConsent, Receipt
from services.registry.problem import AlreadyWithdrawn, NotTheirMachine, NotYourData, UnknownReference
from services.registry.signing import Signer
from services.registry.store import consent as consents
from services.registry.store import machine as machines
from services.registry.store import place


def require_say(caller: Principal, customer: str) -> None:
    """Raise NotYourData where somebody speaks for a customer who is neither of them nor keeps the contracts."""
    own = caller.role is Role.CUSTOMER and caller.customer == customer
    if not own and caller.role is not Role.ADMINISTRATOR:
        raise NotYourData(customer)


async def give(db: Connection, caller: Principal, new: NewConsent) -> Consent:
    """Keep a consent and let it take effect; what an administrator writes down is told as of the contract."""
    require_say(caller, new.customer)
    await place.require(db, "customer", new.customer)
    kind, _, recipient = new.recipient.partition(":")
    if kind in ("customer", "party"):
        await _require(db, caller, "customer" if kind == "customer" else "party", recipient)
    if new.machine and not await consents.has_held(db, new.customer, new.machine):
        raise NotTheirMachine(new.machine, new.customer)
    basis: consents.Basis = "consent" if caller.role is Role.CUSTOMER else "contract"
    kept = await consents.insert_consent(db, new, basis, caller.subject)
    await _take_effect(db, kept)
    return kept


async def _require(db: Connection, caller: Principal, what: Literal["customer", "party"], wanted: str) -> None:
    try:
        await place.require(db, what, wanted)
    except UnknownReference as unknown:
        if what == "party" or caller.role is Role.ADMINISTRATOR:
            raise
        # Customers are not told who else is one: not as the nearest known id either.
        raise UnknownReference(what, wanted, None) from unknown


async def withdraw(db: Connection, caller: Principal, consent: int, why: str) -> Consent:
    """End a consent at this moment; raises UnknownThing, NotYourData, and AlreadyWithdrawn."""
    found = await consents.get_consent(db, consent)
    require_say(caller, found.customer)
    if not await consents.insert_withdrawal(db, consent, caller.subject, why):
        raise AlreadyWithdrawn(consent)
    await _take_effect(db, found)
    return await consents.get_consent(db, consent)


async def _take_effect(db: Connection, consent: Consent) -> None:
    await machines.publish(db, await consents.machines_of(db, consent.customer, consent.machine))


def receipt(signer: Signer, consent: Consent) -> Receipt:
    """Return a consent as a text of one form, its digest, and the platform's signature over that."""
    return signer.receipt(consent)
