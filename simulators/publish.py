"""How does a simulated fleet send live, each machine as itself?"""

import asyncio
import heapq
import json
import secrets
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from urllib.parse import quote, urlsplit

from pydantic import SecretStr, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass

from simulators.link import Link
from simulators.link.session import connect
from simulators.outbox import Store
from simulators.telematics.snapshot import SnapshotFeed
from simulators.telematics.unit import Item, LiveFeed, Unit, feed_of, fit
from simulators.world import MachineStory, World

# Messages are made so many seconds ahead; machines differ, so that they are not all made at once.
_AHEAD_S = (20.0, 40.0)


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
        raise BadCredentials(f"{path}: no credentials for {', '.join(missing)}; commission them in the registry first")
    return {machine: known[machine] for machine in machines}


def address_of(mqtt: str, credential: Credential) -> str:
    """Return the broker's URL for one machine, or raise `BadBroker`; a user in the given URL does not matter."""
    parts = urlsplit(mqtt)
    if parts.scheme != "mqtt" or not parts.hostname:
        raise BadBroker(f"{mqtt!r} is not a broker's address; right is mqtt://host:port")
    password = quote(credential.password.get_secret_value(), safe="")
    return f"mqtt://{quote(credential.username, safe='')}:{password}@{parts.hostname}:{parts.port or 1883}"


async def publish_live(world: World, urls: Mapping[str, str], file: Path, period_s: float, stop: asyncio.Event) -> None:
    """Send the messages of every machine when they are due, until `stop` is set, and what the file still holds.

    `urls` say where each machine connects, and as whom.
    """
    # What makes it unlike every other is not the clock, which a machine may lose.
    boot = f"{int(time.time()):x}-{secrets.token_hex(8)}"
    async with Store(file) as store, asyncio.TaskGroup() as group:
        units = [fit(story, boot, urls[name], store) for name, story in world.machines.items()]
        links = [Link.of(story.unit) for story in world.machines.values()]
        linked = zip(units, links, strict=True)
        tasks = [group.create_task(connect(unit, link), name=f"unit of {unit.machine}") for unit, link in linked]
        tasks.append(group.create_task(_keep_time(world, boot, period_s, units), name="clock"))
        await stop.wait()
        await asyncio.gather(*(unit.say_farewell() for unit in units))
        for task in tasks:
            task.cancel()


async def _keep_time(world: World, boot: str, period_s: float, units: Sequence[Unit]) -> None:
    start, of_machine = time.time(), {unit.machine: unit for unit in units}
    streams = [_stream(story, feed_of(story, boot, period_s), start) for story in world.machines.values()]
    for item in heapq.merge(*streams, key=lambda item: item.time_s):
        await asyncio.sleep(max(item.time_s - time.time(), 0))
        of_machine[item.machine].take(item)


def _stream(story: MachineStory, feed: LiveFeed, start_s: float) -> Iterator[Item]:
    """Yield what a machine has to say for ever, made a little ahead of its time."""
    low, high = _AHEAD_S
    ahead = low + (high - low) * (story.unit.stream("ahead") % 1000) / 1000
    if isinstance(feed, SnapshotFeed):
        # When it is switched on such a unit does not wait for ten minutes.
        yield feed.snapshot(start_s)
    while True:
        yield from feed.messages(start_s, start_s + ahead)
        start_s += ahead
