"""How does the past of a fleet become files of messages?"""

from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import orjson

from models.sparkplug import PREFIX
from simulators.noise import key
from simulators.telematics.message import Told
from simulators.telematics.past import Past, past_of
from simulators.world import MachineStory, World

READINGS_A_MESSAGE = 60


@dataclass(frozen=True)
class Written:
    """What was written of one machine."""

    machine: str
    path: Path
    messages: int
    readings: int


def write_history(
    world: World, start_s: float, stop_s: float, step_s: float, folder: Path, *, whole: bool = False
) -> Iterator[Written]:
    """Write one file of messages for each machine, a JSON line {"topic", "payload"} each; yield each when it is done.

    What is no text is in "payload_base64". The same fleet, seed, period and step give the same bytes. Where it is to be
    `whole`, what waits for its link at the end is written too.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for machine, story in world.machines.items():
        boot = f"history-{key(world.seed, machine, start_s, stop_s, step_s):016x}"
        past = past_of(story, boot, step_s, READINGS_A_MESSAGE)
        path = folder / f"{machine}.jsonl"
        messages = readings = 0
        with path.open("wb") as file:
            for told in _all(story, past, (start_s, stop_s), whole=whole):
                file.write(_line(told))
                messages, readings = messages + 1, readings + told.readings
        yield Written(machine, path, messages, readings)


def _all(story: MachineStory, past: Past, period: tuple[float, float], *, whole: bool) -> Iterator[Told]:
    """Yield the messages day by day of the site: that is how they are worked out."""
    start_s, stop_s = period
    for day in story.days_between(start_s, stop_s):
        yield from past.messages(max(start_s, day.day.start_s), min(stop_s, day.day.stop_s))
    if whole:
        yield from past.rest()
    story.days.clear()


def _line(told: Told) -> bytes:
    is_text = not told.topic.startswith(PREFIX)
    payload = {"payload": told.payload.decode()} if is_text else {"payload_base64": b64encode(told.payload).decode()}
    return orjson.dumps({"topic": told.topic, **payload}) + b"\n"
