"""How is ingest measured from the command line, and how is what was seen shown?"""

import json
import logging
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import structlog
from rich.console import Console
from rich.table import Table

from benchmarks.environment import NotInstalled, python_of_peers
from benchmarks.host import Child, Host
from benchmarks.ingest.broker import SENDER, Broker
from benchmarks.ingest.consumer import BRIDGE_USER, TUTORIAL_USER, Peer, peers
from benchmarks.ingest.drain import Rig
from benchmarks.ingest.measure import MEASURES, Verdict
from benchmarks.ingest.plan import Plan
from benchmarks.ingest.run import Run

_WIDTH, _PLACES = 130, 30
_LOCK = Path(__file__).parent / "peer/requirements.lock"
_MARKS = {
    Verdict.AIM: "[green]✓ aim[/]",
    Verdict.MUST: "[yellow]✓ must[/]",
    Verdict.MISSED: "[red]✗[/]",
    Verdict.UNKNOWN: "[dim]not measured[/]",
}


def run(host: Host, servers: tuple[Child, Child], plan: Plan, cache: Path, *, as_json: bool) -> int:
    """Measure, show the figures, and return 0 unless the run is void; `servers` are the database and the broker."""
    # What our own connections have to tell belongs to no report.
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    progress = Console(stderr=True, highlight=False)
    database, broker = servers
    rig = Rig(host, Broker(host, broker.pid), database.pid)
    rig.broker.admit([SENDER, BRIDGE_USER, TUTORIAL_USER])

    def say(line: str) -> None:
        progress.print(f"[dim]{line}[/]")

    document = Run(rig, plan, say, _peers(cache, say) if plan.peers else None).measure()
    if as_json:
        sys.stdout.write(json.dumps(document) + "\n")
    else:
        console = Console()
        show(document, console if console.is_terminal else Console(width=_WIDTH))
    return 1 if document["void"] else 0


def _peers(cache: Path, say: Callable[[str], None]) -> tuple[Peer, Peer] | None:
    try:
        return peers(python_of_peers(_LOCK, cache))
    except NotInstalled as problem:
        say(str(problem))
        return None


def show(document: Mapping[str, Any], console: Console) -> None:
    """Show a report as a table of what must be, what is aimed at, and what is."""
    table = Table("measure", "must", "aim", "measured", "range", "")
    for column in table.columns[1:5]:
        column.justify = "right"
    for one in MEASURES:
        value, limits = one.value(document), document["ranges"].get(one.path[0])
        span = " – ".join(f"{limit:g}" for limit in limits) if limits else ""
        told = "" if value is None else f"{value:g}"
        table.add_row(one.title, f"{one.must:g}", f"{one.aim:g}", told, span, _MARKS[one.verdict(document)])
    console.print(table)
    _show_rates(document, console)
    for name, profile in document["profiles"].items():
        _show_profile(name, profile, console)
    for reason in document["void_reasons"]:
        console.print(f"[red]void:[/] {reason}", highlight=False)


def _show_profile(name: str, profile: Mapping[str, Any], console: Console) -> None:
    for kind in ("functions", "lines"):
        table = Table(f"{name}: {kind}", "%", title_justify="left")
        for place, percent in list(profile[kind].items())[:_PLACES]:
            table.add_row(place, f"{percent:.1f}")
        console.print(table)


def _show_rates(document: Mapping[str, Any], console: Console) -> None:
    parts = ("ingest", "postgres", "broker")
    table = Table("consumer", "rows/s", "until stored", "rows a batch", *(f"{part}, s a million" for part in parts))
    for column in table.columns[1:]:
        column.justify = "right"
    for name, rates in document["rates"].items():
        used = document["cpu_s_per_million"][name]
        figures = [rates["rows_per_s"], rates["rows_per_s_until_stored"], rates["batch_rows"]]
        table.add_row(name, *(f"{figure:,.0f}" for figure in figures), *(f"{used.get(part, 0):.1f}" for part in parts))
    console.print(table)
    others = document["machine"]["busy_with_others_percent"]
    console.print(f"Others took {others} % of the processors meanwhile; {document['seconds']:.0f} s.", highlight=False)
