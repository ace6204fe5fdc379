"""Which services are there, and where are they listed?"""

import ast
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from deploy.failure import Failure

ROOT = Path(__file__).parents[1]
COMPOSE = Path("deploy/compose.yaml")
BLOCK = Path("deploy/compose/block.yaml")
README = Path("README.md")
TEMPLATE = "template"


def services(root: Path = ROOT) -> list[str]:
    """Return the names of the services that run, in order: the template is there to be copied."""
    folders = {path.parent.name for path in root.glob("services/*/app.py")} - {"kit", TEMPLATE}
    return sorted(folder.replace("_", "-") for folder in folders)


def folder_of(name: str, root: Path = ROOT) -> Path:
    """Return the folder of a service."""
    return root / "services" / name.replace("-", "_")


def question(name: str, root: Path = ROOT) -> str:
    """Return the question that a service answers, as the first line of its app says it."""
    return (ast.get_docstring(ast.parse((folder_of(name, root) / "app.py").read_text())) or "").partition("\n")[0]


def listed(root: Path = ROOT) -> dict[Path, str]:
    """Return the files that list the services, by path, with the text that they should have."""
    texts = {path: (root / path).read_text() for path in (README, COMPOSE)}
    for place in _PLACES:
        lines = "".join(place.line(name, root) for name in services(root))
        texts[place.file] = _filled(texts[place.file], place, lines)
    return {root / path: text for path, text in texts.items()}


def renew(root: Path = ROOT) -> list[Path]:
    """Write the lists of services anew, and return the files that changed."""
    stale = {path: text for path, text in listed(root).items() if path.read_text() != text}
    for path, text in stale.items():
        path.write_text(text)
    return list(stale)


@dataclass(frozen=True)
class _Place:
    file: Path
    begin: str
    end: str
    line: Callable[[str, Path], str]


def _row(name: str, root: Path) -> str:
    return f"| [{name}](services/{folder_of(name).name}/) | {question(name, root)} |\n"


def _block(name: str, root: Path) -> str:
    return (root / BLOCK).read_text().replace(TEMPLATE, name)


_PLACES = (
    _Place(README, "<!-- services -->\n", "<!-- /services -->", _row),
    _Place(COMPOSE, "  # services\n", "  # end of services", _block),
    _Place(COMPOSE, "      # secrets\n", "      # end of secrets", lambda name, _: f"      - {name}:/secrets/{name}\n"),
    _Place(COMPOSE, "  # volumes\n", "  # end of volumes", lambda name, _: f"  {name}:\n"),
)


def _filled(text: str, place: _Place, lines: str) -> str:
    before, found, rest = text.partition(place.begin)
    _, also_found, after = rest.partition(place.end)
    if not (found and also_found):
        wanted = f"Put the lines {place.begin.strip()!r} and {place.end.strip()!r} where it belongs."
        raise Failure(f"{place.file} has no place for the list of services.", wanted)
    return f"{before}{place.begin}{lines}{place.end}{after}"


if __name__ == "__main__":
    renew()
