"""How do numbered messages survive a loss of power, in one SQLite file?"""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from models.messages import Gap, GapReason, Stream
from simulators.outbox.content import Boot, Message

# Each commit is on disk before it returns; readers never wait for it.
_SETTINGS = "pragma journal_mode = wal; pragma synchronous = full; pragma wal_autocheckpoint = 2000"
_TABLES = """
create table if not exists boot (number integer primary key, machine text not null, name text not null);
create table if not exists message (
    boot integer, seq integer, time_ms integer not null, is_event integer not null, payload blob not null,
    primary key (boot, seq)
) without rowid;
create table if not exists gap (
    boot integer, from_seq integer, to_seq integer not null, from_ms integer not null, to_ms integer not null,
    reason text not null, primary key (boot, from_seq)
) without rowid;
"""
_COPY = {
    "boot": "insert or ignore into boot values (?, ?, ?)",
    "gap": "insert or ignore into gap values (?, ?, ?, ?, ?, ?)",
    "message": "insert or ignore into message values (?, ?, ?, ?, ?)",
}
_LEFT = """
select
    b.machine, b.number, b.name, coalesce(m.messages, 0), coalesce(m.size, 0),
    min(coalesce(m.first, g.first), coalesce(g.first, m.first)), max(coalesce(m.last, g.last), coalesce(g.last, m.last))
from boot b
left join (
    select boot, count(*) as messages, sum(length(payload)) as size, min(seq) as first, max(seq) as last
    from message group by boot
) m on m.boot = b.number
left join (select boot, min(from_seq) as first, max(to_seq) as last from gap group by boot) g on g.boot = b.number
where m.boot is not null or g.boot is not null
order by b.number
"""
_REASONS = {reason.value: reason for reason in GapReason}


class Left(NamedTuple):
    """What a file holds of a boot that was not confirmed: so many messages and bytes, and the bounds of the numbers."""

    machine: str
    boot: Boot
    messages: int
    size: int
    first: int
    last: int


class Log:
    """Messages and gaps of many machines, by boot and number; every method is part of the transaction of its caller."""

    def __init__(self, path: Path) -> None:
        # The thread that opens it is the only one that uses it.
        self._file = sqlite3.connect(path, isolation_level=None, timeout=5)
        try:
            self._file.executescript(_SETTINGS)
            self._file.executescript(_TABLES)
        except sqlite3.Error:
            self._file.close()
            raise

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def check(self) -> None:
        """Raise sqlite3.DatabaseError when the file is damaged."""
        found = self._file.execute("pragma quick_check(1)").fetchone()[0]
        if found != "ok":
            damaged = sqlite3.DatabaseError(found)
            damaged.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
            raise damaged

    def copy(self, table: str, rows: Iterable[tuple[object, ...]]) -> None:
        """Keep rows of a table that were read elsewhere, each once."""
        self._file.executemany(_COPY[table], rows)

    def limit_pages(self, most: int) -> None:
        """Let the file grow to so many pages only, as if the disk were full then."""
        self._file.execute(f"pragma max_page_count = {int(most)}")

    def begin(self) -> None:
        """Begin a transaction."""
        self._file.execute("begin immediate")

    def commit(self) -> None:
        """Return when everything since `begin` is on disk."""
        self._file.execute("commit")

    def rollback(self) -> None:
        """Forget everything since `begin`."""
        if self._file.in_transaction:
            self._file.execute("rollback")

    def left(self) -> Iterator[Left]:
        """Yield the boots of which something is kept, in their order."""
        for machine, number, name, messages, size, first, last in self._file.execute(_LEFT):
            yield Left(machine, Boot(number, name), messages, size, first, last)

    def forget_boots(self) -> None:
        """Let go of boots of which nothing is kept."""
        self._file.execute(
            "delete from boot where number not in (select boot from message) and number not in (select boot from gap)"
        )

    def last_number(self) -> int:
        """Return the number of the newest boot, 0 where there is none."""
        row = self._file.execute("select coalesce(max(number), 0) from boot").fetchone()
        return int(row[0])

    def begin_boot(self, machine: str, boot: Boot) -> None:
        """Keep a boot, as often as it is asked for."""
        self._file.execute("insert or ignore into boot values (?, ?, ?)", (boot.number, machine, boot.name))

    def append(self, rows: Sequence[tuple[int, Message]]) -> None:
        """Keep messages of boots."""
        self._file.executemany(
            "insert or replace into message values (?, ?, ?, ?, ?)",
            [(boot, m.seq, m.time_ms, m.stream is Stream.EVENT, m.payload) for boot, m in rows],
        )

    def page(self, boot: int, behind: int, most: int) -> list[Message]:
        """Return the next messages of a boot behind a number, in order."""
        rows = self._file.execute(
            "select seq, is_event, time_ms, payload from message where boot = ? and seq > ? order by seq limit ?",
            (boot, behind, most),
        )
        return [
            Message(seq, Stream.EVENT if is_event else Stream.TELEMETRY, time_ms, payload)
            for seq, is_event, time_ms, payload in rows
        ]

    def forget(self, boot: int, up_to: int) -> tuple[int, int]:
        """Let go of everything of a boot up to a number; return how many messages and bytes that was."""
        rows = self._file.execute(
            "delete from message where boot = ? and seq <= ? returning length(payload)", (boot, up_to)
        ).fetchall()
        self._file.execute("delete from gap where boot = ? and to_seq <= ?", (boot, up_to))
        return len(rows), sum(size for (size,) in rows)

    def thin(self, boot: int, messages: int, size: int) -> tuple[int, int]:
        """Turn the oldest telemetry of a boot into gaps, until so many messages and so many bytes are gone.

        Return how many messages and bytes went, fewer where a boot has no more telemetry.
        """
        oldest = self._file.execute(
            "select seq, time_ms, length(payload) from message where boot = ? and not is_event order by seq", (boot,)
        )
        gone: list[tuple[int, int]] = []
        freed = 0
        for seq, time_ms, length in oldest:
            if len(gone) >= messages and freed >= size:
                break
            gone.append((seq, time_ms))
            freed += length
        oldest.close()
        self._file.executemany("delete from message where boot = ? and seq = ?", [(boot, seq) for seq, _ in gone])
        for run in _runs(gone):
            self.lose(boot, Gap("", run[0][0], run[-1][0], run[0][1], run[-1][1], GapReason.OUTBOX_FULL))
        return len(gone), freed

    def lose(self, boot: int, gap: Gap) -> None:
        """Keep a gap; one that goes on where another ended, for the same reason, makes that one longer."""
        longer = self._file.execute(
            "update gap set to_seq = ?, to_ms = ? where boot = ? and to_seq = ? and reason = ?",
            (gap.to_seq, gap.to_time_ms, boot, gap.from_seq - 1, gap.reason.value),
        )
        if not longer.rowcount:
            self._file.execute(
                "insert or replace into gap values (?, ?, ?, ?, ?, ?)",
                (boot, gap.from_seq, gap.to_seq, gap.from_time_ms, gap.to_time_ms, gap.reason.value),
            )

    def gaps(self, boot: Boot) -> list[Gap]:
        """Return the gaps of a boot, in order."""
        rows = self._file.execute(
            "select from_seq, to_seq, from_ms, to_ms, reason from gap where boot = ? order by from_seq", (boot.number,)
        )
        return [
            Gap(boot.name, from_seq, to_seq, from_ms, to_ms, _REASONS[reason])
            for from_seq, to_seq, from_ms, to_ms, reason in rows
        ]

    def holes(self, boot: Boot, first: int, last: int) -> list[Gap]:
        """Return, as gaps, the numbers from first to last that are neither kept as a message nor as a gap."""
        kept = [
            (seq, seq, time_ms, time_ms)
            for seq, time_ms in self._file.execute(
                "select seq, time_ms from message where boot = ? and seq between ? and ?", (boot.number, first, last)
            )
        ]
        kept += [(g.from_seq, g.to_seq, g.from_time_ms, g.to_time_ms) for g in self.gaps(boot)]
        found, expected, time_ms = [], first, None
        for low, high, from_ms, to_ms in sorted(kept):
            if low > expected:
                found.append(_storage_failed(boot, expected, low - 1, from_ms if time_ms is None else time_ms, from_ms))
            expected, time_ms = max(expected, high + 1), to_ms
        if expected <= last:
            found.append(_storage_failed(boot, expected, last, time_ms or 0, time_ms or 0))
        return found


def _storage_failed(boot: Boot, first: int, last: int, from_ms: int, to_ms: int) -> Gap:
    return Gap(boot.name, first, last, from_ms, to_ms, GapReason.STORAGE_FAILED)


def _runs(numbered: Sequence[tuple[int, int]]) -> Iterator[Sequence[tuple[int, int]]]:
    start = 0
    for place in range(1, len(numbered) + 1):
        if place == len(numbered) or numbered[place][0] != numbered[place - 1][0] + 1:
            yield numbered[start:place]
            start = place
