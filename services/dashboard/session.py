"""Who is looking, and with which token does the dashboard ask for them?"""

import hashlib
import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Annotated, ClassVar

from fastapi import Depends, Request
from pydantic import SecretStr
from starlette.responses import Response

from services.dashboard.header import is_private
from services.kit.auth import Principal, verify
from services.kit.client import Client, Neighbour, came_from
from services.kit.errors import NotSignedIn, Problem
from services.kit.witness import said_by
from services.registry.api import NewApiKey, Token
from services.registry.client import RegistryClient

LASTS = timedelta(hours=12)
# A token is replaced while it still holds, so that the requests made with it have time to be answered.
EARLY = timedelta(seconds=60)
SESSION = "Browser session"
_BROWSERS = re.compile(r"(Firefox|Edg|OPR|Chrome|Safari)/\d+")
_SYSTEMS = re.compile(r"Windows|Android|iPhone|iPad|Mac OS X|CrOS|Linux")


class SessionEnded(NotSignedIn):
    """The browser's session is over: too old, signed out elsewhere, or its user disabled."""

    code, title = "session-ended", "Your session has ended"


@dataclass(frozen=True)
class Session:
    """What the browser keeps: an API key of the user's, made for this session, and the id that revokes it."""

    id: str
    key: SecretStr

    @property
    def cookie(self) -> str:
        """Return the session as a cookie's value."""
        return f"{self.id}~{self.key.get_secret_value()}"


@dataclass(frozen=True)
class Tokens:
    """The tokens of the sessions that this process has answered lately, by the digest of the session's key."""

    _held: dict[str, Token] = field(default_factory=dict)
    most: ClassVar[int] = 10_000

    async def of(self, session: Session, registry: RegistryClient) -> SecretStr:
        """Return a token that holds for at least a minute; raises SessionEnded when there is none to be had."""
        name = _digest(session)
        held = self._held.get(name)
        if held is None or held.expires_at - datetime.now(UTC) < EARLY:
            held = await _exchanged(session, registry)
            self._make_room()
            self._held[name] = held
        return SecretStr(held.access_token)

    def forget(self, session: Session) -> None:
        """Hold the session's token no longer."""
        self._held.pop(_digest(session), None)

    def clear(self) -> None:
        """Hold no token any longer."""
        self._held.clear()

    def _make_room(self) -> None:
        if len(self._held) >= self.most:
            for name in list(self._held)[: self.most // 10]:
                del self._held[name]


def _digest(session: Session) -> str:
    return hashlib.sha256(session.cookie.encode()).hexdigest()


async def _exchanged(session: Session, registry: RegistryClient) -> Token:
    try:
        return await registry.exchange(session.key)
    except NotSignedIn as error:
        raise SessionEnded("Your session has ended. Sign in again to carry on where you were.") from error


tokens = Tokens()


def cookie_name(request: Request) -> str:
    """Return the session cookie's name; browsers take the prefixed one over TLS only, and for one host only."""
    return "__Host-howdah" if is_private(request.app) else "howdah"


def session_of(request: Request) -> Session | None:
    """Return the session that the browser keeps, or None."""
    identity, mark, key = request.cookies.get(cookie_name(request), "").partition("~")
    return Session(identity, SecretStr(key)) if mark else None


def registry_of(request: Request, token: SecretStr | None = None) -> RegistryClient:
    """Return the registry's client, speaking with a token or as nobody, for whoever looks at the page."""
    return RegistryClient(request.app.state.resources.http("registry"), token, asking_for=came_from(request))


async def begin(request: Request, user: str, password: SecretStr) -> Session:
    """Return a session for a user; raises NotSignedIn where the password does not fit."""
    token = SecretStr((await registry_of(request).sign_in(user, password)).access_token)
    principal = await verify(token.get_secret_value(), request.app.state.resources.keys)
    wanted = NewApiKey(
        name=f"{SESSION}: {browser(request.headers.get('user-agent', ''))}",
        permissions=tuple(sorted(principal.permissions)),
        expires_at=datetime.now(UTC) + LASTS,
    )
    made = await registry_of(request, token).create_api_key(wanted)
    return Session(made.id, SecretStr(made.key))


async def end(request: Request, session: Session) -> None:
    """Revoke a session for good."""
    token = await tokens.of(session, registry_of(request))
    await registry_of(request, token).revoke_api_key(session.id)
    tokens.forget(session)


def keep(request: Request, response: Response, session: Session) -> None:
    """Let the browser keep a session, out of reach of scripts and of other sites."""
    response.set_cookie(
        cookie_name(request),
        session.cookie,
        max_age=int(LASTS.total_seconds()),
        secure=is_private(request.app),
        httponly=True,
        samesite="lax",
    )


def drop(request: Request, response: Response) -> None:
    """Let the browser forget its session."""
    response.delete_cookie(cookie_name(request), secure=is_private(request.app), httponly=True, samesite="lax")


def browser(agent: str) -> str:
    """Return which browser on which system a user agent names, for the owner's list of keys."""
    program, system = _BROWSERS.search(agent), _SYSTEMS.search(agent)
    return " on ".join(m for m in (program and program[1], system and system[0]) if m) or "unknown browser"


async def user_of(request: Request) -> Principal:
    """Return who is signed in, with a token of this moment; raises NotSignedIn, SessionEnded."""
    session = session_of(request)
    if session is None:
        raise NotSignedIn("Sign in to see this page.")
    principal = await _principal(request, session)
    request.state.subject = principal.subject
    said_by(principal.subject, getattr(request.scope.get("route"), "path", ""), principal.viewers)
    return replace(principal, name=person(principal.name))


def person(name: str) -> str:
    """Return who acts in a session: the registry names its token after the user and the key, people know the former."""
    return name.partition(f" ({SESSION}")[0]


async def _principal(request: Request, session: Session) -> Principal:
    keys = request.app.state.resources.keys
    token = await tokens.of(session, registry_of(request))
    try:
        return await verify(token.get_secret_value(), keys)
    except NotSignedIn:
        # A registry that was given other keys signs no more with those of the token that is held here.
        tokens.forget(session)
        return await verify((await tokens.of(session, registry_of(request))).get_secret_value(), keys)


User = Annotated[Principal, Depends(user_of)]


async def user_if_any(request: Request) -> Principal | None:
    """Return the signed-in user, or None where there is none or nobody can tell."""
    try:
        return await user_of(request)
    except Problem:
        return None


@dataclass(frozen=True)
class Asks(Neighbour[Client]):
    """A dependency that answers the client of another service, speaking as the signed-in user."""

    async def __call__(self, request: Request, caller: User) -> Client:
        """Return the client for one request."""
        return await super().__call__(request, caller)
