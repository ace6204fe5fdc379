"""Who is calling, what may they see, and what may they do?"""

import asyncio
import base64
import hashlib
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any, Protocol

import httpx
import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import SecretStr

from services.kit.errors import NotPermitted, NotSignedIn, Unavailable
from services.kit.witness.reader import said_by

ISSUER = "howdah"
AUDIENCE = "howdah-services"
ALGORITHM = "EdDSA"
_READING = ("GET", "HEAD")
_MOST_VERIFIED = 10_000
_ASKED_AGAIN_S = 1.0


class Role(StrEnum):
    """What a user is to the platform."""

    ENGINEER = "engineer"
    CUSTOMER = "customer"
    DEVELOPER = "developer"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True)
class Principal:
    """The caller of a request, as their verified token says."""

    subject: str
    name: str
    role: Role
    customer: str | None
    viewers: tuple[str, ...]
    permissions: frozenset[str]
    expires_at: datetime
    token: SecretStr

    def may(self, permission: str) -> bool:
        """Return whether `service:read` or `service:write` is granted, by name or by `*:read` or `*:write`."""
        _, _, verb = permission.partition(":")
        return permission in self.permissions or f"*:{verb}" in self.permissions


def key_id(public: Ed25519PublicKey) -> str:
    """Return the id under which a public key is published: its thumbprint (RFC 7638), without padding."""
    x = base64.urlsafe_b64encode(public.public_bytes_raw()).decode().rstrip("=")
    canonical = f'{{"crv":"Ed25519","kty":"OKP","x":"{x}"}}'
    return base64.urlsafe_b64encode(hashlib.sha256(canonical.encode()).digest()).decode().rstrip("=")


class Keys(Protocol):
    """Where the public keys that sign tokens come from."""

    async def key(self, kid: str) -> jwt.PyJWK:
        """Return the key of this id; raises NotSignedIn when there is none."""


@dataclass
class PublishedKeys:
    """The registry's published key set (JWKS), fetched when an unknown key id comes, at most every ten seconds."""

    url: str
    transport: httpx.AsyncBaseTransport | None = None
    _keys: dict[str, jwt.PyJWK] = field(default_factory=dict)
    _fetched: float = -60.0
    _lock: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def key(self, kid: str) -> jwt.PyJWK:
        """Return the key of this id; raises NotSignedIn when it is not published, Unavailable when nobody says."""
        if kid not in self._keys:
            async with self._lock:
                await self._fetch()
        if kid not in self._keys:
            raise NotSignedIn("The token is signed by a key that this platform does not know; sign in again.")
        return self._keys[kid]

    async def learn(self) -> None:
        """Look the keys up before the first token comes, whose request would wait for them, until somebody says."""
        while True:
            with suppress(Unavailable):
                async with self._lock:
                    await self._fetch()
            if self._keys:
                return
            await asyncio.sleep(_ASKED_AGAIN_S)

    async def _fetch(self) -> None:
        if time.monotonic() - self._fetched < 10:
            return
        try:
            async with httpx.AsyncClient(transport=self.transport, timeout=5) as http:
                answer = (await http.get(self.url)).raise_for_status().json()
        except httpx.HTTPError as error:
            raise Unavailable("The registry, which publishes the keys of tokens, does not answer.") from error
        self._keys = {key.key_id or "": key for key in jwt.PyJWKSet.from_dict(answer).keys}
        self._fetched = time.monotonic()


async def verify(token: str, keys: Keys) -> Principal:
    """Return whom a token names; raises NotSignedIn with the reason when it does not hold."""
    try:
        header = jwt.get_unverified_header(token)
        if header.get("alg") != ALGORITHM:
            raise NotSignedIn("The token is signed in a way that is not accepted here.")
        key = await keys.key(str(header.get("kid", "")))
        required = ["exp", "iat", "iss", "aud", "sub", "role", "viewers", "permissions"]
        claims = jwt.decode(
            token, key, [ALGORITHM], audience=AUDIENCE, issuer=ISSUER, options={"require": required}, leeway=5
        )
        return _principal(claims, token)
    except jwt.ExpiredSignatureError as error:
        raise NotSignedIn("The token has expired; get another at /api/registry/v1/tokens.") from error
    except (jwt.InvalidTokenError, ValueError, TypeError) as error:
        raise NotSignedIn(
            "The token is malformed or was not made for these services. "
            "A password or an API key is exchanged for one: POST /api/registry/v1/tokens."
        ) from error


@dataclass(frozen=True)
class Verified:
    """The tokens that a process has checked: one comes with many requests, and checking it costs half a millisecond."""

    _known: dict[str, tuple[str, jwt.PyJWK, Principal]] = field(default_factory=dict)

    async def principal(self, token: str, keys: Keys) -> Principal:
        """Return whom a token names, as long as it and the key that signed it hold; raises as `verify` does."""
        if known := self._known.get(token):
            kid, key, principal = known
            if await keys.key(kid) is key and datetime.now(UTC) < principal.expires_at:
                return principal
        found = await verify(token, keys)
        if len(self._known) >= _MOST_VERIFIED:
            self._known.clear()
        kid = str(jwt.get_unverified_header(token)["kid"])
        self._known[token] = kid, await keys.key(kid), found
        return found


def _principal(claims: dict[str, Any], token: str) -> Principal:
    return Principal(
        subject=str(claims["sub"]),
        name=str(claims.get("name", claims["sub"])),
        role=Role(claims["role"]),
        customer=claims.get("customer"),
        viewers=tuple(map(str, claims["viewers"])),
        permissions=frozenset(map(str, claims["permissions"])),
        expires_at=datetime.fromtimestamp(claims["exp"], UTC),
        token=SecretStr(token),
    )


_bearer = HTTPBearer(auto_error=False, description="An access token of the registry (POST /v1/tokens).")


async def _caller(
    request: Request, bearer: Annotated[HTTPAuthorizationCredentials | None, Depends(_bearer)]
) -> Principal:
    if bearer is None:
        raise NotSignedIn("Send 'Authorization: Bearer <token>'; a token comes from /api/registry/v1/tokens.")
    resources = request.app.state.resources
    verified: Verified = resources.verified
    principal = await verified.principal(bearer.credentials, resources.keys)
    request.state.subject = principal.subject
    said_by(principal.subject, getattr(request.scope.get("route"), "path", ""), principal.viewers)
    if request.method in _READING:
        _require(principal, f"{request.app.title}:read")
    return principal


Caller = Annotated[Principal, Depends(_caller)]


def permitted(permission: str) -> Callable[[Principal], Awaitable[Principal]]:
    """Return a dependency that answers the caller, and raises NotPermitted when the permission is not theirs.

    Reading needs no such dependency: whoever asks for a `Caller` on a GET already has `<service>:read`.
    """

    async def check(caller: Caller) -> Principal:
        _require(caller, permission)
        return caller

    return check


def _require(principal: Principal, permission: str) -> None:
    if not principal.may(permission):
        raise NotPermitted(f"This needs the permission '{permission}', which your {principal.role} access has not.")
