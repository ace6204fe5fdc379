"""What runs, where, and how does each service say it is?"""

import json
from typing import Any

import httpx
from rich.console import Console
from rich.table import Table

from deploy.state import Home


def run(*, as_json: bool) -> int:
    """Show the running platform; return 0 when all is well, 1 when something is not, 3 when nothing runs."""
    told = Home.of_project().told()
    if told is None:
        Console().print("{}" if as_json else "Nothing runs here. Start it with `howdah up`.")
        return 3
    health = {name: ask_health(url) for name, url in told["services"].items()}
    if as_json:
        Console(soft_wrap=True, highlight=False).print(json.dumps({**told, "health": health}), markup=False)
    else:
        _show(told, health)
    well = all(one["state"] == "ready" for one in told["programs"])
    return 0 if well and all(one["status"] == "pass" for one in health.values()) else 1


def ask_health(url: str) -> dict[str, Any]:
    """Return what a service says about itself, or `silent` as its status."""
    try:
        answer: dict[str, Any] = httpx.get(f"{url}/health", timeout=5, trust_env=False).json()
    except (httpx.HTTPError, ValueError):
        return {"status": "silent", "version": None, "reasons": ["It does not answer."]}
    return answer


def _show(told: dict[str, Any], health: dict[str, dict[str, Any]]) -> None:
    console = Console(highlight=False)
    table = Table(box=None, pad_edge=False)
    for column in ("program", "state", "health", "version", "pid", "restarts"):
        table.add_column(column, header_style="dim")
    for one in told["programs"]:
        about = health.get(one["name"], {})
        words = (about.get("status", ""), about.get("version", ""), one["pid"], one["restarts"] or "")
        table.add_row(one["name"], one["state"], *map(str, words))
    console.print(table)
    for name, about in health.items():
        for reason in about["reasons"]:
            console.print(f"{name}: {reason}")
    console.print(f"\n{told['url']}  (broker 127.0.0.1:{told['broker_port']}, process {told['pid']})")
