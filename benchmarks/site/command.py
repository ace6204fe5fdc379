"""How is the work of site services measured from the command line, and how is what was seen shown?"""

import asyncio
import json
import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.host import Child, Host
from benchmarks.ingest.broker import Broker
from benchmarks.scoring.asking import Answers
from benchmarks.site import day, delay, live, shift
from benchmarks.site.fleet import MACHINES
from benchmarks.site.ground import Ground, durability
from benchmarks.site.machines import story

_MUST: Mapping[str, tuple[str, str]] = {
    "shift_s": (
        "at most 10",
        "a shift of all machines, a reading a second, from stored readings to results, committed",
    ),
    "pass_p99_s": ("at most 2", "from the end of a pass to `load-changed`, heard at the broker"),
    "cycle_p99_s": ("at most 2", "from the end of a haul cycle to `cycle-ended`, heard at the broker"),
    "day_p95_ms": ("at most 150", "a site's day over HTTP, 8 connections with a question a second each"),
}


@dataclass(frozen=True)
class Plan:
    """How much is measured: machines, hours of stored readings, seconds of work in real time and of asking."""

    machines: int = MACHINES
    hours: int = 12
    live_s: float = 300.0
    asking_s: float = 15.0
    seed: int = 1

    def quick(self) -> "Plan":
        """Return the same with less."""
        return replace(self, hours=2, live_s=90.0, asking_s=5.0)


def run(host: Host, servers: tuple[Child, Child], plan: Plan, *, as_json: bool) -> int:
    """Measure on a migrated database and a broker, both running, show the figures, and return 0."""
    progress = Console(stderr=True, highlight=False)

    def say(line: str) -> None:
        progress.print(f"[dim]{line}[/]")

    document = measure(host, servers, plan, say)
    if as_json:
        sys.stdout.write(json.dumps(document) + "\n")
    else:
        _show(document)
    return 0


def measure(host: Host, servers: tuple[Child, Child], plan: Plan, say: Callable[[str], None]) -> dict[str, Any]:
    """Return the figures."""
    database, broker = servers
    now = datetime.now(UTC).replace(microsecond=0)
    first = now - timedelta(hours=plan.hours)
    # Everybody has been at work for an hour at least when it is looked.
    begin = first.replace(minute=0, second=0) - timedelta(hours=1)
    ground = Ground(host, story(begin, plan.machines, plan.seed), database.pid)
    ground.arrange()
    asyncio.run(ground.adopt_sites())
    say(f"{plan.machines} machines work for {plan.hours} hours, and what they tell is stored")
    readings = ground.remember(first, now, host.folder / "shift")
    say("the services take it in, one after the other")
    taken = asyncio.run(shift.take_in(ground, first))
    say("a site's day is asked for")
    asked = day.ask(ground, first.replace(minute=0, second=0), plan.asking_s)
    say(f"machines work in real time, for {plan.live_s:.0f} s")
    # What they did since: nothing is missing of a cycle that goes on.
    ground.remember(now, datetime.now(UTC), host.folder / "since")
    shown = live.listen(ground, Broker(host, broker.pid), begin, plan.live_s)
    about = {"machines": plan.machines, "hours": plan.hours, "readings": readings, "seed": plan.seed}
    return {**_past(taken), **_answered(asked), **_live(ground, shown), **about, **_surroundings(ground)}


def _past(taken: Mapping[str, shift.Taken]) -> dict[str, Any]:
    return {
        "shift_s": round(sum(one.seconds for one in taken.values()), 2),
        "shift": {name: _rounded(one.__dict__) for name, one in taken.items()},
    }


def _answered(asked: Mapping[str, Answers]) -> dict[str, Any]:
    return {
        "day_p50_ms": round(asked["paced"].quantile_ms(0.5), 1),
        "day_p95_ms": round(asked["paced"].quantile_ms(0.95), 1),
        "day_closed_p95_ms": round(asked["closed"].quantile_ms(0.95), 1),
        "day_closed_per_s": round(asked["closed"].per_s, 1),
    }


def _live(ground: Ground, shown: live.Shown) -> dict[str, Any]:
    passes, cycles = delay.of_passes(ground, shown).figures(), delay.of_cycles(ground, shown).figures()
    return {
        "pass_p50_s": passes["after_end_p50_s"],
        "pass_p99_s": passes["after_end_p99_s"],
        "cycle_p50_s": cycles["after_end_p50_s"],
        "cycle_p99_s": cycles["after_end_p99_s"],
        "passes": passes,
        "cycles": cycles,
        "live_cpu_percent_of_a_core": {
            name: round(100 * used / shown.used.at, 1) for name, used in shown.used.parts.items()
        },
    }


def _surroundings(ground: Ground) -> dict[str, Any]:
    with ground.admin() as connection:
        kept = durability(connection)
    load = [round(one, 1) for one in os.getloadavg()]
    return {"durability": {"machines": "QoS 1", "events": "QoS 1", **kept}, "cores": os.cpu_count(), "load": load}


def _rounded(values: Mapping[str, float]) -> dict[str, float]:
    return {name: round(value, 2) for name, value in values.items()}


def _show(document: Mapping[str, Any]) -> None:
    table = Table("measure", "must", "measured", "of what")
    for name, (must, what) in _MUST.items():
        value = document[name]
        table.add_row(name, must, "nothing ended" if value is None else f"{value:,}", what)
    Console().print(table)
    rest = ", ".join(f"{name} {value}" for name, value in document.items() if name not in _MUST)
    Console().print(rest, highlight=False)
