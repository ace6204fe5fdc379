"""Who signs in, and who tries too often?"""

import hashlib
from datetime import timedelta

from pydantic import SecretStr

from services.kit.database import transaction
from services.kit.resources import Resources
from services.registry import apikey, password
from services.registry.api import NewPassword, SignIn, Token, User
from services.registry.problem import TooManyAttempts, WrongCredentials
from services.registry.settings import settings_of
from services.registry.store import account
from services.registry.token import issue


async def sign_in(resources: Resources, asked: SignIn, address: str) -> Token:
    """Return a token for a name and password or for a key; raises WrongCredentials, TooManyAttempts."""
    if asked.api_key is not None:
        return await _by_key(resources, asked.api_key, address)
    given = asked.password or SecretStr("")
    user = await recognize(resources, asked.user or "", given, address)
    return issue(settings_of(resources), user)


async def change_password(resources: Resources, user: str, change: NewPassword, address: str) -> None:
    """Give a user another password; raises WrongCredentials when they do not know the one they have."""
    await recognize(resources, user, change.current, address)
    hashed = await password.hash_password(change.wanted)
    async with transaction(resources.pool, _as(user)) as db:
        await account.set_password(db, user, hashed)


async def recognize(resources: Resources, user: str, given: SecretStr, address: str) -> User:
    """Return the user whose name and password these are; raises WrongCredentials, TooManyAttempts."""
    settings = settings_of(resources)
    tried = attempts_of(user)
    await _count(resources, tried, settings.sign_in_attempts)
    await _count(resources, _from(address), settings.sign_in_attempts_per_address)
    async with transaction(resources.pool, _as(user)) as db:
        stored = await account.password_hash(db, user)
    if not await password.fits(stored, given):
        raise WrongCredentials
    async with transaction(resources.pool, _as(user)) as db:
        await account.forget_attempts(db, tried)
        await account.take_back_attempt(db, _from(address))
        return await account.get_user(db, user)


def attempts_of(user: str) -> str:
    """Return under what the attempts of a user are counted: a hash, as people type passwords where the name goes."""
    return "user:" + hashlib.sha256(user.encode()).hexdigest()


async def _by_key(resources: Resources, key: SecretStr, address: str) -> Token:
    settings = settings_of(resources)
    if not apikey.is_well_formed(key):
        raise WrongCredentials
    await _count(resources, _from(address), settings.sign_in_attempts_per_address)
    async with transaction(resources.pool, ("all",)) as db:
        used = await account.use_api_key(db, apikey.digest(key))
        if used is None:
            raise WrongCredentials
        await account.take_back_attempt(db, _from(address))
        return issue(settings, await account.get_user(db, used.user), used)


async def _count(resources: Resources, subject: str, limit: int) -> None:
    # Counted before the password is looked at, so that many attempts at a time are limited as one after the other.
    window = timedelta(seconds=settings_of(resources).sign_in_window_s)
    async with transaction(resources.pool) as db:
        counted = await account.count_attempt(db, subject, window)
    if counted.attempts > limit:
        raise TooManyAttempts(counted.ends_in_s)


def _as(user: str) -> tuple[str, ...]:
    return (f"user:{user}",)


def _from(address: str) -> str:
    return f"address:{address}"
