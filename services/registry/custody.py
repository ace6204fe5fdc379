"""How does another service ask who may have a customer's data, who read them, and what is erased?"""

from datetime import datetime

from services.kit.client import ServiceClient
from services.registry.api import (
    AccessEntryPage,
    Confirmation,
    Consent,
    ConsentPage,
    CurrentReads,
    ErasurePage,
    ErasureTold,
    MachineAccess,
    NewConsent,
    NewErasure,
    Receipt,
    SignedHead,
    Withdrawal,
)
from services.registry.readership import Readers


class CustodyClient(ServiceClient):
    """Consents, the log of access and erasures, as far as the caller may know and say."""

    service = "registry"

    async def consents(self, *, customer: str | None = None, limit: int = 100, after: str | None = None) -> ConsentPage:
        """Return what customers allowed, newest first, as far as the caller may know."""
        return await self.get("/v1/consents", ConsentPage, customer=customer, limit=limit, after=after)

    async def give_consent(self, consent: NewConsent) -> Consent:
        """Let somebody have data of the caller's own."""
        return await self.post("/v1/consents", Consent, consent)

    async def withdraw_consent(self, consent: int, withdrawal: Withdrawal) -> Consent:
        """End a consent of the caller's own at this moment."""
        return await self.post(f"/v1/consents/{consent}/withdrawal", Consent, withdrawal)

    async def receipt(self, consent: int) -> Receipt:
        """Return a consent as a text that anybody can check, with the platform's signature."""
        return await self.get(f"/v1/consents/{consent}/receipt", Receipt)

    async def machine_access(self, machine: str) -> MachineAccess:
        """Return who may have a machine's data, as far as the caller may know."""
        return await self.get(f"/v1/machines/{machine}/access", MachineAccess)

    async def access_log(
        self,
        *,
        customer: str | None = None,
        machine: str | None = None,
        readers: Readers | None = None,
        reader: str | None = None,
        from_: datetime | None = None,
        to: datetime | None = None,
        limit: int = 100,
        after: str | None = None,
    ) -> AccessEntryPage:
        """Return who read data of a customer (None: the caller's own), newest first; raises NotPermitted."""
        wanted = {"customer": customer, "machine": machine, "readers": readers, "reader": reader}
        wanted |= {"from": from_.isoformat() if from_ else None, "to": to.isoformat() if to else None}
        return await self.get("/v1/access-log", AccessEntryPage, **wanted, limit=limit, after=after)

    async def current_reads(
        self,
        *,
        customer: str | None = None,
        machine: str | None = None,
        readers: Readers | None = None,
        reader: str | None = None,
    ) -> CurrentReads:
        """Return what was read and is not in the chain yet, because its hour is not over."""
        wanted = {"customer": customer, "machine": machine, "readers": readers, "reader": reader}
        return await self.get("/v1/access-log/current", CurrentReads, **wanted)

    async def log_head(self, customer: str | None = None) -> SignedHead:
        """Return how a customer's chain stands, signed: to keep."""
        return await self.get("/v1/access-log/head", SignedHead, customer=customer)

    async def ask_erasure(self, customer: str, wanted: NewErasure) -> ErasureTold:
        """Let it be counted what would be erased; raises Refused (409) where an erasure is under way."""
        return await self.post(f"/v1/customers/{customer}/erasures", ErasureTold, wanted)

    async def erasures(self, *, customer: str | None = None, limit: int = 100, after: str | None = None) -> ErasurePage:
        """Return what customers had erased, or counted, newest first, as far as the caller may know."""
        return await self.get("/v1/erasures", ErasurePage, customer=customer, limit=limit, after=after)

    async def erasure(self, erasure: int) -> ErasureTold:
        """Return one erasure, how far it is, and rows by table."""
        return await self.get(f"/v1/erasures/{erasure}", ErasureTold)

    async def confirm_erasure(self, erasure: int, confirmation: Confirmation) -> ErasureTold:
        """Erase what was counted, for good; raises Refused where the customer is not the one, or nothing is planned."""
        return await self.post(f"/v1/erasures/{erasure}/confirmation", ErasureTold, confirmation)

    async def erasure_receipt(self, erasure: int) -> Receipt:
        """Return what was erased and what was kept, signed; raises Refused (409) before it is done."""
        return await self.get(f"/v1/erasures/{erasure}/receipt", Receipt)
