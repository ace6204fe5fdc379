"""How do people read what a plan reckons with, and say what things cost them?"""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from models.messages import MACHINE_ID
from services.kit.auth import Principal, permitted
from services.maintenance.api import Costs, CostSheet
from services.maintenance.cost.book import AtBook

router = APIRouter()

Keeper = Annotated[Principal, Depends(permitted("maintenance:write"))]
OfCustomer = Annotated[str | None, Query(pattern=MACHINE_ID, description="Whose costs; left out: one's own.")]
OfMake = Annotated[str | None, Query(min_length=1, max_length=100, description="For machines of this make alone.")]


@router.get(
    "/v1/costs",
    summary="What a plan reckons with",
    description="Rates and prices of a customer's machines of a make, and from whose cost sheets they are.",
)
async def get_costs(book: AtBook, customer: OfCustomer = None, make: OfMake = None) -> Costs:
    return await book.costs(customer or book.caller.customer, make)


@router.put(
    "/v1/costs",
    summary="Say what things cost",
    description="Replaces the cost sheet of a customer and make; what it leaves out holds as for others.",
)
async def put_costs(
    sheet: CostSheet, keeper: Keeper, book: AtBook, customer: OfCustomer = None, make: OfMake = None
) -> Costs:
    del keeper
    return await book.keep(customer or book.caller.customer, make, sheet)
