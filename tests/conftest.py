"""Which real servers do the tests run against?"""

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import structlog
from xdist.scheduler import LoadFileScheduling

from deploy.account import private_folder
from deploy.child import Child
from deploy.mosquitto import access
from deploy.port import free_port
from deploy.servers import Installation, Mosquitto, Postgres, require

_SERVICES = Path(__file__).parents[1] / "services"
_PREFIX = "howdah-test-"
_IN_MEMORY = Path("/dev/shm")
# Each worker's database keeps its log of changes and one test's rows at a time.
_ROOM_BYTES = 6_000_000_000


# These share a platform of real processes: two workers would start two.
_TOGETHER = "tests/e2e"


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Give every worker whole files, and one of them the whole folder whose tests share a platform."""
    if config.getvalue("dist") != "loadfile":
        return None
    scheduler = LoadFileScheduling(config, log)
    scheduler._split_scope = _unit_of
    return scheduler


def _unit_of(test: str) -> str:
    return _TOGETHER if test.startswith(f"{_TOGETHER}/") else test.partition("::")[0]


@dataclass(frozen=True)
class Servers:
    """The real servers of one test run, on free ports of 127.0.0.1, their state in a temporary folder.

    - `postgres.admin_url`: database `postgres`, superuser `howdah`; `postgres.url(database, user, password)`;
      `postgres.host`, `postgres.port`, `postgres.password` (the superuser's).
    - `mosquitto.host`, `mosquitto.port`; `mosquitto.password_of(user)` and `mosquitto.url(user)` for users `ingest`,
      `svc-registry-broker` and `svc-<folder>` of every folder in services/ but the kit. A client's id must equal its
      user name. Machines do not exist yet: make their clients as `svc-registry-broker`, over
      `$CONTROL/dynamic-security/v1`.
    - `installation.program(name)`: where `psql`, `mosquitto_sub`, `caddy` and the others lie.
    - `folder`: the temporary folder, readable by everybody.
    """

    installation: Installation
    postgres: Postgres
    mosquitto: Mosquitto
    folder: Path


@pytest.fixture(scope="session", autouse=True)
def logs() -> None:
    """Log tracebacks as services do: a drawn one, with what every variable holds, takes ten seconds."""
    plain = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[*structlog.get_config()["processors"][:-1], plain])


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    """Give every test the same running PostgreSQL with TimescaleDB and mosquitto; stop them at the end."""
    installation = require()
    place = _place()
    _clear(place)
    folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir=place))
    folder.chmod(0o711)
    passwords = {user: secrets.token_urlsafe(24) for user in access.users(service_names())}
    postgres = Postgres(installation, private_folder(folder / "postgres"), free_port(), "howdah", durable=False)
    mosquitto = Mosquitto(installation, private_folder(folder / "mosquitto"), free_port(), passwords)
    children = [Child(server.prepare()) for server in (postgres, mosquitto)]
    try:
        for child in children:
            child.wait_until_ready(30)
        yield Servers(installation, postgres, mosquitto, folder)
    finally:
        for child in reversed(children):
            child.stop()
        for state in (postgres.folder, mosquitto.folder, folder):
            shutil.rmtree(state, ignore_errors=True)


def _clear(place: Path) -> None:
    """Remove what runs that were killed have left."""
    for folder in place.glob(f"{_PREFIX}*-*"):
        if not Path("/proc", folder.name.split("-")[2]).exists():
            shutil.rmtree(folder, ignore_errors=True)


def _place() -> Path:
    """Return the folder in memory where there is room in it, else the system's own for such.

    Every test has a database made and dropped: thousands of files, of which none is ever read from a disk.
    """
    if not (_IN_MEMORY.is_dir() and os.access(_IN_MEMORY, os.W_OK | os.X_OK)):
        return Path(tempfile.gettempdir())
    memory = dict(line.split(":", 1) for line in Path("/proc/meminfo").read_text().splitlines())
    available = int(memory["MemAvailable"].removesuffix("kB")) * 1024
    room = min(available, shutil.disk_usage(_IN_MEMORY).free)
    return _IN_MEMORY if room > _ROOM_BYTES else Path(tempfile.gettempdir())


def service_names() -> list[str]:
    """Return the names of the services: their folders', with hyphens."""
    folders = (path.name for path in _SERVICES.iterdir() if path.is_dir() and path.name[0].isalpha())
    return sorted(name.replace("_", "-") for name in folders if name != "kit")
