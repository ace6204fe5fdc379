"""Over which routes is it told and changed who had which machine when?"""

from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import Response

from services.kit.database import Db
from services.kit.page import Cutting
from services.kit.parameter import MachineId
from services.registry import holding
from services.registry.api import NewTenure, Tenure, TenurePage
from services.registry.permission import Administration
from services.registry.store import machine as machines
from services.registry.store import tenure as tenures
from services.registry.text import Number

router = APIRouter()
TenureId = Annotated[Number, Path(description="The tenure's number.")]


@router.get(
    "/v1/machines/{machine}/tenures",
    summary="Who had a machine when",
    description="The tenures that the caller may know, oldest first.",
)
async def list_tenures(machine: MachineId, db: Db, cut: Cutting) -> TenurePage:
    await machines.get_machine(db, machine)
    return cut.page(await tenures.list_tenures(db, machine, cut), "from_", "id")


@router.post(
    "/v1/machines/{machine}/tenures",
    status_code=201,
    summary="Sell, rent out or move a machine",
    description="For administrators. Begins a tenure, and ends the open one of the same basis at that moment. While a "
    "machine is rented its data belongs to the one who rents it.",
)
async def open_tenure(machine: MachineId, tenure: NewTenure, db: Administration) -> Tenure:
    return await holding.open_tenure(db, machine, tenure)


@router.put(
    "/v1/machines/{machine}/tenures/{tenure}",
    summary="End or correct a tenure",
    description="For administrators. Replaces the tenure; `to` ends it.",
)
async def put_tenure(machine: MachineId, tenure: TenureId, details: NewTenure, db: Administration) -> Tenure:
    return await holding.correct_tenure(db, machine, tenure, details)


@router.delete(
    "/v1/machines/{machine}/tenures/{tenure}",
    status_code=204,
    summary="Delete a tenure that never was",
    description="For administrators. The one before it stays ended; correct that one too where need be.",
)
async def delete_tenure(machine: MachineId, tenure: TenureId, db: Administration) -> Response:
    await holding.delete_tenure(db, machine, tenure)
    return Response(status_code=204)
