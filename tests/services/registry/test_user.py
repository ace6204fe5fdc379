"""Are users made, changed and disabled, and is somebody always left to do so?"""

import asyncio
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import ValidationError

from services.kit.testing import House
from services.registry.beginning import make_administrator
from tests.services.registry.arrangement import PASSWORD, USERS, make_user


async def test_a_user_is_told_without_the_password(admin: httpx.AsyncClient) -> None:
    await make_user(admin)
    told = (await admin.get("/v1/users/eva")).json()
    assert told == {"id": "eva", "customer": None, "disabled_at": None, "parties": [], **USERS["eva"]}
    assert [user["id"] for user in (await admin.get("/v1/users")).json()["items"]] == ["eva"]


async def test_a_change_without_a_password_leaves_it_and_lets_a_disabled_user_in_again(
    admin: httpx.AsyncClient,
) -> None:
    await make_user(admin)
    await admin.delete("/v1/users/eva")
    assert (await admin.get("/v1/users/eva")).json()["disabled_at"] is not None
    changed = USERS["eva"] | {"regions": ["south"]}
    assert (await admin.put("/v1/users/eva", json=changed)).json()["regions"] == ["south"]
    assert (await admin.post("/v1/tokens", json={"user": "eva", "password": PASSWORD})).status_code == 201


WRONG: list[tuple[str, dict[str, Any], str, str]] = [
    ("eva", {"name": "Eva", "role": "engineer", "customer": "acme"}, "invalid-request", "nobody else does"),
    ("carl", {"name": "Carl", "role": "customer"}, "invalid-request", "names a customer"),
    ("ada", {"name": "Ada", "role": "administrator", "regions": ["north"]}, "invalid-request", "only engineers"),
    ("eva", USERS["eva"] | {"regions": ["nort"]}, "unknown-reference", "nearest known: north"),
    ("carl", USERS["carl"] | {"customer": "acm"}, "unknown-reference", "nearest known: acme"),
    ("eva", USERS["eva"] | {"password": "short"}, "invalid-request", "at least 12"),
    ("eva", USERS["eva"] | {"role": "king"}, "invalid-request", "'engineer', 'customer', 'developer'"),
    ("Eva,all", USERS["eva"], "invalid-request", "a user name has"),
]


async def test_a_user_who_cannot_be_is_refused_with_what_would_be_right(admin: httpx.AsyncClient) -> None:
    for user, body, code, told in WRONG:
        answer = await admin.put(f"/v1/users/{user}", json=body)
        assert (answer.status_code, answer.json()["code"]) == (422, code), body
        assert told in answer.json()["detail"]
        assert "short" not in answer.text


async def test_the_last_administrator_stays(admin: httpx.AsyncClient) -> None:
    await make_user(admin, "ada")
    demoted = USERS["ada"] | {"role": "developer"}
    for answer in (await admin.delete("/v1/users/ada"), await admin.put("/v1/users/ada", json=demoted)):
        assert (answer.status_code, answer.json()["code"]) == (409, "last-administrator")
    assert (await admin.get("/v1/users/ada")).json()["role"] == "administrator"
    await admin.put("/v1/users/bea", json={"name": "Bea", "role": "administrator"})
    assert (await admin.delete("/v1/users/ada")).status_code == 204
    assert (await admin.delete("/v1/users/nobody")).status_code == 404


async def test_the_first_administrator_is_made_at_start_and_only_when_there_is_nobody(
    house: House, tmp_path: Path
) -> None:
    secret = tmp_path / "admin"
    secret.write_text(PASSWORD + "\n")
    app = await house.open("registry", admin_user="root", admin_password_file=secret)
    api = await house.api("registry")
    async with asyncio.timeout(20):
        # The first attempts fail, more often than is allowed: whoever starts a registry waits for it in this way.
        while (await api.post("/v1/tokens", json={"user": "root", "password": PASSWORD})).status_code != 201:
            pass
    secret.write_text("another password")
    await make_administrator(app.state.resources)
    assert (await api.post("/v1/tokens", json={"user": "root", "password": "another password"})).status_code == 401


async def test_a_first_administrator_with_a_short_password_is_not_made(house: House, tmp_path: Path) -> None:
    secret = tmp_path / "admin"
    secret.write_text("short")
    app = await house.open("registry", admin_user="root", admin_password_file=secret)
    with pytest.raises(ValidationError, match="at least 12"):
        await make_administrator(app.state.resources)
