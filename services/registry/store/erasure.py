"""What is kept of erasures, and how are rows erased?"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from psycopg.types.json import Jsonb

from services.kit.database import Connection, Queries, fetch_all, fetch_one
from services.kit.page import Cut
from services.registry.api import Erasure, Receipt
from services.registry.deletion import Scope
from services.registry.problem import UnknownThing
from services.registry.text import Number

QUERIES = Queries(Path(__file__).parents[1] / "sql" / "erasure.sql")


@dataclass(frozen=True)
class Due:
    """An erasure that is to be gone on with."""

    id: int
    customer: str
    scope: Scope
    state: str
    pass_: int
    until: datetime | None


@dataclass(frozen=True)
class _Id:
    id: int


@dataclass(frozen=True)
class _Machine:
    machine: str


async def ask(db: Connection, customer: str, scope: Scope, by: str) -> int:
    """Keep what is to be erased and return its number; what was asked before, and not confirmed, is dropped."""
    kept = await fetch_one(db, _Id, QUERIES["ask_erasure"], {"customer": customer, "scope": scope, "by": by})
    return kept.id if kept else 0


async def under_way(db: Connection, customer: str) -> int | None:
    """Return the number of the erasure of a customer's data that is being carried out, None where none is."""
    found = await fetch_one(db, _Id, QUERIES["erasure_under_way"], {"customer": customer})
    return found.id if found else None


async def list_erasures(db: Connection, cut: Cut, customer: str | None) -> list[Erasure]:
    """Return the visible erasures of a page and one more, newest first."""
    (before,) = cut.behind(Number)
    values = {"id": None, "before": before, "customer": customer, "limit": cut.limit + 1}
    return await fetch_all(db, Erasure, QUERIES["list_erasures"], values)


async def get_erasure(db: Connection, erasure: int) -> Erasure:
    """Return one erasure; raises UnknownThing where it is not visible."""
    values = {"id": erasure, "before": None, "customer": None, "limit": 1}
    if found := await fetch_one(db, Erasure, QUERIES["list_erasures"], values):
        return found
    raise UnknownThing("erasure", erasure)


async def confirm(db: Connection, erasure: int, by: str) -> bool:
    """Begin an erasure and return whether it was waiting for that."""
    return await fetch_one(db, _Id, QUERIES["confirm_erasure"], {"id": erasure, "by": by}) is not None


async def list_due(db: Connection) -> list[Due]:
    """Return the erasures that are to be gone on with, oldest first."""
    rows = await (await db.execute(QUERIES["due_erasures"])).fetchall()
    return [Due(*row) for row in rows]


async def is_at(db: Connection, due: Due) -> bool:
    """Return whether an erasure is where it was found: nobody else went on with it meanwhile."""
    values = {"id": due.id, "state": due.state, "pass": due.pass_}
    return await fetch_one(db, _Id, QUERIES["is_at"], values) is not None


async def next_machines(db: Connection, due: Due) -> list[str]:
    """Return some of the machines that the pass has not come to."""
    values = {"id": due.id, "customer": due.customer, "pass": due.pass_}
    return [one.machine for one in await fetch_all(db, _Machine, QUERIES["next_machines"], values)]


async def erase_machine(db: Connection, due: Due, machine: str) -> Counter[str]:
    """Erase what is kept of a machine's time with the customer, in the first pass count it; return rows by table."""
    values = {"customer": due.customer, "machine": machine, "until": due.until, "really": due.pass_ > 0}
    return _counted(await (await db.execute(QUERIES["erase_machine"], values)).fetchall())


async def erase_belongings(db: Connection, due: Due) -> Counter[str]:
    """Erase what the customer made that tells of no machine, in the first pass count it; return rows by table."""
    asked = {"customer": due.customer}
    rows = await (await db.execute(QUERIES["erase_belongings"], {**asked, "really": due.pass_ > 0})).fetchall()
    found = _counted(rows)
    if due.pass_ == 0:
        found["registry.account"] += (await _all(db, "count_users", due))[0][0]
        return found
    await db.execute(QUERIES["forget_persons"], asked)
    await db.execute(QUERIES["forget_keys"], asked)
    found["registry.account"] += len(await _all(db, "forget_users", due))
    return found


async def leave_sites(db: Connection, due: Due) -> list[str]:
    """Delete the customer's sites and name, and return the machines that were there."""
    machines = sorted({row[0] for row in await _all(db, "leave_sites", due)})
    await db.execute(QUERIES["forget_sites"], {"customer": due.customer})
    await db.execute(QUERIES["forget_name"], {"customer": due.customer})
    return machines


async def keep_done(db: Connection, due: Due, machine: str, found: Counter[str]) -> None:
    """Keep that a machine (none: what is of no machine) was done."""
    told = {place: rows for place, rows in sorted(found.items()) if rows}
    values = {"id": due.id, "pass": due.pass_, "machine": machine, "found": Jsonb(told)}
    await db.execute(QUERIES["keep_done"], values)


async def keep_state(db: Connection, due: Due, state: str, pass_: int, wait: timedelta = timedelta(0)) -> None:
    """Go on to another state, after a time."""
    await db.execute(QUERIES["keep_state"], {"id": due.id, "state": state, "pass": pass_, "wait": wait})


async def finish(db: Connection, erasure: int, at: datetime, receipt: Receipt) -> None:
    """Keep that an erasure is done, with its receipt."""
    await db.execute(QUERIES["finish_erasure"], {"id": erasure, "at": at, **receipt.model_dump()})


async def get_receipt(db: Connection, erasure: int) -> Receipt | None:
    """Return the receipt of an erasure, None where it is not done or not visible."""
    return await fetch_one(db, Receipt, QUERIES["get_receipt"], {"id": erasure})


async def _all(db: Connection, query: str, due: Due) -> Sequence[tuple[Any, ...]]:
    return await (await db.execute(QUERIES[query], {"customer": due.customer})).fetchall()


def _counted(rows: Sequence[tuple[Any, ...]]) -> Counter[str]:
    found: Counter[str] = Counter()
    for place, count in rows:
        found[place] += int(count)
    return found
