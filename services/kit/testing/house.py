"""How do a test's services live together, without a network between them?"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from pydantic import SecretStr

from services.kit import auth
from services.kit.room import app_of, folder_of
from services.kit.settings import Settings
from services.kit.testing.database import Database
from services.kit.testing.signing import SigningKey


@dataclass
class House:
    """The real apps of one test, joined over ASGI, on the test's database and with its signing key."""

    database: Database
    signing: SigningKey
    settings: Mapping[str, Any]
    stack: AsyncExitStack
    apps: dict[str, FastAPI] = field(default_factory=dict)
    transports: dict[str, httpx.AsyncBaseTransport] = field(default_factory=dict)

    async def open(self, name: str, **settings: Any) -> FastAPI:
        """Return a service's app, started; settings given here go before the test's."""
        if name in self.apps:
            return self.apps[name]
        app = app_of(name)
        kind: type[Settings] = getattr(app.state, "settings_kind", Settings)
        url = SecretStr(self.database.url(f"svc_{folder_of(name)}"))
        # Workers wait, because a test says itself what is done when; a first connection of a busy machine is late.
        usual = {"database_url": url, "pool_size": 4, "pool_wait_s": 10.0, "work_after_s": 3600}
        app.state.settings = kind(**{**usual, **self.settings, **settings})
        app.state.transports = self.transports
        app.state.keys = self.signing
        await self.stack.enter_async_context(_Running(app))
        self.apps[name] = app
        self.transports[name] = httpx.ASGITransport(app, raise_app_exceptions=False)
        return app

    async def api(self, name: str, token: str | None = None, **settings: Any) -> httpx.AsyncClient:
        """Return a client of a service, started when it is not, speaking with a token (None: with none)."""
        await self.open(name, **settings)
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        client = httpx.AsyncClient(transport=self.transports[name], base_url=f"http://{name}", headers=headers)
        return await self.stack.enter_async_context(client)

    def token(self, role: auth.Role = auth.Role.ENGINEER, *viewers: str, **claims: Any) -> str:
        """Return a signed token of a role that sees what `viewers` may see."""
        return self.signing.token(role, *viewers, **claims)


class _Running:
    """Runs an app's lifespan in one task of its own, because fixtures begin and end in different ones."""

    def __init__(self, app: FastAPI) -> None:
        self.app = app
        self.stop = asyncio.Event()
        self.up: asyncio.Future[None]

    async def __aenter__(self) -> None:
        self.up = asyncio.get_running_loop().create_future()
        self.task = asyncio.create_task(self._live(), name=f"lifespan of {self.app.title}")
        await asyncio.wait([self.up, self.task], return_when=asyncio.FIRST_COMPLETED)
        if self.task.done():
            self.task.result()

    async def _live(self) -> None:
        async with self.app.router.lifespan_context(self.app):
            self.up.set_result(None)
            await self.stop.wait()

    async def __aexit__(self, *error: object) -> None:
        self.stop.set()
        await self.task


@pytest.fixture
def house_settings() -> dict[str, Any]:
    """Settings for every app of a test; override where a test needs a broker or limits."""
    return {}


@pytest.fixture
async def house(
    database: Database, signing: SigningKey, house_settings: dict[str, Any], tmp_path: Path
) -> AsyncIterator[House]:
    """The real apps, opened as a test asks for them; the registry signs with the test's key."""
    key_file = tmp_path / "signing.pem"
    key_file.write_bytes(signing.pem())
    async with AsyncExitStack() as stack:
        yield House(database, signing, {"signing_key_file": key_file, **house_settings}, stack)
