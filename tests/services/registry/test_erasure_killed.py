"""Does an erasure end where it should when the process that carries it out is killed in the middle of a machine?"""

import hashlib
import json
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from deploy.child import Child, Program
from deploy.port import answers, free_port
from deploy.state import PROJECT
from services.kit.testing import Database, House
from services.registry import erasing
from tests.patience import until
from tests.services.measurement import measure
from tests.services.registry.arrangement import SOLD, commission, day, tenure

AT = SOLD - timedelta(days=28)
_NOTE = "insert into template.note (machine, written_at, author, text) values (%s, %s, 'x', 'y')"
_WAITS = """
select from pg_stat_activity
where datname = current_database() and application_name = 'howdah-registry' and wait_event_type = 'Lock'
"""


@pytest.fixture
def house_settings() -> dict[str, Any]:
    """The registry of the test counts, and leaves the erasing to the one that is killed."""
    return {"erasure_every_s": 3600}


@contextmanager
def _registry(house: House, folder: Path) -> Iterator[Child]:
    """A registry as a process of its own, on the test's database and with its signing key."""
    port = free_port()
    told = {
        "HOWDAH_PORT": str(port),
        "HOWDAH_DATABASE_URL": house.database.url("svc_registry"),
        "HOWDAH_SIGNING_KEY_FILE": str(house.settings["signing_key_file"]),
        "HOWDAH_ERASURE_EVERY_S": "0.1",
        "HOWDAH_ERASURE_SETTLES_S": "0",
    }
    command, ready = (sys.executable, "-m", "services.kit", "registry"), partial(answers, port, "/readyz")
    child = Child(
        Program(name="registry", command=command, log=folder / "registry.log", env=told, folder=PROJECT, ready=ready)
    )
    try:
        yield child
    finally:
        child.stop()


@pytest.fixture
async def machines(house: House, admin: httpx.AsyncClient) -> list[str]:
    """Three machines of acme's, by id, each with a reading and a note."""
    told = [(await commission(admin, tenure("acme", day(0))))["machine"]["id"] for _ in range(3)]
    for name in told:
        measure(house.database, name, AT, fuel_rate_lph=20)
        with house.database.admin() as connection:
            connection.execute(_NOTE, [name, AT])
    return sorted(told)


def _left(database: Database, table: str) -> list[str]:
    with database.admin() as connection:
        rows = connection.execute(f"select machine from {table} order by 1".encode()).fetchall()
    return [row[0] for row in rows]


def _waits(database: Database) -> bool:
    with database.admin() as connection:
        return connection.execute(_WAITS).fetchone() is not None


async def _planned(house: House, admin: httpx.AsyncClient) -> str:
    """Return the path of an erasure that was counted and confirmed, and is carried out by nobody yet."""
    asked = (await admin.post("/v1/customers/acme/erasures", json={"scope": "data"})).json()
    path = f"/v1/erasures/{asked['id']}"
    await erasing.go_on(house.apps["registry"].state.resources)
    assert (await admin.post(f"{path}/confirmation", json={"customer": "acme"})).status_code == 202
    return path


async def test_an_erasure_killed_within_a_machine_goes_on_with_that_machine(
    house: House, admin: httpx.AsyncClient, machines: list[str], tmp_path: Path
) -> None:
    database, path = house.database, await _planned(house, admin)
    with psycopg.connect(database.admin_url) as holding:
        holding.execute("select from template.note where machine = %s for update", [machines[1]])
        with _registry(house, tmp_path) as child:
            await until(lambda: _waits(database))
            os.kill(child.pid, signal.SIGKILL)
            await until(lambda: child.exit_code() is not None)
            assert child.exit_code() == -signal.SIGKILL
    await until(lambda: not _waits(database))
    # What was done stays done; what was begun was not done at all.
    assert _left(database, "template.note") == _left(database, "telemetry.reading") == machines[1:]
    midway = (await admin.get(path)).json()
    assert (midway["state"], midway["done"]) == ("erasing", 1)
    await _ends(house, admin, path, tmp_path)


async def _ends(house: House, admin: httpx.AsyncClient, path: str, folder: Path) -> None:
    with _registry(house, folder), house.database.admin() as connection:
        done = "select from registry.erasure where state = 'erased'"
        await until(lambda: connection.execute(done).fetchone() is not None)
    assert _left(house.database, "template.note") == _left(house.database, "telemetry.reading") == []
    told = (await admin.get(path)).json()
    # Nothing is counted twice that was done before the kill, and nothing left out.
    assert told["erased"] == told["found"]
    assert told["found"]["template.note"] == told["found"]["telemetry.reading_row"] == 3
    receipt = (await admin.get(f"{path}/receipt")).json()
    assert hashlib.sha256(receipt["document"].encode()).hexdigest() == receipt["sha256"]
    assert json.loads(receipt["document"])["erased"] == told["erased"]
