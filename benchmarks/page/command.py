"""How are pages of a platform that runs measured from the command line, and how is what was found shown?"""

import asyncio
import json
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.page import browser
from benchmarks.page.crowd import AT_WORK, PRESSING, Manner, crowd, together
from benchmarks.page.door import OWN, Door, Seen, View

FIRST_MS, NEXT_MS, TOGETHER_P95_MS = 1500.0, 500.0, 1000.0
SEEN = Seen(site="yarrabin-hill", planned="dry-fork", machine="yar-ht-01", truck="skb-ht-01")


@dataclass(frozen=True)
class Plan:
    """How much is measured: machines in the list besides the demo's, visits of each page, users at once and for how
    many seconds at work, half as many pressing. Where pictures go (None: none are taken) nothing else is done; `owner`
    looks at their own pages.
    """

    machines: int = 5000
    times: int = 5
    users: int = 50
    seconds: float = 60.0
    pictures: Path | None = None
    owner: Door | None = None


def run(door: Door, admin_url: str, plan: Plan, *, as_json: bool) -> int:
    """Measure, or take pictures; show what was found, and return 0."""
    if plan.pictures is not None:
        plan.pictures.mkdir(parents=True, exist_ok=True)
        made = asyncio.run(_pictures(door, plan.pictures, plan.owner))
        Console(stderr=True).print(f"{len(made)} pictures in {plan.pictures}")
        return 0
    with crowd(admin_url, plan.machines):
        document = asyncio.run(_measured(door, plan))
    if as_json:
        sys.stdout.write(json.dumps(document) + "\n")
    else:
        _show(document)
    return 0


async def _pictures(door: Door, folder: Path, owner: Door | None) -> list[Path]:
    async with browser.chromium() as one:
        made = await browser.pictures(one, door, SEEN.views(), folder)
        # Last, so that what was looked at before stands in the log of who read.
        return made + (await browser.pictures(one, owner, OWN, folder) if owner else [])


async def _measured(door: Door, plan: Plan) -> dict[str, Any]:
    views = SEEN.views()
    async with browser.chromium() as one:
        alone = await browser.usable(one, door, views, plan.times)
    at_work = await _together(door, plan, AT_WORK, plan.seconds)
    pressing = await _together(door, plan, PRESSING, plan.seconds / 2)
    return {
        "must_first_ms": FIRST_MS,
        "must_next_ms": NEXT_MS,
        "must_together_p95_ms": TOGETHER_P95_MS,
        "machines": plan.machines,
        "pages": {name: quantiles(took) for name, took in alone.items()},
        "users": plan.users,
        "together": at_work,
        "pressing": pressing,
        "cores": os.cpu_count(),
        "load": [round(one, 1) for one in os.getloadavg()],
    }


async def _together(door: Door, plan: Plan, manner: Manner, seconds: float) -> dict[str, Any]:
    """Return what so many users met: pages a second in all, and the times of each page and of all."""
    took = await together(door, _often(SEEN.views()), plan.users, seconds, manner)
    every = [ms for page in took.values() for ms in page]
    pages = {name: quantiles(page) for name, page in took.items()} | {"all": quantiles(every)}
    return {"reads_s": manner.reads_s, "pages_per_s": round(len(every) / seconds, 1), "pages": pages}


def _often(views: Sequence[View]) -> list[View]:
    """Return the pages on which a day is spent."""
    return [view for view in views if view.name in ("triage", "fleet", "site", "machine", "alerts", "production")]


def quantiles(took_ms: Sequence[float]) -> dict[str, float]:
    """Return how many times there are, their median and their 95th percentile in milliseconds."""
    if not took_ms:
        return {"count": 0}
    shares = {name: round(float(np.quantile(took_ms, share)), 1) for name, share in (("p50", 0.5), ("p95", 0.95))}
    return {"count": len(took_ms)} | shares


def _show(document: Mapping[str, Any]) -> None:
    users, at_work, pressing = (document[name] for name in ("users", "together", "pressing"))
    table = Table(
        "page", "usable, p50", "p95", f"answered to {users} users at work, p50", "p95", "pressing, p50", "p95"
    )
    for name in [*document["pages"], "all"]:
        told = (document["pages"].get(name), at_work["pages"].get(name), pressing["pages"].get(name))
        table.add_row(name, *(cell for one in told for cell in _cells(one)))
    console = Console()
    console.print(table)
    console.print(
        f"must: the first page usable within {FIRST_MS:.0f} ms, each next one within {NEXT_MS:.0f} ms, p95 at work "
        f"within {TOGETHER_P95_MS:.0f} ms; {at_work['pages_per_s']} and {pressing['pages_per_s']} pages a second; "
        f"{document['machines']} machines, load {document['load']} on {document['cores']} cores"
    )


def _cells(told: Mapping[str, float] | None) -> tuple[str, str]:
    return (f"{told['p50']:,.0f} ms", f"{told['p95']:,.0f} ms") if told and told["count"] else ("", "")
