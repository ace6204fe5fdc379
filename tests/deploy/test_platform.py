"""Does the whole platform start, look after itself, tell what it does, and stop with everything it started?"""

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from deploy.patience import wait_until
from deploy.port import LOOPBACK, free_port
from deploy.secret import Vault
from deploy.state import Home

pytestmark = pytest.mark.timeout(300)

_HOWDAH = Path(sys.executable).with_name("howdah")


@dataclass
class Running:
    """A platform that runs in a process of its own, with its state in a folder of its own."""

    process: subprocess.Popen[str]
    folder: Path
    port: int

    def ask(self, *words: str) -> subprocess.CompletedProcess[str]:
        """Return what another `howdah` command says about it."""
        return subprocess.run([_HOWDAH, *words], env=_env(self.folder), capture_output=True, text=True, timeout=60)

    def told(self) -> dict[str, Any]:
        """Return what it says about itself."""
        told: dict[str, Any] = json.loads((self.folder / "run.json").read_text())
        return told

    def processes(self) -> list[int]:
        """Return the processes whose command names the folder or whose parent is the platform."""
        return [program["pid"] for program in self.told()["programs"]]


@contextlib.contextmanager
def started(folder: Path) -> Iterator[Running]:
    """Start a platform with an hour of history and wait until it says that it is ready."""
    port = free_port()
    command = [str(_HOWDAH), "up", "--port", str(port), "--history-days", "0.04"]
    with subprocess.Popen(
        command, env=_env(folder), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as one:
        assert one.stdout
        said = []
        for line in one.stdout:
            said.append(line)
            if "Stop" in line:
                break
        assert "Howdah is ready" in "".join(said), "".join(said)
        assert "mqtt_connected" not in "".join(said)
        yield Running(one, folder, port)
        one.kill()


@pytest.fixture(scope="module")
def platform() -> Iterator[Running]:
    """One platform for all tests; the last of them stops it."""
    home = Home.temporary()
    with started(home.folder) as running:
        yield running
        running.process.send_signal(signal.SIGINT)
        running.process.wait(60)
    home.remove()


def test_an_engineer_signs_in_and_sees_every_machine_of_the_fleet(platform: Running) -> None:
    password = Vault(platform.folder / "secrets").phrase("user-engineer")
    with httpx.Client(base_url=f"http://{LOOPBACK}:{platform.port}/api", trust_env=False, timeout=20) as door:
        answer = door.post("/registry/v1/tokens", json={"user": "engineer", "password": password}).raise_for_status()
        door.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        machines = door.get("/registry/v1/machines", params={"limit": 1000}).raise_for_status().json()["items"]
    assert len(machines) >= 24


def test_another_terminal_sees_what_runs_and_reads_its_logs(platform: Running) -> None:
    status = platform.ask("status", "--json")
    assert status.returncode == 0, status.stdout
    assert {one["state"] for one in json.loads(status.stdout)["programs"]} == {"ready"}
    assert "simulators" in platform.ask("status").stdout
    assert "mqtt_connected" in platform.ask("logs", "ingest").stdout
    assert "All is well." in platform.ask("doctor").stdout
    assert platform.ask("rejected", "list").returncode == 0


def test_logs_of_an_unknown_program_are_answered_with_those_there_are(platform: Running) -> None:
    answer = platform.ask("logs", "coffee")
    assert answer.returncode == 1
    assert "There is no log of coffee" in answer.stderr
    assert "registry" in answer.stderr


def test_a_second_start_from_the_same_folder_is_refused(platform: Running) -> None:
    answer = platform.ask("up", "--port", str(free_port()))
    assert answer.returncode == 1
    assert "already runs" in answer.stderr


def test_nobody_but_its_user_reads_its_secrets_and_no_command_line_tells_one(platform: Running) -> None:
    secrets = [file for file in (platform.folder / "secrets").iterdir() if file.is_file()]
    assert {file.stat().st_mode & 0o777 for file in secrets} == {0o600}
    words = [file.read_text() for file in secrets if len(file.read_text()) < 100]
    commands = "".join(Path(f"/proc/{pid}/cmdline").read_text() for pid in platform.processes())
    assert [word for word in words if word in commands] == []


def test_a_fleet_is_published_to_the_platform_that_runs_by_one_command(platform: Running) -> None:
    start = datetime.now(UTC) - timedelta(minutes=3)
    period = ("--from", start.isoformat(), "--to", (start + timedelta(minutes=1)).isoformat(), "--speed", "60")
    done = platform.ask("simulate", "--publish", "--step", "10", *period)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "a copy of each goes out, called sim-<id>" in " ".join(done.stdout.split())
    assert stored(platform, "sim-") == {"machines": 24, "registered": 24}
    done = platform.ask("simulate", "--publish", "--light", "--machines", "40", *period)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "240 messages" in done.stdout
    wait_until(lambda: stored(platform, "wheel-loader-0")["machines"] == 10, 30, "no reading of a light machine")
    assert stored(platform, "wheel-loader-0")["registered"] == 0


def test_a_fleet_is_not_published_where_no_platform_runs(tmp_path: Path) -> None:
    command = [str(_HOWDAH), "simulate", "--publish"]
    done = subprocess.run(command, env=_env(tmp_path), capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert "No platform runs here to publish to." in done.stderr
    assert "--mqtt mqtt://host:port --credentials FILE" in done.stderr


def stored(platform: Running, name: str) -> dict[str, int]:
    """Return of how many machines of such a name readings are stored, and how many are commissioned."""
    password = Vault(platform.folder / "secrets").password("postgres")
    port = platform.told()["postgres_port"]
    with psycopg.connect(f"postgresql://howdah:{password}@{LOOPBACK}:{port}/howdah") as connection:
        found = connection.execute(
            "select (select count(distinct machine) from telemetry.reading where starts_with(machine, %(name)s)),"
            " (select count(*) from access.machine where starts_with(machine, %(name)s) and decommissioned_at is null)",
            {"name": name},
        ).fetchone()
    assert found
    return {"machines": found[0], "registered": found[1]}


def test_a_service_that_dies_is_started_again(platform: Running) -> None:
    before = next(one for one in platform.told()["programs"] if one["name"] == "telemetry")
    os.kill(before["pid"], signal.SIGKILL)

    def is_back() -> bool:
        one = next(one for one in platform.told()["programs"] if one["name"] == "telemetry")
        return bool(one["restarts"] == 1 and one["state"] == "ready" and one["pid"] != before["pid"])

    wait_until(is_back, 60, "the service has not come back")


def test_down_stops_everything_a_second_start_goes_on_and_a_kill_leaves_nothing(platform: Running) -> None:
    processes = platform.processes()
    password = Vault(platform.folder / "secrets").phrase("user-granvik")
    assert "Stopped" in platform.ask("down").stdout
    assert platform.process.wait(30) == 0
    assert [pid for pid in processes if Path(f"/proc/{pid}").exists()] == []
    assert "Nothing runs here" in platform.ask("status").stdout
    with started(platform.folder) as second:
        assert Vault(platform.folder / "secrets").phrase("user-granvik") == password
        processes = second.processes()
        second.process.kill()
        wait_until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in processes), 30, "children have not ended")


def _env(folder: Path) -> dict[str, str]:
    return {**os.environ, "HOWDAH_HOME": str(folder), "COLUMNS": "200"}
