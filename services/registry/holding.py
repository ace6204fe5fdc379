"""Who gets and who loses a machine when it is commissioned, sold, rented, moved, corrected or decommissioned?"""

from services.kit.database import Connection
from services.registry.api import MachineDetails, NewMachine, NewTenure, Tenure
from services.registry.problem import (
    AlreadyCommissioned,
    Decommissioned,
    EndsBeforeItBegins,
    OverlappingTenure,
    SiteOfAnother,
)
from services.registry.store import machine as machines
from services.registry.store import place
from services.registry.store import tenure as tenures


async def commission(db: Connection, new: NewMachine) -> None:
    """Keep a machine and who has it, and let them see its data."""
    await place.require(db, "model", new.model)
    if not await machines.insert_machine(db, new):
        raise AlreadyCommissioned(new.id)
    for tenure in sorted(new.tenures, key=lambda tenure: tenure.from_):
        await _begin(db, new.id, tenure)
    await machines.publish(db, [new.id])


async def describe(db: Connection, machine: str, details: MachineDetails) -> None:
    """Replace what distinguishes a machine."""
    await place.require(db, "model", details.model)
    await machines.update_machine(db, machine, details)
    await machines.publish(db, [machine])


async def open_tenure(db: Connection, machine: str, tenure: NewTenure) -> Tenure:
    """Let a tenure begin, which ends the open one of its basis at that moment: a sale, a rental or a move."""
    known = await machines.get_machine(db, machine)
    if known.decommissioned_at is not None:
        raise Decommissioned(machine)
    begun = await _begin(db, machine, tenure)
    await machines.publish(db, [machine])
    return begun


async def correct_tenure(db: Connection, machine: str, tenure: int, details: NewTenure) -> Tenure:
    """Replace a tenure, to end it or to correct a mistake."""
    await _check(db, details)
    await _refuse_overlap(db, machine, details, tenure)
    corrected = await tenures.update_tenure(db, machine, tenure, details)
    await machines.publish(db, [machine])
    return corrected


async def delete_tenure(db: Connection, machine: str, tenure: int) -> None:
    """Delete a tenure that never was."""
    await tenures.delete_tenure(db, machine, tenure)
    await machines.publish(db, [machine])


async def decommission(db: Connection, machine: str) -> bool:
    """Take a machine out of service, end its tenures, and return whether it was in service."""
    await machines.get_machine(db, machine)
    if not await machines.decommission_machine(db, machine):
        return False
    await tenures.end_tenures(db, machine)
    await machines.publish(db, [machine])
    return True


async def _begin(db: Connection, machine: str, tenure: NewTenure) -> Tenure:
    await _check(db, tenure)
    await tenures.close_open_tenure(db, machine, tenure)
    await _refuse_overlap(db, machine, tenure, None)
    return await tenures.insert_tenure(db, machine, tenure)


async def _check(db: Connection, tenure: NewTenure) -> None:
    if tenure.to is not None and tenure.to <= tenure.from_:
        raise EndsBeforeItBegins
    await place.require(db, "customer", tenure.customer)
    if tenure.site is None:
        return
    await place.require(db, "site", tenure.site)
    if (await place.get_site(db, tenure.site)).customer != tenure.customer:
        raise SiteOfAnother(tenure.site, tenure.customer)


async def _refuse_overlap(db: Connection, machine: str, tenure: NewTenure, but: int | None) -> None:
    if others := await tenures.overlapping_tenures(db, machine, tenure, but):
        raise OverlappingTenure(others)
