"""What runs while a real browser looks at the pages, and what do machines say meanwhile?"""

import json
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import httpx
from psycopg import sql

from deploy.account import private_folder
from deploy.child import Child, Program
from deploy.mosquitto.access import RULES
from deploy.patience import wait_until
from deploy.port import answers, free_port
from deploy.servers import Caddy
from deploy.state import PROJECT
from services.kit.testing import Database
from tests.conftest import Servers, service_names

ADMINISTRATOR = "administrator"
PASSWORD = "a long enough password"


@dataclass(frozen=True)
class Platform:
    """Every service as a process of its own, behind the public door."""

    servers: Servers
    database: Database
    folder: Path
    children: dict[str, Child] = field(default_factory=dict)
    ports: dict[str, int] = field(
        default_factory=lambda: {name: free_port() for name in [*service_names(), "ingest", "caddy"]}
    )

    @property
    def url(self) -> str:
        """Where people reach it."""
        return f"http://127.0.0.1:{self.ports['caddy']}"

    def start(self) -> None:
        """Start everything and return when all of it is ready."""
        programs = [self.ingest(), *map(self.service, service_names())]
        upstreams = {name: f"127.0.0.1:{self.ports[name]}" for name in service_names()}
        folder = private_folder(self.servers.folder / "door")
        door = Caddy(self.servers.installation, folder, self.ports["caddy"], upstreams).prepare()
        for program in (*programs, door):
            self.children[program.name] = Child(program)
        for child in self.children.values():
            child.wait_until_ready(60)

    def stop(self) -> None:
        """Stop everything that was started."""
        for child in self.children.values():
            child.ask_to_stop()
        for child in self.children.values():
            child.stop()

    @contextmanager
    def without(self, name: str) -> Iterator[None]:
        """Do without a service, as if it had been stopped, and have it back afterwards."""
        child = self.children[name]
        child.stop()
        try:
            yield
        finally:
            self.children[name] = Child(child.program).wait_until_ready(60)

    def ingest(self) -> Program:
        """Return how ingest runs, so that the broker forgets it when it goes."""
        told = {**self._told("ingest", "ingest", "ingest"), "HOWDAH_SESSION_EXPIRY_S": "1"}
        return self._python("ingest", told, "ingest")

    def service(self, name: str) -> Program:
        """Return how one service runs."""
        told = self._told(name, f"svc_{name.replace('-', '_')}", f"svc-{name}")
        return self._python(name, {**told, **self._for_registry()}, "services.kit", name)

    def _told(self, name: str, role: str, user: str) -> dict[str, str]:
        return {
            "HOWDAH_PORT": str(self.ports[name]),
            "HOWDAH_DATABASE_URL": self.database.url(role),
            "HOWDAH_MQTT_URL": self.servers.mosquitto.url(user),
            "HOWDAH_SERVICE_URLS": json.dumps(self._urls),
            "HOWDAH_PUBLIC_URL": self.url,
            # What workers find out is not looked at here.
            "HOWDAH_WORK_AFTER_S": "3600",
            "HOWDAH_LOG_EVERY_S": "1",
        }

    @property
    def _urls(self) -> dict[str, str]:
        """Where each service is asked; the door is none."""
        return {name: f"http://127.0.0.1:{port}" for name, port in self.ports.items() if name != "caddy"}

    def _python(self, name: str, told: Mapping[str, str], *module: str) -> Program:
        command = (sys.executable, "-m", *module)
        ready = partial(answers, self.ports[name], "/readyz")
        log = self.folder / f"{name}.log"
        return Program(name=name, command=command, log=log, env=told, folder=PROJECT, ready=ready)

    def _for_registry(self) -> Mapping[str, str]:
        return {
            "HOWDAH_BROKER_RULES_URL": self.servers.mosquitto.url(RULES),
            "HOWDAH_TRUSTED_NEIGHBOURS": '["127.0.0.1"]',
            "HOWDAH_SIGNING_KEY_FILE": str(self.folder / "signing.pem"),
            "HOWDAH_ERASURE_EVERY_S": "0.5",
            "HOWDAH_SERVICE_POLL_EVERY_S": "2",
            "HOWDAH_ADMIN_USER": ADMINISTRATOR,
            "HOWDAH_ADMIN_PASSWORD_FILE": str(self.folder / "administrator"),
        }

    def administration(self) -> httpx.AsyncClient:
        """Return a client of the registry that may do everything."""
        wait_until(lambda: self._sign_in().is_success, 30, "The first administrator is not there")
        token = self._sign_in().json()["access_token"]
        return httpx.AsyncClient(base_url=self._registry, headers={"Authorization": f"Bearer {token}"}, timeout=20)

    @property
    def _registry(self) -> str:
        return f"http://127.0.0.1:{self.ports['registry']}"

    def _sign_in(self) -> httpx.Response:
        credentials = {"user": ADMINISTRATOR, "password": PASSWORD}
        return httpx.post(f"{self._registry}/v1/tokens", json=credentials, timeout=20)

    def say(self, machine: str, **values: float) -> datetime:
        """Let a machine have measured values at this moment, as ingest stores them; return the moment."""
        now = datetime.now(UTC)
        names = list(values)
        latest = [*names, *(f"{name}_time" for name in names)]
        newer = [sql.SQL("{0} = excluded.{0}").format(sql.Identifier(c)) for c in ("time", "received_at", *latest)]
        known = [machine, now, now]
        with self.database.admin() as connection:
            connection.execute(
                _insert("latest", ["machine", "time", "received_at", *latest])
                + sql.SQL(" on conflict (machine) do update set ")
                + sql.SQL(", ").join(newer),
                [*known, *values.values(), *([now] * len(names))],
            )
            columns = ["machine", "time", "received_at", "sample", *names]
            connection.execute(_insert("reading", columns), [*known, round(now.timestamp() * 1000), *values.values()])
        return now

    def connect(self, machine: str) -> None:
        """Let a machine be online."""
        with self.database.admin() as connection:
            connection.execute(
                "insert into telemetry.state (time, received_at, online, machine, boot)"
                " values (now(), now(), true, %s, 'boot') on conflict do nothing",
                [machine],
            )


def _insert(table: str, columns: list[str]) -> sql.Composed:
    return sql.SQL("insert into telemetry.{} ({}) values ({})").format(
        sql.Identifier(table),
        sql.SQL(", ").join(map(sql.Identifier, columns)),
        sql.SQL(", ").join(sql.Placeholder() * len(columns)),
    )


async def put(registry: httpx.AsyncClient, path: str, body: Mapping[str, Any]) -> None:
    """Put something into the registry."""
    answer = await registry.put(path, json=body)
    assert answer.status_code == 200, answer.text
