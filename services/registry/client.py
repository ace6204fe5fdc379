"""How does another service ask the registry?"""

from typing import Annotated

from fastapi import Depends
from pydantic import SecretStr

from services.kit.client import Neighbour
from services.registry.api import (
    ApiKeyPage,
    Capability,
    Commissioned,
    CreatedApiKey,
    Credentials,
    Customer,
    CustomerDetails,
    CustomerPage,
    Machine,
    MachineColumns,
    MachineDetails,
    MachineModel,
    MachinePage,
    Me,
    ModelDetails,
    ModelPage,
    NewApiKey,
    NewMachine,
    NewPassword,
    NewTenure,
    Party,
    PartyDetails,
    PartyPage,
    Region,
    RegionDetails,
    RegionPage,
    ServicePage,
    SignIn,
    Site,
    SiteDetails,
    SitePage,
    Tenure,
    TenurePage,
    Token,
    User,
    UserDetails,
    UserPage,
)
from services.registry.custody import CustodyClient


class RegistryClient(CustodyClient):
    """Who is who, which machines there are, who has them, and which services run, as far as the caller may know.

    `put_…` creates or replaces, so that it can be repeated; unknown ids raise NotFound.
    """

    async def sign_in(self, user: str, password: SecretStr) -> Token:
        """Return a token for a user; raises NotSignedIn, or Refused (429) after too many attempts."""
        return await self._exchange({"user": user, "password": password.get_secret_value()})

    async def exchange(self, api_key: SecretStr) -> Token:
        """Return a token for an API key; raises NotSignedIn when the key does not hold."""
        return await self._exchange({"api_key": api_key.get_secret_value()})

    async def _exchange(self, secrets: dict[str, str]) -> Token:
        return await self.post("/v1/tokens", Token, SignIn.model_validate(secrets))

    async def me(self) -> Me:
        """Return who the caller is."""
        return await self.get("/v1/me", Me)

    async def change_password(self, change: NewPassword) -> Me:
        """Give the caller another password."""
        return await self.post("/v1/me/password", Me, change)

    async def api_keys(self, *, limit: int = 100, after: str | None = None) -> ApiKeyPage:
        """Return the caller's keys (an administrator's: everybody's), newest first."""
        return await self.get("/v1/api-keys", ApiKeyPage, limit=limit, after=after)

    async def create_api_key(self, key: NewApiKey) -> CreatedApiKey:
        """Return a key made for the caller; the one time that it is told."""
        return await self.post("/v1/api-keys", CreatedApiKey, key)

    async def revoke_api_key(self, key: str) -> None:
        """Let a key of the caller's be exchanged no more."""
        await self.delete(f"/v1/api-keys/{key}")

    async def users(self, *, limit: int = 100, after: str | None = None) -> UserPage:
        """Return the users, by id."""
        return await self.get("/v1/users", UserPage, limit=limit, after=after)

    async def put_user(self, user: str, details: UserDetails) -> User:
        """Create or replace a user."""
        return await self.put(f"/v1/users/{user}", User, details)

    async def disable_user(self, user: str) -> None:
        """Let a user, and their keys, sign in no more; `put_user` lets them in again."""
        await self.delete(f"/v1/users/{user}")

    async def regions(self, *, limit: int = 100, after: str | None = None) -> RegionPage:
        """Return the regions, by id."""
        return await self.get("/v1/regions", RegionPage, limit=limit, after=after)

    async def put_region(self, region: str, details: RegionDetails) -> Region:
        """Create or replace a region."""
        return await self.put(f"/v1/regions/{region}", Region, details)

    async def customers(self, *, limit: int = 100, after: str | None = None) -> CustomerPage:
        """Return the customers, by id."""
        return await self.get("/v1/customers", CustomerPage, limit=limit, after=after)

    async def put_customer(self, customer: str, details: CustomerDetails) -> Customer:
        """Create or replace a customer."""
        return await self.put(f"/v1/customers/{customer}", Customer, details)

    async def parties(self, *, limit: int = 100, after: str | None = None) -> PartyPage:
        """Return the dealers and the services of third parties, by id."""
        return await self.get("/v1/parties", PartyPage, limit=limit, after=after)

    async def put_party(self, party: str, details: PartyDetails) -> Party:
        """Create or replace a party."""
        return await self.put(f"/v1/parties/{party}", Party, details)

    async def sites(self, *, customer: str | None = None, limit: int = 100, after: str | None = None) -> SitePage:
        """Return the sites with their zones and roads, by id."""
        return await self.get("/v1/sites", SitePage, customer=customer, limit=limit, after=after)

    async def site(self, site: str) -> Site:
        """Return one site with its zones and roads."""
        return await self.get(f"/v1/sites/{site}", Site)

    async def put_site(self, site: str, details: SiteDetails) -> Site:
        """Create or replace a site."""
        return await self.put(f"/v1/sites/{site}", Site, details)

    async def models(self, *, limit: int = 100, after: str | None = None) -> ModelPage:
        """Return the machine models, by id."""
        return await self.get("/v1/models", ModelPage, limit=limit, after=after)

    async def put_model(self, model: str, details: ModelDetails) -> MachineModel:
        """Create or replace a machine model."""
        return await self.put(f"/v1/models/{model}", MachineModel, details)

    async def machines(
        self,
        *,
        customer: str | None = None,
        site: str | None = None,
        kind: str | None = None,
        visible: str | None = None,
        limit: int = 1000,
        after: str | None = None,
    ) -> MachinePage:
        """Return machines by id: of a customer, on a site, of a kind, `visible` at present ("now") or "ever"."""
        query = {"customer": customer, "site": site, "kind": kind, "visible": visible, "limit": limit, "after": after}
        return await self.get("/v1/machines", MachinePage, **query)

    async def machine_columns(self, *, visible: str | None = None) -> MachineColumns:
        """Return what a list of machines orders and filters by, in columns: of `visible` ones at present, or ever."""
        return await self.get("/v1/columns/machines", MachineColumns, visible=visible)

    async def machine(self, machine: str) -> Machine:
        """Return one machine."""
        return await self.get(f"/v1/machines/{machine}", Machine)

    async def capability(self, machine: str) -> Capability:
        """Return what a machine's telematics really sends, and what of its kind's catalogue it does not."""
        return await self.get(f"/v1/machines/{machine}/capability", Capability)

    async def commission(self, machine: NewMachine) -> Commissioned:
        """Return the machine just commissioned, with its credentials; the one time that they are told."""
        return await self.post("/v1/machines", Commissioned, machine)

    async def put_machine(self, machine: str, details: MachineDetails) -> Machine:
        """Replace what distinguishes a machine."""
        return await self.put(f"/v1/machines/{machine}", Machine, details)

    async def rotate_credentials(self, machine: str) -> Credentials:
        """Return other credentials for a machine; those it had hold no more."""
        return await self.post(f"/v1/machines/{machine}/credentials", Credentials)

    async def decommission(self, machine: str) -> Machine:
        """Take a machine's access to the broker away, and end its tenures."""
        return await self.post(f"/v1/machines/{machine}/decommission", Machine)

    async def tenures(self, machine: str, *, limit: int = 100, after: str | None = None) -> TenurePage:
        """Return who had a machine when, as far as the caller may know, oldest first."""
        return await self.get(f"/v1/machines/{machine}/tenures", TenurePage, limit=limit, after=after)

    async def open_tenure(self, machine: str, tenure: NewTenure) -> Tenure:
        """Let a tenure begin (a sale, rental or move), which ends the open one of its basis at that moment."""
        return await self.post(f"/v1/machines/{machine}/tenures", Tenure, tenure)

    async def correct_tenure(self, machine: str, tenure: int, details: NewTenure) -> Tenure:
        """Replace a tenure, to end it or to correct a mistake."""
        return await self.put(f"/v1/machines/{machine}/tenures/{tenure}", Tenure, details)

    async def delete_tenure(self, machine: str, tenure: int) -> None:
        """Delete a tenure that never was."""
        await self.delete(f"/v1/machines/{machine}/tenures/{tenure}")

    async def services(self) -> ServicePage:
        """Return the services of the platform with their health, by name."""
        return await self.get("/v1/services", ServicePage)


Registry = Annotated[RegistryClient, Depends(Neighbour(RegistryClient))]
