"""Do machines of the other generations say the same as a machine that speaks JSON, in their own words?"""

import asyncio
import json
from base64 import b64decode
from pathlib import Path

import numpy as np
import pytest

from models.machines import Generation
from models.messages import Stream, Window, decode_snapshot, parse_topic
from models.sparkplug import Place, Verb, command_topic, decode_payload, rebirth_command
from models.sparkplug import parse_topic as parse_node
from services.kit.mqtt import Mqtt, Options, Subscription
from simulators.fleet import Fleet
from simulators.history import write_history
from simulators.telematics.edge import NodeUnit
from simulators.telematics.message import Reading
from simulators.telematics.node import NodeFeed
from simulators.telematics.snapshot import SnapshotFeed
from simulators.world import World
from tests.ingest.broker import Broker
from tests.patience import until
from tests.simulators.conftest import moment

START = moment("2026-11-18T04:00:00Z")
EVER = Window(0, 2**60)
OLD, NODE = "skb-ht-02", "skb-ht-03"


@pytest.fixture(scope="module")
def world(demo: Fleet) -> World:
    """Return the demo fleet, its story begun on a Wednesday morning."""
    return World.begin(demo, 1, START)


def test_one_model_has_machines_of_each_generation(demo: Fleet) -> None:
    models = {model.id: {m.generation for m in demo.machines if m.model == model.id} for model in demo.models}
    assert set(Generation) in models.values()


def test_a_snapshot_comes_every_ten_minutes_with_times_of_its_elements(world: World) -> None:
    sent = SnapshotFeed(world.machines[OLD]).messages(START + 7200, START + 10_800)
    assert np.diff([one.time_s for one in sent]).tolist() == [600] * 5
    for one in sent:
        assert parse_topic(one.topic) == (OLD, Stream.SNAPSHOT)
        report = decode_snapshot(one.payload, EVER)
        assert (report.refusal, report.telemetry is None) == (None, False)
    last = decode_snapshot(sent[-1].payload, EVER).telemetry
    assert last is not None
    assert {"latitude_deg", "engine_hours_h", "fuel_used_l", "fuel_level_percent"} <= set(last.names)
    assert len(set(last.time_ms.tolist())) > 1


def test_what_stands_still_is_told_again_with_its_old_time(world: World) -> None:
    one, other = SnapshotFeed(world.machines[OLD]).messages(START, START + 1200)
    hours = [json.loads(message.payload)["CumulativeOperatingHours"] for message in (one, other)]
    assert hours[0] == hours[1]


def test_the_same_snapshots_are_sent_however_time_is_cut(world: World) -> None:
    whole = SnapshotFeed(world.machines[OLD]).messages(START + 7200, START + 10_800)
    pieces = SnapshotFeed(world.machines[OLD])
    cut = [one for first in range(7200, 10_800, 100) for one in pieces.messages(START + first, START + first + 100)]
    assert [one.payload for one in cut[1:]] == [one.payload for one in whole[1:]]


def test_a_snapshot_says_what_the_machine_measured(world: World) -> None:
    story = world.machines[OLD]
    sent = SnapshotFeed(story).messages(START + 7200, START + 7800)[0]
    told = json.loads(sent.payload)["CumulativeOperatingHours"]
    at = moment(told["datetime"])
    assert story.measured(np.array([at]))["engine_hours_h"][0] == pytest.approx(told["Hour"], abs=0.01)


def test_history_is_told_in_the_words_of_each_generation(world: World, tmp_path: Path) -> None:
    chosen = {name: story for name, story in world.machines.items() if name in (OLD, NODE, "skb-ht-01")}
    part = World(world.fleet, world.seed, chosen)
    written = {one.machine: one for one in write_history(part, START, START + 7200, 60, tmp_path)}
    lines = [json.loads(line) for line in (tmp_path / f"{NODE}.jsonl").read_text().splitlines()]
    places = [parse_node(line["topic"]) for line in lines]
    assert places == [Place(Verb.NBIRTH, NODE, ""), *[Place(Verb.NDATA, NODE, "")] * 120]
    data = decode_payload(b64decode(lines[1]["payload_base64"])).metrics
    assert not any(metric.is_historical for metric in data)
    assert written[NODE].readings == written["skb-ht-01"].readings == 120
    assert written[OLD].messages == 12


async def test_a_node_is_born_on_every_connection_and_when_it_is_asked(world: World, broker: Broker) -> None:
    heard = Heard()
    feed = NodeFeed(world.machines[NODE], 1.0)
    unit = NodeUnit(NODE, broker.url(NODE))
    async with Mqtt(broker.url("watch"), Options((Subscription("spBv1.0/#"),), session_expiry_s=60)) as watcher:
        await watcher.wait_connected()
        listening = asyncio.create_task(heard.listen(watcher))
        sending = asyncio.create_task(unit.run())
        for reading in feed.messages(START + 7200, START + 7203):
            unit.take(reading)
        await until(lambda: heard.verbs == [Verb.NBIRTH, Verb.NDATA])
        await watcher.publish(command_topic(NODE), rebirth_command(0))
        await until(lambda: unit.is_asked)
        unit.take(Reading(START + 7203, NODE, feed.messages(START + 7203, START + 7204)[0].values))
        await until(lambda: heard.verbs[2:] == [Verb.NBIRTH, Verb.NDATA])
        broker.stop()
        broker.start()
        unit.take(Reading(START + 7204, NODE, feed.messages(START + 7204, START + 7205)[0].values))
        await until(lambda: heard.verbs[-2:] == [Verb.NBIRTH, Verb.NDATA] and len(heard.verbs) >= 6, within_s=60)
        sending.cancel()
        await asyncio.wait([sending])
        listening.cancel()
    sessions = heard.bd_seqs
    assert sessions[0] == sessions[1]
    assert sessions[-1] == (sessions[0] + 1) % 256


class Heard:
    """What a watcher heard of a node."""

    def __init__(self) -> None:
        self.verbs: list[Verb] = []
        self.bd_seqs: list[int] = []

    async def listen(self, watcher: Mqtt) -> None:
        """Listen until cancelled."""
        async for message in watcher.messages():
            watcher.ack(message)
            if "/NCMD/" in message.topic:
                continue
            self.verbs.append(parse_node(message.topic).verb)
            named = {metric.name: metric.value for metric in decode_payload(message.payload).metrics}
            if self.verbs[-1] is Verb.NBIRTH:
                self.bd_seqs.append(int(named["bdSeq"] or 0))
