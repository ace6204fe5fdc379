"""Is a database brought up to date once, by one process, and never against an altered file?"""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from services.kit.migrate import ROOT, SchemaAltered, migrate, owners
from services.kit.testing import Database, House


def _copied(folder: Path) -> Path:
    """Copy what a migration reads, so that a test may alter it."""
    for source in [*ROOT.glob("services/*/app.py"), *ROOT.glob("services/*/sql/*.sql"), *ROOT.glob("ingest/sql/*.sql")]:
        target = folder / source.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(source, target)
    return folder


def test_no_two_rooms_share_a_schema() -> None:
    schemas = [owner.schema for owner in owners() if owner.files()]
    assert sorted(set(schemas)) == sorted(schemas)


def test_a_second_migration_applies_nothing(database: Database) -> None:
    assert migrate(database.admin_url, database.passwords) == []


def test_a_file_that_came_later_is_applied_once_by_two_at_a_time(database: Database, tmp_path: Path) -> None:
    root = _copied(tmp_path)
    (root / "services" / "registry" / "sql" / "0002_later.sql").write_text("create table later (n integer);")
    with ThreadPoolExecutor() as both:
        runs = list(both.map(lambda _: migrate(database.admin_url, database.passwords, root), range(2)))
    assert sorted(runs) == [[], ["registry/0002_later.sql"]]


def test_an_applied_file_that_changed_is_refused_with_what_to_do(database: Database, tmp_path: Path) -> None:
    root = _copied(tmp_path)
    with (root / "ingest" / "sql" / "0001_telemetry.sql").open("a") as file:
        file.write("-- changed\n")
    with pytest.raises(SchemaAltered, match=r"ingest/0001_telemetry.sql has changed .* FRESH=1"):
        migrate(database.admin_url, database.passwords, root)


def test_a_file_that_fails_leaves_nothing_behind(database: Database, tmp_path: Path) -> None:
    root = _copied(tmp_path)
    broken = root / "services" / "registry" / "sql" / "0002_broken.sql"
    broken.write_text("create table half (n integer); select no_such_function();")
    with pytest.raises(Exception, match="no_such_function"):
        migrate(database.admin_url, database.passwords, root)
    broken.write_text("create table half (n integer);")
    assert migrate(database.admin_url, database.passwords, root) == ["registry/0002_broken.sql"]


async def test_a_service_is_not_ready_while_a_file_is_altered(house: House) -> None:
    with house.database.admin() as connection:
        connection.execute(
            "update access.migration set sha256 = 'other' where owner = 'access' and file = '0001_access.sql'"
        )
    api = await house.api("template")
    answer = await api.get("/readyz")
    assert (answer.status_code, answer.json()["reasons"]) == (
        503,
        ["SQL file not applied as it stands: access/0001_access.sql"],
    )
