"""Does one command give a service that runs, is tested, and stands in every list?"""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from deploy.failure import Failure
from deploy.listing import ROOT, listed
from deploy.scaffold import check_name, create, renamed
from tests.deploy.duplicate import begun, duplicate, ended, run

NAME = "tyre-pressure"


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project that has one more service."""
    copy = duplicate(tmp_path_factory.mktemp("project"))
    create(NAME, root=copy)
    return copy


@pytest.fixture(scope="module", autouse=True)
def check(copy: Path) -> Iterator[subprocess.Popen[str]]:
    """The copy's platform, on its way to an answer of every service while other tests look at the copy's files."""
    with begun(copy, "howdah", "up", "--check") as process:
        yield process
        process.terminate()


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("Tyre", "no name for a service"),
        ("tyre_pressure", "no name for a service"),
        ("tyre pressure", "no name for a service"),
        ("../tyre", "no name for a service"),
        ("7-tyres", "no name for a service"),
        ("tyre-", "no name for a service"),
        ("tyre--pressure", "no name for a service"),
        ("tyré", "no name for a service"),
        ("", "no name for a service"),
        ("tyre\n", "no name for a service"),
        ("a" * 33, "longer than 32"),
        ("kit", "is taken"),
        ("template", "is taken"),
        ("access", "is taken"),
        ("public", "is taken"),
        ("pg-tyre", "is taken"),
        ("class", "is taken"),
        ("caddy", "is taken"),
        ("tyre-helpers", "says nothing"),
        ("registry", "is there already"),
    ],
)
def test_a_name_that_cannot_be_a_services_is_refused_with_what_would_be_right(name: str, why: str) -> None:
    with pytest.raises(Failure, match=why) as refused:
        check_name(name, ROOT)
    assert "tyre-pressure" in refused.value.remedy or "Take another name" in refused.value.remedy


@pytest.mark.parametrize("name", ["tyre-pressure", "wear", "tier4", "x", "a" * 32])
def test_a_noun_is_a_good_name(name: str) -> None:
    check_name(name, ROOT)


def test_python_and_sql_take_the_folders_name_and_addresses_the_services_own() -> None:
    text = 'from services.template.api import x; "template:write"; class TemplateClient; insert into template.note'
    right = 'from services.tyre_pressure.api import x; "tyre-pressure:write"; class TyrePressureClient;'
    assert renamed(text, NAME) == f"{right} insert into tyre_pressure.note"


def test_a_refused_name_leaves_the_project_as_it_was(tmp_path: Path) -> None:
    copy = duplicate(tmp_path)
    before = {path: path.read_bytes() for path in copy.rglob("*") if path.is_file()}
    with pytest.raises(Failure):
        create("kit", root=copy)
    assert {path: path.read_bytes() for path in copy.rglob("*") if path.is_file()} == before


def test_a_service_of_one_command_keeps_every_rule_of_the_house(copy: Path) -> None:
    own = [f"services/{_folder()}", f"tests/services/{_folder()}"]
    run(copy, "ruff", "check", *own)
    run(copy, "ruff", "format", "--check", *own)
    run(copy, "python", "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/test_house_rules.py")


def test_a_service_of_one_command_passes_its_own_tests_on_real_servers(copy: Path) -> None:
    shared = ["tests/services/test_every_service.py", "tests/test_sql.py", "tests/services/kit/test_access.py"]
    said = run(copy, "python", "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", _choice(), *shared, _tests())
    assert "failed" not in said
    assert int(said.split(" passed")[0].split()[-1]) > 20


def test_a_service_of_one_command_stands_in_every_list(copy: Path) -> None:
    assert all(path.read_text() == text for path, text in listed(copy).items())
    assert f"| [{NAME}](services/{_folder()}/) | How much did a machine work" in (copy / "README.md").read_text()
    assert f"\n  {NAME}:\n" in (copy / "deploy/compose.yaml").read_text()


def test_every_file_that_is_told_was_written_and_no_trace_of_the_template_is_left(tmp_path: Path) -> None:
    copy = duplicate(tmp_path)
    written = create("wear", root=copy)
    assert {path.relative_to(copy).as_posix() for path in written} >= {
        "services/wear/app.py",
        "services/wear/openapi.json",
        "services/wear/sql/0001_wear.sql",
        "tests/services/wear/test_wear.py",
        "README.md",
        "deploy/compose.yaml",
    }
    own = [path for path in written if "wear" in path.as_posix()]
    assert [path for path in own if "template" in path.read_text().lower()] == []


# What it answers from an hour follows a minute that is over: up to a minute after everything has started.
@pytest.mark.timeout(240)
def test_a_service_of_one_command_answers_with_live_data_through_the_public_door(
    check: subprocess.Popen[str],
) -> None:
    report = json.loads(ended(check).splitlines()[-1])
    assert report["services"][NAME]["status"] == "pass"
    assert report["readings_stored"] > 0


def _folder() -> str:
    return NAME.replace("-", "_")


def _tests() -> str:
    return f"tests/services/{_folder()}"


def _choice() -> str:
    return f"{NAME} or {_folder()}"
