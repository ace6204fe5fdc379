"""What is kept of who read whose data?"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from services.kit.database import Connection, Pool, Queries, fetch_all, fetch_one, transaction
from services.kit.page import Cut
from services.registry.api import AccessEntry, AccessHead, Read
from services.registry.problem import UnknownThing
from services.registry.readership import Readers
from services.registry.text import Number, Slug

QUERIES = Queries(Path(__file__).parents[1] / "sql" / "log.sql")


@dataclass(frozen=True)
class Wanted:
    """Which entries a list is limited to; None does not limit it."""

    owner: str | None
    machine: str | None = None
    from_: datetime | None = None
    to: datetime | None = None
    readers: Readers | None = None
    names: Sequence[str] | None = None

    @property
    def limits(self) -> dict[str, Any]:
        """Return what a query is told."""
        told = {"owner": self.owner, "machine": self.machine, "from": self.from_, "to": self.to}
        names = None if self.names is None else list(self.names)
        return {**told, "names": names, "people": self.readers == "people", "programs": self.readers == "programs"}


@dataclass(frozen=True)
class _Kept:
    document: str
    previous: str
    sha256: str
    purposes: list[str]


@dataclass(frozen=True)
class _Owner:
    owner: str


@dataclass(frozen=True)
class _Key:
    key: str
    user: str


async def list_entries(db: Connection, cut: Cut, wanted: Wanted) -> list[AccessEntry]:
    """Return the visible entries of a page and one more, by owner and newest first."""
    after, before = cut.behind(Slug, Number)
    values = {**wanted.limits, "after": after, "before": before, "limit": cut.limit + 1}
    found = await fetch_all(db, _Kept, QUERIES["list_entries"], values)
    return [AccessEntry.model_validate(json.loads(one.document) | vars(one)) for one in found]


async def list_current(db: Connection, wanted: Wanted) -> list[Read]:
    """Return what was read and is not in the chains yet, at most a thousand; of any time."""
    return await fetch_all(db, Read, QUERIES["list_current"], wanted.limits)


async def get_head(db: Connection, owner: str) -> AccessHead:
    """Return how a customer's chain stands; raises UnknownThing for nobody."""
    if found := await fetch_one(db, AccessHead, QUERIES["get_head"], {"owner": owner}):
        return found
    raise UnknownThing("customer", owner)


async def seal(db: Connection) -> list[str]:
    """Append what was read in hours that are over, and return to whose chains."""
    return [one.owner for one in await fetch_all(db, _Owner, QUERIES["seal"])]


async def keep_head(db: Connection, head: AccessHead, document: str, signature: str) -> None:
    """Keep a head as it was signed; one of the same entry stays as it is."""
    values = head.model_dump() | {"document": document, "signature": signature}
    await db.execute(QUERIES["keep_head"], values)


async def users(pool: Pool, subjects: Collection[str]) -> dict[str, str]:
    """Return the users who subjects are, by subject: of keys their owners; who is none, or is gone, is missing."""
    found = {one: one.removeprefix("user:") for one in subjects if one.startswith("user:")}
    keys = [one.removeprefix("key:") for one in subjects if one.startswith("key:")]
    if not keys:
        return found
    # Whose a key is nobody sees but its owner; what was done over it is told with the user who did it.
    async with transaction(pool, ("all",)) as everybodys:
        rows = await fetch_all(everybodys, _Key, QUERIES["list_key_owners"], {"keys": keys, "user": None})
    return found | {f"key:{one.key}": one.user for one in rows}


async def keys_of(db: Connection, user: str) -> list[str]:
    """Return the keys that a user has or had; a browser's session is one."""
    return [one.key for one in await fetch_all(db, _Key, QUERIES["list_key_owners"], {"keys": [], "user": user})]
