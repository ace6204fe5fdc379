"""Whose cost sheets may a caller read and set?"""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import Depends

from services.kit.auth import Caller, Principal
from services.kit.database import Pool, transaction
from services.kit.health import Running
from services.maintenance.api import Costs, CostSheet, KeptSheet, Price, Rates
from services.maintenance.cost import store
from services.maintenance.cost.refusal import ForEverybody, UnknownCustomer, WrongSheet
from services.maintenance.cost.sheet import contradictions, prices_of, rates_of
from services.registry.client import Registry, RegistryClient


class Book:
    """The cost sheets as one caller finds them; who sees a customer at the registry sees the customer's sheets."""

    def __init__(self, caller: Caller, registry: Registry, running: Running) -> None:
        self.caller: Principal = caller
        self.registry: RegistryClient = registry
        self.pool: Pool = running.pool

    async def sheets(self, customer: str | None) -> list[KeptSheet]:
        """Return the sheets that hold for a customer; raises UnknownCustomer."""
        async with transaction(self.pool, await self._viewers(customer)) as db:
            return await store.list_sheets(db, customer)

    async def costs(self, customer: str | None, make: str | None) -> Costs:
        """Return the costs that hold for a customer's machines of a make; raises UnknownCustomer."""
        return _costs(customer, make, store.of_make(await self.sheets(customer), make))

    async def keep(self, customer: str | None, make: str | None, sheet: CostSheet) -> Costs:
        """Keep a sheet and return the costs that then hold; raises ForEverybody, UnknownCustomer and WrongSheet."""
        if customer is None and "all" not in self.caller.viewers:
            raise ForEverybody
        kept = KeptSheet(customer=customer, make=make, sheet=sheet, set_at=datetime.now(UTC), set_by=self.caller.name)
        async with transaction(self.pool, await self._viewers(customer)) as db:
            there = store.of_make(await store.list_sheets(db, customer), make)
            beneath = [one for one in there if (one.customer, one.make) != (customer, make)]
            if wrong := [*contradictions(sheet, beneath, make)]:
                raise WrongSheet(wrong)
            await store.keep_sheet(db, kept)
        return await self.costs(customer, make)

    async def _viewers(self, customer: str | None) -> tuple[str, ...]:
        """Return as whom the sheets are read and set; raises UnknownCustomer where the caller does not see them."""
        viewer = f"customer:{customer}"
        if customer is None or viewer in self.caller.viewers:
            return self.caller.viewers
        after: str | None = None
        while True:
            page = await self.registry.customers(limit=1000, after=after)
            if any(one.id == customer for one in page.items):
                return (*self.caller.viewers, viewer)
            if page.next is None:
                raise UnknownCustomer(customer)
            after = page.next


async def _book(caller: Caller, registry: Registry, running: Running) -> Book:
    return Book(caller, registry, running)


AtBook = Annotated[Book, Depends(_book)]


def _costs(customer: str | None, make: str | None, sheets: list[KeptSheet]) -> Costs:
    said = [one.sheet for one in sheets]
    return Costs(
        customer=customer,
        make=make,
        rates=Rates.model_validate(vars(rates_of(said))),
        prices={mode: Price.model_validate(vars(price)) for mode, price in prices_of(said).items()},
        sheets=sheets,
    )
