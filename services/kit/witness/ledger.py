"""What was read in a process, and not yet written down?"""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
from prometheus_client import Counter

from services.kit.query import Connection, Queries
from services.kit.witness.meaning import Meanings
from services.kit.witness.reader import Reader
from services.kit.witness.watch import Seen, Watch

QUERIES = Queries(Path(__file__).parents[1] / "sql" / "witness.sql")
UNNAMED = Counter("reads_unnamed_total", "Reads of somebody's data from which no machine could be told")
_PROGRAM = "service:"
# What programs read they read again and again.
_PROGRAMS_EVERY_S = 60.0

Key = tuple[str, str, str, str]


@dataclass
class Note:
    """What somebody read over one path, of one machine or of several, since it was last written down."""

    first: datetime
    last: datetime
    reads: int = 1
    seen: Seen = field(default_factory=Seen)

    def join(self, other: "Note") -> None:
        """Take in what was read besides."""
        self.first, self.last = min(self.first, other.first), max(self.last, other.last)
        self.reads += other.reads
        self.seen.add(other.seen.machines, other.seen.groups, other.seen.from_, other.seen.to)


@dataclass
class Ledger:
    """Gathers what a process reads, so that an hour of asking is a line and not one for each request."""

    meanings: Meanings | None = None
    _notes: dict[Key, Note] = field(default_factory=dict)
    _programs_due: float = 0.0

    async def learn(self, connection: Connection) -> Meanings:
        """Return what the names of the connection's schema mean, which is looked up once."""
        if self.meanings is None:
            found = await (await connection.execute(QUERIES["list_meanings"])).fetchall()
            self.meanings = Meanings(found)
        return self.meanings

    def take(self, watch: Watch) -> None:
        """Gather what was read in a transaction."""
        if watch.unnamed:
            UNNAMED.inc(watch.unnamed)
        reader, now = watch.reader, datetime.now(UTC)
        for about, seen in watch.seen.items():
            key = reader.subject, ",".join(reader.viewers), reader.path, about
            self._join(key, Note(now, now, 1, seen))

    def note(self, reader: Reader, machine: str, groups: int) -> None:
        """Gather that groups of a machine's data, a bit each, were told to a reader by what was read for several."""
        self._tell(reader, machine, {machine}, groups)

    def note_several(self, reader: Reader, machines: Iterable[str], groups: int) -> None:
        """Gather the same of several machines, which were told together."""
        self._tell(reader, "", set(machines), groups)

    def due(self, *, everything: bool) -> dict[Key, Note]:
        """Return what is to be written down and forget it: of programs once a minute, unless it is everything."""
        programs = everything or time.monotonic() >= self._programs_due
        if programs:
            self._programs_due = time.monotonic() + _PROGRAMS_EVERY_S
        found = {key: note for key, note in self._notes.items() if programs or not key[0].startswith(_PROGRAM)}
        for key in found:
            del self._notes[key]
        return found

    def put_back(self, notes: Mapping[Key, Note]) -> None:
        """Keep what could not be written down."""
        for key, note in notes.items():
            self._join(key, note)

    def _tell(self, reader: Reader, about: str, machines: set[str], groups: int) -> None:
        now = datetime.now(UTC)
        key = reader.subject, ",".join(reader.viewers), reader.path, about
        self._join(key, Note(now, now, 1, Seen(machines, groups)))

    def _join(self, key: Key, note: Note) -> None:
        known = self._notes.get(key)
        if known is None:
            self._notes[key] = note
        else:
            known.join(note)


def written(notes: Mapping[Key, Note]) -> str:
    """Return notes as the database takes them."""
    return orjson.dumps([*_told(notes.items())]).decode()


def _told(notes: Iterable[tuple[Key, Note]]) -> Iterable[dict[str, Any]]:
    for (reader, rights, path, about), note in notes:
        yield {
            "reader": reader,
            "rights": rights,
            "path": path,
            "about": about,
            "machines": sorted(note.seen.machines),
            "groups": note.seen.groups,
            "data_from": note.seen.from_,
            "data_to": note.seen.to,
            "first_at": note.first,
            "last_at": note.last,
            "reads": note.reads,
        }
