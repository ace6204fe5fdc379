"""Does the whole platform start, and does every service answer with data that came over MQTT?"""

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import psycopg
from rich.console import Console

from deploy.commands import preflight
from deploy.commands.status import ask_health
from deploy.demo.cast import ENGINEER
from deploy.demo.crew import demo_fleet
from deploy.demo.diary import Past
from deploy.demo.probe import Look, has_answered
from deploy.failure import Failure
from deploy.layout import Layout
from deploy.port import free_port
from deploy.progress import Progress
from deploy.running import Platform, running
from deploy.state import PROJECT, Home

_DEADLINE_S = 120
_ONLINE = "select count(*) from telemetry.state where online and received_at >= %s"
# Everything before is history, and came from files.
_READINGS = "select count(*) from telemetry.reading where time >= %s"


def run() -> int:
    """Start the platform on free ports in a temporary folder, say in one line of JSON what was seen, and stop it."""
    installation = preflight.find_servers()
    home = Home.temporary()
    try:
        preflight.check_disk(home)
        report = _start_and_examine(Layout(home, installation, free_port(), free_port()))
    except Failure as failure:
        remedy = failure.remedy.replace(str(home.logs), str(_keep_logs(home)))
        raise Failure(failure.problem, remedy) from failure
    finally:
        home.remove()
    Console(soft_wrap=True, highlight=False).print(json.dumps(report), markup=False)
    return 0


def _start_and_examine(layout: Layout) -> dict[str, Any]:
    progress = Progress(Console(stderr=True, highlight=False))
    hour = top_of_hour(datetime.now(UTC))
    past = Past(hour - timedelta(hours=2), hour)
    with running(layout, progress, past) as platform, progress.step("an answer of every service"):
        return _examine(platform, progress)


def _examine(platform: Platform, progress: Progress) -> dict[str, Any]:
    layout = platform.layout
    waited_for = set(layout.services)
    with httpx.Client(base_url=layout.caddy.url, timeout=20, trust_env=False) as door:
        look = _look(platform, door)

        def all_answered() -> bool:
            waited_for.difference_update([name for name in waited_for if has_answered(name, look)])
            return not waited_for

        platform.supervisor.wait_for(
            all_answered,
            _DEADLINE_S,
            lambda: f"no answer with live data from {', '.join(sorted(waited_for))}",
            every_s=0.5,
        )
    machines = _wait_for_machines(platform)
    readings = _count(layout, _READINGS, top_of_hour(platform.started_at))
    told = {name: ask_health(layout.service_url(name)) for name in layout.services}
    services = {name: {"status": one["status"], "version": one["version"]} for name, one in told.items()}
    seen = {"machines": machines, "readings_stored": readings, "services": services}
    if unwell := [name for name, one in services.items() if one["status"] != "pass"]:
        raise Failure(f"These services are not well: {', '.join(unwell)}.", "Look at the logs in .howdah/check-logs.")
    return {"ready_s": round(progress.elapsed_s, 1), **seen}


def _look(platform: Platform, door: httpx.Client) -> Look:
    """Return how to look: as the engineer, at a machine with every signal, since the hour before which is history."""
    engineer = next(person for person in platform.people if person.user == ENGINEER)
    credentials = {"user": engineer.user, "password": engineer.password}
    token = door.post("/api/registry/v1/tokens", json=credentials).raise_for_status().json()["access_token"]
    door.headers["Authorization"] = f"Bearer {token}"
    since = top_of_hour(platform.started_at)
    machine = _first_heard(platform, since)
    return Look(door, machine, **credentials, since=since, to=since + timedelta(hours=2))


def _wait_for_machines(platform: Platform) -> int:
    """Return how many machines have come online over MQTT since the start, once all of the fleet have."""
    fleet = len(demo_fleet().machines)

    def online() -> int:
        return _count(platform.layout, _ONLINE, platform.started_at)

    platform.supervisor.wait_for(
        lambda: online() >= fleet, _DEADLINE_S, lambda: f"{online()} of {fleet} machines are online", every_s=0.5
    )
    return online()


def _first_heard(platform: Platform, since: datetime) -> str:
    """Return the machine that has sent most since then, once one has sent what every probe looks at."""
    # Old telematics sends much at its start, and never how fast its engine turns.
    query = (
        "select machine from telemetry.reading"
        " where time >= %s and num_nonnulls(engine_speed_rpm, crusher_power_kw) > 0"
        " group by machine order by count(*) desc limit 1"
    )
    found: list[str] = []

    def heard() -> bool:
        with psycopg.connect(platform.layout.admin_url) as connection:
            found.extend(machine for (machine,) in connection.execute(query, [since]))
        return bool(found)

    platform.supervisor.wait_for(heard, _DEADLINE_S, lambda: "no machine has been heard over MQTT", every_s=0.5)
    return found[0]


def top_of_hour(time: datetime) -> datetime:
    """Return the beginning of the hour."""
    return time.replace(minute=0, second=0, microsecond=0)


def _count(layout: Layout, query: str, since: datetime) -> int:
    with psycopg.connect(layout.admin_url) as connection:
        found = connection.execute(query.encode(), [since]).fetchone()
    return int(found[0]) if found else 0


def _keep_logs(home: Home) -> Path:
    kept = PROJECT / ".howdah/check-logs"
    shutil.rmtree(kept, ignore_errors=True)
    return shutil.copytree(home.logs, kept)
