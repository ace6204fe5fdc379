"""Which real servers do the tests run against?"""

import secrets
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from deploy.account import private_folder
from deploy.child import Child
from deploy.mosquitto import access
from deploy.port import free_port
from deploy.servers import Installation, Mosquitto, Postgres, require

_SERVICES = Path(__file__).parents[1] / "services"


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


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    """Give every test the same running PostgreSQL with TimescaleDB and mosquitto; stop them at the end."""
    installation = require()
    folder = Path(tempfile.mkdtemp(prefix="howdah-test-"))
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


def service_names() -> list[str]:
    """Return the names of the services: their folders', with hyphens."""
    folders = (path.name for path in _SERVICES.iterdir() if path.is_dir() and path.name[0].isalpha())
    return sorted(name.replace("_", "-") for name in folders if name != "kit")
