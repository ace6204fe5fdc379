"""Is a chain of hashes whole, and where is it broken if it is not?"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

# What stands before the first entry.
NOTHING = "0" * 64


@dataclass(frozen=True)
class Entry:
    """An entry as it is kept: `document` is a text of JSON that names its owner and its number, too."""

    owner: str
    number: int
    document: str
    previous: str
    sha256: str


@dataclass(frozen=True)
class Broken:
    """The first entry of an owner's chain that does not hold, and why."""

    owner: str
    number: int
    why: str


def digest(previous: str, document: str) -> str:
    """Return the SHA-256, in hexadecimal digits, of an entry behind another."""
    return sha256(f"{previous}\n{document}".encode()).hexdigest()


def first_broken(entries: Iterable[Entry]) -> Broken | None:
    """Return the first entry of one owner's chain, from its first on, that does not hold; None where all do.

    That entries are missing behind the last one a chain cannot tell by itself: a signed head can.
    """
    before = NOTHING
    for number, entry in enumerate(entries, 1):
        if why := _wrong(entry, number, before):
            return Broken(entry.owner, number, why)
        before = entry.sha256
    return None


def _wrong(entry: Entry, number: int, before: str) -> str | None:
    if entry.number != number:
        return f"entry {number} is not there: the next is {entry.number}"
    if entry.previous != before:
        return "it does not stand behind the entry before it"
    if digest(entry.previous, entry.document) != entry.sha256:
        return "its text is not the one that was hashed"
    try:
        told = json.loads(entry.document)
        named = told["owner"], told["number"]
    except (ValueError, KeyError, TypeError):
        return "its text tells of no entry"
    return None if named == (entry.owner, number) else f"its text tells of entry {named[1]} of '{named[0]}'"
