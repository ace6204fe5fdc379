"""Does the link of a machine fail as it is told, and does what it says arrive as the trouble has it?"""

import asyncio
import time
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import orjson
import pytest

from models.machines import Generation
from models.messages import Stream, decode_telemetry
from simulators.clock import Clock
from simulators.feed import Feed
from simulators.fleet import Fleet, Machine
from simulators.history import write_history
from simulators.link import Line, Link, LinkTrouble, Trouble
from simulators.link.session import Session
from simulators.truth import links
from simulators.world import World
from tests.simulators.conftest import moment

START, HOURS = moment("2026-11-17T06:00:00Z"), 30
STOP = START + HOURS * 3600
LINK = Link("m-1", 1, 1.0)


@dataclass(frozen=True)
class Said:
    """Something said at a moment."""

    time_s: float


def said(start_s: float, stop_s: float, step_s: float = 10.0) -> list[Said]:
    return [Said(start_s + step_s * place) for place in range(int((stop_s - start_s) / step_s))]


def first(kind: LinkTrouble) -> Trouble:
    """Return the first trouble of a kind in a year that no other one meets."""
    known = LINK.troubles(START, START + 365 * 86_400)
    return next(
        one
        for one in known
        if one.kind is kind and sum(one.start_s - 300 < o.stop_s and o.start_s < one.stop_s + 300 for o in known) == 1
    )


def carried(kind: LinkTrouble, keeps: int | None = None) -> tuple[Trouble, list[Said], list[Said]]:
    """Return a trouble, what was said around it, and what arrived."""
    one = first(kind)
    told = said(one.start_s - 200, one.stop_s + 200)
    return one, told, Line[Said](LINK, keeps).carry(told, one.stop_s + 600)


def test_what_is_said_offline_arrives_afterwards_in_its_order() -> None:
    one, told, arrived = carried(LinkTrouble.OFFLINE)
    assert sorted(arrived, key=lambda it: it.time_s) == told
    inside = [it for it in arrived if one.start_s <= it.time_s < one.stop_s]
    assert len(inside) > 5
    assert inside == sorted(inside, key=lambda it: it.time_s)
    late = Line[Said](LINK).carry(told, one.stop_s)
    assert late == [it for it in told if it.time_s < one.start_s]


def test_an_old_unit_keeps_the_newest_alone_while_it_is_offline() -> None:
    one, told, arrived = carried(LinkTrouble.OFFLINE, keeps=1)
    assert [it for it in arrived if one.start_s <= it.time_s < one.stop_s] == [
        max((it for it in told if it.time_s < one.stop_s), key=lambda it: it.time_s)
    ]


def test_some_messages_come_twice_while_the_link_doubles_them() -> None:
    one, told, arrived = carried(LinkTrouble.DUPLICATE)
    twice = [it for it, count in Counter(arrived).items() if count == 2]
    assert set(arrived) == set(told)
    assert twice
    assert all(one.start_s <= it.time_s < one.stop_s for it in twice)


def test_some_messages_overtake_others_while_the_link_confuses_them() -> None:
    one, told, arrived = carried(LinkTrouble.REORDER)
    assert sorted(arrived, key=lambda it: it.time_s) == told
    assert arrived != told
    assert [it for it in arrived if it.time_s < one.start_s] == [it for it in told if it.time_s < one.start_s]


def test_how_time_is_cut_does_not_matter_for_what_arrives() -> None:
    one = first(LinkTrouble.REORDER)
    told = said(one.start_s - 200, one.stop_s + 200)
    line, pieces = Line[Said](LINK), []
    for place in range(0, len(told), 7):
        some = told[place : place + 7]
        pieces += line.carry(some, some[-1].time_s + 10)
    assert [*pieces, *line.carry([], one.stop_s + 600)] == carried(LinkTrouble.REORDER)[2]


def test_troubles_follow_from_the_seed_and_come_more_often_where_the_link_is_weak() -> None:
    year = (START, START + 365 * 86_400)
    assert Link("m-1", 1, 1.0).troubles(*year) == LINK.troubles(*year)
    assert Link("m-1", 2, 1.0).troubles(*year) != LINK.troubles(*year)
    assert 3 < len(Link("m-1", 1, 4.0).troubles(*year)) / len(LINK.troubles(*year)) < 5
    assert Link("m-1", 1, 0.0).troubles(*year) == []
    assert {one.kind for one in LINK.troubles(*year)} == set(LinkTrouble)


@pytest.fixture(scope="module")
def world(demo: Fleet) -> World:
    """One machine of each generation, with links that are very bad."""
    chosen: dict[Generation, Machine] = {}
    for machine in demo.of_site("skarnberget").machines:
        chosen.setdefault(machine.generation, machine)
    fleet = replace(demo.of_site("skarnberget"), machines=tuple(chosen.values()), link=12.0)
    return World.begin(fleet, 3, START)


@pytest.fixture(scope="module")
def arrived(world: World, tmp_path_factory: pytest.TempPathFactory) -> dict[Generation, list[dict[str, Any]]]:
    """What arrived of each of them, in its order."""
    folder: Path = tmp_path_factory.mktemp("late")
    list(write_history(world, START, STOP, 60.0, folder))
    return {
        story.unit.machine.generation: [
            orjson.loads(line) for line in (folder / f"{name}.jsonl").read_bytes().splitlines()
        ]
        for name, story in world.machines.items()
    }


def test_a_history_over_a_bad_link_has_several_boots_each_numbered_from_0_and_copies(
    arrived: dict[Generation, list[dict[str, Any]]],
) -> None:
    told = [orjson.loads(one["payload"]) for one in arrived[Generation.JSON]]
    counts = Counter((one["boot"], one["seq"]) for one in told)
    assert max(counts.values()) == 2
    boots = list(dict.fromkeys(one["boot"] for one in told))
    assert len(boots) > 1
    for boot in boots:
        assert min(seq for of, seq in counts if of == boot) == 0


def test_a_machine_whose_clock_is_wrong_tells_wrong_times(world: World) -> None:
    story = next(one for one in world.machines.values() if one.unit.machine.generation is Generation.JSON)
    wrong = next(row for row in links(Link.of(story.unit), START, STOP) if row["kind"] == "clock")
    start, stop = float(str(wrong["start"])), min(float(str(wrong["stop"])), STOP)
    right, told = (
        [decode_telemetry(one.payload) for one in feed.messages(start, stop) if one.stream is Stream.TELEMETRY]
        for feed in (Feed(story, "b", 60.0, 1), Feed(story, "b", 60.0, 1, link=Link.of(story.unit)))
    )
    ahead_ms = {b.time_ms[0] - a.time_ms[0] for a, b in zip(right, told, strict=True)}
    assert {f"{ms / 1000:+.1f} s" for ms in ahead_ms} == {wrong["detail"]}


def test_old_units_tell_less_over_a_bad_link(arrived: dict[Generation, list[dict[str, Any]]]) -> None:
    snapshots = [orjson.loads(one["payload"])["snapshotTime"] for one in arrived[Generation.LEGACY]]
    assert 10 < len(snapshots) < 0.9 * HOURS * 6
    assert len(set(snapshots)) == len(snapshots)


async def test_a_live_unit_sends_while_its_link_holds_and_rests_while_it_does_not() -> None:
    one = first(LinkTrouble.OFFLINE)
    clock = Clock(one.start_s - 0.3, time.time())
    unit = _Unit("m-1")
    task = asyncio.create_task(Session(unit, LINK, clock).run())
    async with asyncio.timeout(10):
        await unit.left.wait()
    task.cancel()
    await asyncio.wait([task])
    assert unit.entered == 1
    assert clock.now() >= one.start_s


async def test_a_live_unit_whose_power_fails_begins_anew_and_connects_again() -> None:
    one = first(LinkTrouble.REBOOT)
    unit = _Unit("m-1")
    session = Session(unit, LINK, Clock(one.start_s - 60, time.time(), 60.0))
    task = asyncio.create_task(session.run())
    async with asyncio.timeout(10):
        await unit.connected.wait()
        session.take(Said(one.start_s - 1))
        unit.connected.clear()
        session.take(Said(one.start_s + 1))
        await unit.connected.wait()
    task.cancel()
    await asyncio.wait([task])
    assert unit.did == ["take", one.start_s, "take"]
    assert not unit.left.is_set()


def test_a_link_is_calm_until_it_is_told() -> None:
    day = (START, START + 86_400)
    weak = Link("m-1", 1, 12.0)
    calm = replace(weak, calm_until_s=START + 3600)
    assert calm.troubles(*day) == [one for one in weak.troubles(*day) if one.start_s >= START + 3600]


class _Unit:
    """A unit that sends nothing."""

    def __init__(self, machine: str) -> None:
        self.machine = machine
        self.entered = 0
        self.did: list[object] = []
        self.connected, self.left = asyncio.Event(), asyncio.Event()

    def take(self, item: Said) -> None:
        """Take what is to be sent."""
        assert item
        self.did.append("take")

    def reboot(self, at_s: float) -> None:
        """Begin anew."""
        self.did.append(at_s)

    async def run(self) -> None:
        """Be connected until cancelled."""
        self.entered += 1
        self.connected.set()
        await asyncio.Event().wait()

    async def say_farewell(self) -> None:
        """Say that it goes."""
        self.left.set()
