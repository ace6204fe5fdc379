"""Is all that the platform keeps of a customer in the files, and nothing of anybody else?"""

import gzip
import hashlib
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from services.kit.belongings import MANIFEST, UnknownCustomer, export
from services.kit.testing import Database, see
from tests.services.measurement import measure

SOLD = datetime(2026, 3, 1, tzinfo=UTC)
_THERE = """
insert into registry.region values ('n', 'N');
insert into registry.customer (id, name, region) values ('acme', 'Acme', 'n'), ('bolt', 'Bolt', 'n');
insert into template.note (machine, written_at, author, text) values
    ('wl-1', '2026-02-01Z', 'anna', E'of acme\\\\n "quoted" ö'), ('wl-1', '2026-04-01Z', 'bo', 'of bolt')
"""


@pytest.fixture
def sold(database: Database) -> Database:
    """A machine that one customer sold to another, who both had it measured and wrote of it."""
    see(database, "wl-1", "customer:acme", None, SOLD)
    see(database, "wl-1", "customer:bolt", SOLD)
    for days, speed in ((-1, 1111), (1, 2222)):
        measure(database, "wl-1", SOLD + timedelta(days=days), engine_speed_rpm=speed)
    with database.admin() as connection:
        connection.execute(_THERE)
    return database


def _lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in gzip.decompress(path.read_bytes()).decode().splitlines()]


def test_a_customer_gets_all_of_their_time_and_nothing_of_anothers(sold: Database, tmp_path: Path) -> None:
    written = {one.source: one for one in export(sold.url, "acme", tmp_path)}
    readings = _lines(tmp_path / written["telemetry.reading_v1"].file)
    assert [one["engine_speed_rpm"] for one in readings] == [1111]
    assert [one["text"] for one in _lines(tmp_path / written["template.note"].file)] == ['of acme\\n "quoted" ö']
    assert [one["id"] for one in _lines(tmp_path / written["registry.customer"].file)] == ["acme"]
    assert not any(b"bolt" in gzip.decompress(path.read_bytes()) for path in tmp_path.glob("*.gz"))


def test_the_manifest_names_every_file_with_its_rows_and_digest(sold: Database, tmp_path: Path) -> None:
    written = export(sold.url, "bolt", tmp_path)
    told = json.loads((tmp_path / MANIFEST).read_text())
    assert (told["customer"], len(told["files"])) == ("bolt", len(written))
    assert {one["file"] for one in told["files"]} | {MANIFEST} == {path.name for path in tmp_path.iterdir()}
    for one in told["files"]:
        assert hashlib.sha256((tmp_path / one["file"]).read_bytes()).hexdigest() == one["sha256"]
        assert len(_lines(tmp_path / one["file"])) == one["rows"]


def test_nobody_who_is_no_customer_gets_files(sold: Database, tmp_path: Path) -> None:
    with pytest.raises(UnknownCustomer):
        export(sold.url, "all", tmp_path)
    assert list(tmp_path.iterdir()) == []
