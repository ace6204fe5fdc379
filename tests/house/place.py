"""Does everything stand where the architecture puts it, and does nothing name the place where it was written?"""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.house.source import Source

MAX_ADR_LINES = 40
SERVICE_FILES = ("README.md", "app.py", "api.py")

# Written with spaces, so that the rule does not find itself.
_HOSTS = re.compile(
    "pypi org|pythonhosted org|deb debian org|security debian org|npmjs org|npmjs com|yarnpkg com".replace(" ", r"\.")
)
_SHARED_FOLDERS = {"", "/", "/home", "/opt", "/root", "/srv", "/tmp", "/usr/local", "/usr/src", "/var/tmp"}


def registry_hosts(source: Source) -> Iterator[str]:
    """Yield the lines that name the host of a package registry, which differs from machine to machine."""
    for number, line in enumerate(source.text.splitlines(), 1):
        if found := _HOSTS.search(line):
            yield source.finding(number, f"the host {found[0]}", "let the machine's own client say where packages are")


def machine_paths(source: Source, root: Path) -> Iterator[str]:
    """Yield the lines that name the folder in which this copy of the project lies, or the folder around it."""
    folders = {str(root), str(root.parent)} - _SHARED_FOLDERS
    pattern = re.compile(r"(?<![\w.])(" + "|".join(map(re.escape, sorted(folders, reverse=True))) + r")(?=/|$)")
    for number, line in enumerate(source.text.splitlines(), 1):
        if found := pattern.search(line):
            yield source.finding(number, f"the path {found[0]} of this machine", "name it from the project's folder")


def incomplete_services(root: Path) -> Iterator[str]:
    """Yield what the folder of a service lacks; the kit is no service."""
    for name in service_names(root):
        for file in SERVICE_FILES:
            path = root / "services" / name / file
            if not path.is_file() and not (path.with_suffix("") / "__init__.py").is_file():
                yield f"services/{name}/{file}:1: is missing; every service has {', '.join(SERVICE_FILES)}"


def long_decisions(source: Source) -> Iterator[str]:
    """Yield the decision record that is too long to be read, or has no number."""
    if not source.path.startswith("docs/adr/"):
        return
    if not re.fullmatch(r"\d{4}-[a-z0-9-]+", source.name):
        yield source.finding(1, f"the name {source.name!r}", "call it by four digits and its subject, 0007-subject.md")
    if (lines := source.text.count("\n")) > MAX_ADR_LINES:
        yield source.finding(MAX_ADR_LINES + 1, f"the record has {lines} lines", f"say it in {MAX_ADR_LINES}")


def unlisted_packages(root: Path) -> Iterator[str]:
    """Yield the packages that the floors of import-linter do not name, and the names that are no package."""
    config = _linter(root)
    folders = {file.parent.name for file in root.glob("*/__init__.py")} - {"tests"}
    floors = _contract(config, "floors")["layers"]
    yield from _difference("root_packages", set(config["root_packages"]), folders)
    yield from _difference("the floors' layers", set(re.findall(r"\w+", " ".join(floors))), folders)


def unseen_folders(root: Path) -> Iterator[str]:
    """Yield the folders of Python files that import-linter passes over, because they are no packages to it."""
    for package in _linter(root)["root_packages"]:
        folders = {file.parent for file in (root / package).rglob("*.py")}
        for folder in sorted(folder for folder in folders if not (folder / "__init__.py").is_file()):
            path = folder.relative_to(root).as_posix()
            yield f"{path}/__init__.py:1: is missing, so imports here are not checked; add it with its one sentence"


def unlisted_parts(root: Path) -> Iterator[str]:
    """Yield the parts that import-linter does not keep apart: a part starts alone, by `python -m` or the kit."""
    listed = set(_contract(_linter(root), "parts")["modules"])
    services = {f"services.{name}" for name in service_names(root)}
    # The command starts parts and is none.
    starting = {file.parent.name for file in root.glob("*/__main__.py")} - {"deploy"}
    kept_apart = listed | (services if "services.*" in listed else set())
    for part in sorted((services | starting) - kept_apart):
        yield f"pyproject.toml:1: the contract 'parts' does not hold {part}; add it to its modules"


def service_names(root: Path) -> list[str]:
    """Return the folders in services/ that hold anything that is Python, without the kit, in order."""
    folders = {file.parent.name for file in (root / "services").glob("*/*.py")}
    return sorted(folders - {"kit"})


def _difference(where: str, listed: set[str], folders: set[str]) -> Iterator[str]:
    for name in sorted(folders - listed):
        yield f"pyproject.toml:1: {where} of import-linter lacks {name}; add it, or its imports are not checked"
    for name in sorted(listed - folders):
        yield f"pyproject.toml:1: {where} of import-linter names {name}, which is no package; remove it"


def _linter(root: Path) -> dict[str, Any]:
    settings: dict[str, Any] = tomllib.loads((root / "pyproject.toml").read_text())["tool"]["importlinter"]
    return settings


def _contract(config: dict[str, Any], wanted: str) -> dict[str, Any]:
    return next(contract for contract in config["contracts"] if contract["id"] == wanted)
