"""How does a test look at the dashboard's pages as a browser asks for them?"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from services.kit.testing import Database, House
from tests.services.registry.arrangement import commission, tenure

PASSWORD = "a long enough password"
ORIGIN = {"Origin": "http://dashboard"}
PAGES = {**ORIGIN, "Accept": "text/html"}
PEOPLE: dict[str, dict[str, Any]] = {
    "anna": {"name": "Anna Berg", "role": "engineer", "regions": ["north"]},
    "carl": {"name": "Carl of Acme", "role": "customer", "customer": "acme"},
    "bea": {"name": "Bea of Bolt", "role": "customer", "customer": "bolt"},
    "dev": {"name": "Devi", "role": "developer", "regions": ["north"]},
}
SINCE = (datetime.now(UTC) - timedelta(days=30)).isoformat()


class Line(httpx.AsyncBaseTransport):
    """The way to a service, which can be cut, and what was asked over it."""

    def __init__(self, way: httpx.AsyncBaseTransport) -> None:
        self.way = way
        self.cut = False
        self.asked: list[str] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Pass a request on, or fail as where nobody listens."""
        if self.cut:
            raise httpx.ConnectError("The line is cut.")
        self.asked.append(request.url.path)
        return await self.way.handle_async_request(request)


@dataclass(frozen=True)
class Stage:
    """A registry with people and two customers' sites, a dashboard, and what a test puts there."""

    house: House
    database: Database
    registry: httpx.AsyncClient
    browser: httpx.AsyncClient

    async def sign_in(self, user: str = "anna") -> httpx.AsyncClient:
        """Return the browser, signed in as somebody whom the registry knows from then on."""
        await self.know(user)
        answer = await self.browser.post("/sign-in", data={"name": user, "password": PASSWORD})
        assert answer.status_code == 303, answer.text
        return self.browser

    async def know(self, user: str) -> None:
        """Let the registry know one of the people."""
        answer = await self.registry.put(f"/v1/users/{user}", json={**PEOPLE[user], "password": PASSWORD})
        assert answer.status_code == 200, answer.text

    async def machine(self, customer: str = "acme", region: str = "north", **details: Any) -> str:
        """Return the id of a machine just commissioned, on a customer's site of a region."""
        told = await commission(self.registry, tenure(customer, SINCE, site=f"{customer}-{region}"), **details)
        name: str = told["machine"]["id"]
        return name

    async def open(self, name: str) -> None:
        """Start a service beside the dashboard, on a line that can be cut."""
        await self.house.open(name)
        self.house.transports[name] = Line(self.house.transports[name])

    def stop(self, name: str) -> None:
        """Cut the line to a service."""
        line = self.house.transports[name]
        assert isinstance(line, Line)
        line.cut = True

    def hear(self, machine: str, **values: float) -> None:
        """Let a machine have sent values a moment ago, and be online."""
        columns = ", ".join(f"{name}, {name}_time" for name in values)
        places = ", ".join("%s, now()" for _ in values)
        with self.database.admin() as connection:
            connection.execute(
                f"insert into telemetry.latest (machine, time, received_at, {columns})"
                f" values (%s, now(), now(), {places})",
                [machine, *values.values()],
            )
            connection.execute(
                "insert into telemetry.state (time, received_at, online, machine, boot)"
                " values (now(), now(), true, %s, 'boot')",
                [machine],
            )


async def stage(house: House, database: Database, registry: httpx.AsyncClient) -> Stage:
    """Return a stage on a registry that an administrator has arranged."""
    browser = await house.api("dashboard")
    browser.headers.update(PAGES)
    made = Stage(house, database, registry, browser)
    await made.open("registry")
    return made
