"""In which order is everything measured, so that whatever else happens on the machine happens to all alike?"""

import json
import os
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.ingest import copying, report
from benchmarks.ingest.check import Verdict
from benchmarks.ingest.consumer import BARE, INGEST, PROFILED, RECEIVE, TWO, USUAL, Consumer, Peer
from benchmarks.ingest.database import durability
from benchmarks.ingest.drain import Ended, Rig, drain
from benchmarks.ingest.load import SIGNALS, Load
from benchmarks.ingest.pace import Paced, pace
from benchmarks.ingest.plan import Plan
from benchmarks.ingest.sample import Sample
from benchmarks.ingest.sweep import Sweep, sweep

# As large as ingest's own are when it is never idle; asked only where that could not be seen.
_ROWS_A_BATCH = 20_000

Say = Callable[[str], None]


@dataclass
class Run:
    """Everything that was measured so far."""

    rig: Rig
    plan: Plan
    say: Say
    peers: tuple[Peer, Peer] | None = None
    samples: dict[str, list[Sample]] = field(default_factory=dict)
    paced: dict[int, list[Paced]] = field(default_factory=dict)
    soak: Paced | None = None
    profiles: dict[str, Any] = field(default_factory=dict)
    sweep: Sweep | None = None
    failures: list[str] = field(default_factory=list)
    began: float = field(default_factory=time.monotonic)

    def measure(self) -> dict[str, Any]:
        """Measure all that the plan says, and return it as one document."""
        for turn in range(1, self.plan.repeats + 1):
            self.say(f"round {turn} of {self.plan.repeats}")
            self._drain_each()
            self._copy()
            self._pace_each()
        if self.plan.many:
            self._drain("ingest-1-killed", self.plan.single, TWO, kill_one=True)
        if self.plan.figures:
            self._sweep(self.plan.figures)
        if self.plan.profile:
            self._profile()
        if self.plan.soak_s:
            self._soak()
        self.say("asking the broker what it dropped")
        return self.document(self.rig.broker.dropped())

    def document(self, dropped: int | None) -> dict[str, Any]:
        """Return what was measured; it is void when one row is missing, doubled or wrong, or the broker dropped any."""
        verdicts = list(self._verdicts())
        settings = durability(self.rig.host)
        reasons = [f"{name}: {reason}" for name, verdict in verdicts for reason in verdict.reasons]
        reasons += [*self.failures, *_doubts(settings, dropped)]
        return {
            **report.compared(self.samples),
            **report.paced(self.paced),
            "soak": report.soaked(self.soak, os.cpu_count() or 1),
            "profiles": self.profiles,
            "sweep": self.sweep.as_json() if self.sweep else None,
            "workers": report.workers(self.samples),
            "lost": sum(verdict.lost for _, verdict in verdicts),
            "duplicated": sum(verdict.duplicated for _, verdict in verdicts),
            "void": bool(reasons),
            "void_reasons": reasons,
            "broker_dropped": dropped,
            "settings": settings,
            "plan": {**asdict(self.plan), "figures": str(self.plan.figures), "signals": len(SIGNALS)},
            "machine": {"cores": os.cpu_count(), "busy_with_others_percent": self._others_percent()},
            "seconds": round(time.monotonic() - self.began, 1),
        }

    def _drain_each(self) -> None:
        plan = self.plan
        self._drain("receive-1", plan.single, RECEIVE)
        self._drain("usual-1", plan.single, USUAL)
        self._drain("ingest-1", plan.single, INGEST)
        self._drain("bare-1", plan.single, BARE)
        if plan.many:
            self._drain("ingest-1-many", plan.crowded, INGEST)
            self._drain("ingest-1-two", plan.single, TWO)
        self._drain("ingest-10", plan.batched, INGEST)
        if self.peers:
            bridge, tutorial = self.peers
            self._drain("bridge-1", plan.single, bridge)
            self._drain("tutorial-10", plan.slow, tutorial)

    def _drain(self, name: str, load: Load, consumer: Consumer, *, kill_one: bool = False) -> None:
        try:
            sample = drain(self.rig, load, consumer, kill_one=kill_one)
        except Ended as ended:
            self.failures.append(f"{name}: {ended}")
            return
        self.samples.setdefault(name, []).append(sample)
        self.say(f"{name}: {report.whole(sample):,.0f} rows/s, {report.stored(sample):,.0f} until stored")

    def _copy(self) -> None:
        drained = self.samples.get("ingest-10", [])
        batch_rows = int(drained[-1].batch_rows) if drained else _ROWS_A_BATCH
        for sample in copying.copy(self.rig, self.plan.batched, batch_rows):
            self.samples.setdefault(f"{sample.name}-10", []).append(sample)
            self.say(f"{sample.name}-10: {report.whole(sample):,.0f} rows/s")

    def _pace_each(self) -> None:
        for wanted in self.plan.paces():
            try:
                seen = pace(self.rig, wanted, INGEST)
            except Ended as ended:
                self.failures.append(f"{wanted.messages_per_s}/s: {ended}")
                continue
            self.paced.setdefault(wanted.messages_per_s, []).append(seen)
            self._say_latency(seen)

    def _profile(self) -> None:
        for name, load in (("profiled-1", self.plan.single), ("profiled-10", self.plan.batched)):
            self._drain(name, load, PROFILED)
            told = self.rig.host.folder / f"{PROFILED.name}.json"
            self.profiles[name] = json.loads(told.read_text(encoding="utf-8"))

    def _sweep(self, folder: Path) -> None:
        try:
            self.sweep = sweep(self.rig, self.plan, self.say)
            self.sweep.draw(folder)
        except Ended as ended:
            self.failures.append(f"sweep: {ended}")

    def _soak(self) -> None:
        self.say(f"{self.plan.soak.machines:,} machines for {self.plan.soak_s} s")
        self.soak = pace(self.rig, self.plan.soak, INGEST)
        self._say_latency(self.soak)

    def _say_latency(self, seen: Paced) -> None:
        p50, p99 = seen.percentile_ms(50), seen.percentile_ms(99)
        self.say(f"{seen.pace.messages_per_s:,}/s: p50 {p50:,.0f} ms, p99 {p99:,.0f} ms, {seen.rss_mb:.0f} MB")

    def _verdicts(self) -> Iterator[tuple[str, Verdict]]:
        for name, taken in self.samples.items():
            yield from ((name, sample.verdict) for sample in taken)
        for rate, runs in self.paced.items():
            yield from ((f"{rate}/s", run.verdict) for run in runs)
        if self.soak is not None:
            yield "soak", self.soak.verdict

    def _others_percent(self) -> float | None:
        """Return how much of the processors went to who knows whom while we measured: it makes every rate less."""
        taken = [sample.used for samples in self.samples.values() for sample in samples if sample.used.machine]
        seconds = sum(used.at for used in taken) * (os.cpu_count() or 1)
        return round(100 * sum(used.others for used in taken) / seconds, 1) if seconds else None


def _doubts(settings: dict[str, str], dropped: int | None) -> Iterator[str]:
    for name in ("fsync", "synchronous_commit", "full_page_writes"):
        if settings[name] != "on":
            yield f"{name} is {settings[name]}: what is committed may be lost"
    if dropped is None:
        yield "the broker does not tell whether it dropped messages"
    elif dropped:
        yield f"the broker dropped {dropped} messages"
