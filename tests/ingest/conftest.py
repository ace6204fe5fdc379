"""Which servers of their own do the tests of ingest need?"""

from collections.abc import AsyncIterator, Iterator

import pytest

from deploy.account import private_folder
from services.kit.testing import Database, see
from tests.conftest import Servers
from tests.ingest.broker import Broker
from tests.ingest.intake import MACHINE, Intake, intake_of
from tests.ingest.worker import Worker, worker_of

_NUMBERS = iter(range(1_000_000))


@pytest.fixture
def broker(servers: Servers) -> Iterator[Broker]:
    """A running mosquitto of this test's own, to be stopped and started at will."""
    folder = private_folder(servers.folder / f"broker-{next(_NUMBERS)}")
    running = Broker(servers.installation, folder).start()
    yield running
    running.stop()


@pytest.fixture
async def intake(database: Database) -> AsyncIterator[Intake]:
    """The pipeline, to be fed by hand, on a database of this test's own."""
    async with intake_of(database) as made:
        yield made


@pytest.fixture
async def worker(database: Database) -> AsyncIterator[Worker]:
    """An ingest that remembers what it stores, to be driven step by step."""
    for machine in (MACHINE, "wl-02"):
        see(database, machine, "customer:acme")
    async with worker_of(database) as made:
        yield made
