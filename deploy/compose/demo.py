"""Who takes part in the demo that runs in containers, and what happened before its machines go live?"""

import asyncio
import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import psycopg

from deploy.compose.place import SUPERUSER, VAULT, database_url, service_url, told_ingest
from deploy.compose.preparation import DEMO, variables
from deploy.demo.cast import Person, cast
from deploy.demo.crew import FLEET_FILE, Keyring, demo_fleet
from deploy.demo.registration import register
from deploy.layout import ADMINISTRATOR
from deploy.secret import Vault

_SHORTEST = timedelta(minutes=2)


def main() -> None:
    """Make the demo's customers, machines, people and past, where they are not there yet, and say who may sign in."""
    vault = Vault(VAULT)
    keyring, people = Keyring(vault), cast(demo_fleet(), vault)
    password = vault.phrase(f"user-{ADMINISTRATOR}")
    keyring.keep(asyncio.run(register(service_url("registry"), password, demo_fleet(), people, keyring.known())))
    shutil.copyfile(keyring.file, DEMO / "machines.json")
    story = _story()
    (DEMO / "env").write_text(variables({"HOWDAH_STORY_SINCE": story.isoformat()}))
    _tell_past(vault, story)
    sys.stdout.write(_logins(people, password))


def _story() -> datetime:
    """Return when the fleet's story begins, the same at every start, so that counters run on without a step."""
    noted = DEMO / "story-since"
    if not noted.exists():
        days = float(os.environ.get("HOWDAH_HISTORY_DAYS", "7"))
        noted.write_text((datetime.now(UTC) - timedelta(days=days)).isoformat(timespec="seconds"))
    return datetime.fromisoformat(noted.read_text())


def _tell_past(vault: Vault, story: datetime) -> None:
    """Store what is missing; what was begun and not ended is told again from the same beginning, to the same words."""
    noted = DEMO / "unfinished-history.json"
    missing: list[list[str]] = json.loads(noted.read_text()) if noted.exists() else []
    now = datetime.now(UTC)
    begin = datetime.fromisoformat(missing[-1][1]) if missing else max(story, _last_stored(vault))
    if now - begin >= _SHORTEST:
        missing.append([begin.isoformat(), now.isoformat()])
    while missing:
        noted.write_text(json.dumps(missing))
        _tell(vault, story, *missing.pop(0))
    noted.unlink(missing_ok=True)


def _tell(vault: Vault, story: datetime, begin: str, end: str) -> None:
    """Let the simulators write a period, and ingest store it through the code that stores live messages."""
    folder = DEMO / "history"
    shutil.rmtree(folder, ignore_errors=True)
    period = ["--from", begin, "--to", end, "--since", story.isoformat()]
    _run("simulators", "history", "--fleet", str(FLEET_FILE), *period, "--out", str(folder), env={})
    _run("ingest", "--backfill", str(folder), env=told_ingest(vault))
    shutil.rmtree(folder)


def _run(module: str, *arguments: str, env: dict[str, str]) -> None:
    subprocess.run([sys.executable, "-m", module, *arguments], env={**os.environ, **env}, check=True)


def _last_stored(vault: Vault) -> datetime:
    with psycopg.connect(database_url(SUPERUSER, vault.password("postgres"))) as connection:
        found = connection.execute("select max(time) from telemetry.latest").fetchone()
    last: datetime | None = found[0] if found else None
    return last or datetime.fromtimestamp(0, UTC)


def _logins(people: list[Person], password: str) -> str:
    rows = [(one.user, one.password, one.details.name) for one in people]
    rows.append((ADMINISTRATOR, password, "may change everything"))
    return "\nSign in as\n" + "".join(f"  {user:16}{word:24}{name}\n" for user, word, name in rows)


if __name__ == "__main__":
    main()
