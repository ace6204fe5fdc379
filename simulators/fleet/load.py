"""How does a fleet file become a fleet, and what is wrong with it when it does not?"""

import tomllib
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from simulators.fleet.check import complaints
from simulators.fleet.shape import CLOCK, PIN, SLUG, Fleet

_FLEET = TypeAdapter(Fleet)
_RENAMED = {"unexpected_keyword_argument": "is not a key here; look for a misspelling", "missing": "is missing"}
_FORMS = {
    SLUG: "should be lower-case letters, digits and hyphens, at most 63",
    CLOCK: "should be a time of day such as '06:00'",
    PIN: "should be 17 capital letters and digits, without I, O and Q",
}


class BadFleet(ValueError):
    """A fleet file that cannot be used; every line of the message names file, key and what would be right."""

    def __init__(self, path: Path, lines: list[str]) -> None:
        self.path = path
        self.lines = lines
        super().__init__("\n".join(f"{path}: {line}" for line in lines))


def load_fleet(path: Path) -> Fleet:
    """Return the fleet that a TOML file describes, or raise `BadFleet` with all that is wrong with it."""
    document = _read(path)
    try:
        fleet = _FLEET.validate_python(document)
    except ValidationError as error:
        raise BadFleet(path, [_line(document, entry) for entry in error.errors(include_url=False)]) from None
    if lines := complaints(fleet):
        raise BadFleet(path, lines)
    return fleet


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BadFleet(path, ["there is no such file"]) from None
    except OSError as error:
        raise BadFleet(path, [f"cannot be read: {error.strerror}"]) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadFleet(path, [f"is not TOML: {error}"]) from None


def _line(document: dict[str, Any], error: Any) -> str:
    form = _FORMS.get(error.get("ctx", {}).get("pattern", ""))
    said = form or _RENAMED.get(error["type"], error["msg"])
    given = f" (given: {error['input']!r:.80})" if error["type"] not in _RENAMED else ""
    return f"{_key(document, error['loc'])}: {said}{given}"


def _key(document: Any, location: tuple[int | str, ...]) -> str:
    """Return the key as a person finds it: entries of a list by their id where they have one."""
    parts: list[str] = []
    for step in location:
        document = _step(document, step)
        name = document.get("id", step) if isinstance(step, int) and isinstance(document, dict) else step
        parts.append(f"[{name}]" if isinstance(step, int) else f".{step}")
    return "".join(parts).lstrip(".")


def _step(document: Any, step: int | str) -> Any:
    try:
        return document[step]
    except (KeyError, IndexError, TypeError):
        return None
