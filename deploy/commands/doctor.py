"""What is installed, reachable and current, and what is wrong?"""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from rich.console import Console

from deploy import bootstrap
from deploy.commands.status import ask_health
from deploy.port import is_free, is_open
from deploy.servers import installed
from deploy.servers.installation import cache_home
from deploy.state import PROJECT, Home

DOOR = 8080
_LOW_BYTES = 2_000_000_000


class Verdict(StrEnum):
    """How something is: `note` is worth knowing and keeps nothing from working."""

    GOOD = "good"
    NOTE = "note"
    WRONG = "wrong"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at, and what to do about it where something is to be done."""

    verdict: Verdict
    subject: str
    found: str
    remedy: str = ""


def run() -> int:
    """Show every finding; return 1 when something is wrong."""
    console = Console(highlight=False, soft_wrap=True)
    findings = list(examine(Home.of_project()))
    marks = {Verdict.GOOD: "[green]✓[/]", Verdict.NOTE: "[yellow]•[/]", Verdict.WRONG: "[red]✗[/]"}
    for one in findings:
        console.print(f"{marks[one.verdict]} [bold]{one.subject}[/]  {one.found}")
        if one.remedy:
            console.print(f"    {one.remedy}")
    wrong = sum(one.verdict == Verdict.WRONG for one in findings)
    console.print(f"\n{wrong} wrong." if wrong else "\nAll is well.")
    return 1 if wrong else 0


def examine(home: Home) -> Iterator[Finding]:
    """Yield what was found: of the machine and the set-up, then of the platform as it runs."""
    yield from _examine_environment()
    yield from _examine_servers()
    yield from _examine_extras()
    yield _examine_disk()
    told = home.told()
    yield from _examine_platform(told) if told else _examine_ports()


def _examine_environment() -> Iterator[Finding]:
    version = ".".join(map(str, sys.version_info[:3]))
    yield Finding(Verdict.GOOD, "Python", f"{version} in {sys.prefix}")
    if bootstrap.is_current(bootstrap.environment):
        yield Finding(Verdict.GOOD, "packages", f"as {bootstrap.LOCK_FILE.name} pins them")
    else:
        found = f"not known to be as {bootstrap.LOCK_FILE.name} pins them"
        yield Finding(Verdict.NOTE, "packages", found, "Run `make setup`.")


def _examine_servers() -> Iterator[Finding]:
    if found := installed():
        versions = found.versions()
        told = ", ".join(versions[name] for name in ("postgres", "mosquitto")) + f", Caddy {versions['caddy']}"
        yield Finding(Verdict.GOOD, "private servers", f"{told}, in {found.root}")
    else:
        yield Finding(Verdict.WRONG, "private servers", f"not in {cache_home()}, or not whole", "Run `make setup`.")
    if not Path("/usr/share/zoneinfo/Europe/Stockholm").exists():
        yield Finding(Verdict.NOTE, "time zones", "PostgreSQL finds none", "Install Debian's tzdata.")


def _examine_extras() -> Iterator[Finding]:
    if bootstrap.is_current(bootstrap.front_end):
        yield Finding(Verdict.GOOD, "JavaScript of the dashboard", "as its lock file pins it")
    else:
        yield Finding(Verdict.WRONG, "JavaScript of the dashboard", "missing or out of date", "Run `make setup`.")
    if browser := shutil.which("chromium"):
        done = subprocess.run([browser, "--version"], capture_output=True, text=True, check=False)
        yield Finding(Verdict.GOOD, "browser", done.stdout.strip() or browser)
    else:
        remedy = "Only the tests of the dashboard need it: apt-get install chromium"
        yield Finding(Verdict.NOTE, "browser", "Debian's chromium is not installed", remedy)


def _examine_disk() -> Finding:
    free = shutil.disk_usage(PROJECT).free
    verdict = Verdict.GOOD if free > _LOW_BYTES else Verdict.WRONG
    return Finding(verdict, "disk", f"{free / 1e9:.1f} GB free", "" if free > _LOW_BYTES else "Make room.")


def _examine_ports() -> Iterator[Finding]:
    yield Finding(Verdict.NOTE, "platform", "does not run", "Start it with `howdah up`.")
    if is_free(DOOR):
        yield Finding(Verdict.GOOD, "port", f"{DOOR} is free")
    else:
        remedy = "Stop what listens there, or take another: howdah up --port 8081"
        yield Finding(Verdict.WRONG, "port", f"{DOOR} is taken", remedy)


def _examine_platform(told: dict[str, Any]) -> Iterator[Finding]:
    yield Finding(Verdict.GOOD, "platform", f"runs as process {told['pid']}, at {told['url']}")
    for one in told["programs"]:
        if one["state"] != "ready":
            remedy = f"See why: howdah logs {one['name']}"
            yield Finding(Verdict.WRONG, one["name"], one["state"], remedy)
    for subject, port in (("database", told["postgres_port"]), ("broker", told["broker_port"])):
        verdict = Verdict.GOOD if is_open(port) else Verdict.WRONG
        yield Finding(verdict, subject, f"port {port}", "" if is_open(port) else "It does not answer: howdah logs")
    for name, url in told["services"].items():
        yield _examine_service(name, ask_health(url))


def _examine_service(name: str, about: dict[str, Any]) -> Finding:
    if about["status"] == "pass":
        return Finding(Verdict.GOOD, name, f"version {about['version']}")
    return Finding(Verdict.WRONG, name, f"{about['status']}: {' '.join(about['reasons'])}", f"howdah logs {name}")
