"""What do throughput and latency look like over batch sizes and rates, beyond the figures that must be reached?"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from benchmarks.ingest.consumer import INGEST
from benchmarks.ingest.drain import Ended, Rig, drain
from benchmarks.ingest.load import Load
from benchmarks.ingest.pace import pace
from benchmarks.ingest.plan import Plan
from benchmarks.ingest.plot import Plot

BATCHES = (50, 200, 1000, 4000, 16_000)
RATES = (500, 1000, 2000, 5000, 10_000, 15_000)
Row = dict[str, float]


@dataclass(frozen=True)
class Sweep:
    """Throughput by the most messages in a batch and the readings in each, and latency by rate."""

    throughput: Mapping[int, Sequence[Row]]
    latency: Sequence[Row]

    def as_json(self) -> dict[str, Any]:
        """Return it as it stands in the report."""
        return {
            "throughput": {str(size): list(rows) for size, rows in self.throughput.items()},
            "latency": self.latency,
        }

    def draw(self, folder: Path) -> None:
        """Write the plots into a folder."""
        folder.mkdir(parents=True, exist_ok=True)
        lines = {
            f"{readings} reading{'s' * (readings > 1)} each": [(row["batch"], row["rows_per_s"]) for row in rows]
            for readings, rows in self.throughput.items()
        }
        title = "Readings stored a second, acknowledged after commit"
        batches = Plot(title, "messages in a transaction, at most", "readings/s", lines)
        (folder / "throughput.svg").write_text(batches.svg(), encoding="utf-8")
        lines = {kind: [(row["rate"], row[f"{kind}_ms"]) for row in self.latency] for kind in ("p50", "p99")}
        rates = Plot("From published to queryable", "messages/s, one reading each", "ms", lines)
        (folder / "latency.svg").write_text(rates.svg(), encoding="utf-8")


def sweep(rig: Rig, plan: Plan, say: Callable[[str], None]) -> Sweep:
    """Measure over batch sizes and rates; a rate that ingest cannot keep up with ends the rates.

    Raises Ended when there is none that it keeps up with.
    """
    loads = {load.readings: load for load in (plan.single, plan.batched)}
    throughput = {
        readings: [_throughput(rig, load, batch, say) for batch in BATCHES] for readings, load in loads.items()
    }
    latency: list[Row] = []
    for rate in RATES:
        say(f"{rate:,}/s")
        try:
            seen = pace(rig, plan.pace(rate), INGEST)
        except Ended:
            break
        if seen.percentile_ms(99) > plan.paced_s * 1000 / 2:
            break
        latency.append({"rate": rate, "p50_ms": seen.percentile_ms(50), "p99_ms": seen.percentile_ms(99)})
    if not latency:
        raise Ended(f"ingest keeps up with no rate, not even {RATES[0]} messages a second.")
    return Sweep(throughput, latency)


def _throughput(rig: Rig, load: Load, batch: int, say: Callable[[str], None]) -> Row:
    sample = drain(rig, load, replace(INGEST, env={"HOWDAH_BATCH_MESSAGES": str(batch)}))
    say(f"{load.readings} readings, {batch} messages a batch: {sample.rows / sample.stored_s:,.0f} rows/s")
    return {"batch": batch, "rows": sample.batch_rows, "rows_per_s": sample.rows / sample.stored_s}
