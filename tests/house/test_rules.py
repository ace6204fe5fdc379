"""Does each rule find what it forbids, and only that?"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.house import place, practice, prose, size
from tests.house.source import Source

Rule = Callable[[Source], Iterator[str]]

LONG_BODY = "def count() -> int:\n" + "    step()\n" * 31
# Empty lines, comments and docstrings cost nothing.
FULL_BODY = 'def count() -> int:\n    """Say.\n\n    More."""\n' + "    # why\n\n    step()\n" * 30
ROUTE = '@app.get("/v1/thing", summary="A thing", description="Return it.")\nasync def thing() -> None:\n    pass\n'
LATER = "TO" + "DO"
HOST = ".".join(("pypi", "org"))


@pytest.mark.parametrize(
    ("rule", "path", "text"),
    [
        (size.long_functions, "models/mass.py", LONG_BODY),
        (size.long_functions, "models/mass.py", "class Scale:\n    async " + LONG_BODY.replace("\n", "\n    ")),
        (size.long_modules, "models/mass.py", "x = 1\n" * 251),
        (size.many_positional_parameters, "models/mass.py", "def add(a, b, c, d, e, f): pass"),
        (size.many_positional_parameters, "models/mass.py", "class A:\n def add(self, a, b, c, /, d, e, f): pass"),
        (practice.vague_names, "models/utils.py", ""),
        (practice.vague_names, "services/common/app.py", ""),
        (practice.vague_names, "deploy/get_debian_packages.py", ""),
        (practice.vague_names, "deploy/Server.py", ""),
        (practice.vague_names, "models/date_utils.py", ""),
        (practice.vague_names, "tests/models/helper.py", ""),
        (practice.stand_ins, "tests/test_a.py", "from unittest.mock import MagicMock"),
        (practice.stand_ins, "tests/test_a.py", "from unittest import mock"),
        (practice.stand_ins, "tests/test_a.py", "import unittest.mock"),
        (practice.stand_ins, "tests/test_a.py", "def test_a(monkeypatch): pass"),
        (practice.stand_ins, "tests/test_a.py", "pytest.skip('no server')"),
        (practice.stand_ins, "tests/test_a.py", "@pytest.mark.skipif(True)\ndef test_a(): pass"),
        (practice.stand_ins, "tests/test_a.py", "pytest.importorskip('psycopg')"),
        (practice.stand_ins, "tests/test_a.py", "async def test_a(): await asyncio.sleep(1)"),
        (practice.stand_ins, "tests/test_a.py", "from time import sleep\nsleep(1)"),
        (practice.catch_alls, "deploy/cli.py", "try:\n  a()\nexcept:\n  pass"),
        (practice.catch_alls, "deploy/cli.py", "try:\n  a()\nexcept (OSError, Exception) as e:\n  log(e)"),
        (practice.catch_alls, "deploy/cli.py", "with contextlib.suppress(Exception): a()"),
        (prose.missing_module_docstrings, "models/mass.py", "x = 1"),
        (prose.missing_module_docstrings, "models/mass.py", '"""Mass"""'),
        (prose.missing_module_docstrings, "models/mass.py", '"""What is the mass? It is heavy."""'),
        (prose.missing_docstrings, "models/mass.py", "def weigh(): pass"),
        (prose.missing_docstrings, "models/mass.py", "class Scale:\n  async def weigh(self): pass"),
        (prose.missing_docstrings, "services/a/app.py", ROUTE.replace(', description="Return it."', "")),
        (prose.parameter_lists, "models/mass.py", 'def weigh(a):\n  """Weigh.\n\n  Args:\n    a: the a\n  """'),
        (prose.banners, "models/mass.py", "# ---- weighing ----"),
        (prose.banners, "ingest/sql/0001_a.sql", "-- ====="),
        (prose.banners, "deploy/compose.yaml", "  ########"),
        (prose.unfinished, "models/mass.py", f"x = 1  # {LATER}: weigh"),
        (prose.disabled_code, "ingest/sql/queries.sql", "-- select 1 from reading;"),
        (prose.disabled_code, "services/dashboard/static/map.js", "  // draw(map);"),
        (place.registry_hosts, "Makefile", f"curl https://{HOST}/simple"),
        (place.long_decisions, "docs/adr/0001-a.md", "line\n" * 41),
        (place.long_decisions, "docs/adr/no-number.md", "line\n"),
    ],
)
def test_a_rule_finds_what_it_forbids_and_says_what_would_be_right(rule: Rule, path: str, text: str) -> None:
    findings = list(rule(Source(path, text)))
    assert findings
    assert all(finding.startswith(f"{path}:") and "; " in finding for finding in findings)


@pytest.mark.parametrize(
    ("rule", "path", "text"),
    [
        (size.long_functions, "models/mass.py", FULL_BODY),
        (size.long_modules, "models/mass.py", "x = 1\n" * 250),
        (size.many_positional_parameters, "models/mass.py", "class A:\n def add(self, a, b, c, d, e, *, f, g): pass"),
        (practice.vague_names, "models/signals/__init__.py", ""),
        (practice.vague_names, "simulators/kinds/haul_truck.py", ""),
        (practice.vague_names, "services/mass_balance/app.py", ""),
        (practice.vague_names, "tests/models/test_machine_kinds.py", ""),
        (practice.stand_ins, "services/kit/testing/house.py", "await asyncio.sleep(0.01)"),
        (practice.stand_ins, "tests/test_a.py", "@pytest.mark.parametrize('a', [1])\ndef test_a(a): skip(a)"),
        (practice.catch_alls, "deploy/cli.py", "try:\n  a()\nexcept OSError:\n  pass"),
        (practice.catch_alls, "deploy/cli.py", "try:\n  a()\nexcept BaseException:\n  close()\n  raise"),
        (prose.missing_module_docstrings, "models/mass.py", '"""How heavy is 1.5 m3, by ISO 9248?"""'),
        (prose.missing_docstrings, "models/mass.py", "def _weigh(): pass\nclass _A:\n  def weigh(self): pass"),
        (prose.missing_docstrings, "tests/test_a.py", "def test_a_load_is_weighed(): pass"),
        (prose.missing_docstrings, "services/a/app.py", ROUTE),
        (prose.banners, "models/mass.py", "# - a point\nx = '# -----'"),
        (prose.banners, "deploy/compose.yaml", "---"),
        (prose.disabled_code, "ingest/sql/queries.sql", "-- Select the newest reading of each machine."),
        (place.long_decisions, "docs/adr/0001-a.md", "line\n" * 40),
        (place.long_decisions, "docs/glossary.md", "line\n" * 400),
    ],
)
def test_a_rule_leaves_good_code_alone(rule: Rule, path: str, text: str) -> None:
    assert list(rule(Source(path, text))) == []


def test_a_path_of_this_machine_is_found_and_a_path_of_the_project_is_not() -> None:
    root = Path("/somewhere/project")
    assert list(place.machine_paths(Source("a.md", "see /somewhere/project/models"), root))
    assert list(place.machine_paths(Source("a.md", "see /somewhere/else"), root))
    assert not list(place.machine_paths(Source("a.md", "get https://host/somewhere or ./somewhere/project"), root))
    assert not list(place.machine_paths(Source("a.md", "write to /tmp/x"), Path("/tmp/project")))


def test_a_half_made_service_is_found(tmp_path: Path) -> None:
    service = tmp_path / "services" / "fuel"
    service.mkdir(parents=True)
    for name in ("__init__.py", "app.py", "README.md"):
        (service / name).touch()
    findings = list(place.incomplete_services(tmp_path))
    assert len(findings) == 1
    assert "services/fuel/api.py" in findings[0]
    (service / "api").mkdir()
    (service / "api" / "__init__.py").touch()
    assert not list(place.incomplete_services(tmp_path))
