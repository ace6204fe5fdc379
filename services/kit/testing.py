"""How is a service tried on real servers, with a database for each test, the real apps and signed tokens?"""

import asyncio
import importlib
import json
import secrets
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlsplit, urlunsplit

import httpx
import jwt
import psycopg
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from fastapi import FastAPI
from psycopg import sql
from pydantic import SecretStr

from services.kit import auth
from services.kit.errors import NotSignedIn
from services.kit.migrate import migrate, owners
from services.kit.settings import Settings

TEMPLATE = "howdah_template"


class PostgresServer(Protocol):
    """A running PostgreSQL, as the project's `servers` fixture gives it."""

    @property
    def admin_url(self) -> str:
        """Where its superuser connects."""


@dataclass(frozen=True)
class Database:
    """A database of one test, with every schema in place and nothing in it."""

    admin_url: str
    passwords: Mapping[str, str]

    def url(self, role: str) -> str:
        """Return where a role (`ingest`, `svc_registry`, …) connects."""
        parts = urlsplit(self.admin_url)
        return urlunsplit(parts._replace(netloc=f"{role}:{self.passwords[role]}@{parts.hostname}:{parts.port}"))

    def admin(self) -> psycopg.Connection:
        """Return an autocommitting connection that may do everything: for arranging and for looking."""
        return psycopg.connect(self.admin_url, autocommit=True)


def _named(url: str, database: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


@pytest.fixture(scope="session")
def database_passwords() -> dict[str, str]:
    """A password for every owner's role."""
    return {owner.role: secrets.token_urlsafe(16) for owner in owners() if owner.role}


@pytest.fixture(scope="session")
def postgres(servers: Any) -> PostgresServer:
    """The PostgreSQL of this run: a project's `servers` fixture provides it."""
    server: PostgresServer = servers.postgres
    return server


@pytest.fixture(scope="session")
def template(postgres: PostgresServer, database_passwords: dict[str, str]) -> str:
    """A migrated database that every test's own is cloned from."""
    with psycopg.connect(postgres.admin_url, autocommit=True) as connection:
        connection.execute(sql.SQL("create database {}").format(sql.Identifier(TEMPLATE)))
    migrate(_named(postgres.admin_url, TEMPLATE), database_passwords)
    return TEMPLATE


@contextmanager
def cloned(postgres: PostgresServer, template: str, passwords: dict[str, str]) -> Iterator[Database]:
    """Give a migrated database of its own to whoever asks, and drop it afterwards."""
    chosen = f"test_{secrets.token_hex(6)}"
    name = sql.Identifier(chosen)
    with psycopg.connect(postgres.admin_url, autocommit=True) as connection:
        connection.execute(sql.SQL("create database {} template {}").format(name, sql.Identifier(template)))
        connection.execute(sql.SQL("revoke temporary on database {} from public").format(name))
        connection.execute(sql.SQL("grant temporary on database {} to ingest").format(name))
    try:
        yield Database(_named(postgres.admin_url, chosen), passwords)
    finally:
        with psycopg.connect(postgres.admin_url, autocommit=True) as connection:
            connection.execute(sql.SQL("drop database {} with (force)").format(name))


@pytest.fixture
def database(postgres: PostgresServer, template: str, database_passwords: dict[str, str]) -> Iterator[Database]:
    """A database of this test's own."""
    with cloned(postgres, template, database_passwords) as made:
        yield made


@dataclass(frozen=True)
class SigningKey:
    """A key that signs the tokens of a test, and the published half of it."""

    private: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)

    @property
    def kid(self) -> str:
        """Return the key's id, as the registry would publish it."""
        return auth.key_id(self.private.public_key())

    async def key(self, kid: str) -> jwt.PyJWK:
        """Return the public half; raises NotSignedIn for another key's id."""
        if kid != self.kid:
            raise NotSignedIn("The token is signed by a key that this platform does not know; sign in again.")
        public = json.loads(jwt.algorithms.OKPAlgorithm.to_jwk(self.private.public_key()))
        return jwt.PyJWK({**public, "kid": self.kid, "alg": auth.ALGORITHM})

    def pem(self) -> bytes:
        """Return the private half as PKCS 8 PEM, as the registry's key file holds it."""
        return self.private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())

    def token(self, role: auth.Role = auth.Role.ENGINEER, /, *viewers: str, **claims: Any) -> str:
        """Return a signed token of a role that sees what `viewers` may see; `claims` override any claim."""
        begun = datetime.now(UTC)
        told: dict[str, Any] = {
            "sub": f"user:{role}",
            "name": f"Test {role}",
            "role": role,
            "customer": next((v.removeprefix("customer:") for v in viewers if v.startswith("customer:")), None),
            "viewers": list(viewers),
            "permissions": ["*:read", "*:write"] if role == auth.Role.ADMINISTRATOR else ["*:read"],
            "iss": auth.ISSUER,
            "aud": auth.AUDIENCE,
            "iat": begun,
            "exp": begun + timedelta(minutes=10),
            "jti": secrets.token_hex(8),
        }
        return jwt.encode({**told, **claims}, self.private, auth.ALGORITHM, headers={"kid": self.kid})


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
        folder = name.replace("-", "_")
        app: FastAPI = importlib.import_module(f"services.{folder}.app").app
        kind: type[Settings] = getattr(app.state, "settings_kind", Settings)
        url = SecretStr(self.database.url(f"svc_{folder}"))
        app.state.settings = kind(**{"database_url": url, "pool_size": 4, **self.settings, **settings})
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
def signing() -> SigningKey:
    """The key that signs this test's tokens."""
    return SigningKey()


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


def see(
    database: Database,
    machine: str,
    viewer: str,
    from_time: datetime | None = None,
    to_time: datetime | None = None,
    *,
    kind: str = "wheel_loader",
) -> None:
    """Commission a machine and let a viewer see [from_time, to_time) of it (None: without end)."""
    with database.admin() as connection:
        connection.execute(
            "insert into access.machine (machine, kind, model, generation, commissioned_at)"
            " values (%s, %s, 'test-model', 'json', '2020-01-01Z') on conflict do nothing",
            [machine, kind],
        )
        connection.execute(
            "insert into access.visibility (viewer, machine, from_time, to_time) values"
            " (%s, %s, coalesce(%s, '-infinity'::timestamptz), coalesce(%s, 'infinity'::timestamptz))",
            [viewer, machine, from_time, to_time],
        )
