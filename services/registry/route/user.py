"""Over which routes is it told and changed who may sign in?"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import APIRouter, Path
from starlette.responses import Response

from services.kit.database import Connection, Db
from services.kit.health import Running
from services.kit.page import Cutting
from services.registry import password
from services.registry.api import User, UserDetails, UserPage
from services.registry.permission import Administration, Administrator
from services.registry.problem import LastAdministrator
from services.registry.store import account, change, place
from services.registry.store import consent as consents
from services.registry.text import UserName

router = APIRouter()
Id = Annotated[UserName, Path(description="The name to sign in with.")]


@router.get("/v1/users", summary="Users", description="For administrators, by id; nobody else knows any.")
async def list_users(db: Db, cut: Cutting) -> UserPage:
    return cut.page(await account.list_users(db, cut), "id")


@router.get("/v1/users/{user}", summary="One user", description="For administrators.")
async def get_user(user: Id, db: Db) -> User:
    return await account.get_user(db, user)


@router.put(
    "/v1/users/{user}",
    summary="Create or replace a user",
    description="For administrators. Lets a disabled user in again. Without a password an existing one stays. A change "
    "is felt when the user's token is renewed, within a quarter of an hour.",
)
async def put_user(user: Id, details: UserDetails, resources: Running, administrator: Administrator) -> User:
    del administrator
    # Hashed beforehand, so that nobody's turn waits for it.
    hashed = await password.hash_password(details.password) if details.password else None
    async with change(resources.pool) as db, _an_administrator_kept(db):
        await _check(db, details)
        await account.put_user(db, user, details, hashed)
        await consents.act_for(db, user, details.parties)
        return await account.get_user(db, user)


@router.delete(
    "/v1/users/{user}",
    status_code=204,
    summary="Disable a user",
    description="For administrators. The user and their keys get no more tokens.",
)
async def disable_user(user: Id, db: Administration) -> Response:
    async with _an_administrator_kept(db):
        await account.disable_user(db, user)
    return Response(status_code=204)


async def _check(db: Connection, details: UserDetails) -> None:
    if details.customer is not None:
        await place.require(db, "customer", details.customer)
    for region in details.regions:
        await place.require(db, "region", region)
    for party in details.parties:
        await place.require(db, "party", party)


@asynccontextmanager
async def _an_administrator_kept(db: Connection) -> AsyncIterator[None]:
    there_was_one = await account.has_administrator(db)
    yield
    if there_was_one and not await account.has_administrator(db):
        raise LastAdministrator
