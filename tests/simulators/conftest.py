"""Which fleets and which days do the tests of the simulators look at?"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from deploy.account import private_folder
from models.signals import is_running
from simulators.__main__ import DEMO
from simulators.fleet import Fleet, Machine, load_fleet
from simulators.fleet.geography import Array
from simulators.world import MachineStory, World
from tests.conftest import Servers
from tests.ingest.broker import Broker


@pytest.fixture(scope="session")
def demo() -> Fleet:
    """Return the demo fleet."""
    return load_fleet(DEMO)


@pytest.fixture
def broker(servers: Servers, tmp_path: Path) -> Iterator[Broker]:
    """A mosquitto of this test's own."""
    running = Broker(servers.installation, private_folder(servers.folder / f"fleet-{tmp_path.name}")).start()
    yield running
    running.stop()


def moment(text: str) -> float:
    """Return the Unix seconds of an RFC 3339 moment."""
    return datetime.fromisoformat(text).timestamp()


@dataclass(frozen=True)
class Seen:
    """What one machine measured: one value of each signal at each time, and whether its drive ran."""

    machine: Machine
    story: MachineStory
    time_s: Array
    values: dict[str, Array]
    running: NDArray[np.bool_]


@pytest.fixture(scope="session")
def week(demo: Fleet) -> dict[str, Seen]:
    """Return a summer week at Yarrabin Hill and a winter week elsewhere, a reading every two minutes."""
    start = moment("2026-11-15T02:00:00Z")
    times = start + np.arange(0, 7 * 86_400, 120.0)
    world = World.begin(demo, seed=1, since_s=start)
    return {name: see(story, times) for name, story in world.machines.items()}


def see(story: MachineStory, times: Array) -> Seen:
    """Return what a machine measures at these times."""
    values = story.measured(times)
    kind = story.unit.model.kind
    name = "engine_speed_rpm" if "engine_speed_rpm" in values else "crusher_speed_rpm"
    running = np.array([bool(is_running(kind, {name: float(speed)})) for speed in values[name]])
    return Seen(story.unit.machine, story, times, values, running)
