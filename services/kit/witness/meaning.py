"""Which groups of whose data does a statement read?"""

import re
from collections.abc import Iterable, Mapping

from models.consent import TELEMETRY, DataGroup, group_of, mask
from models.signals import CATALOGUE

# What is behind these words is read; what is written is not.
_READ = re.compile(rb"\b(?:from|join|update)\s+(?:lateral\s+)?(?:\w+\.)?\"?(\w+)|\b(?:\w+\.)?(\w+)\(", re.IGNORECASE)
_WORD = re.compile(rb"\w+")
_NAMED = re.compile(r"ARRAY\[([^\]]*)\]")
_OF_SIGNALS = frozenset(
    name.encode() for name in ("reading_v1", "latest_v1", "rollup_minute_v1", "rollup_hour_v1", "rollup_day_v1")
)
_WHOLE = {b"event_v1": mask([DataGroup.EVENTS]), b"reject_v1": mask(TELEMETRY)}
_SUFFIXES = ("", "_time", "_count", "_mean", "_min", "_max")
_SIGNALS = {f"{signal.name}{suffix}".encode(): group_of(signal).bit for signal in CATALOGUE for suffix in _SUFFIXES} | {
    b"extra": mask(TELEMETRY)
}
_MOST = 5_000


class Meanings:
    """Knows a service's own tables by their policies, and remembers what each statement came to."""

    def __init__(self, definitions: Iterable[tuple[str, str]]) -> None:
        self._own = {name.encode(): bits for name, bits in _closed(dict(definitions)).items() if bits}
        self._known: dict[bytes, int] = {}

    def of(self, statement: bytes) -> int:
        """Return the groups of data, a bit each, that a statement may tell of; 0: nothing of anybody's."""
        bits = self._known.get(statement)
        if bits is None:
            if len(self._known) >= _MOST:
                self._known.clear()
            bits = self._known[statement] = self._read(statement)
        return bits

    def _read(self, statement: bytes) -> int:
        read = {one for pair in _READ.findall(statement) for one in pair if one}
        bits = 0
        for name in read:
            bits |= self._own.get(name, 0) | _WHOLE.get(name, 0)
        if read & _OF_SIGNALS:
            for word in set(_WORD.findall(statement)):
                bits |= _SIGNALS.get(word, 0)
        return bits


def _closed(definitions: Mapping[str, str]) -> dict[str, int]:
    """Return the groups of each name, with those of the names that its definition names."""
    words = {name: set(_WORD.findall(text.encode())) - {name.encode()} for name, text in definitions.items()}
    bits = {name: _stated(text) for name, text in definitions.items()}
    while True:
        wider = {
            name: bits[name] | _joined(bits[other] for other in bits if other.encode() in words[name]) for name in bits
        }
        if wider == bits:
            return bits
        bits = wider


def _stated(definition: str) -> int:
    """Return the groups that a policy asks for; one that names none asks for all."""
    return _joined(_asked(one) for one in definition.split("sees(")[1:])


def _asked(arguments: str) -> int:
    if named := _NAMED.search(arguments):
        return mask(DataGroup(name) for name in re.findall(r"'(\w+)'", named[1]))
    return mask(DataGroup)


def _joined(bits: Iterable[int]) -> int:
    whole = 0
    for one in bits:
        whole |= one
    return whole
