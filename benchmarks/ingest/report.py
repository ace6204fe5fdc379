"""What do the measurements say, as one document?"""

from collections.abc import Callable, Mapping, Sequence
from statistics import median
from typing import Any

from benchmarks.ingest.pace import Paced
from benchmarks.ingest.sample import Sample
from benchmarks.usage import OURSELVES

Samples = Mapping[str, Sequence[Sample]]


def ratios(samples: Samples, of: str, to: str, rate: Callable[[Sample], float]) -> list[float]:
    """Return one rate over another for each time that both were measured."""
    pairs = zip(samples.get(of, []), samples.get(to, []), strict=False)
    return [rate(one) / rate(other) for one, other in pairs]


def whole(sample: Sample) -> float:
    """Return the rows a second of the whole work, until rollups and `latest` were current."""
    return sample.rows / sample.worked_s


def stored(sample: Sample) -> float:
    """Return the rows a second until every row could be read."""
    return sample.rows / sample.stored_s


def clocked(sample: Sample) -> float:
    """Return the rows a second until rollups and `latest` were current, with the pauses of the clock they follow by."""
    return sample.rows / sample.current_s


def frugality(sample: Sample) -> float:
    """Return the rows for a second of processor time, whoever spent it: a busy machine changes it less."""
    return sample.rows / sum(used for name, used in sample.used.parts.items() if name != OURSELVES)


# Which figure is one rate over another.
RATIOS = {
    "pipeline_over_receive": ("ingest-1", "receive-1"),
    "pipeline_over_usual_receive": ("ingest-1", "usual-1"),
    "pipeline_over_copy": ("ingest-10", "copy-10"),
    "encode_over_copy": ("encode-10", "copy-10"),
    "rollups_over_none": ("ingest-1", "bare-1"),
    "cardinality_over_base": ("ingest-1-many", "ingest-1"),
}
PEERS = {"mq_bridge": ("ingest-1", "bridge-1"), "tutorial": ("ingest-10", "tutorial-10")}


def compared(samples: Samples) -> dict[str, Any]:
    """Return the figures that are one rate over another, their ranges, and the same by other ends and by work."""
    by_whole = {name: ratios(samples, *pair, whole) for name, pair in RATIOS.items()}
    return {
        **{name: middle(values) for name, values in by_whole.items()},
        "ranges": {name: spread(values) for name, values in by_whole.items()},
        "until_stored": {name: middle(ratios(samples, *pair, stored)) for name, pair in RATIOS.items()},
        "with_pauses": {name: middle(ratios(samples, *pair, clocked)) for name, pair in RATIOS.items()},
        "by_cpu": {name: middle(ratios(samples, *pair, frugality)) for name, pair in RATIOS.items()},
        "peers": {name: _peer(samples, *pair) for name, pair in PEERS.items()},
        "bytes_per_row": middle([sample.bytes_per_row for sample in samples.get("ingest-10", [])], 1),
        "cpu_s_per_million": {name: _cpu(taken) for name, taken in samples.items()},
        "postgres_cpu_s_per_million": {name: _clients(taken) for name, taken in samples.items()},
        "rates": {name: _rates(taken) for name, taken in samples.items()},
    }


def paced(taken: Mapping[int, Sequence[Paced]]) -> dict[str, Any]:
    """Return latencies by rate, and memory at the highest."""
    fastest = taken[max(taken)] if taken else []
    return {
        "latency_ms": {str(rate): _latency(runs) for rate, runs in taken.items()},
        "rss_mb": middle([run.rss_mb for run in fastest], 1),
    }


def soaked(run: Paced | None, cores: int) -> dict[str, Any] | None:
    """Return what the long run has shown; the processor time is that of everything, the publisher included."""
    if run is None:
        return None
    parts = {name: used for name, used in run.used.parts.items() if name != OURSELVES}
    percent = {name: round(100 * used / run.used.at / cores, 1) for name, used in parts.items()}
    return {
        "machines": run.pace.machines,
        "seconds": run.pace.seconds,
        "p50_ms": rounded(run.percentile_ms(50), 1),
        "p99_ms": rounded(run.percentile_ms(99), 1),
        "lost": run.verdict.lost,
        "duplicated": run.verdict.duplicated,
        "cpu_percent": round(sum(percent.values()), 1),
        "cpu_percent_by_part": percent,
        "rss_mb": round(run.rss_mb, 1),
        "publisher_late_ms": rounded(run.publisher_late_ms, 1),
    }


def workers(samples: Samples) -> dict[str, Any] | None:
    """Return what a second worker adds, and what was lost when one of two was killed and started again."""
    if not samples.get("ingest-1-two"):
        return None
    killed = [sample.verdict for sample in samples.get("ingest-1-killed", [])]
    by_whole, by_stored = (ratios(samples, "ingest-1-two", "ingest-1", rate) for rate in (whole, stored))
    return {
        "two_over_one": middle(by_whole),
        "range": spread(by_whole),
        "two_over_one_until_stored": middle(by_stored),
        "lost_when_one_was_killed": sum(verdict.lost for verdict in killed) if killed else None,
        "duplicated_when_one_was_killed": sum(verdict.duplicated for verdict in killed) if killed else None,
    }


def _peer(samples: Samples, of: str, to: str) -> dict[str, Any] | None:
    values = ratios(samples, of, to, whole)
    if not values:
        return None
    until_stored = middle(ratios(samples, of, to, stored))
    return {"ratio": middle(values), "range": spread(values), "ratio_until_stored": until_stored}


def _cpu(taken: Sequence[Sample]) -> dict[str, float | None]:
    parts = {name for sample in taken for name in sample.cpu_s_per_million()}
    return {name: middle([sample.cpu_s_per_million().get(name, 0.0) for sample in taken], 2) for name in sorted(parts)}


def _clients(taken: Sequence[Sample]) -> dict[str, float | None]:
    names = {name for sample in taken for name in sample.clients}
    used = {name: [sample.clients.get(name, 0.0) / sample.rows * 1e6 for sample in taken] for name in sorted(names)}
    return {name: middle(values, 2) for name, values in used.items()}


def _rates(taken: Sequence[Sample]) -> dict[str, Any]:
    return {
        "rows_per_s": middle([whole(sample) for sample in taken], 0),
        "rows_per_s_until_stored": middle([stored(sample) for sample in taken], 0),
        "rows_per_s_with_pauses": middle([clocked(sample) for sample in taken], 0),
        "range": spread([whole(sample) for sample in taken], 0),
        "batch_rows": middle([sample.batch_rows for sample in taken], 0),
        "rss_mb": middle([sample.rss_mb for sample in taken], 1),
    }


def _latency(runs: Sequence[Paced]) -> dict[str, Any]:
    p50, p99 = ([run.percentile_ms(percent) for run in runs] for percent in (50, 99))
    return {
        "p50": middle(p50, 1),
        "p99": middle(p99, 1),
        "p50_range": spread(p50, 1),
        "p99_range": spread(p99, 1),
        "publisher_late": middle([run.publisher_late_ms for run in runs], 1),
    }


def middle(values: Sequence[float], digits: int = 3) -> float | None:
    """Return the median, None of nothing and of what never came."""
    return rounded(median(values), digits) if values else None


def spread(values: Sequence[float], digits: int = 3) -> list[float | None] | None:
    """Return the least and the greatest."""
    return [rounded(min(values), digits), rounded(max(values), digits)] if values else None


def rounded(value: float, digits: int) -> float | None:
    """Return a number that JSON has: none for what is infinite."""
    return None if value in (float("inf"), float("-inf")) else round(value, digits)
