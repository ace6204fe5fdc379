"""Do compose.yaml, the Dockerfile, the README and the folders agree, as far as that shows without an engine?"""

import importlib.util
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from deploy import listing
from deploy.compose.place import told_ingest, told_service
from deploy.compose.preparation import variables
from deploy.failure import Failure
from deploy.listing import COMPOSE, README, ROOT, services
from deploy.secret import Vault
from ingest.settings import IngestSettings
from services.kit.room import app_of
from services.kit.settings import Settings

DOCKERFILE = (ROOT / "deploy/Dockerfile").read_text()
COMPOSES = {path: path.read_text() for path in (ROOT / "deploy").rglob("*.yaml")}
EVERYTHING = "\n".join(COMPOSES.values())


def test_every_service_stands_in_compose_and_in_the_readme() -> None:
    stale = [path.name for path, text in listing.listed().items() if path.read_text() != text]
    assert stale == [], "renew them: python -m deploy.listing"


def test_the_template_is_no_service_that_runs() -> None:
    assert "template" not in services()
    assert not re.search(r"^  template:", (ROOT / COMPOSE).read_text(), re.MULTILINE)


def test_a_list_without_its_marks_is_told_with_what_is_missing(tmp_path: Path) -> None:
    for path in (README, COMPOSE, listing.BLOCK):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / path, tmp_path / path)
    (tmp_path / README).write_text("# No list\n")
    with pytest.raises(Failure, match="no place for the list") as told:
        listing.listed(tmp_path)
    assert "<!-- services -->" in told.value.remedy


def test_every_image_begins_with_debians_own() -> None:
    stages = re.findall(r"^FROM (\S+) AS (\S+)$", DOCKERFILE, re.MULTILINE)
    assert {base for base, _ in stages} - {name for _, name in stages} == {"debian:trixie-slim"}
    assert len(re.findall(r"^FROM", DOCKERFILE, re.MULTILINE)) == len(stages)


def test_every_target_that_compose_builds_is_a_stage() -> None:
    stages = set(re.findall(r" AS (\S+)$", DOCKERFILE, re.MULTILINE))
    assert set(re.findall(r"target: (\w+)", EVERYTHING)) <= stages


def test_the_image_holds_every_package_of_the_project_and_the_context_lets_it_through() -> None:
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "benchmarks"}
    copied = set(re.findall(r"^COPY (\w+) \1$", DOCKERFILE, re.MULTILINE))
    let_through = set(re.findall(r"^!([\w.-]+)$", (ROOT / ".dockerignore").read_text(), re.MULTILINE))
    assert packages == copied
    assert copied <= let_through
    assert all((ROOT / name).exists() for name in let_through)


def test_every_module_that_a_container_starts_exists() -> None:
    started = set(re.findall(r"python,? -m,? ([\w.]+)", EVERYTHING + DOCKERFILE)) - {"venv", "compileall"}
    assert started >= {"deploy.compose.preparation", "deploy.compose.migration"}
    assert [name for name in started if importlib.util.find_spec(name) is None] == []


def test_packages_are_installed_by_hash_and_no_secret_is_built_in() -> None:
    assert DOCKERFILE.count("pip install") == DOCKERFILE.count("--no-deps")
    assert DOCKERFILE.count("--require-hashes") == 2
    built_in = re.findall(r"^\s*(?:ARG|ENV) (.*)$", DOCKERFILE, re.MULTILINE)
    assert [line for line in built_in if re.search(r"(?i)password|secret|token|key", line)] == []
    assert [path for path, text in COMPOSES.items() if re.search(r"(?i)password: |_PASSWORD=", text)] == []


def test_every_process_runs_without_rights_on_a_file_system_that_it_cannot_write() -> None:
    part = (ROOT / "deploy/compose/part.yaml").read_text()
    for limit in ('user: "10001:10001"', "read_only: true", "cap_drop: [ALL]", "no-new-privileges:true"):
        assert limit in part
    listed = (ROOT / COMPOSE).read_text().partition("\nservices:")[2].partition("\nvolumes:")[0]
    blocks = re.split(r"\n(?=  [a-z-]+:\n)", listed)
    assert len(blocks) > len(services())
    assert [block for block in blocks[1:] if "read_only: true" not in block and "compose/part.yaml" not in block] == []


def test_the_databases_image_is_a_variable_and_pinned() -> None:
    pinned = r"image: \$\{TIMESCALEDB_IMAGE:-timescale/timescaledb:\d+\.\d+\.\d+-pg17\}"
    assert re.search(pinned, (ROOT / COMPOSE).read_text())


@pytest.mark.parametrize("name", ["ingest", *services()])
def test_what_init_writes_for_a_part_is_all_that_it_needs_to_be_told(tmp_path: Path, name: str) -> None:
    vault = Vault(tmp_path)
    told = told_ingest(vault) if name == "ingest" else told_service(name, vault)
    (tmp_path / "env").write_text(variables(told))
    settings = _kind(name)(_env_file=tmp_path / "env")
    user = "ingest" if name == "ingest" else f"svc-{name}"
    assert settings.mqtt_url
    assert settings.mqtt_url.get_secret_value().startswith(f"mqtt://{user}:")
    assert settings.url_of("telemetry") == "http://telemetry:8000"


def test_who_is_told_of_a_folder_of_models_finds_it_filled_and_cannot_write_to_it(tmp_path: Path) -> None:
    listed = (ROOT / COMPOSE).read_text()
    told = {name: told_service(name, Vault(tmp_path))["HOWDAH_MODELS_FOLDER"] for name in services()}
    assert set(told.values()) == {"/models"}
    assert [name for name in told if f"[{name}:/run/secrets:ro, models:/models:ro]" not in listed] == []
    assert "      - models:/models\n" in listed.partition("  database:\n")[0]


def _kind(name: str) -> type[Settings]:
    if name == "ingest":
        return IngestSettings
    kind: type[Settings] = app_of(name).state.settings_kind
    return kind


def test_a_shell_reads_back_what_was_written_for_it(tmp_path: Path) -> None:
    told = {"PLAIN": "a", "JSON": '{"a": "b c"}', "ODD": "it's $HOME `x`\\"}
    (tmp_path / "env").write_text(variables(told))
    for name, value in told.items():
        said = subprocess.run(["sh", "-c", f'. {tmp_path}/env; printf %s "${name}"'], capture_output=True, text=True)
        assert said.stdout == value
