"""How does the private PostgreSQL with TimescaleDB start, and under which addresses is it reached?"""

import os
import shutil
import signal
import subprocess
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg

from deploy.account import own_folder, write_private
from deploy.child import Program, tail
from deploy.failure import Failure
from deploy.port import LOOPBACK, is_open
from deploy.servers.server import Server

ADMINISTRATOR = "howdah"

_SETTINGS = {
    "listen_addresses": LOOPBACK,
    "unix_socket_directories": "",
    "password_encryption": "scram-sha-256",
    "max_connections": 200,
    "shared_preload_libraries": "timescaledb",
    "timescaledb.telemetry_level": "off",
    # The Apache edition has no jobs, and a scheduler per database would keep templates from being copied.
    "timescaledb.max_background_workers": 0,
    # Compiling a query takes LLVM, which the private folder leaves out.
    "jit": "off",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    "checkpoint_timeout": "15min",
    "max_locks_per_transaction": 256,
    "synchronous_commit": "on",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] %u@%d ",
    "log_checkpoints": "off",
}
# Of a state that nobody misses nothing needs to outlive a crash, and its folder may lie in memory.
_FLEETING = {"fsync": "off", "full_page_writes": "off", "max_wal_size": "512MB"}


@dataclass(frozen=True)
class Postgres(Server):
    """PostgreSQL 17 with TimescaleDB on the loopback address, its state in `folder`."""

    password: str
    durable: bool = True

    @property
    def admin_url(self) -> str:
        """The address of the database `postgres` for the administrator, who is superuser and owns everything."""
        return self.url("postgres", ADMINISTRATOR, self.password)

    def url(self, database: str, user: str, password: str) -> str:
        """Return the address of a database for a user."""
        return f"postgresql://{quote(user)}:{quote(password, safe='')}@{self.host}:{self.port}/{quote(database)}"

    def prepare(self) -> Program:
        """Return how to run the server, with its data folder made when there is none yet."""
        if not (self.folder / "data/PG_VERSION").exists():
            self._initialise()
        settings = _SETTINGS if self.durable else {**_SETTINGS, **_FLEETING}
        text = "".join(f"{name} = '{value}'\n" for name, value in settings.items())
        write_private(self.folder / "data/postgresql.conf", text, self.account)
        return Program(
            name="postgres",
            command=(str(self.installation.program("postgres")), "-D", str(self.folder / "data"), "-p", str(self.port)),
            log=self.folder / "postgres.log",
            ready=self.is_ready,
            env={"LC_ALL": "C.UTF-8", "TZ": "UTC"},
            account=self.account,
            # Fast shutdown: it does not wait for clients to leave.
            stop_signal=signal.SIGINT,
            orphan_signal=signal.SIGINT,
        )

    def is_ready(self) -> bool:
        """Tell whether it answers queries."""
        if not is_open(self.port):
            return False
        try:
            psycopg.connect(self.admin_url, connect_timeout=5).close()
        except psycopg.errors.InvalidPassword as error:
            raise Failure(
                f"PostgreSQL in {self.folder} does not take the password we have for it.",
                "Secrets and data do not belong together: start over with FRESH=1.",
            ) from error
        except psycopg.OperationalError:
            return False
        return True

    def _initialise(self) -> None:
        """Make the data folder beside its place, so that a half-made one is never taken for a whole one."""
        building, secret, log = (self.folder / name for name in ("data.building", "initdb.password", "initdb.log"))
        shutil.rmtree(building, ignore_errors=True)
        own_folder(building, self.account)
        write_private(secret, self.password, self.account)
        with log.open("wb") as output:
            done = self._run_initdb(building, secret, output.fileno())
        secret.unlink()
        if done:
            raise Failure(f"PostgreSQL could not make its data folder:\n{tail(log)}", "Run `howdah doctor`.")
        building.rename(self.folder / "data")

    def _run_initdb(self, data: Path, secret: Path, log: int) -> int:
        options = ["--encoding=UTF8", "--locale=C.UTF-8", "--auth=scram-sha-256", f"--username={ADMINISTRATOR}"]
        if not self.durable:
            options.append("--no-sync")
        command = [str(self.installation.program("initdb")), *options, f"--pwfile={secret}", f"--pgdata={data}"]
        account = self.account
        return subprocess.run(
            command,
            stdout=log,
            stderr=log,
            cwd="/",
            env={**os.environ, "LC_ALL": "C.UTF-8", "TZ": "UTC"},
            check=False,
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
        ).returncode
