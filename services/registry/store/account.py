"""Which users, passwords and API keys are kept, and who tries to sign in how often?"""

from dataclasses import dataclass
from datetime import timedelta

from services.kit.database import Connection, fetch_all, fetch_one
from services.kit.page import Cut
from services.registry.api import ApiKey, NewApiKey, User, UserDetails
from services.registry.problem import UnknownThing
from services.registry.store import QUERIES
from services.registry.text import KeyId, Moment, UserName


@dataclass(frozen=True)
class Attempts:
    """How often somebody tried to sign in within a window of time, and when that ends."""

    attempts: int
    ends_in_s: float


@dataclass(frozen=True)
class _Id:
    id: str


@dataclass(frozen=True)
class _Found:
    found: bool


@dataclass(frozen=True)
class _Hash:
    password_hash: str | None


async def list_users(db: Connection, cut: Cut, user: str | None = None) -> list[User]:
    """Return the visible users of a page and one more, or the one that is named."""
    (after,) = cut.behind(UserName)
    return await fetch_all(db, User, QUERIES["list_accounts"], {"after": after, "limit": cut.limit + 1, "id": user})


async def get_user(db: Connection, user: str) -> User:
    """Return one user; raises UnknownThing where they are not visible."""
    if found := await list_users(db, Cut(limit=1, after=None), user):
        return found[0]
    raise UnknownThing("user", user)


async def put_user(db: Connection, user: str, details: UserDetails, password_hash: str | None) -> None:
    """Create or replace a user; an existing password stays where no hash is given."""
    values = details.model_dump(mode="json", exclude={"password", "regions", "parties"})
    await db.execute(QUERIES["put_account"], {**values, "id": user, "password_hash": password_hash})
    await db.execute(QUERIES["clear_account_regions"], {"account": user})
    await db.execute(QUERIES["insert_account_regions"], {"account": user, "regions": list(details.regions)})


async def disable_user(db: Connection, user: str) -> None:
    """Let a user sign in no more; raises UnknownThing."""
    if await fetch_one(db, _Id, QUERIES["disable_account"], {"id": user}) is None:
        raise UnknownThing("user", user)


async def has_administrator(db: Connection) -> bool:
    """Return whether anybody is left who can change anything."""
    found = await fetch_one(db, _Found, QUERIES["has_administrator"])
    return found is not None and found.found


async def has_user(db: Connection) -> bool:
    """Return whether there is any user."""
    found = await fetch_one(db, _Found, QUERIES["has_account"])
    return found is not None and found.found


async def password_hash(db: Connection, user: str) -> str | None:
    """Return the hash of a user's password, None where there is none that lets them in."""
    found = await fetch_one(db, _Hash, QUERIES["password_hash"], {"id": user})
    return found.password_hash if found else None


async def set_password(db: Connection, user: str, hashed: str) -> None:
    """Give a user another password."""
    await db.execute(QUERIES["set_password"], {"id": user, "password_hash": hashed})


async def list_api_keys(db: Connection, cut: Cut) -> list[ApiKey]:
    """Return the visible keys of a page and one more, newest first."""
    before, before_id = cut.behind(Moment, KeyId)
    values = {"before": before, "before_id": before_id, "limit": cut.limit + 1}
    return await fetch_all(db, ApiKey, QUERIES["list_api_keys"], values)


async def insert_api_key(db: Connection, user: str, wanted: NewApiKey, *, key_id: str, hashed: bytes) -> ApiKey:
    """Keep a key of a user by its hash and return what is known of it."""
    told = {"name": wanted.name, "permissions": list(wanted.permissions), "expires_at": wanted.expires_at}
    values = {"id": key_id, "account": user, "hash": hashed, **told}
    if kept := await fetch_one(db, ApiKey, QUERIES["insert_api_key"], values):
        return kept
    raise UnknownThing("user", user)


async def owners(db: Connection, key_id: str) -> list[str]:
    """Return whose key this is: one user, or none where it is not visible."""
    return [one.id for one in await fetch_all(db, _Id, QUERIES["owner_of_api_key"], {"id": key_id})]


async def revoke_api_key(db: Connection, key_id: str) -> None:
    """Let a key be exchanged no more; raises UnknownThing where it is not visible."""
    if await fetch_one(db, _Id, QUERIES["revoke_api_key"], {"id": key_id}) is None:
        raise UnknownThing("API key", key_id)


async def use_api_key(db: Connection, hashed: bytes) -> ApiKey | None:
    """Note the use of the key of this hash and return it, None where it does not hold."""
    return await fetch_one(db, ApiKey, QUERIES["use_api_key"], {"hash": hashed})


async def count_attempt(db: Connection, subject: str, window: timedelta) -> Attempts:
    """Count an attempt to sign in and return how many there were within the window."""
    counted = await fetch_one(db, Attempts, QUERIES["count_attempt"], {"subject": subject, "window": window})
    return counted or Attempts(1, 0.0)


async def forget_attempts(db: Connection, subject: str) -> None:
    """Forget the attempts of a subject that has signed in."""
    await db.execute(QUERIES["forget_attempts"], {"subject": subject})


async def take_back_attempt(db: Connection, subject: str) -> None:
    """Count one attempt less."""
    await db.execute(QUERIES["take_back_attempt"], {"subject": subject})


async def forget_old_attempts(db: Connection) -> None:
    """Forget the attempts whose window is long over."""
    await db.execute(QUERIES["forget_old_attempts"])
