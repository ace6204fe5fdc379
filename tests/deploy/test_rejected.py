"""Does `howdah rejected` find refused messages, show what is in them without harm, and replay them?"""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from deploy.cli import app
from deploy.commands.rejected import wording
from deploy.commands.rejected.place import moment, wanted
from deploy.failure import Failure
from models.messages import Stream, topic
from services.kit.testing import Database, see
from tests.ingest.intake import MACHINE, START, telemetry

HOWDAH = Path(sys.executable).with_name("howdah")
BELL = "\x1b]0;owned\x07"


def ask(database: Database, *words: str, code: int = 0) -> str:
    """Return what a command prints about the messages in a test's database."""
    done = CliRunner().invoke(app, ["rejected", *words], env={"HOWDAH_DATABASE_URL": database.url("ingest")})
    if isinstance(done.exception, Failure):
        return str(done.exception)
    assert done.exit_code == code, (done.output, done.exception)
    return done.output


def run(*words: str, **env: str) -> subprocess.CompletedProcess[str]:
    """Return how the command ends as a process of its own."""
    told = {name: value for name, value in os.environ.items() if name != "HOWDAH_DATABASE_URL"} | env
    return subprocess.run([HOWDAH, "rejected", *words], env=told, capture_output=True, text=True, timeout=60)


def refuse(database: Database, payload: bytes, reason: str, *, kept: int | None = None, detail: str = "why") -> int:
    """Leave a refused message behind and return its id."""
    row = [MACHINE, reason, detail, topic(MACHINE, Stream.TELEMETRY), len(payload), payload[:kept]]
    with database.admin() as connection:
        found = connection.execute(
            "insert into telemetry.reject (received_at, machine, reason, detail, topic, payload_bytes, payload, sha256)"
            " values (now(), %s, %s, %s, %s, %s, %s, '\\xabcd') returning id",
            row,
        ).fetchone()
    assert found
    return int(found[0])


@pytest.fixture
def told(database: Database) -> Database:
    """A database with a message of each kind: mended since, still wrong, cut."""
    see(database, MACHINE, "customer:acme")
    assert refuse(database, telemetry([0], {"engine_speed_rpm": [1]}).payload, "unstorable") == 1
    assert refuse(database, b"\x00\xff" + BELL.encode(), "invalid_json", detail=f"It says {BELL}") == 2
    assert refuse(database, b"{" * 5000, "too_large", kept=4500) == 3
    return database


def test_messages_are_listed_the_newest_first(told: Database) -> None:
    lines = ask(told, "list").splitlines()
    assert [line.split()[:1] for line in lines[:3]] == [["3"], ["2"], ["1"]]
    assert lines[3] == "3 messages."
    assert ask(told, "list", "--reason", "too_large", "--machine", MACHINE).count("\n") == 2
    assert ask(told, "list", "--machine", "nobody") == "No message is refused.\n"
    assert ask(told, "list", "--limit", "1").splitlines()[-1] == "The newest 1 message."


def test_a_program_reads_one_object_a_line(told: Database) -> None:
    cut, odd, mended = map(json.loads, ask(told, "list", "--json").splitlines())
    assert (cut["reason"], cut["payload_bytes"], cut["kept_bytes"], cut["whole"]) == ("too_large", 5000, 4500, False)
    assert odd["sentence"].startswith("The payload is not JSON in UTF-8; send one JSON object")
    assert datetime.fromisoformat(mended["received_at"]).tzinfo
    assert (mended["replayed_at"], mended["outcome"], mended["machine"]) == (None, None, MACHINE)


def test_one_message_is_shown_with_everything_that_is_known(told: Database) -> None:
    text = ask(told, "show", "1")
    assert "The database refuses what the message holds; report it" in text
    for known in (f"fleet/v1/{MACHINE}/telemetry", "sha256    abcd", "kept whole", "replayed  never"):
        assert known in text
    assert text.rstrip("\n").endswith(telemetry([0], {"engine_speed_rpm": [1]}).payload.decode())


def test_bytes_that_are_no_text_are_dumped_and_reach_no_terminal(told: Database) -> None:
    text = ask(told, "show", "2") + ask(told, "list")
    assert "00000000  00 ff 1b 5d 30 3b 6f 77 6e 65 64 07" in text
    assert "..]0;owned." in text
    assert "\x1b" not in text
    assert "\x07" not in text
    assert "It says \\x1b]0;owned\\x07" in text


def test_a_long_message_is_shown_in_part_and_given_whole_as_bytes(told: Database) -> None:
    text = ask(told, "show", "3")
    assert "5000 bytes, of which the first 4500 are kept: it cannot be replayed" in text
    assert "… 404 bytes more: see them with --raw" in text
    assert ask(told, "show", "3", "--raw") == "{" * 4500


def test_a_replay_tells_what_became_of_each(told: Database) -> None:
    text = ask(told, "replay", "--dry-run")
    assert text.startswith("3 messages would be replayed; a dry run changes nothing: 1 stored, 1 refused again (1 inv")
    assert ask(told, "list").splitlines()[3] == "3 messages."
    lines = ask(told, "replay").splitlines()
    sum_up = "1 stored, 1 refused again (1 invalid_json), 1 not kept whole, so that they cannot be replayed."
    assert lines[0] == f"3 messages replayed: {sum_up}"
    assert "2  invalid_json" in lines[1]
    assert "3  only its beginning is kept" in lines[2]
    with told.admin() as connection:
        rows = connection.execute("select time, engine_speed_rpm from telemetry.reading").fetchall()
    assert rows == [(START, 1)]
    assert "stored" in ask(told, "show", "1")
    assert ask(told, "replay", "--reason", "unstorable") == "0 messages replayed: nothing to replay.\n"


def test_a_program_reads_what_became_of_them(told: Database) -> None:
    summary = json.loads(ask(told, "replay", "--id", "1", "--id", "3", "--id", "77", "--json", code=1))
    counted = {"messages": 2, "stored": 1, "duplicate": 0, "cut": 1, "rejected": {}}
    assert summary == {"dry_run": False, **counted, "missing": [77]}
    assert "is not refused: see howdah rejected show 1" in ask(told, "replay", "--id", "1", code=1)


@pytest.mark.parametrize(
    ("words", "remedy"),
    [
        (("show", "77"), "howdah rejected list"),
        (("list", "--reason", "bad"), "The reasons are wrong_topic, unknown_machine"),
        (("replay", "--since", "yesterday"), "or how long ago: 90min, 6h, 2d"),
    ],
)
def test_what_is_asked_wrongly_is_told_with_what_would_be_right(
    database: Database, words: tuple[str, ...], remedy: str
) -> None:
    assert remedy in ask(database, *words)


def test_a_database_that_is_away_is_told_without_a_traceback(told: Database) -> None:
    assert json.loads(run("list", "--limit", "1", "--json", HOWDAH_DATABASE_URL=told.url("ingest")).stdout)["id"] == 3
    done = run("replay", HOWDAH_DATABASE_URL="postgresql://ingest@127.0.0.1:1/howdah")
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("✗ The database does not answer: ")
    assert "Traceback" not in done.stderr


def test_without_a_platform_it_says_how_to_get_one(tmp_path: Path) -> None:
    done = run("list", HOWDAH_HOME=str(tmp_path / "home"))
    assert done.returncode == 1
    assert "Start it with `howdah up`, or name ingest's database in HOWDAH_DATABASE_URL." in done.stderr


@pytest.mark.parametrize(
    ("text", "ago"), [("90min", timedelta(minutes=90)), ("6h", timedelta(hours=6)), ("1.5d", timedelta(days=1.5))]
)
def test_a_time_may_be_named_by_how_long_ago_it_was(text: str, ago: timedelta) -> None:
    assert abs(datetime.now(UTC) - moment(text) - ago) < timedelta(seconds=5)


def test_a_time_without_a_zone_is_in_utc() -> None:
    assert moment("2026-05-04") == datetime(2026, 5, 4, tzinfo=UTC)
    assert moment("2026-05-04T12:30+02:00") == datetime(2026, 5, 4, 10, 30, tzinfo=UTC)
    with pytest.raises(Failure):
        wanted(machine=None, reason=None, since="soon")


def test_nothing_refused_is_a_sentence_too() -> None:
    assert wording.sum_up(0, {}, full=False) == "No message is refused."
    assert wording.sum_up(1, {"invalid_json": 12}, full=False).endswith("stored since: 12 invalid_json.")
