"""How does a simulated fleet send live, each machine as itself?"""

import asyncio
import heapq
import json
import math
import secrets
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote, urlsplit

from pydantic import SecretStr, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from simulators.clock import Clock
from simulators.link import Link
from simulators.link.session import Session
from simulators.outbox import Store
from simulators.telematics.snapshot import SnapshotFeed
from simulators.telematics.unit import Fitting, Item, JsonUnit, LiveFeed, feed_of, fit
from simulators.world import MachineStory, World

# Messages are made so many seconds ahead; machines differ, so that they are not all made at once. Making a few costs as
# much as making a thousand, so that a story that is told faster is made further ahead.
_AHEAD_S, _FURTHEST_S = (20.0, 40.0), 1800.0
# After the last message the platform has so long to confirm it.
_LINGERS_S, _LOOKS_S = 15.0, 0.1
# A unit that is switched on stands in the yard, where the network is good.
_CALM_S = 600.0


@dataclass(frozen=True)
class Credential:
    """With what a machine signs in at the broker."""

    username: str
    password: SecretStr


class BadCredentials(ValueError):
    """The credentials file cannot be used."""


class BadBroker(ValueError):
    """The broker's address cannot be used."""


_CREDENTIALS = TypeAdapter(dict[str, Credential])


def load_credentials(path: Path, machines: list[str]) -> dict[str, Credential]:
    """Return the credentials of all these machines, or raise `BadCredentials` with what is wrong and what is right."""
    right = 'right is {"<machine>": {"username": "…", "password": "…"}}'
    try:
        known = _CREDENTIALS.validate_python(json.loads(path.read_bytes()))
    except OSError as error:
        raise BadCredentials(f"{path}: cannot be read: {error.strerror}") from None
    except (json.JSONDecodeError, ValidationError):
        raise BadCredentials(f"{path}: is not a credentials file; {right}") from None
    if missing := [machine for machine in machines if machine not in known]:
        names = ", ".join(missing[:3]) + (f" and {len(missing) - 3} more" if len(missing) > 3 else "")
        how = "commission them in the registry first, or let `howdah simulate --publish` do it, without --credentials"
        raise BadCredentials(f"{path}: no credentials for {names}; {how}")
    return {machine: known[machine] for machine in machines}


def address_of(mqtt: str, credential: Credential) -> str:
    """Return the broker's URL for one machine, or raise `BadBroker`; a user in the given URL does not matter."""
    host, port = place_of(mqtt)
    password = quote(credential.password.get_secret_value(), safe="")
    return f"mqtt://{quote(credential.username, safe='')}:{password}@{host}:{port}"


def place_of(mqtt: str) -> tuple[str, int]:
    """Return a broker's host and port, or raise `BadBroker`."""
    try:
        parts = urlsplit(mqtt)
        host, port = parts.hostname, parts.port or 1883
    except ValueError:
        host, port = None, 0
    if not host or parts.scheme != "mqtt":
        raise BadBroker(f"{mqtt!r} is not a broker's address; right is mqtt://host:port")
    return host, port


@dataclass(frozen=True)
class Pace:
    """How a fleet is published: a reading every `period_s` seconds by the clock, until `stop_s` (Unix seconds)."""

    period_s: float
    clock: Clock
    stop_s: float = math.inf

    def link_of(self, story: MachineStory) -> Link:
        """Return the link of a machine: who is switched on is online first."""
        return Link.of(story.unit, self.clock.start_s + _CALM_S)


@dataclass
class Published:
    """How many messages were sent, how many were not confirmed at the end, and by how much the latest was sent late."""

    sent: int = 0
    unconfirmed: int = 0
    late_s: float = 0.0


async def publish_live(world: World, urls: Mapping[str, str], file: Path, pace: Pace, stop: asyncio.Event) -> Published:
    """Send the messages of every machine when they are due, until `stop` is set, and what the file still holds.

    `urls` say where each machine connects, and as whom. When the pace ends, what was sent is waited for, but not long.
    """
    # What makes it unlike every other is not the clock, which a machine may lose.
    boot = f"{int(time.time()):x}-{secrets.token_hex(8)}"
    fittings = [
        Fitting(story, pace.link_of(story), boot, pace.period_s, pace.clock) for story in world.machines.values()
    ]
    done = Published()
    async with Store(file) as store, asyncio.TaskGroup() as group:
        sessions = [fit(one, urls[one.story.unit.machine.id], store) for one in fittings]
        tasks = [group.create_task(one.run(), name=f"unit of {one.unit.machine}") for one in sessions]
        tasks.append(group.create_task(_keep_time(fittings, pace, sessions, done), name="clock"))
        tasks[-1].add_done_callback(lambda _: stop.set())
        await stop.wait()
        await asyncio.gather(*(one.unit.say_farewell() for one in sessions))
        for task in tasks:
            task.cancel()
    done.unconfirmed = _unconfirmed(sessions)
    return done


async def _keep_time(fittings: Sequence[Fitting], pace: Pace, sessions: Sequence[Session], done: Published) -> None:
    start, of_machine = pace.clock.start_s, {one.unit.machine: one for one in sessions}
    streams = [_stream(one, feed_of(one), start) for one in fittings]
    for item in heapq.merge(*streams, key=lambda item: item.time_s):
        await pace.clock.sleep_until(min(item.time_s, pace.stop_s))
        if item.time_s >= pace.stop_s:
            break
        done.sent += 1
        done.late_s = max(done.late_s, (pace.clock.now() - item.time_s) / pace.clock.speed)
        of_machine[item.machine].take(item)
    for _ in range(round(_LINGERS_S / _LOOKS_S)):
        if _unconfirmed(sessions):
            await asyncio.sleep(_LOOKS_S)


def _unconfirmed(sessions: Sequence[Session]) -> int:
    return sum(one.unit.unconfirmed for one in sessions if isinstance(one.unit, JsonUnit))


def _stream(fitting: Fitting, feed: LiveFeed, start_s: float) -> Iterator[Item]:
    """Yield what a machine has to say for ever, made a little ahead of its time."""
    low, high = _AHEAD_S
    ahead = low + (high - low) * (fitting.story.unit.stream("ahead") % 1000) / 1000
    ahead = max(ahead, min(ahead * fitting.clock.speed, _FURTHEST_S))
    if isinstance(feed, SnapshotFeed):
        # When it is switched on such a unit does not wait for ten minutes.
        yield feed.snapshot(start_s)
    while True:
        yield from feed.messages(start_s, start_s + ahead)
        start_s += ahead
