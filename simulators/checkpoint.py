"""How does a story go on without being gone through again?"""

import json
from dataclasses import asdict
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np

from simulators.counter import Totals
from simulators.day import Start
from simulators.degradation.condition import Condition
from simulators.site import SiteStory
from simulators.world import World


def save(world: World, path: Path) -> None:
    """Write down what every machine brought into the last day that was begun."""
    machines = {name: _written(*max(story.starts.items())) for name, story in world.machines.items()}
    sites = {name: _written_site(world, site) for name, site in _sites(world).items()}
    beside = path.with_name(f"{path.name}.part")
    path.parent.mkdir(parents=True, exist_ok=True)
    beside.write_text(json.dumps({"story": _story(world), "machines": machines, "sites": sites}), encoding="utf-8")
    beside.replace(path)


def load(world: World, path: Path) -> bool:
    """Let the machines go on from what was written; return false when it is missing or of another story."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
        starts = {name: _read(told["machines"][name]) for name in world.machines}
        conditions = {name: _read_site(told["sites"][name]) for name in _sites(world)}
        if told["story"] != _story(world):
            return False
    except (OSError, ValueError, KeyError, TypeError):
        # It only saves time: whatever is wrong with it, the story can be gone through from its beginning.
        return False
    for name, (ordinal, start) in starts.items():
        world.machines[name].starts[ordinal] = start
    for name, (ordinal, machines) in conditions.items():
        _sites(world)[name].conditions[ordinal] = machines
    return True


def _sites(world: World) -> dict[str, SiteStory]:
    return {story.site.layout.site.id: story.site for story in world.machines.values()}


def _story(world: World) -> dict[str, Any]:
    """Return what makes a story: the fleet, the seed and the days on which it began."""
    begins = {name: site.first.ordinal for name, site in _sites(world).items()}
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


def _written_site(world: World, site: SiteStory) -> dict[str, Any]:
    """Return the conditions at the beginning of the day that the last of the site's machines has come to."""
    ordinal = min(max(world.machines[machine].starts) for machine in site.units)
    conditions = site.conditions[ordinal]
    return {"day": ordinal, "machines": {name: condition.written() for name, condition in conditions.items()}}


def _read_site(told: dict[str, Any]) -> tuple[int, dict[str, Condition]]:
    return told["day"], {name: Condition.read(one) for name, one in told["machines"].items()}
