"""How long does each zoom level of a machine's page take on a platform that runs, and how is that shown?"""

import json
import os
import sys
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.page.door import Door

SIGNALS = ("engine_speed_rpm", "payload_kg", "coolant_temperature_c")
# As many as a chart of a wide screen has pixels.
POINTS = 1000
MUST_MS = 300.0
LEVELS: Mapping[str, timedelta] = {
    "a year": timedelta(days=365),
    "a month": timedelta(days=30),
    "a week": timedelta(days=7),
    "a day": timedelta(days=1),
    "an hour": timedelta(hours=1),
    "a minute": timedelta(minutes=1),
    "ten seconds": timedelta(seconds=10),
}
# What a zoom asks for, at once: the lines of the signals, and the lanes below them.
PARTS = ("chart", "lanes")


def run(door: Door, machines: Sequence[str], times: int, *, as_json: bool) -> int:
    """Measure how long each zoom level takes, show the figures, and return 0."""
    with httpx.Client(base_url=door.url, timeout=30) as client:
        door.sign_in(client)
        levels = {name: _measured(client, machines, span, times) for name, span in LEVELS.items()}
    load = [round(one, 1) for one in os.getloadavg()]
    document = {"must_ms": MUST_MS, "levels": levels, "times": times, "machines": list(machines)}
    document |= {"cores": os.cpu_count(), "load": load}
    if as_json:
        sys.stdout.write(json.dumps(document) + "\n")
    else:
        _show(document)
    return 0


def _measured(client: httpx.Client, machines: Sequence[str], span: timedelta, times: int) -> dict[str, Any]:
    """Return p50 and p95 of each part in milliseconds, and how many of the values of a line were there."""
    found: dict[str, list[float]] = {part: [] for part in PARTS}
    samples = 0
    # The first answer of a kind is asked for and left out: whoever zooms has seen the level before.
    for turn in range(-1, times):
        for machine in machines:
            # Every turn looks at another time, so that no answer is one that was kept.
            end = datetime.now(UTC) - timedelta(seconds=60) - turn * span / 50
            for part in PARTS:
                took_ms, answer = _asked(client, machine, part, end - span, end)
                if turn >= 0:
                    found[part].append(took_ms)
                samples = max(samples, _samples(answer))
    return {part: quantiles(took) for part, took in found.items()} | {"samples": samples}


def quantiles(took_ms: Sequence[float]) -> dict[str, float]:
    """Return the median and the 95th percentile of times in milliseconds."""
    return {name: round(float(np.quantile(took_ms, share)), 1) for name, share in (("p50", 0.5), ("p95", 0.95))}


def _asked(client: httpx.Client, machine: str, part: str, from_: datetime, to: datetime) -> tuple[float, Any]:
    query: dict[str, str | int] = {
        "from": from_.isoformat(),
        "to": to.isoformat(),
        "signals": ",".join(SIGNALS),
        "points": POINTS,
    }
    began = time.perf_counter()
    answer = client.get(f"/machines/{machine}/{part}", params=query, headers={"Accept": "application/json"})
    took_ms = 1000 * (time.perf_counter() - began)
    answer.raise_for_status()
    return took_ms, answer.json()


def _samples(answer: Any) -> int:
    return max((one["coverage"]["samples"] for one in answer.get("signals", ())), default=0)


def _show(document: Mapping[str, Any]) -> None:
    table = Table("zoom", "lines p50", "p95", "lanes p50", "p95", "values of a line")
    for name, told in document["levels"].items():
        figures = [f"{told[part][which]:,.0f} ms" for part in PARTS for which in ("p50", "p95")]
        table.add_row(name, *figures, f"{told['samples']:,}")
    console = Console()
    console.print(table)
    console.print(f"must: at most {MUST_MS:.0f} ms; load {document['load']} on {document['cores']} cores")
