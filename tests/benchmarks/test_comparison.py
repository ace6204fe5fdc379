"""Does the comparison of the fault run see each way in which a reading can go wrong?"""

from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from benchmarks.faults import ledger
from benchmarks.faults.comparison import Findings, compare
from benchmarks.faults.ledger import Entry, Fate, Ledger, Number, Records
from benchmarks.faults.sample import checksums, measure
from benchmarks.faults.stored import Stored, rows_of

MACHINE, READINGS, BEGIN_MS, STEP_MS = 3, 10, 1_700_000_000_000, 700


def entry(seq: int, fate: Fate = Fate.STORED, boot: int = 0) -> Entry:
    serial = seq * READINGS
    checksum = int(checksums(measure(MACHINE, np.arange(serial, serial + READINGS))).sum(dtype=np.uint64))
    return Entry(boot, seq, fate, READINGS, serial, BEGIN_MS + serial * STEP_MS, STEP_MS, checksum, 0.0)


@pytest.fixture
def records(tmp_path: Path) -> Records:
    """What a machine has sent: ten messages, the eighth of them by a clock that was ahead."""
    return write(tmp_path, "m", Fate.STORED)


def write(folder: Path, machine: str, usual: Fate) -> Records:
    with closing(Ledger(folder, machine)) as written:
        for seq in range(10):
            written.write(entry(seq, Fate.FUTURE if seq == 7 else usual))
    return ledger.read(folder, machine)


def stored(serials: list[int], *, late_ms: int = 0, off: float = 0.0) -> Stored:
    """Return what a database holds that has these readings; `late_ms` and `off` falsify the first one."""
    numbers = np.array(serials, dtype=np.int64)
    values = measure(MACHINE, numbers)
    times_us = (BEGIN_MS + numbers * STEP_MS) * 1000
    if serials:
        times_us[0] += late_ms * 1000
        values[0, 2] += off
    return Stored(rows_of(times_us, values))


def found(records: Records, held: Stored, gaps: frozenset[Number] = frozenset(), ended: int = 0) -> Findings:
    return compare(MACHINE, records, ledger.certain(records, frozenset({ended})), gaps, held)


GOOD = [serial for serial in range(100) if serial // READINGS != 7]


def test_what_is_stored_as_it_was_sent_is_fine(records: Records) -> None:
    findings = found(records, stored(GOOD))

    assert findings.wrong == 0
    assert (findings.sent, findings.stored, findings.rejected) == (100, 90, 10)


def test_a_reading_that_is_missing_is_lost(records: Records) -> None:
    findings = found(records, stored([serial for serial in GOOD if serial != 42]))

    assert findings.lost == findings.wrong == 1
    assert "message 4: reading 42" in findings.rows[0]


def test_a_reading_that_is_there_twice_is_duplicated(records: Records) -> None:
    assert found(records, stored([*GOOD, 42])).duplicated == 1


@pytest.mark.parametrize(("late_ms", "off"), [(1, 0.0), (0, 1.0)])
def test_another_time_or_another_value_is_seen(records: Records, late_ms: int, off: float) -> None:
    findings = found(records, stored(GOOD, late_ms=late_ms, off=off))

    assert findings.altered == findings.wrong == 1


def test_a_reading_that_nobody_sent_is_unknown(records: Records) -> None:
    assert found(records, stored([*GOOD, 1000])).unknown == 1


def test_a_reading_of_the_future_must_not_be_stored(records: Records) -> None:
    assert found(records, stored([*GOOD, 70])).misjudged == 1


def test_the_last_message_before_a_power_cut_may_be_there_or_not(records: Records) -> None:
    without_last = [serial for serial in GOOD if serial < 90]

    assert found(records, stored(GOOD), ended=-1).wrong == 0
    cut = found(records, stored(without_last), ended=-1)
    assert (cut.wrong, cut.uncertain) == (0, READINGS)
    assert found(records, stored(without_last), ended=0).lost == READINGS


def test_a_gap_counts_only_for_a_machine_whose_outbox_overflowed(tmp_path: Path, records: Records) -> None:
    gaps, held = frozenset({(0, 4)}), stored([serial for serial in GOOD if serial // READINGS != 4])
    small = write(tmp_path, "small", Fate.STORED_OR_GAP)

    assert found(records, held, gaps).lost == READINGS
    assert (found(small, held, gaps).wrong, found(small, held, gaps).gap) == (0, READINGS)
    assert found(small, held).lost == READINGS


def test_a_record_that_a_power_cut_left_half_written_was_not_sent(tmp_path: Path, records: Records) -> None:
    path = tmp_path / "m.ledger"
    path.write_bytes(path.read_bytes()[:-1])

    assert len(ledger.read(tmp_path, "m")) == len(records) - 1
