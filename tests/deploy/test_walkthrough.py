"""Does the page on adding a service work as it stands there?"""

import re
from pathlib import Path

import pytest

from tests.deploy.duplicate import ROOT, duplicate, run

PAGE = (ROOT / "docs/add-a-service.md").read_text()
_BLOCK = re.compile(r'^```(?P<language>\w+)(?: title="(?P<file>[^"]+)")?\n(?P<text>.*?)^```$', re.MULTILINE | re.DOTALL)
FOLDER = "services/tyre_pressure"
BLOCKS = [found.groupdict() for found in _BLOCK.finditer(PAGE)]


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project in which somebody has done what the page says, in its order."""
    copy = duplicate(tmp_path_factory.mktemp("project"))
    for block in BLOCKS:
        if block["file"]:
            (copy / block["file"]).write_text(block["text"])
        elif block["language"] == "sh" and "make check" not in block["text"]:
            run(copy, "sh", "-ec", block["text"])
    return copy


def test_the_service_of_the_page_passes_its_tests_on_real_servers(copy: Path) -> None:
    (command,) = [line for block in BLOCKS for line in block["text"].splitlines() if line.startswith("pytest")]
    said = run(copy, "python", "-m", *command.split(), "-p", "no:cacheprovider", "-k", "tyre")
    assert int(said.split(" passed")[0].split()[-1]) >= 10


def test_the_service_of_the_page_is_clean_typed_and_listed(copy: Path) -> None:
    own = [FOLDER, "tests/services/tyre_pressure"]
    run(copy, "ruff", "check", *own)
    run(copy, "ruff", "format", "--check", *own)
    run(copy, "mypy", "-p", "services.tyre_pressure", "-p", "tests.services.tyre_pressure")
    assert (
        "| [tyre-pressure](services/tyre_pressure/) | Which tyres lose air, and how fast? |"
        in (copy / "README.md").read_text()
    )


def test_what_is_written_by_hand_is_about_sixty_lines() -> None:
    service = [block["text"] for block in BLOCKS if block["file"] in (f"{FOLDER}/api.py", f"{FOLDER}/app.py")]
    assert len([line for text in service for line in text.splitlines() if line.strip()]) <= 65
