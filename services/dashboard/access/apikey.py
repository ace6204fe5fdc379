"""Which keys may somebody's programs use, and how are they made and revoked?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from fastapi import APIRouter, Request
from pydantic import SecretStr
from starlette.responses import RedirectResponse, Response

from services.dashboard import session
from services.dashboard.access.form import Filled, Sent, tried
from services.dashboard.convention import CONVENTIONS
from services.dashboard.neighbour import RegistryOfUser
from services.dashboard.page import render
from services.dashboard.partial import Missing, every
from services.dashboard.session import SESSION, User
from services.kit.auth import Principal
from services.kit.client import Refused
from services.kit.errors import FieldError, NotSignedIn
from services.registry.api import ApiKey, CreatedApiKey, NewApiKey, NewPassword
from services.registry.client import RegistryClient

router = APIRouter(include_in_schema=False)

DAYS = {"7": "a week", "30": "30 days", "90": "90 days", "180": "half a year", "365": "a year"}
_EVERY = ("*:read", "*:write")


@dataclass(frozen=True)
class Keys:
    """The keys that somebody may know: programs' and browsers', those that hold before those that do not."""

    programs: list[ApiKey]
    browsers: list[ApiKey]
    ended: list[ApiKey]


@router.get("/access", summary="Keys", description="One's API keys, open sessions and password.")
async def show_keys(request: Request, user: User, registry: RegistryOfUser) -> Response:
    return await _page(request, user, registry)


@router.get("/access/keys", summary="Back to the keys", description="Where a form has led somebody who asks again.")
@router.get("/access/password", summary="Back to the password", description="Where a form has led somebody.")
async def go_back() -> Response:
    return RedirectResponse("/access", 303)


@router.post("/access/keys", summary="Make a key", description="Shows the key this once.")
async def make_key(request: Request, user: User, registry: RegistryOfUser, form: Sent) -> Response:
    made, form = await tried(form, _made(request, registry, form))
    return await _page(request, user, registry, form=form, made=made)


@router.post("/access/keys/{key}/revocation", summary="Revoke a key", description="It can be used no more.")
async def revoke_key(request: Request, key: str, user: User, registry: RegistryOfUser, *, form: Sent) -> Response:
    done, form = await tried(form, _revoked(request, registry, form, key))
    return RedirectResponse("/access", 303) if done else await _page(request, user, registry, form=form)


@router.post("/access/password", summary="Change the password", description="Needs the present one.")
async def change_password(request: Request, user: User, registry: RegistryOfUser, form: Sent) -> Response:
    done, form = await tried(form, _changed(request, registry, form))
    return await _page(request, user, registry, form=form, changed=done is not None)


async def _page(
    request: Request, user: Principal, registry: RegistryClient, *, form: Filled | None = None, **more: Any
) -> Response:
    form, missing = form or Filled(), Missing()
    keys = await missing.attempt(every(lambda after: registry.api_keys(limit=1000, after=after)))
    services = await missing.attempt(registry.services())
    context = {"made": None, "changed": False, **more}
    return render(
        request,
        "access_keys.html",
        user=user,
        status=form.status,
        form=form,
        keys=None if keys is None else _sorted(keys, datetime.now(UTC)),
        mine=await _name(request, keys or []),
        present=_present(request),
        days=DAYS,
        choices=permissions(user, [one.name for one in services.items] if services else []),
        conventions={name: f"{one.label}: {one.example}" for name, one in CONVENTIONS.items()},
        numbers=request.cookies.get("numbers", ""),
        sentences=missing.sentences,
        **context,
    )


def permissions(user: Principal, services: Sequence[str]) -> list[str]:
    """Return what a key of somebody's can be limited to: all reading first, then each service by itself."""
    named = [f"{name}:{verb}" for name in services for verb in ("read", "write")]
    own = [one for one in sorted({*named, *user.permissions} - set(_EVERY)) if user.may(one)]
    return [*(one for one in _EVERY if one in user.permissions), *own]


def _sorted(keys: Sequence[ApiKey], now: datetime) -> Keys:
    holds = [one for one in keys if one.revoked_at is None and one.expires_at > now]
    return Keys(
        programs=[one for one in holds if not one.name.startswith(SESSION)],
        browsers=[one for one in holds if one.name.startswith(SESSION)],
        ended=[one for one in keys if one not in holds and not one.name.startswith(SESSION)],
    )


def _present(request: Request) -> str:
    kept = session.session_of(request)
    return kept.id if kept else ""


async def _name(request: Request, keys: Sequence[ApiKey]) -> str:
    """Return the name with which the user signed in: that of the owner of the session's key."""
    return next((one.user for one in keys if one.id == _present(request)), "")


async def _signed_in(request: Request, registry: RegistryClient, form: Filled) -> RegistryClient:
    """Return the registry's client with a token got by password: keys, which sessions are, may not make keys."""
    keys = await every(lambda after: registry.api_keys(limit=1000, after=after))
    password = SecretStr(form.value("password")[:200])
    try:
        token = await session.registry_of(request).sign_in(await _name(request, keys), password)
    except NotSignedIn as error:
        wrong = Refused("The password is not right.", errors=[FieldError(field="password", detail="not right")])
        raise wrong from error
    return session.registry_of(request, SecretStr(token.access_token))


async def _made(request: Request, registry: RegistryClient, form: Filled) -> CreatedApiKey:
    days = form.value("days")
    wanted = NewApiKey(
        name=form.value("name"),
        permissions=tuple(form.every("permissions")),
        expires_at=datetime.now(UTC) + timedelta(days=int(days) if days in DAYS else 0),
    )
    return await (await _signed_in(request, registry, form)).create_api_key(wanted)


async def _revoked(request: Request, registry: RegistryClient, form: Filled, key: str) -> bool:
    await (await _signed_in(request, registry, form)).revoke_api_key(key)
    return True


async def _changed(request: Request, registry: RegistryClient, form: Filled) -> bool:
    change = NewPassword(current=SecretStr(form.value("password")), wanted=SecretStr(form.value("wanted")))
    await (await _signed_in(request, registry, form)).change_password(change)
    return True
