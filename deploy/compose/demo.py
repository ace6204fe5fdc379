"""Who takes part in the demo that runs in containers, and what happened before its machines go live?"""

import asyncio
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta

from deploy.compose.place import SUPERUSER, VAULT, database_url, service_url, told_ingest
from deploy.compose.preparation import DEMO, variables
from deploy.demo import peer
from deploy.demo.cast import Person, cast
from deploy.demo.crew import Keyring, demo_fleet
from deploy.demo.diary import Diary, Past, Story, newest_reading
from deploy.demo.registration import register
from deploy.layout import ADMINISTRATOR
from deploy.secret import Vault


def main() -> None:
    """Make the demo's customers, machines, people and past, where they are not there yet, and say who may sign in."""
    vault = Vault(VAULT)
    keyring, people = Keyring(vault), cast(demo_fleet(), vault)
    password = vault.phrase(f"user-{ADMINISTRATOR}")
    keyring.keep(asyncio.run(register(service_url("registry"), password, demo_fleet(), people, keyring.known())))
    peer.bring(database_url(SUPERUSER, vault.password("postgres")), demo_fleet())
    shutil.copyfile(keyring.file, DEMO / "machines.json")
    now = datetime.now(UTC)
    days, detail = timedelta(days=_asked("HOWDAH_HISTORY_DAYS")), timedelta(hours=_asked("HOWDAH_DETAIL_HOURS"))
    asked = Past(now - days, now, detail)
    diary = Diary(DEMO)
    story = diary.story(asked)
    told = {"HOWDAH_STORY_SINCE": story.since.isoformat(), "HOWDAH_STORY_TOLD_TO": now.isoformat()}
    (DEMO / "env").write_text(variables(told))
    _tell_past(vault, diary, story, asked)
    sys.stdout.write(_logins(people, password))


def _asked(name: str) -> float:
    """Return a number that `compose.yaml` sets."""
    return float(os.environ[name])


def _tell_past(vault: Vault, diary: Diary, story: Story, asked: Past) -> None:
    """Let the simulators write what is missing, and ingest store it through the code that stores live messages."""
    left = diary.missing(asked, newest_reading(database_url(SUPERUSER, vault.password("postgres"))))
    while left:
        _run("simulators", *diary.telling(left[0], story), env={})
        _run("ingest", "--backfill", str(diary.files(left[0])), env=told_ingest(vault))
        left.pop(0)
        diary.told(left)


def _run(module: str, *arguments: str, env: dict[str, str]) -> None:
    subprocess.run([sys.executable, "-m", module, *arguments], env={**os.environ, **env}, check=True)


def _logins(people: list[Person], password: str) -> str:
    rows = [(one.user, one.password, one.details.name) for one in people]
    rows.append((ADMINISTRATOR, password, "may change everything"))
    return "\nSign in as\n" + "".join(f"  {user:16}{word:24}{name}\n" for user, word, name in rows)


if __name__ == "__main__":
    main()
