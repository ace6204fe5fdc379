"""What has each machine sent, written down by the fleet itself before it is sent?"""

from enum import IntEnum, unique
from pathlib import Path
from typing import IO, NamedTuple

import numpy as np
from numpy.typing import NDArray

RECORD = np.dtype(
    [
        ("boot", "<u4"),
        ("seq", "<u4"),
        ("fate", "<u1"),
        ("readings", "<u2"),
        ("serial", "<i8"),
        ("time_ms", "<i8"),
        ("step_ms", "<i4"),
        ("checksum", "<u8"),
        ("at_s", "<f8"),
    ]
)
Records = NDArray[np.void]
Marks = NDArray[np.bool_]
# By what a machine counts its messages: boot and sequence number.
Number = tuple[int, int]


@unique
class Fate(IntEnum):
    """What must become of a message."""

    STORED = 0
    FUTURE = 1
    TOO_OLD = 2
    # It was put into an outbox that overflowed: it, or an older one, may be a declared gap.
    STORED_OR_GAP = 3


class Entry(NamedTuple):
    """A message: `readings` of them from number `serial` on (0: an event), `step_ms` apart from `time_ms` on.

    `at_s` is by the monotonic clock, which all processes of a machine share; `checksum` is the sum of the readings'.
    """

    boot: int
    seq: int
    fate: Fate
    readings: int
    serial: int
    time_ms: int
    step_ms: int
    checksum: int
    at_s: float


class Ledger:
    """One machine's messages in a file, each written before the machine's outbox gets it."""

    def __init__(self, folder: Path, machine: str) -> None:
        self._file: IO[bytes] = (folder / f"{machine}.ledger").open("ab", buffering=0)

    def close(self) -> None:
        """Write no more."""
        self._file.close()

    def write(self, entry: Entry) -> None:
        """Write a message down; it outlives the process from here on."""
        self._file.write(np.array([tuple(entry)], dtype=RECORD).tobytes())


def read(folder: Path, machine: str) -> Records:
    """Return what a machine has sent, in order; a last record that a power cut left half-written was not sent."""
    path = folder / f"{machine}.ledger"
    content = path.read_bytes() if path.exists() else b""
    return np.frombuffer(content[: len(content) // RECORD.itemsize * RECORD.itemsize], dtype=RECORD)


def certain(records: Records, ended: frozenset[int]) -> Marks:
    """Return which messages surely reached the outbox.

    The last one of a boot did so only when that boot ended in order (`ended`): between the ledger and the outbox the
    power may be cut, and then it may have been sent, or not.
    """
    last = np.append(records["boot"][1:] != records["boot"][:-1], True) if len(records) else np.zeros(0, bool)
    return ~last | np.isin(records["boot"], sorted(ended))
