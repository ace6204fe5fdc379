"""Which tokens hold, and what does a caller hear whose token does not?"""

import json
import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from fastapi import FastAPI
from hypothesis import given
from hypothesis import strategies as st

from services.kit.auth import PublishedKeys, Role, Verified, verify
from services.kit.errors import NotSignedIn, Unavailable
from services.kit.testing import SigningKey

SIGNING = SigningKey()


async def test_a_token_names_its_caller() -> None:
    caller = await verify(SIGNING.token(Role.CUSTOMER, "customer:acme"), SIGNING)
    assert (caller.role, caller.customer, caller.viewers) == (Role.CUSTOMER, "acme", ("customer:acme",))
    assert caller.may("telemetry:read")
    assert not caller.may("registry:write")
    assert SIGNING.token() not in repr(caller)


@pytest.mark.parametrize(
    "wrong",
    [
        {"exp": datetime.now(UTC) - timedelta(minutes=1)},
        {"aud": "elsewhere"},
        {"iss": "somebody"},
        {"role": "superuser"},
        {"viewers": 7},
        {"permissions": None},
    ],
)
async def test_a_token_with_a_wrong_claim_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(NotSignedIn):
        await verify(SIGNING.token(Role.ENGINEER, "all", **wrong), SIGNING)


async def test_a_token_without_signature_or_of_another_algorithm_is_refused() -> None:
    claims = jwt.decode(SIGNING.token(), options={"verify_signature": False})
    public = json.dumps({"k": "x"})
    for token in (
        jwt.encode(claims, "", "none", headers={"kid": SIGNING.kid}),
        jwt.encode(claims, public * 8, "HS256", headers={"kid": SIGNING.kid}),
        jwt.encode(claims, Ed25519PrivateKey.generate(), "EdDSA", headers={"kid": SIGNING.kid}),
        jwt.encode(claims, Ed25519PrivateKey.generate(), "EdDSA", headers={"kid": "../other"}),
    ):
        with pytest.raises(NotSignedIn):
            await verify(token, SIGNING)


@given(place=st.integers(0, 500), other=st.characters(min_codepoint=33, max_codepoint=126))
async def test_no_mutation_of_a_token_holds(place: int, other: str) -> None:
    token = SIGNING.token(Role.ENGINEER, "region:emea")
    place %= len(token)
    if token[place] == other or (place == len(token) - 1):
        return
    with pytest.raises(NotSignedIn):
        await verify(token[:place] + other + token[place + 1 :], SIGNING)


async def test_published_keys_are_fetched_once_and_an_unknown_key_is_refused() -> None:
    asked: list[str] = []
    registry = FastAPI()

    @registry.get("/v1/keys.json")
    async def published() -> dict[str, Any]:
        asked.append("keys")
        public = json.loads(jwt.algorithms.OKPAlgorithm.to_jwk(SIGNING.private.public_key()))
        return {"keys": [{**public, "kid": SIGNING.kid}]}

    keys = PublishedKeys("http://registry/v1/keys.json", httpx.ASGITransport(registry))
    await verify(SIGNING.token(), keys)
    await verify(SIGNING.token(), keys)
    with pytest.raises(NotSignedIn):
        await keys.key(secrets.token_hex(4))
    assert asked == ["keys"]


async def test_a_registry_that_is_away_is_not_the_callers_fault() -> None:
    keys = PublishedKeys("http://127.0.0.1:9/v1/keys.json")
    with pytest.raises(Unavailable):
        await verify(SIGNING.token(), keys)


class Rotating:
    """Keys that may be exchanged or taken away."""

    published: jwt.PyJWK | None = None

    async def key(self, kid: str) -> jwt.PyJWK:
        """Return the key while one is published."""
        if self.published is None:
            raise NotSignedIn(f"Nobody knows {kid}.")
        return self.published


async def test_a_token_that_was_checked_holds_as_long_as_its_key_and_no_longer() -> None:
    keys, verified, token = Rotating(), Verified(), SIGNING.token()
    keys.published = await SIGNING.key(SIGNING.kid)
    first = await verified.principal(token, keys)
    assert await verified.principal(token, keys) is first
    keys.published = await SIGNING.key(SIGNING.kid)
    again = await verified.principal(token, keys)
    assert again is not first
    assert again == first
    keys.published = None
    with pytest.raises(NotSignedIn):
        await verified.principal(token, keys)


async def test_a_token_is_checked_anew_beyond_its_end() -> None:
    keys, verified = Rotating(), Verified()
    keys.published = await SIGNING.key(SIGNING.kid)
    ended = SIGNING.token(exp=datetime.now(UTC) - timedelta(seconds=2))
    within_leeway = await verified.principal(ended, keys)
    assert await verified.principal(ended, keys) is not within_leeway
