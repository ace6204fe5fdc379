"""On which servers does a benchmark run in a test?"""

from collections.abc import Iterator

import pytest

from benchmarks.ingest.broker import SENDER, Broker
from benchmarks.ingest.drain import Rig
from deploy.stand import standing


@pytest.fixture(scope="module")
def rig() -> Iterator[Rig]:
    """Database and broker of a benchmark, as durable as the platform's."""
    with standing() as stand:
        database, broker = stand.start_database(), stand.start_broker()
        for server in (database, broker):
            server.wait_until_ready(60)
        stand.migrate()
        made = Rig(stand, Broker(stand, broker.pid), database.pid)
        made.broker.admit([SENDER])
        yield made
