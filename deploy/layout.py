"""Which programs make up the platform, where does each listen, and what is each told?"""

import functools
import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path

from deploy import listing
from deploy.account import own_folder, server_account
from deploy.child import Program
from deploy.mosquitto import access
from deploy.port import LOOPBACK, answers, free_port
from deploy.secret import Vault
from deploy.servers import Caddy, Installation, Mosquitto, Postgres
from deploy.state import PROJECT, Home

DATABASE = "howdah"
BROKER_PORT = 1883
ADMINISTRATOR = "administrator"


@dataclass(frozen=True)
class Layout:
    """One platform on this machine: its home, its servers, and its public port."""

    home: Home
    installation: Installation
    port: int
    broker_port: int
    postgres_port: int = field(default_factory=free_port)
    workers: int = 1

    @cached_property
    def vault(self) -> Vault:
        """The platform's secrets."""
        return Vault(self.home.secrets)

    @cached_property
    def services(self) -> list[str]:
        """The names of the services that run."""
        return listing.services()

    @cached_property
    def ports(self) -> Mapping[str, int]:
        """Where each service listens, on the loopback address."""
        return {name: free_port() for name in self.services}

    @cached_property
    def postgres(self) -> Postgres:
        """The database server."""
        return Postgres(
            self.installation, self._folder("postgres"), self.postgres_port, self.vault.password("postgres")
        )

    @cached_property
    def mosquitto(self) -> Mosquitto:
        """The broker."""
        passwords = {user: self.vault.password(f"mqtt-{user}") for user in access.users(self.services)}
        return Mosquitto(self.installation, self._folder("mosquitto"), self.broker_port, passwords)

    @cached_property
    def caddy(self) -> Caddy:
        """The public door."""
        upstreams = {name: f"{LOOPBACK}:{port}" for name, port in self.ports.items()}
        return Caddy(self.installation, self._folder("caddy"), self.port, upstreams)

    @property
    def admin_url(self) -> str:
        """The platform's database, as the administrator sees it."""
        return self.postgres.url(DATABASE, "howdah", self.postgres.password)

    def role_password(self, role: str) -> str:
        """Return the password of a role of the database."""
        return self.vault.password(f"role-{role}")

    def service_url(self, name: str) -> str:
        """Return where a service listens, inside."""
        return f"http://{LOOPBACK}:{self.ports[name]}"

    def service(self, name: str, calm_s: float = 0.0) -> Program:
        """Return how to run one service, which does nothing but answer for so many seconds."""
        role = f"svc_{name.replace('-', '_')}"
        env = {"HOWDAH_HOST": LOOPBACK, "HOWDAH_PORT": str(self.ports[name]), **self._told(role, f"svc-{name}")}
        env["HOWDAH_WORK_AFTER_S"] = str(calm_s)
        if name == "registry":
            env |= self._for_registry()
        ready = functools.partial(answers, self.ports[name], "/readyz")
        return self.python(name, "services.kit", name, env=env, ready=ready)

    @cached_property
    def ingest_ports(self) -> list[int]:
        """Where the workers of ingest say how they are."""
        return [free_port() for _ in range(self.workers)]

    @property
    def ingest_url(self) -> str:
        """Where the first worker of ingest says how it is, inside."""
        return f"http://{LOOPBACK}:{self.ingest_ports[0]}"

    def ingest(self, worker: int = 1) -> Program:
        """Return how to run a worker of ingest."""
        port, user = self.ingest_ports[worker - 1], access.worker_user(worker)
        env = {"HOWDAH_HOST": LOOPBACK, "HOWDAH_PORT": str(port), "HOWDAH_WORKER": str(worker)}
        env["HOWDAH_WORKERS"] = str(self.workers)
        ready = functools.partial(answers, port, "/readyz")
        return self.python(user, "ingest", env={**env, **self._told("ingest", user)}, ready=ready)

    def idle_workers(self) -> list[str]:
        """Return the broker's addresses of the workers that do not run."""
        return [self.mosquitto.url(user) for user in access.workers()[self.workers :]]

    def backfill(self, folder: Path) -> Program:
        """Return how to store a folder of messages through the code that stores live ones."""
        return self.python("backfill", "ingest", "--backfill", str(folder), env=self._told("ingest", access.INGEST))

    def simulators(self, *options: str, credentials: Path) -> Program:
        """Return how to run a simulated fleet, each machine with its own credentials."""
        broker = f"mqtt://{self.mosquitto.host}:{self.broker_port}"
        kept = ("--outbox", str(self.home.demo / "outbox"), "--truth", str(self.home.demo / "truth"))
        arguments = ("live", "--mqtt", broker, "--credentials", str(credentials), *kept, *options)
        return self.python("simulators", "simulators", *arguments, env={})

    def logged(self, program: Program) -> Program:
        """Return the program with its log among the others."""
        return replace(program, log=self.home.logs / f"{program.name}.log")

    def python(
        self, name: str, module: str, *arguments: str, env: Mapping[str, str], ready: Callable[[], bool] = lambda: True
    ) -> Program:
        """Return how to run one of the project's modules as a process of its own."""
        # One thread for linear algebra: a dozen processes share the machine.
        quiet = {"PYTHONUNBUFFERED": "1", "OPENBLAS_NUM_THREADS": "1"}
        command = (sys.executable, "-m", module, *arguments)
        log = self.home.logs / f"{name}.log"
        return Program(name=name, command=command, log=log, ready=ready, env={**quiet, **env}, folder=PROJECT)

    def _for_registry(self) -> dict[str, str]:
        self.vault.phrase(f"user-{ADMINISTRATOR}")
        return {
            "HOWDAH_BROKER_RULES_URL": self.mosquitto.url(access.RULES),
            "HOWDAH_SIGNING_KEY_FILE": str(self.vault.signing_key("signing-key.pem")),
            "HOWDAH_ADMIN_USER": ADMINISTRATOR,
            "HOWDAH_ADMIN_PASSWORD_FILE": str(self.home.secrets / f"user-{ADMINISTRATOR}"),
            # The door and the dashboard share this machine's own address with everybody who is on it.
            "HOWDAH_TRUSTED_NEIGHBOURS": json.dumps([LOOPBACK]),
        }

    def _told(self, role: str, broker_user: str) -> dict[str, str]:
        return {
            "HOWDAH_DATABASE_URL": self.postgres.url(DATABASE, role, self.role_password(role)),
            "HOWDAH_MQTT_URL": self.mosquitto.url(broker_user),
            "HOWDAH_SERVICE_URLS": json.dumps({name: self.service_url(name) for name in self.services}),
            "HOWDAH_PUBLIC_URL": self.caddy.url,
            "HOWDAH_LOG_FORMAT": "json",
            "HOWDAH_COMMIT": self.commit,
            "HOWDAH_MODELS_FOLDER": str(self.home.models),
        }

    @cached_property
    def commit(self) -> str:
        """The commit that the project stands on, `unknown` outside of version control."""
        if not shutil.which("git"):
            return "unknown"
        command = ["git", "rev-parse", "--short", "HEAD"]
        done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
        return done.stdout.strip() or "unknown"

    def _folder(self, server: str) -> Path:
        servers = self.home.servers()
        return own_folder(servers / server, server_account(servers))
