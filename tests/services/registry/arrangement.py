"""What is there before a test of the registry begins, and how does it say more?"""

import secrets
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

START = datetime(2026, 1, 1, tzinfo=UTC)
SOLD = datetime(2026, 3, 1, tzinfo=UTC)

_THERE: dict[str, dict[str, Any]] = {
    "/v1/regions/north": {"name": "North"},
    "/v1/regions/south": {"name": "South"},
    "/v1/customers/acme": {"name": "Acme", "region": "north"},
    "/v1/customers/bolt": {"name": "Bolt", "region": "south"},
    "/v1/models/l220": {"make": "Norrberg", "name": "L220", "kind": "wheel_loader"},
    "/v1/models/a30": {"make": "Norrberg", "name": "A30", "kind": "haul_truck"},
}


def site(customer: str, region: str, **changes: Any) -> dict[str, Any]:
    """Return the body of a site of a customer, served by a region."""
    place = {"timezone": "Europe/Stockholm", "latitude_deg": 60.18, "longitude_deg": 15.43}
    return {"name": "A quarry", "customer": customer, "region": region, **place, **changes}


async def arrange(api: httpx.AsyncClient) -> None:
    """Put two regions, two customers with sites in each region, and two models."""
    sites = {f"/v1/sites/{c}-{r}": site(c, r) for c in ("acme", "bolt") for r in ("north", "south")}
    for path, body in (_THERE | sites).items():
        answer = await api.put(path, json=body)
        assert answer.status_code == 200, answer.text


def day(number: float) -> str:
    """Return the beginning of a day of the year, counted from 0, as it is sent."""
    return (START + timedelta(days=number)).isoformat()


def tenure(
    customer: str, from_: str, to: str | None = None, *, basis: str = "owned", site: str | None = None
) -> dict[str, Any]:
    """Return the body of a tenure."""
    return {"basis": basis, "customer": customer, "site": site, "from": from_, "to": to}


def machine(*tenures: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Return the body of a machine that nobody else has."""
    number = secrets.token_hex(4)
    own = {"id": f"m-{number}", "name": "Loader 7", "model": "l220", "serial": number}
    return {**own, "generation": "json", "tenures": list(tenures), **changes}


async def commission(api: httpx.AsyncClient, *tenures: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Return the machine just commissioned, with its credentials."""
    answer = await api.post("/v1/machines", json=machine(*tenures, **changes))
    assert answer.status_code == 201, answer.text
    told: dict[str, Any] = answer.json()
    return told


PASSWORD = "correct horse battery"
USERS: dict[str, dict[str, Any]] = {
    "eva": {"name": "Eva", "role": "engineer", "regions": ["north", "south"]},
    "carl": {"name": "Carl", "role": "customer", "customer": "acme"},
    "dora": {"name": "Dora", "role": "developer", "regions": ["north"]},
    "ada": {"name": "Ada", "role": "administrator"},
}


async def make_user(api: httpx.AsyncClient, user: str = "eva", **changes: Any) -> None:
    """Make one of the users above, with the one password."""
    answer = await api.put(f"/v1/users/{user}", json=USERS[user] | {"password": PASSWORD} | changes)
    assert answer.status_code == 200, answer.text
