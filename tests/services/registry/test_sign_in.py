"""Who gets a token, what does it tell, and what becomes of those who guess?"""

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pydantic import SecretStr

from services.kit.auth import PublishedKeys, Role, key_id, verify
from services.kit.errors import NotSignedIn
from services.kit.testing import House, SigningKey
from services.registry import password
from services.registry.signing import UnusableSigningKey, signer
from tests.services.registry.arrangement import PASSWORD, USERS, make_user

LIMIT = 3
WRITES = ("diagnostics:write", "maintenance:write", "positioning:write", "site:write", "weighing:write")


@pytest.fixture
def house_settings() -> dict[str, Any]:
    """Few attempts, because each takes a core for a fifth of a second."""
    return {"sign_in_attempts": LIMIT}


async def _sign_in(api: httpx.AsyncClient, user: str, secret: str) -> httpx.Response:
    return await api.post("/v1/tokens", json={"user": user, "password": secret})


@pytest.mark.parametrize(
    ("user", "viewers", "permissions"),
    [
        ("eva", ["region:north", "region:south"], ["*:read", *WRITES]),
        ("carl", ["customer:acme"], ["*:read", "consent:write", *WRITES]),
        ("dora", ["region:north"], ["*:read"]),
        ("ada", ["all"], ["*:read", "*:write"]),
    ],
)
async def test_a_token_tells_as_whom_its_holder_sees(
    house: House, admin: httpx.AsyncClient, user: str, viewers: list[str], permissions: list[str]
) -> None:
    await make_user(admin, user)
    answer = await _sign_in(admin, user, PASSWORD)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (201, "no-store")
    token = answer.json()
    assert 600 <= token["expires_in"] <= 900
    me = (await (await house.api("registry", token["access_token"])).get("/v1/me")).json()
    assert (me["subject"], me["viewers"], me["permissions"]) == (f"user:{user}", viewers, permissions)
    assert (me["role"], me["customer"]) == (USERS[user]["role"], USERS[user].get("customer"))
    assert me["expires_at"] == token["expires_at"]


async def test_other_services_verify_a_token_by_the_published_keys(house: House, admin: httpx.AsyncClient) -> None:
    await make_user(admin)
    token = (await _sign_in(admin, "eva", PASSWORD)).json()["access_token"]
    published = PublishedKeys("http://registry/v1/keys.json", house.transports["registry"])
    assert (await verify(token, published)).subject == "user:eva"
    with pytest.raises(NotSignedIn):
        await verify(SigningKey().token(Role.ADMINISTRATOR, "all"), published)


def test_a_key_is_named_by_its_thumbprint() -> None:
    # The example of RFC 8037, appendix A.3.
    public = Ed25519PublicKey.from_public_bytes(
        bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
    )
    assert key_id(public) == "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k"


def test_a_file_without_an_ed25519_key_is_refused_with_how_to_make_one(tmp_path: Path) -> None:
    other = tmp_path / "other.pem"
    key = generate_private_key(SECP256R1())
    other.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    (tmp_path / "broken.pem").write_text("-----BEGIN PRIVATE KEY-----\n")
    for name in ("other.pem", "broken.pem", "missing.pem"):
        with pytest.raises(UnusableSigningKey, match="openssl genpkey -algorithm ed25519"):
            signer(tmp_path / name)


async def test_an_unknown_user_a_wrong_password_and_a_disabled_user_get_the_same_answer(
    admin: httpx.AsyncClient,
) -> None:
    await make_user(admin)
    await make_user(admin, "carl")
    await admin.put("/v1/users/dora", json=USERS["dora"])
    assert (await admin.delete("/v1/users/carl")).status_code == 204
    tries = [("eva", "wrong"), ("nobody", PASSWORD), ("carl", PASSWORD), ("dora", "")]
    answers = [(await _sign_in(admin, *one)) for one in tries]
    told = {(a.status_code, a.headers["WWW-Authenticate"], str(a.json() | {"trace_id": ""})) for a in answers}
    assert len(told) == 1
    assert answers[0].json()["code"] == "wrong-credentials"


async def test_who_is_not_there_is_compared_with_a_hash_of_the_same_cost() -> None:
    real = await password.hash_password(SecretStr(PASSWORD))
    assert real.rsplit("$", 2)[0] == password.NOBODY.rsplit("$", 2)[0]
    assert real.startswith("$argon2id$")
    assert await password.fits(real, SecretStr(PASSWORD))
    assert not await password.fits(None, SecretStr(PASSWORD))


async def test_hashing_leaves_the_loop_free() -> None:
    hashing = asyncio.create_task(password.hash_password(SecretStr(PASSWORD)))
    turns = 0
    while not hashing.done():
        await asyncio.wait([hashing], timeout=0.001)
        turns += 1
    assert turns > 5


async def test_guessing_is_stopped_even_with_the_right_password_and_for_that_user_only(
    house: House, admin: httpx.AsyncClient
) -> None:
    await make_user(admin)
    await make_user(admin, "carl")
    for _ in range(LIMIT):
        assert (await _sign_in(admin, "eva", "guess")).status_code == 401
    stopped = await _sign_in(admin, "eva", PASSWORD)
    assert (stopped.status_code, stopped.json()["code"]) == (429, "too-many-attempts")
    assert 0 < int(stopped.headers["Retry-After"]) <= 301
    assert (await _sign_in(admin, "carl", PASSWORD)).status_code == 201
    with house.database.admin() as connection:
        connection.execute("update registry.sign_in_attempt set begun_at = begun_at - interval '301 seconds'")
    assert (await _sign_in(admin, "eva", PASSWORD)).status_code == 201


async def test_guesses_sent_at_once_are_counted_as_those_one_by_one(admin: httpx.AsyncClient) -> None:
    answers = await asyncio.gather(*(_sign_in(admin, "nobody", "guess") for _ in range(LIMIT + 4)))
    assert sorted(answer.status_code for answer in answers) == [401] * LIMIT + [429] * 4


async def test_a_success_forgets_the_attempts_before_it(house: House, admin: httpx.AsyncClient) -> None:
    await make_user(admin)
    for _ in range(LIMIT - 1):
        await _sign_in(admin, "eva", "typo")
    assert (await _sign_in(admin, "eva", PASSWORD)).status_code == 201
    with house.database.admin() as connection:
        rows = connection.execute("select subject, attempts from registry.sign_in_attempt").fetchall()
    assert rows == [("address:127.0.0.1", LIMIT - 1)]


async def test_one_address_cannot_try_every_name(house: House, admin: httpx.AsyncClient) -> None:
    with house.database.admin() as connection:
        connection.execute("insert into registry.sign_in_attempt values ('address:127.0.0.1', 300, now())")
    assert (await _sign_in(admin, "somebody-else", "guess")).status_code == 429


MALFORMED: list[dict[str, str]] = [
    {},
    {"user": "eva"},
    {"password": PASSWORD},
    {"user": "eva", "password": PASSWORD, "api_key": "howdah_x"},
    {"user": "eva, all", "password": PASSWORD},
    {"user": "eva", "password": "x" * 201},
    {"user": "eva", "password": PASSWORD, "role": "administrator"},
]


async def test_a_malformed_sign_in_is_refused_and_tells_no_secret(admin: httpx.AsyncClient) -> None:
    for body in MALFORMED:
        answer = await admin.post("/v1/tokens", json=body)
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid-request"), body
        assert PASSWORD not in answer.text


async def test_a_password_is_changed_by_who_knows_it(house: House, admin: httpx.AsyncClient) -> None:
    await make_user(admin)
    token = (await _sign_in(admin, "eva", PASSWORD)).json()["access_token"]
    api = await house.api("registry", token)
    wrong = await api.post("/v1/me/password", json={"current": "guess", "wanted": "another horse battery"})
    assert wrong.status_code == 401
    right = await api.post("/v1/me/password", json={"current": PASSWORD, "wanted": "another horse battery"})
    assert (right.status_code, right.json()["subject"]) == (200, "user:eva")
    assert (await _sign_in(admin, "eva", PASSWORD)).status_code == 401
    assert (await _sign_in(admin, "eva", "another horse battery")).status_code == 201
