"""Which tenures are kept?"""

from dataclasses import dataclass
from typing import Any

from services.kit.database import Connection, fetch_all, fetch_one
from services.kit.page import Cut
from services.registry.api import NewTenure, Tenure
from services.registry.problem import UnknownThing
from services.registry.store import QUERIES
from services.registry.text import Moment, Number


@dataclass(frozen=True)
class _Id:
    id: int


async def list_tenures(db: Connection, machine: str, cut: Cut, tenure: int | None = None) -> list[Tenure]:
    """Return the visible tenures of a machine, oldest first: of a page and one more, or the one that is named."""
    after_from, after_id = cut.behind(Moment, Number)
    values = {"after_from": after_from, "after_id": after_id, "limit": cut.limit + 1}
    return await fetch_all(db, Tenure, QUERIES["list_tenures"], {"machine": machine, "id": tenure, **values})


async def overlapping_tenures(db: Connection, machine: str, tenure: NewTenure, but: int | None) -> list[Tenure]:
    """Return the tenures of the same basis that share a moment with one, except the one that it replaces."""
    values = {**_values(machine, tenure), "id": but}
    return await fetch_all(db, Tenure, QUERIES["overlapping_tenures"], values)


async def close_open_tenure(db: Connection, machine: str, tenure: NewTenure) -> None:
    """End the tenure of the same basis that has no end, where it began before another begins."""
    values = {"machine": machine, "basis": tenure.basis.value, "at": tenure.from_}
    await db.execute(QUERIES["close_open_tenure"], values)


async def insert_tenure(db: Connection, machine: str, tenure: NewTenure) -> Tenure:
    """Keep a tenure and return it."""
    if kept := await fetch_one(db, Tenure, QUERIES["insert_tenure"], _values(machine, tenure)):
        return kept
    raise UnknownThing("machine", machine)


async def update_tenure(db: Connection, machine: str, tenure: int, details: NewTenure) -> Tenure:
    """Replace a tenure and return it; raises UnknownThing when the machine has none of this id."""
    values = {**_values(machine, details), "id": tenure}
    if kept := await fetch_one(db, Tenure, QUERIES["update_tenure"], values):
        return kept
    raise UnknownThing("tenure", tenure)


async def delete_tenure(db: Connection, machine: str, tenure: int) -> None:
    """Delete a tenure; raises UnknownThing when the machine has none of this id."""
    if await fetch_one(db, _Id, QUERIES["delete_tenure"], {"machine": machine, "id": tenure}) is None:
        raise UnknownThing("tenure", tenure)


async def end_tenures(db: Connection, machine: str) -> None:
    """End the tenures of a machine that go on, and delete those that have not begun."""
    await db.execute(QUERIES["end_tenures"], {"machine": machine})
    await db.execute(QUERIES["delete_coming_tenures"], {"machine": machine})


def _values(machine: str, tenure: NewTenure) -> dict[str, Any]:
    place = {"machine": machine, "customer": tenure.customer, "site": tenure.site}
    return {**place, "basis": tenure.basis.value, "from": tenure.from_, "to": tenure.to}
