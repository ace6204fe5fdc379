"""What is an API key worth, to whom, and for how long?"""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from pydantic import SecretStr

from services.kit.errors import NotFound, NotSignedIn
from services.kit.testing import House
from services.registry import apikey
from services.registry.api import NewApiKey
from services.registry.client import RegistryClient
from tests.services.registry.arrangement import PASSWORD, make_user


async def _token(admin: httpx.AsyncClient, user: str) -> SecretStr:
    return SecretStr((await RegistryClient(admin).sign_in(user, SecretStr(PASSWORD))).access_token)


def _body(**changes: Any) -> dict[str, Any]:
    return {"name": "feed", "expires_at": (datetime.now(UTC) + timedelta(days=30)).isoformat(), **changes}


def _wanted(**changes: Any) -> NewApiKey:
    return NewApiKey.model_validate(_body(**changes))


def test_a_key_is_known_by_its_prefix_and_checksum() -> None:
    key = apikey.make_key().get_secret_value()
    assert re.fullmatch(r"howdah_[0-9A-Za-z]{49}", key)
    assert apikey.is_well_formed(SecretStr(key))
    swapped = key[:10] + key[11] + key[10] + key[12:]
    mistyped = key[:20] + ("a" if key[20] != "a" else "b") + key[21:]
    for wrong in (
        mistyped,
        key[:-1],
        key + "0",
        key.lower(),
        "x" + key[1:],
        "",
        *([swapped] if swapped != key else []),
    ):
        assert not apikey.is_well_formed(SecretStr(wrong))


async def test_an_api_key_is_exchanged_for_a_token_with_its_limits(house: House, admin: httpx.AsyncClient) -> None:
    await make_user(admin, "ada")
    signed_in = RegistryClient(admin, (await _token(admin, "ada")))
    made = await signed_in.create_api_key(_wanted(permissions=("telemetry:read", "registry:read")))
    token = await RegistryClient(admin).exchange(SecretStr(made.key))
    me = await RegistryClient(admin, SecretStr(token.access_token)).me()
    assert (me.subject, me.name) == (f"key:{made.id}", "Ada (feed)")
    assert (me.viewers, me.permissions) == (["all"], ["registry:read", "telemetry:read"])
    assert (await signed_in.api_keys()).items[0].last_used_at is not None


async def test_a_key_that_is_revoked_expired_or_of_a_disabled_user_is_worth_nothing(
    house: House, admin: httpx.AsyncClient
) -> None:
    await make_user(admin)
    await make_user(admin, "carl")
    eva, carl = [RegistryClient(admin, (await _token(admin, user))) for user in ("eva", "carl")]
    revoked, expired = [await eva.create_api_key(_wanted()) for _ in range(2)]
    disabled = await carl.create_api_key(_wanted())
    await eva.revoke_api_key(revoked.id)
    await admin.delete("/v1/users/carl")
    with house.database.admin() as connection:
        connection.execute("update registry.api_key set expires_at = now() where id = %s", [expired.id])
    never = SecretStr("howdah_" + "0" * 49)
    for key in (*(SecretStr(made.key) for made in (revoked, expired, disabled)), never):
        with pytest.raises(NotSignedIn, match="unknown, expired or revoked"):
            await RegistryClient(admin).exchange(key)


async def test_nothing_that_is_kept_or_logged_holds_a_secret(
    house: House, admin: httpx.AsyncClient, capfd: pytest.CaptureFixture[str]
) -> None:
    await make_user(admin)
    made = await RegistryClient(admin, await _token(admin, "eva")).create_api_key(_wanted())
    await RegistryClient(admin).exchange(SecretStr(made.key))
    kept = ""
    with house.database.admin() as connection:
        for table in ("account", "api_key", "sign_in_attempt"):
            kept += str(connection.execute(f"select t::text from registry.{table} t".encode()).fetchall())
    logged = capfd.readouterr()
    for secret in (made.key, made.key[7:30], PASSWORD):
        assert secret not in kept + logged.err + logged.out


async def test_a_key_may_do_no_more_than_its_maker_and_makes_no_keys(admin: httpx.AsyncClient) -> None:
    await make_user(admin)
    eva = await _token(admin, "eva")
    headers = {"Authorization": f"Bearer {eva.get_secret_value()}"}
    for body, status, code in [
        (_body(permissions=["registry:write"]), 403, "not-permitted"),
        (_body(permissions=["everything"]), 422, "invalid-request"),
        (_body(permissions=[]), 422, "invalid-request"),
        (_body(expires_at="2020-01-01T00:00:00Z"), 422, "invalid-request"),
        (_body(expires_at="2199-01-01T00:00:00Z"), 422, "invalid-request"),
    ]:
        answer = await admin.post("/v1/api-keys", json=body, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    made = await RegistryClient(admin, eva).create_api_key(_wanted())
    by_key = await RegistryClient(admin).exchange(SecretStr(made.key))
    headers = {"Authorization": f"Bearer {by_key.access_token}"}
    answer = await admin.post("/v1/api-keys", json=_body(), headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "not-permitted")


async def test_keys_are_listed_and_revoked_by_their_owner_or_an_administrator(admin: httpx.AsyncClient) -> None:
    await make_user(admin)
    await make_user(admin, "carl")
    eva, carl = [RegistryClient(admin, (await _token(admin, user))) for user in ("eva", "carl")]
    made = [(await eva.create_api_key(_wanted())).id for _ in range(3)]
    first = await eva.api_keys(limit=2)
    rest = await eva.api_keys(after=first.next)
    assert [key.id for key in (*first.items, *rest.items)] == made[::-1]
    assert (await carl.api_keys()).items == []
    # A key, which a browser's session is, sees those of its owner, and ends none but itself.
    own = await carl.create_api_key(_wanted())
    by_key = RegistryClient(admin, SecretStr((await carl.exchange(SecretStr(own.key))).access_token))
    other = await carl.create_api_key(_wanted())
    assert [key.id for key in (await by_key.api_keys()).items] == [other.id, own.id]
    with pytest.raises(NotFound):
        await by_key.revoke_api_key(other.id)
    with pytest.raises(NotFound):
        await carl.revoke_api_key(made[0])
    assert len((await RegistryClient(admin).api_keys()).items) == 5
    assert (await admin.delete(f"/v1/api-keys/{made[0]}")).status_code == 204
    assert [key.id for key in (await eva.api_keys()).items if key.revoked_at] == [made[0]]
