"""Does import-linter find an import that climbs the floors, or goes from room to room?"""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house import place
from tests.house.source import ROOT

HOUSE = [
    "models/mass.py",
    "models/contract/__main__.py",
    "services/kit/app.py",
    "ingest/store.py",
    "simulators/site.py",
    "benchmarks/speed.py",
    "deploy/cli.py",
    "services/fuel/app.py",
    "services/fuel/api.py",
    "services/fuel/client.py",
    "services/fuel/store.py",
    "services/tyre/app.py",
    "services/tyre/store.py",
    "services/tyre/client.py",
    "services/load/api/truck.py",
]


@pytest.fixture
def house(tmp_path: Path) -> Path:
    for name in HOUSE:
        for folder in (tmp_path / name).relative_to(tmp_path).parents[:-1]:
            (tmp_path / folder).mkdir(parents=True, exist_ok=True)
            (tmp_path / folder / "__init__.py").touch()
        (tmp_path / name).touch()
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("importer", "line"),
    [
        ("models/mass.py", "from services.kit import app"),
        ("models/mass.py", "from pathlib import Path"),
        ("models/mass.py", "import psycopg.rows"),
        ("services/kit/app.py", "import deploy.cli"),
        ("services/kit/app.py", "from services.fuel import client"),
        ("services/kit/app.py", "import ingest.store"),
        ("ingest/store.py", "from simulators.site import a"),
        ("ingest/store.py", "from services.fuel.store import a"),
        ("services/fuel/app.py", "from services.tyre import store"),
        ("services/fuel/app.py", "from services.tyre.app import a"),
        ("services/fuel/store.py", "import ingest"),
        ("services/fuel/client.py", "from services.fuel.store import a"),
        ("services/fuel/api.py", "from services.fuel import app"),
        ("simulators/site.py", "from benchmarks import speed"),
        ("benchmarks/speed.py", "from deploy.cli import a"),
    ],
)
def test_a_wrong_import_is_found(house: Path, importer: str, line: str) -> None:
    (house / importer).write_text(line)
    assert "BROKEN" in lint(house)


def test_the_allowed_imports_pass(house: Path) -> None:
    (house / "deploy/cli.py").write_text("import benchmarks.speed, services.fuel.store, ingest.store, models.mass")
    (house / "services/fuel/app.py").write_text("from services.tyre import client\nfrom services.fuel import store")
    (house / "services/fuel/client.py").write_text("from services.kit import app\nfrom services.fuel import api")
    (house / "simulators/site.py").write_text("from services.fuel.client import a\nimport services.kit.app")
    (house / "ingest/store.py").write_text("from services.load.api import truck\nfrom services.load.api.truck import a")
    (house / "services/kit/app.py").write_text("import models.mass, httpx")
    (house / "models/contract/__main__.py").write_text("import sys\nfrom pathlib import Path")
    assert "BROKEN" not in lint(house)


def test_a_package_that_the_floors_do_not_list_is_found(house: Path) -> None:
    (house / "gateway").mkdir()
    (house / "gateway" / "__init__.py").touch()
    (house / "gateway" / "__main__.py").touch()
    assert sum("gateway" in finding for finding in place.unlisted_packages(house)) == 2
    assert sum("gateway" in finding for finding in place.unlisted_parts(house)) == 1


def test_a_folder_that_is_no_package_is_found(house: Path) -> None:
    (house / "services/tyre/__init__.py").unlink()
    assert [finding.split(":")[0] for finding in place.unseen_folders(house)] == ["services/tyre/__init__.py"]


def lint(house: Path) -> str:
    program = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([program, "--no-cache", "--no-logo"], cwd=house, capture_output=True, text=True)
    assert "Contracts:" in done.stdout, done.stdout + done.stderr
    assert (done.returncode != 0) == ("BROKEN" in done.stdout)
    return done.stdout
