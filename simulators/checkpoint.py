"""How does a story go on without being gone through again?"""

import json
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from simulators.counter import Totals
from simulators.day import Start
from simulators.world import World


def save(world: World, path: Path) -> None:
    """Write down what every machine brought into the last day that was begun."""
    machines = {name: _written(*max(story.starts.items())) for name, story in world.machines.items()}
    beside = path.with_name(f"{path.name}.part")
    path.parent.mkdir(parents=True, exist_ok=True)
    beside.write_text(json.dumps({"story": _story(world), "machines": machines}), encoding="utf-8")
    beside.replace(path)


def load(world: World, path: Path) -> bool:
    """Let the machines go on from what was written; return false when it is missing or of another story."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        starts = {name: _read(told["machines"][name]) for name in world.machines}
        if told["story"] != _story(world):
            return False
    except (OSError, ValueError, KeyError, TypeError):
        # It only saves time: whatever is wrong with it, the story can be gone through from its beginning.
        return False
    for name, (ordinal, start) in starts.items():
        world.machines[name].starts[ordinal] = start
    return True


def _story(world: World) -> dict[str, Any]:
    """Return what makes a story: the fleet, the seed and the days on which it began."""
    begins = {story.site.layout.site.id: story.site.first.ordinal for story in world.machines.values()}
    return {"fleet": sha256(repr(world.fleet).encode()).hexdigest(), "seed": world.seed, "begins": begins}


def _written(ordinal: int, start: Start) -> dict[str, Any]:
    totals = {name: float(value[0]) for name, value in asdict(start.totals).items()}
    return {
        "day": ordinal,
        "totals": totals,
        "temperatures_c": start.temperatures_c.tolist(),
        "raised": dict(start.raised),
    }


def _read(told: dict[str, Any]) -> tuple[int, Start]:
    totals = Totals(**{name: np.array([value]) for name, value in told["totals"].items()})
    return told["day"], Start(totals, np.array(told["temperatures_c"]), told["raised"])
