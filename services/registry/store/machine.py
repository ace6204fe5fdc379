"""Which machines are kept, and who sees them?"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from psycopg.errors import UniqueViolation

from services.kit.database import Connection, fetch_all, fetch_columns, fetch_one
from services.kit.errors import UnknownMachine
from services.kit.page import Cut
from services.registry.api import Machine, MachineDetails, NewMachine
from services.registry.problem import Taken
from services.registry.store import QUERIES
from services.registry.text import Slug

_PUBLISHED = ("publish_machines", "clear_holdings", "compute_holdings", "clear_visibility", "compute_visibility")


@dataclass(frozen=True)
class Wanted:
    """Which machines a list is limited to; None does not limit it."""

    machine: str | None = None
    customer: str | None = None
    site: str | None = None
    kind: str | None = None
    at_present: bool = False


@dataclass(frozen=True)
class _Id:
    id: str


@dataclass(frozen=True)
class _Held:
    machine: str


async def list_machines(db: Connection, cut: Cut, wanted: Wanted) -> list[Machine]:
    """Return the visible machines of a page and one more."""
    (after,) = cut.behind(Slug)
    limits = {"id": wanted.machine, "customer": wanted.customer, "site": wanted.site, "kind": wanted.kind}
    values = {"after": after, "limit": cut.limit + 1, "at_present": wanted.at_present, **limits}
    return await fetch_all(db, Machine, QUERIES["list_machines"], values)


async def list_columns(db: Connection, cut: Cut, *, at_present: bool) -> dict[str, list[Any]]:
    """Return the visible machines of a page and one more, in columns."""
    (after,) = cut.behind(Slug)
    values = {"after": after, "limit": cut.limit + 1, "at_present": at_present}
    return await fetch_columns(db, QUERIES["list_machine_columns"], values)


async def get_machine(db: Connection, machine: str) -> Machine:
    """Return one machine; raises UnknownMachine where it is not visible."""
    found = await list_machines(db, Cut(limit=1, after=None), Wanted(machine))
    if not found:
        raise UnknownMachine(machine)
    return found[0]


async def insert_machine(db: Connection, machine: NewMachine) -> bool:
    """Keep a machine and return whether its id was free; raises Taken for another's serial number or PIN."""
    values = machine.model_dump(mode="json", exclude={"tenures"})
    with _unique(machine.id):
        return await fetch_one(db, _Id, QUERIES["insert_machine"], values) is not None


async def update_machine(db: Connection, machine: str, details: MachineDetails) -> None:
    """Replace what distinguishes a machine; raises UnknownMachine, and Taken for another's serial number or PIN."""
    values = {**details.model_dump(mode="json"), "id": machine}
    with _unique(machine):
        if await fetch_one(db, _Id, QUERIES["update_machine"], values) is None:
            raise UnknownMachine(machine)


async def decommission_machine(db: Connection, machine: str) -> bool:
    """Take a machine out of service and return whether it was in service."""
    return await fetch_one(db, _Id, QUERIES["decommission_machine"], {"id": machine}) is not None


async def revoking_machines(db: Connection) -> list[str]:
    """Return the machines whose access to the broker is to be revoked."""
    return [row.id for row in await fetch_all(db, _Id, QUERIES["revoking_machines"])]


async def note_revoked(db: Connection, machine: str) -> None:
    """Note that a machine's access to the broker is revoked."""
    await db.execute(QUERIES["note_revoked"], {"id": machine})


async def machines_held(db: Connection, *, customer: str | None = None, site: str | None = None) -> list[str]:
    """Return the machines that a customer had or has, or that were or are on a site."""
    values = {"customer": customer, "site": site}
    return [row.machine for row in await fetch_all(db, _Held, QUERIES["machines_held"], values)]


async def machines_of_model(db: Connection, model: str) -> list[str]:
    """Return the machines of a model."""
    return [row.id for row in await fetch_all(db, _Id, QUERIES["machines_of_model"], {"model": model})]


async def publish(db: Connection, machines: Sequence[str]) -> None:
    """Write into `access` what the other parts know of machines, whose data are theirs, and who sees them when."""
    for query in _PUBLISHED:
        await db.execute(QUERIES[query], {"machines": list(machines)})


@contextmanager
def _unique(machine: str) -> Iterator[None]:
    try:
        yield
    except UniqueViolation as error:
        raise Taken(machine, constraint=error.diag.constraint_name) from error
