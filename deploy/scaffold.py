"""How does a service come to be, as a copy of the template under its own name?"""

import keyword
import re
import subprocess
import sys
from pathlib import Path

from deploy import listing
from deploy.failure import Failure
from deploy.listing import ROOT, TEMPLATE

LONGEST = 32
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
# Names of the kit, of other rooms' schemas, of what PostgreSQL and compose.yaml call their own.
_TAKEN = re.compile(
    r"access|admin|api|broker|caddy|database|demo|docs|door|events|health|ingest|init|kit|metrics|migrate|models|mosquitto"
    r"|part|passwords|postgres|public|seed|simulators?|task|template|vault|(pg|timescaledb|information-schema)(-.*)?"
)
_VAGUE = re.compile(r"\b(utils?|helpers?|common|misc|base|manager|services?|tests?)\b")
# Python and SQL know the service by its folder's name, people and addresses by its own.
_AS_FOLDER = re.compile(r"(?<=services[./])template|(?<=svc_)template|template(?=\.[a-z])|(?<=\d_)template")
_OF_THE_TEMPLATE = re.compile(r"<!-- of the template -->.*?<!-- /of the template -->\n+", re.DOTALL)


def create(name: str, root: Path = ROOT) -> list[Path]:
    """Return the files of a service that did not exist before: its folder, its tests, and the lists that name it.

    Raises Failure for a name that cannot be a service's.
    """
    check_name(name, root)
    folder = name.replace("-", "_")
    sources = [root / "services" / TEMPLATE, root / "tests/services" / TEMPLATE]
    listing.listed(root)
    written = [file for source in sources for file in _copy(source, source.parent / folder, name)]
    _run(root, "ruff", "check", "--quiet", "--select=I", "--fix", *map(str, _python(written)))
    _run(root, "ruff", "format", "--quiet", *map(str, _python(written)))
    _run(root, "services.kit.openapi", name)
    return [*written, *listing.renew(root)]


def check_name(name: str, root: Path = ROOT) -> None:
    """Raise Failure, with what would be right, when a service cannot be called so."""
    right = "Take the noun of its question in small letters, words joined by hyphens, such as tyre-pressure."
    if not _NAME.fullmatch(name):
        raise Failure(f"{name!r} is no name for a service.", right)
    if len(name) > LONGEST:
        raise Failure(f"The name {name!r} is longer than {LONGEST} characters.", right)
    if _TAKEN.fullmatch(name) or keyword.iskeyword(name):
        raise Failure(f"The name {name!r} is taken: the platform, PostgreSQL or Python uses it.", right)
    if _VAGUE.search(name):
        raise Failure(f"The name {name!r} says nothing about what the service answers.", right)
    for place in (listing.folder_of(name, root), root / "tests/services" / name.replace("-", "_")):
        if place.exists():
            raise Failure(f"{place.relative_to(root)} is there already.", "Take another name, or remove that folder.")


def renamed(text: str, name: str) -> str:
    """Return a text of the template with the name of another service in place of its own."""
    as_class = "".join(word.capitalize() for word in name.split("-"))
    text = _AS_FOLDER.sub(name.replace("-", "_"), _OF_THE_TEMPLATE.sub("", text))
    return text.replace("Template", as_class).replace(TEMPLATE, name)


def _copy(source: Path, target: Path, name: str) -> list[Path]:
    files = [path for path in sorted(source.rglob("*")) if path.is_file() and "__pycache__" not in path.parts]
    copies = [target / _path(path.relative_to(source), name) for path in files]
    for file, copy in zip(files, copies, strict=True):
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(renamed(file.read_text(), name))
    return copies


def _path(path: Path, name: str) -> str:
    return str(path).replace(TEMPLATE, name.replace("-", "_"))


def _python(files: list[Path]) -> list[Path]:
    return [file for file in files if file.suffix == ".py"]


def _run(root: Path, module: str, *arguments: str) -> None:
    done = subprocess.run([sys.executable, "-m", module, *arguments], cwd=root, capture_output=True, text=True)
    if done.returncode:
        raise Failure(f"`python -m {module}` refused the copy: {done.stderr}", "The template itself may be unfinished.")
