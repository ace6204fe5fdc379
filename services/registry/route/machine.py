"""Over which routes are machines told, commissioned, changed and decommissioned?"""

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel
from starlette.responses import Response

from models.machines import Kind
from services.kit.announce import Announce
from services.kit.database import Connection, Db, transaction
from services.kit.health import Running
from services.kit.page import Cutting, WideCutting, cut_columns
from services.kit.parameter import MachineId
from services.kit.together import Together
from services.registry import holding, revocation
from services.registry.api import (
    Commissioned,
    Credentials,
    Machine,
    MachineColumns,
    MachineDetails,
    MachinePage,
    NewMachine,
)
from services.registry.permission import Administration, Administrator, Rules
from services.registry.problem import Decommissioned
from services.registry.store import change
from services.registry.store import machine as machines
from services.registry.text import Slug

router = APIRouter()


class MachineChanged(BaseModel):
    """What the event of a machine that was commissioned or decommissioned tells."""

    machine: str
    kind: Kind
    model: str


Visible = Annotated[
    Literal["now", "ever"], Query(description="Only those whose data of this moment may be seen, or all.")
]


async def _wanted(
    customer: Annotated[Slug | None, Query(description="Only those that this customer has, or had last.")] = None,
    site: Annotated[Slug | None, Query(description="Only those that are, or were last, on this site.")] = None,
    kind: Annotated[Kind | None, Query(description="Only those of this kind.")] = None,
    visible: Visible = "ever",
) -> machines.Wanted:
    return machines.Wanted(None, customer, site, kind, visible == "now")


Asked = Annotated[machines.Wanted, Depends(_wanted)]


@router.get(
    "/v1/machines",
    summary="Machines",
    description="The machines that the caller may know, by id. `visible` of each tells when their data may be seen.",
)
async def list_machines(db: Db, cut: Cutting, wanted: Asked) -> MachinePage:
    return cut.page(await machines.list_machines(db, cut, wanted), "id")


@router.get(
    "/v1/columns/machines",
    summary="Machines in columns",
    description="What a list of very many machines orders and filters by, at a small part of the cost of the machines.",
    response_model=MachineColumns,
)
async def list_machine_columns(together: Together, cut: WideCutting, visible: Visible = "ever") -> Response:
    async def read(db: Connection) -> MachineColumns:
        columns = await machines.list_columns(db, cut, at_present=visible == "now")
        return MachineColumns.model_validate(cut_columns(columns, cut, "id"))

    return await together.answer(read)


@router.get("/v1/machines/{machine}", summary="One machine", description="As far as the caller may know it.")
async def get_machine(machine: MachineId, db: Db) -> Machine:
    return await machines.get_machine(db, machine)


@router.post(
    "/v1/machines",
    status_code=201,
    summary="Commission a machine",
    description="For administrators. Keeps the machine and who has it, makes its user at the broker and tells the "
    "password this once. An attempt that broke off can be repeated. Tells the event `machine-commissioned`.",
)
async def commission_machine(new: NewMachine, rules: Rules, db: Administration, announce: Announce) -> Commissioned:
    await holding.commission(db, new)
    machine = await machines.get_machine(db, new.id)
    # The last step before the commit: if that fails, the user at the broker has a password that nobody knows.
    credentials = await rules.grant(new.id, new.generation)
    announce.tell("machine-commissioned", machine.id, _changed(machine))
    return Commissioned(machine=machine, credentials=credentials)


@router.put(
    "/v1/machines/{machine}",
    summary="Change a machine",
    description="For administrators. Replaces name, model, serial number, PIN and generation. Telematics of another "
    "generation speaks on other topics, to which the machine's next credentials entitle it.",
)
async def put_machine(machine: MachineId, details: MachineDetails, db: Administration) -> Machine:
    await holding.describe(db, machine, details)
    return await machines.get_machine(db, machine)


@router.post(
    "/v1/machines/{machine}/credentials",
    status_code=201,
    summary="Give a machine other credentials",
    description="For administrators. Those it had hold no more, and its connection is closed.",
)
async def rotate_credentials(machine: MachineId, rules: Rules, db: Administration) -> Credentials:
    known = await machines.get_machine(db, machine)
    if known.decommissioned_at is not None:
        raise Decommissioned(machine)
    return await rules.grant(machine, known.generation)


@router.post(
    "/v1/machines/{machine}/decommission",
    summary="Decommission a machine",
    description="For administrators. Its data is taken no more, its tenures end, its user at the broker is deleted and "
    "its connection closed; where the broker is away, `access` stays `revoking` until it is back. May be repeated. "
    "Tells the event `machine-decommissioned`.",
)
async def decommission_machine(
    machine: MachineId, resources: Running, administrator: Administrator, announce: Announce
) -> Machine:
    # Committed before the broker is asked, so that it holds even when the broker, or this process, goes away.
    async with change(resources.pool) as db:
        was_in_service = await holding.decommission(db, machine)
    await revocation.finish_if_possible(resources)
    async with transaction(resources.pool, administrator.viewers) as db:
        known = await machines.get_machine(db, machine)
    if was_in_service:
        announce.tell("machine-decommissioned", machine, _changed(known))
    return known


def _changed(machine: Machine) -> MachineChanged:
    return MachineChanged(machine=machine.id, kind=machine.kind, model=machine.model)
