"""Which figures must be reached, which are aimed at, and was each reached?"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Verdict(StrEnum):
    """How a figure stands against what it must be and what is aimed at."""

    AIM = "aim reached"
    MUST = "must reached"
    MISSED = "missed"
    UNKNOWN = "not measured"


@dataclass(frozen=True)
class Measure:
    """One figure: where it stands in the report, and whether `less` is better."""

    title: str
    path: tuple[str, ...]
    must: float
    aim: float
    less: bool = False

    def value(self, report: Mapping[str, Any]) -> float | None:
        """Return the figure, None where it was not measured."""
        found: Any = report
        for key in self.path:
            found = found.get(key) if isinstance(found, Mapping) else None
        return None if found is None else float(found)

    def verdict(self, report: Mapping[str, Any]) -> Verdict:
        """Return whether the figure of a report is good enough."""
        value = self.value(report)
        if value is None:
            return Verdict.UNKNOWN
        sign = -1 if self.less else 1
        if sign * value >= sign * self.aim:
            return Verdict.AIM
        return Verdict.MUST if sign * value >= sign * self.must else Verdict.MISSED


MEASURES = (
    Measure("whole pipeline, 1 reading a message ÷ receive-only", ("pipeline_over_receive",), 0.75, 0.90),
    Measure("the same ÷ receive-only with paho's own loop", ("pipeline_over_usual_receive",), 0.75, 0.90),
    Measure("whole pipeline, 10 readings a message ÷ raw binary COPY", ("pipeline_over_copy",), 0.50, 0.65),
    Measure("encoding and COPY ÷ COPY of ready bytes", ("encode_over_copy",), 0.90, 0.97),
    Measure("with rollups and latest ÷ without", ("rollups_over_none",), 0.80, 0.90),
    Measure("100,000 machines ÷ 1,000 machines", ("cardinality_over_base",), 0.85, 0.95),
    Measure("published to queryable, 1,000/s, p50, ms", ("latency_ms", "1000", "p50"), 25, 15, less=True),
    Measure("published to queryable, 1,000/s, p99, ms", ("latency_ms", "1000", "p99"), 100, 60, less=True),
    Measure("published to queryable, 10,000/s, p50, ms", ("latency_ms", "10000", "p50"), 60, 30, less=True),
    Measure("published to queryable, 10,000/s, p99, ms", ("latency_ms", "10000", "p99"), 250, 150, less=True),
    Measure("100,000 machines every 10 s, p99, ms", ("soak", "p99_ms"), 500, 500, less=True),
    Measure("100,000 machines every 10 s, messages lost", ("soak", "lost"), 0, 0, less=True),
    Measure("100,000 machines every 10 s, CPU of two cores, %", ("soak", "cpu_percent"), 100, 70, less=True),
    Measure("memory of ingest at 10,000/s, MB", ("rss_mb",), 150, 100, less=True),
    Measure("bytes a row with index, 32 signals", ("bytes_per_row",), 220, 190, less=True),
    Measure("ingest ÷ mq-bridge", ("peers", "mq_bridge", "ratio"), 1.0, 1.3),
    Measure("ingest ÷ the tutorial, 10 readings a message", ("peers", "tutorial", "ratio"), 10, 20),
)
