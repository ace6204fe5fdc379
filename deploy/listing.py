"""Which services are there, and where are they listed? `python -m deploy.listing` writes the lists anew."""

import ast
from pathlib import Path

from deploy.failure import Failure

ROOT = Path(__file__).parents[1]
COMPOSE = Path("deploy/compose.yaml")
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
    names = services(root)
    rows = "".join(f"| [{name}](services/{folder_of(name).name}/) | {question(name, root)} |\n" for name in names)
    blocks = "".join(_BLOCK.format(name=name) for name in names)
    return {
        root / README: _filled(root / README, "<!-- services -->\n", rows, "<!-- /services -->"),
        root / COMPOSE: _filled(root / COMPOSE, "  # services\n", blocks, "  # end of services"),
    }


def renew(root: Path = ROOT) -> list[Path]:
    """Write the lists of services anew, and return the files that changed."""
    stale = {path: text for path, text in listed(root).items() if path.read_text() != text}
    for path, text in stale.items():
        path.write_text(text)
    return list(stale)


_BLOCK = """
  {name}:
    <<: *service
    image: howdah-{name}
    build: {{<<: *build, args: {{PART: {name}}}}}
"""


def _filled(path: Path, begin: str, text: str, end: str) -> str:
    before, found, rest = path.read_text().partition(begin)
    _, also_found, after = rest.partition(end)
    if not (found and also_found):
        raise Failure(
            f"{path.name} has no place for the list of services.",
            f"Put the lines {begin.strip()!r} and {end.strip()!r} where it belongs.",
        )
    return f"{before}{begin}{text}{end}{after}"


if __name__ == "__main__":
    renew()
