"""Who may change what the registry keeps, and over which rows?"""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import Depends

from services.kit.auth import Caller, Principal, permitted
from services.kit.database import Connection, transaction
from services.kit.health import Running
from services.registry import broker
from services.registry.address import client_address
from services.registry.broker import BrokerRules
from services.registry.problem import PasswordNeeded
from services.registry.settings import settings_of
from services.registry.store import account, change

Administrator = Annotated[Principal, Depends(permitted("registry:write"))]


async def _all(resources: Running, administrator: Administrator) -> AsyncIterator[Connection]:
    del administrator
    async with change(resources.pool) as db:
        yield db


async def _rules(resources: Running, administrator: Administrator) -> AsyncIterator[BrokerRules]:
    del administrator
    async with broker.connect(settings_of(resources)) as rules:
        yield rules


async def _owners(resources: Running, caller: Caller) -> AsyncIterator[Connection]:
    viewers = [*(caller.viewers if caller.may("registry:write") else ()), caller.subject]
    kind, _, key = caller.subject.partition(":")
    if kind == "key":
        async with transaction(resources.pool, (caller.subject,)) as db:
            viewers += [f"user:{owner}" for owner in await account.owners(db, key)]
    async with transaction(resources.pool, tuple(viewers)) as db:
        yield db


def user_of(caller: Principal) -> str:
    """Return the id of a user who signed in with a password; raises PasswordNeeded for a token got with a key."""
    kind, _, user = caller.subject.partition(":")
    if kind != "user":
        raise PasswordNeeded
    return user


async def _signed_in(caller: Caller) -> Principal:
    user_of(caller)
    return caller


async def _mine(resources: Running, caller: Caller) -> AsyncIterator[Connection]:
    everybodys = caller.viewers if caller.may("registry:write") else ()
    async with transaction(resources.pool, (*everybodys, caller.subject)) as db:
        yield db


# A transaction that may change everything.
Administration = Annotated[Connection, Depends(_all, scope="function")]
Rules = Annotated[BrokerRules, Depends(_rules, scope="function")]
# A transaction that sees the caller's own user and keys; an administrator's, everybody's.
Mine = Annotated[Connection, Depends(_mine, scope="function")]
# A transaction that sees the same to a key as to its owner: for looking only, as a key may end no other.
Owners = Annotated[Connection, Depends(_owners, scope="function")]
# A caller who signed in with a password; keys do not get here.
SignedIn = Annotated[Principal, Depends(_signed_in)]
Address = Annotated[str, Depends(client_address)]
