"""Does a live machine go through what its link's schedule has for it, and does all of it arrive all the same?"""

import asyncio
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from models.machines import Generation
from simulators.clock import Clock
from simulators.fleet import Fleet
from simulators.link import LinkTrouble
from simulators.outbox import Outbox, Store
from simulators.publish import Pace, publish_live
from simulators.telematics.edge import NodeUnit
from simulators.telematics.message import Reading
from simulators.world import World
from tests.ingest.broker import Broker
from tests.patience import until
from tests.simulators.conftest import moment
from tests.simulators.platform import MACHINE, platform, put, sending

START, STEP_S, SPEED, HOURS = moment("2026-11-17T06:00:00Z"), 10.0, 2000.0, 5
STOP = START + HOURS * 3600
TRUCK = "skb-ht-01"


@pytest.fixture(scope="module")
def weak(demo: Fleet) -> World:
    """Return a truck whose link is very bad."""
    site = demo.of_site("skarnberget")
    machines = tuple(replace(one, generation=Generation.JSON) for one in site.machines)
    world = World.begin(replace(site, machines=machines, link=20.0), 50, START)
    return replace(world, machines={TRUCK: world.machines[TRUCK]})


async def test_a_live_machine_has_all_troubles_of_its_link_and_what_it_measured_arrives(
    weak: World, broker: Broker, tmp_path: Path
) -> None:
    pace = Pace(STEP_S, Clock(START, time.time(), SPEED), STOP)
    async with platform(broker, TRUCK) as heard, asyncio.timeout(60):
        await publish_live(weak, {TRUCK: broker.url(TRUCK)}, tmp_path / "outbox.db", pace, asyncio.Event())
    count = Counter(one.kind for one in pace.link_of(weak.machines[TRUCK]).troubles(START, STOP))
    assert set(count) == set(LinkTrouble)
    boots = list(dict.fromkeys(boot for boot, _ in heard.heard))
    assert len(boots) == 1 + count[LinkTrouble.REBOOT]
    assert all(heard.seqs(boot) == list(range(len(heard.seqs(boot)))) for boot in boots)
    assert len(heard.counts) >= HOURS * 3600 / STEP_S
    assert not heard.gaps
    assert heard.online.count(False) > 2
    assert max(heard.counts.values()) > 1
    order = {boot: [seq for of, seq in heard.heard if of == boot] for boot in boots}
    assert any(seqs != sorted(seqs) for seqs in order.values())


async def test_a_machine_that_begins_anew_sends_first_what_it_kept_and_then_counts_from_0(
    broker: Broker, tmp_path: Path
) -> None:
    async with platform(broker) as heard, Store(tmp_path / "outbox.db") as store:
        outbox = Outbox(MACHINE, "b-1", broker.url(MACHINE), store)
        put(outbox, 3)
        outbox.begin_boot("b-2")
        put(outbox, 2)
        async with sending(outbox):
            await until(lambda: not outbox.unconfirmed)
        outbox.begin_boot("b-3")
        put(outbox)
        async with sending(outbox):
            await until(lambda: not outbox.unconfirmed)
    assert [heard.seqs(boot) for boot in ("b-1", "b-2", "b-3")] == [[0, 1, 2], [0, 1], [0]]
    assert [boot for boot, _ in heard.heard] == sorted(boot for boot, _ in heard.heard)
    assert list(outbox.shelf.chapters) == ["b-3"]


def test_a_node_that_begins_anew_has_forgotten_what_it_could_not_send() -> None:
    node = NodeUnit("m-1", "mqtt://m-1@127.0.0.1:1")
    for second in range(3):
        node.take(Reading(START + second, "m-1", {"engine_speed_rpm": 800.0}))
    node.reboot(START + 2.5)
    assert node.lost == 3
