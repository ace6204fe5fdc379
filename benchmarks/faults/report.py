"""What is told of a run, and does everything hold that must?"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from benchmarks.faults.control import MACHINES, Control
from benchmarks.faults.course import OUTCOMES, Ran
from benchmarks.faults.examination import Examined

CATCH_UP_AT_LEAST = 2.5
# What ingest may hold at its most: a full queue of messages, a batch as rows, and the interpreter.
MEMORY_MB = 400.0
_SHOWN = 10


@dataclass
class Report:
    """A run's outcome; `problems` are what kept it from its end or stands beside the row by row comparison."""

    seed: int
    ran: Ran = field(default_factory=Ran)
    examined: Examined = field(default_factory=Examined)
    controls: list[Control] = field(default_factory=list)
    regressions: list[str] = field(default_factory=list)
    peak_mb: float = 0.0
    restarts: dict[str, int] = field(default_factory=dict)
    left_out: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def controls_failed(self) -> bool:
        """Whether each negative control lost data, and its counterpart did not."""
        return len(self.controls) == len(MACHINES) and all(
            (control.lost > 0) == control.must_lose for control in self.controls
        )

    def wrong(self) -> Iterator[str]:
        """Yield what should hold and does not, and the first rows that differ."""
        found = self.examined.findings
        yield from self.hindrances()
        if found.wrong:
            yield f"{found.lost} readings lost, {found.duplicated} stored twice, {found.altered} altered"
            yield f"{found.unknown} never sent, {found.misjudged} stored that should have been refused"
            yield from found.rows
        yield from _first("latest went back", self.regressions)
        yield from _first("latest is not of the newest reading", self.examined.latest)
        yield from _first("rollups differ from their readings", self.examined.rollups)
        yield from _first("messages are not accounted for", self.examined.accounts)
        if not self.controls_failed:
            yield f"a control did not show what it must: {'; '.join(map(str, self.controls)) or 'none ran'}"
        if self.ran.catch_up < CATCH_UP_AT_LEAST:
            yield f"catching up was {self.ran.catch_up:.2f} times as fast as the live rate, not {CATCH_UP_AT_LEAST}"

    def hindrances(self) -> Iterator[str]:
        """Yield what kept the run from its end, and what is wrong beside the readings, whatever the machine's speed."""
        yield from self.problems
        counters = self.ran.counters
        if counters and counters["delivered"] != sum(counters[outcome] for outcome in OUTCOMES):
            yield f"ingest counts other messages than it got: {counters}"
        if self.peak_mb > MEMORY_MB:
            yield f"ingest held {self.peak_mb:.0f} MB of memory, more than {MEMORY_MB:.0f}"

    def as_json(self) -> dict[str, Any]:
        """Return the outcome for programs."""
        found, ran = self.examined.findings, self.ran
        return {
            "seed": self.seed,
            "faults": ran.faults,
            "compound": ran.compound,
            "seconds": round(ran.seconds, 1),
            **{name: count for name, count in vars(found).items() if name != "rows"},
            "messages": dict(self.examined.messages),
            "counters": ran.counters,
            "unaccounted": len(self.examined.accounts),
            "latest_regressions": len(self.regressions) + len(self.examined.latest),
            "rollup_mismatches": len(self.examined.rollups),
            "catch_up_ratio": round(ran.catch_up, 2),
            "live_rate": round(ran.live_rate),
            "peak_rss_mb": round(self.peak_mb, 1),
            "recovery_s": {part: _percentile(times) for part, times in sorted(ran.recovery_s.items())},
            "restarts": self.restarts,
            "controls_failed": self.controls_failed,
            "controls": [vars(control) for control in self.controls],
            "left_out": self.left_out,
            "problems": list(self.hindrances()),
            "holds": not list(self.wrong()),
        }


def _percentile(times: list[float]) -> float:
    return round(float(np.percentile(times, 95)), 2)


def _first(what: str, found: list[str]) -> Iterator[str]:
    if found:
        yield f"{len(found)} times {what}:"
        yield from found[:_SHOWN]
