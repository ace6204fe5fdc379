"""How does the past of a fleet become files of messages?"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import orjson

from simulators.feed import Feed, Sent
from simulators.noise import key
from simulators.world import World

READINGS_A_MESSAGE = 60


@dataclass(frozen=True)
class Written:
    """What was written of one machine."""

    machine: str
    path: Path
    messages: int
    readings: int


def write_history(world: World, start_s: float, stop_s: float, step_s: float, folder: Path) -> Iterator[Written]:
    """Write one file of messages for each machine, a JSON line {"topic", "payload"} each; yield each when it is done.

    The same fleet, seed, period and step give the same bytes.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for machine, story in world.machines.items():
        boot = f"history-{key(world.seed, machine, start_s, stop_s, step_s):016x}"
        feed = Feed(story, boot, step_s, READINGS_A_MESSAGE)
        path = folder / f"{machine}.jsonl"
        with path.open("wb") as file:
            messages = [file.write(_line(sent)) for sent in _all(feed, start_s, stop_s)]
        yield Written(machine, path, len(messages), feed.readings)


def _all(feed: Feed, start_s: float, stop_s: float) -> Iterator[Sent]:
    """Yield the messages day by day of the site: that is how they are worked out."""
    for day in feed.story.days_between(start_s, stop_s):
        yield from feed.messages(max(start_s, day.day.start_s), min(stop_s, day.day.stop_s))
    feed.story.days.clear()


def _line(sent: Sent) -> bytes:
    return orjson.dumps({"topic": sent.topic, "payload": sent.payload.decode()}) + b"\n"
