"""Which servers of their own do the tests of ingest need?"""

from collections.abc import Iterator

import pytest

from deploy.account import private_folder
from tests.conftest import Servers
from tests.ingest.broker import Broker


@pytest.fixture
def broker(servers: Servers) -> Iterator[Broker]:
    """A running mosquitto of this test's own, to be stopped and started at will."""
    folder = private_folder(servers.folder / f"broker-{id(servers)}-{next(_NUMBERS)}")
    running = Broker(servers.installation, folder).start()
    yield running
    running.stop()


_NUMBERS = iter(range(1_000_000))
