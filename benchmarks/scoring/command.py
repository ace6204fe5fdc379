"""How is scoring measured from the command line, and how is what was seen shown?"""

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.environment import NotInstalled, python_of_peers
from benchmarks.host import Host
from benchmarks.scoring import forecast, streaming, whole
from simulators.fleet import Fleet

_LOCK = Path(__file__).parent / "peer" / "requirements.lock"
# What each must be: at least, or at most where that is said.
_MUST: Mapping[str, tuple[str, str]] = {
    "machines_per_s": ("at least 50,000", "judged a second, from how they stand to what is stored, committed"),
    "over_loop": ("at least 50", "times as many as by asking for one after the other"),
    "over_halfspacetrees": (
        "at least 500",
        "machine-rows in the processor time of one of a forest of half-space trees",
    ),
    "forecast_p99_ms": ("at most 15", "one machine's forecast over HTTP, 32 connections that ask in turn"),
}


@dataclass(frozen=True)
class Plan:
    """Of what and how much is measured."""

    fleet: Fleet
    shelf: Path
    machines: int = 100_000
    repeats: int = 3
    seconds: float = 20.0
    per_s: float = 160.0

    def quick(self) -> "Plan":
        """Return the same with less, once over."""
        return replace(self, machines=10_000, repeats=1, seconds=3.0)


def run(host: Host, plan: Plan, cache: Path, *, as_json: bool) -> int:
    """Measure on a migrated database, show the figures, and return 0."""
    progress = Console(stderr=True, highlight=False)

    def say(line: str) -> None:
        progress.print(f"[dim]{line}[/]")

    document = measure(host, plan, _peer(cache, say), say)
    if as_json:
        sys.stdout.write(json.dumps(document) + "\n")
    else:
        _show(document)
    return 0


def measure(host: Host, plan: Plan, peer: Path | None, say: Callable[[str], None]) -> dict[str, Any]:
    """Return the figures; a ratio is the median of those of each repeat."""
    say("rows of a stream")
    stream = streaming.measure(plan.machines, plan.repeats, peer)
    say(f"{plan.machines:,} machines, from the database to what is stored")
    scored = whole.measure(host, plan.shelf, plan.fleet, plan.machines, plan.repeats)
    say("forecasts over HTTP")
    asked = forecast.measure(host, plan.shelf, plan.seconds, plan.per_s)
    return {
        "machines_per_s": round(median(scored.per_s)),
        "machines_per_s_range": [round(one) for one in (min(scored.per_s), max(scored.per_s))],
        "over_loop": round(median(a / b for a, b in zip(scored.per_s, scored.loop_per_s, strict=True)), 1),
        "over_halfspacetrees": None if stream.ratio is None else round(stream.ratio),
        "forecast_p99_ms": round(asked.paced.quantile_ms(0.99), 1),
        "forecast_p50_ms": round(asked.paced.quantile_ms(0.5), 1),
        "forecast_asked_per_s": asked.per_s,
        "forecast_closed_p99_ms": round(asked.closed.quantile_ms(0.99), 1),
        "forecast_closed_per_s": round(asked.closed.per_s),
        "forecast_bytes": asked.bytes,
        "machines": scored.machines,
        "suspected": round(scored.suspected, 3),
        "loop_per_s": round(median(scored.loop_per_s), 1),
        "over_halfspacetrees_singly": None if stream.ratio_singly is None else round(stream.ratio_singly),
        "row_ns": round(1e9 * stream.row_s, 1),
        "row_singly_ns": round(1e9 * stream.row_singly_s, 1),
        "blas": stream.ours[0].blas,
        "over_halfspacetrees_held": None if stream.ratio_held is None else round(stream.ratio_held),
        "blas_held": None if stream.held is None else stream.held.blas,
        "halfspacetrees_row_us": round(1e6 * median(stream.peer_s), 1) if stream.peer_s else None,
    }


def _peer(cache: Path, say: Callable[[str], None]) -> Path | None:
    try:
        return python_of_peers(_LOCK, cache)
    except NotInstalled as problem:
        say(str(problem))
        return None


def _show(document: Mapping[str, Any]) -> None:
    table = Table("measure", "must", "measured", "of what")
    for name, (must, what) in _MUST.items():
        value = document[name]
        table.add_row(name, must, "not measured" if value is None else f"{value:,}", what)
    Console().print(table)
    rest = ", ".join(f"{name} {value}" for name, value in document.items() if name not in _MUST)
    Console().print(rest, highlight=False)
