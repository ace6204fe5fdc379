"""Which readings were sent and are not stored, or stored twice, or stored otherwise than they were sent?"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from benchmarks.faults.ledger import Fate, Marks, Number, Records
from benchmarks.faults.sample import checksums, measure
from benchmarks.faults.stored import Stored

_SHOWN = 5


@dataclass
class Findings:
    """What a comparison found, in readings; `rows` are the first that differ, for people.

    `uncertain` messages were cut off between the ledger and the outbox: they may be there or not. `gap` readings fell
    out of an outbox that overflowed, and their machine has said so.
    """

    sent: int = 0
    stored: int = 0
    lost: int = 0
    duplicated: int = 0
    altered: int = 0
    unknown: int = 0
    misjudged: int = 0
    rejected: int = 0
    uncertain: int = 0
    gap: int = 0
    rows: list[str] = field(default_factory=list)

    def add(self, machine: str, other: "Findings") -> None:
        """Count a machine's too."""
        for name, value in vars(other).items():
            if name != "rows":
                setattr(self, name, getattr(self, name) + value)
        self.rows = [*self.rows, *(f"{machine} {row}" for row in other.rows)][: 4 * _SHOWN]

    @property
    def wrong(self) -> int:
        """How many readings are not as they must be."""
        return self.lost + self.duplicated + self.altered + self.unknown + self.misjudged


@dataclass(frozen=True)
class Expected:
    """The readings of messages one by one: `message[i]` is the place of reading i's message among the records."""

    message: NDArray[np.intp]
    serial: NDArray[np.int64]
    time_us: NDArray[np.int64]

    @staticmethod
    def of(records: Records) -> "Expected":
        """Return the readings of messages, in the order of their serial numbers."""
        counts = records["readings"].astype(np.intp)
        message = np.repeat(np.arange(len(records)), counts)
        within = np.arange(len(message)) - np.repeat(np.cumsum(counts) - counts, counts)
        serial = records["serial"][message] + within
        time_ms = records["time_ms"][message] + within * records["step_ms"][message]
        order = np.argsort(serial, kind="stable")
        return Expected(message[order], serial[order], time_ms[order] * 1000)


def compare(machine: int, records: Records, certain: Marks, gaps: frozenset[Number], stored: Stored) -> Findings:
    """Return how what is stored of a machine differs from what it has sent and not declared as a gap."""
    expected = Expected.of(records)
    first = np.searchsorted(stored.serial, expected.serial, side="left")
    times = np.searchsorted(stored.serial, expected.serial, side="right") - first
    fate, sure = records["fate"][expected.message], certain[expected.message]
    declared = _are_declared(records, gaps)[expected.message]
    refused = (fate == Fate.FUTURE) | (fate == Fate.TOO_OLD)
    absent = times == 0
    gap = absent & sure & declared
    lost = absent & sure & ~refused & ~declared
    altered = _altered(machine, expected, stored, first, ~absent)
    unknown = ~np.isin(stored.serial, expected.serial)
    return Findings(
        sent=len(expected.serial) - int((absent & ~sure).sum()),
        stored=len(stored.serial),
        lost=int(lost.sum()),
        duplicated=int(np.maximum(times - 1, 0).sum()),
        altered=int(altered.sum()),
        unknown=int(unknown.sum()),
        misjudged=int((refused & ~absent).sum()),
        rejected=int((refused & sure & absent).sum()),
        uncertain=int((absent & ~sure).sum()),
        gap=int(gap.sum()),
        rows=[
            *_shown(records, expected, lost, "is lost"),
            *_shown(records, expected, times > 1, "is stored more than once"),
            *_shown(records, expected, altered, "is stored otherwise than it was sent"),
            *_shown(records, expected, refused & ~absent, "is stored and should have been refused"),
            *(f"reading {serial} is stored and was never sent" for serial in stored.serial[unknown][:_SHOWN]),
        ],
    )


def _are_declared(records: Records, gaps: frozenset[Number]) -> Marks:
    """Return which messages are declared as gaps; a machine whose outbox never overflowed has nothing to declare."""
    if not (records["fate"] == Fate.STORED_OR_GAP).any():
        return np.zeros(len(records), dtype=bool)
    return np.array([number in gaps for number in records[["boot", "seq"]].tolist()], dtype=bool)


def _altered(machine: int, expected: Expected, stored: Stored, first: NDArray[np.intp], present: Marks) -> Marks:
    """Return which readings that are there have another time or other values than those that were measured."""
    found = first[present]
    times = stored.time_us[found] != expected.time_us[present]
    sums = checksums(stored.values[found]) != checksums(measure(machine, expected.serial[present]))
    altered = np.zeros(len(present), dtype=bool)
    altered[present] = times | sums
    return altered


def _shown(records: Records, expected: Expected, which: Marks, what: str) -> Iterator[str]:
    for place in np.flatnonzero(which)[:_SHOWN].tolist():
        record = records[expected.message[place]]
        time = datetime.fromtimestamp(expected.time_us[place] / 1e6, UTC).isoformat()
        yield (
            f"boot {record['boot']} message {record['seq']}: reading {expected.serial[place]} of {time}, made at"
            f" {record['at_s']:.2f} s, {what}"
        )
