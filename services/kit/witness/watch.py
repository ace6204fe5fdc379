"""What did the statements of one transaction read of which machines?"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from psycopg.adapt import Transformer
from psycopg.pq import Format
from psycopg.pq.abc import PGresult

from services.kit.witness.meaning import Meanings
from services.kit.witness.reader import Reader

# Who carries a load, who digs it and whom one meets are machines too.
_ONE = ("machine", "truck", "digger", "other")
_SEVERAL = ("machines", "trucks", "diggers")
_COLUMNS = frozenset(name.encode() for name in _ONE)


@dataclass
class Seen:
    """What was read of machines: groups of data, a bit each, of the time that was asked for (None: of none)."""

    machines: set[str] = field(default_factory=set)
    groups: int = 0
    from_: datetime | None = None
    to: datetime | None = None

    def add(self, machines: Iterable[str], groups: int, from_: datetime | None, to: datetime | None) -> None:
        """Take in what else was read."""
        self.machines.update(machines)
        self.groups |= groups
        if isinstance(from_, datetime) and isinstance(to, datetime):
            self.from_ = min(self.from_ or from_, from_)
            self.to = max(self.to or to, to)


@dataclass
class Watch:
    """Looks on while one reader reads: what of one machine apart, what of several at a time together."""

    reader: Reader
    meanings: Meanings
    seen: dict[str, Seen] = field(default_factory=dict)
    unnamed: int = 0

    def look(self, statement: bytes, asked: Sequence[Any] | Mapping[str, Any] | None, found: PGresult | None) -> None:
        """Take in a statement, what it was asked and what it found; None: that is fetched later."""
        groups = self.meanings.of(statement)
        if not groups or (found is not None and found.ntuples == 0):
            return
        named = asked if isinstance(asked, Mapping) else {}
        machines = _asked(named) or _found(found) or _listed(named)
        if not machines:
            self.unnamed += 1
            return
        self.note(machines, groups, named.get("from"), named.get("to"))

    def seen_by(self, reader: Reader) -> "Watch":
        """Return the same as seen by a reader: a watch of its own, which nothing that becomes of this one changes."""
        seen = {about: replace(one, machines=set(one.machines)) for about, one in self.seen.items()}
        return replace(self, reader=reader, seen=seen)

    def note(self, machines: set[str], groups: int, from_: datetime | None = None, to: datetime | None = None) -> None:
        """Take in that groups of some machines' data were read."""
        # A program goes through all machines; what it does is one thing.
        alone = len(machines) == 1 and not self.reader.subject.startswith("service:")
        about = next(iter(machines)) if alone else ""
        self.seen.setdefault(about, Seen()).add(machines, groups, from_, to)


def _asked(named: Mapping[str, Any]) -> set[str]:
    return {value for name in _ONE if isinstance(value := named.get(name), str)}


def _listed(named: Mapping[str, Any]) -> set[str]:
    return {one for name in _SEVERAL for one in named.get(name) or () if isinstance(one, str)}


def _found(result: PGresult | None) -> set[str]:
    if result is None:
        return set()
    columns = [i for i in range(result.nfields) if result.fname(i) in _COLUMNS]
    return {name for column in columns for name in _names(result, column)}


def _names(result: PGresult, column: int) -> Iterator[str]:
    """Yield the machines of a column, in which one stands in each row, or a list of them."""
    load = Transformer().get_loader(result.ftype(column), Format(result.fformat(column))).load
    for row in range(result.ntuples):
        if value := result.get_value(row, column):
            told = load(value)
            yield from [told] if isinstance(told, str) else told
