"""Is history from files stored as live messages are?"""

import gzip
import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import orjson
import pytest

from ingest.backfill import NotMessages, backfill
from ingest.source import Arrival
from services.kit.testing import Database, see
from tests.ingest.intake import MACHINE, Intake, arrival, telemetry

SPEED = "engine_speed_rpm"
ROOT = Path(__file__).parents[2]


def lines(arrivals: Iterable[Arrival]) -> bytes:
    return b"".join(orjson.dumps({"topic": a.topic, "payload": a.payload.decode()}) + b"\n" for a in arrivals)


def history(first_hour: int, hours: int) -> list[Arrival]:
    spans = [range(hour * 3600, (hour + 1) * 3600, 60) for hour in range(first_hour, first_hour + hours)]
    return [telemetry(span, {SPEED: [s % 3000 for s in span]}, seq=span.start) for span in spans]


async def test_a_folder_of_files_is_stored_and_rolled_up(intake: Intake, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_bytes(lines(history(0, 2)))
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(lines([*history(1, 30), arrival("fleet/v1/wl-01/x", b"!")])))
    (tmp_path / "notes.txt").write_text("no messages")
    told: list[str] = []
    summary = await backfill(tmp_path, intake.settings, told.append)
    assert (summary.messages, summary.readings, summary.duplicates, summary.refused) == (33, 31 * 60, 60, 1)
    assert len(intake.rows("select from telemetry.reading")) == 31 * 60
    assert len(intake.rows("select from telemetry.rollup_minute")) == 31 * 60
    assert intake.one("select sum(readings) from telemetry.rollup_day")["sum"] == 31 * 60
    assert intake.rows("select from telemetry.dirty") == []
    assert intake.one(f"select {SPEED} from telemetry.latest")[SPEED] == (31 * 3600 - 60) % 3000


async def test_a_second_run_stores_nothing_twice(intake: Intake, tmp_path: Path) -> None:
    file = tmp_path / "a.jsonl"
    file.write_bytes(lines(history(0, 2)))
    await backfill(file, intake.settings, print)
    summary = await backfill(file, intake.settings, print)
    assert (summary.readings, summary.duplicates) == (0, 120)


@pytest.mark.parametrize("line", [b"{}", b"[1]", b'{"topic": "a", "payload": 1}', b"garbage"])
async def test_a_line_that_is_no_message_is_named(intake: Intake, tmp_path: Path, line: bytes) -> None:
    file = tmp_path / "a.jsonl"
    file.write_bytes(lines(history(0, 1)) + line + b"\n")
    with pytest.raises(NotMessages, match=r"Line 2 of .*a\.jsonl is no message"):
        await backfill(file, intake.settings, print)


def test_the_command_prints_what_it_did(database: Database, tmp_path: Path) -> None:
    see(database, MACHINE, "customer:acme")
    file = tmp_path / "a.jsonl.gz"
    file.write_bytes(gzip.compress(lines(history(0, 3))))
    done = run(database, file)
    assert done.returncode == 0, done.stderr
    assert "180 readings stored" in done.stdout
    failed = run(database, tmp_path / "missing.jsonl")
    assert failed.returncode == 1
    assert "missing.jsonl" in failed.stderr
    assert "Traceback" not in failed.stderr
    empty = tmp_path / "empty"
    empty.mkdir()
    assert "no .jsonl or .jsonl.gz file" in run(database, empty).stderr


def run(database: Database, path: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ingest", "--backfill", str(path)],
        cwd=ROOT,
        env={**os.environ, "HOWDAH_DATABASE_URL": database.url("ingest")},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
