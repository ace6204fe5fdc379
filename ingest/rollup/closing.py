"""How does a minute that is over get from memory into its rollup, when memory provably holds all of it?"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from ingest.array import Integers, texts
from ingest.binary import EPOCH_US, Bits, Shape, Words, alike, put_runs, shape, written
from ingest.columns import DOUBLES, STORED
from ingest.database import Connection
from ingest.insertion import copy
from ingest.rollup.coarsening import mark_hour
from ingest.rollup.ledger import Ledger
from ingest.rollup.lock import hold_lock
from ingest.rollup.minute import Block, Sums
from ingest.rollup.recomputation import roll_minute
from ingest.rollup.span import EPOCH, MINUTE, MINUTE_US
from ingest.statement import ROLLUP, STAGING

_SIZES = (8, 8, 8, 4, *(size for s in STORED for size in (*[8 if s in DOUBLES else 4] * 3, 4)))
_BUCKET, _FIRST, _LAST, _READINGS, _FIRST_SIGNAL = range(5)
_DOUBLES, _SIGNALS = len(DOUBLES), len(STORED)


async def close_minutes(connection: Connection, ledger: Ledger, most: int) -> int:
    """Close the oldest minute that is over for up to so many machines, in one transaction.

    Returns how many machines' that were. Another worker that rolls up is left alone: there is a next time.
    """
    while (block := ledger.oldest_due()) is not None:
        async with connection.transaction():
            if not await hold_lock(connection):
                return 0
            # Marks that are gone were another worker's to take, because the connection that stood for them broke.
            values = {"worker": block.worker, "block": block.number, "limit": most}
            rows = await (await connection.execute(ROLLUP["take_block"], values)).fetchall()
            names = sorted(name for (name,) in rows)
            await _close(connection, block, names)
        if len(names) < most:
            ledger.close(block)
        if names:
            return len(names)
    return 0


async def _close(connection: Connection, block: Block, names: Sequence[str]) -> None:
    start, keys = EPOCH + block.minute * MINUTE, block.keys(names)
    sums = block.sums(keys)
    partial = await _find_partial(connection, block, sums, start) if sums else {}
    others = {machine for machine, is_others in partial.items() if is_others}
    whole = np.setdiff1d(sums.machine, list(partial)) if sums else np.empty(0, dtype=np.int32)
    if sums and len(whole):
        chosen = sums.take(np.isin(sums.machine, whole))
        await copy(connection, STAGING["copy_closed"], pack_minutes(chosen, block.names))
    rest = set(keys) - set(whole.tolist()) - others
    await roll_minute(connection, start, sorted(block.names[machine] for machine in rest))
    await mark_hour(connection, [block.names[machine] for machine in keys if machine not in others], start)


async def _find_partial(connection: Connection, block: Block, sums: Sums, start: datetime) -> dict[int, bool]:
    """Return the machines of whose minute memory does not hold all, and whether another worker will see to it."""
    values = {
        "machines": texts([block.names[machine] for machine in sums.machine.tolist()]),
        "keys": Integers(sums.machine.astype(np.int64)),
        "readings": Integers(sums.readings),
        "start": start,
        "worker": block.worker,
    }
    # Planned for each minute: only with it known does the planner leave the other chunks alone.
    return dict(await (await connection.execute(ROLLUP["find_partial"], values, prepare=False)).fetchall())


def pack_minutes(sums: Sums, names: Mapping[int, str]) -> Iterator[bytes]:
    """Yield the rows for `copy_closed`."""
    named = np.array([names[machine] for machine in sums.machine.tolist()], dtype=np.bytes_)
    lengths, known = np.strings.str_len(named), sums.count > 0
    # Least and greatest of one reading are its value, and a count is told where it is not that of the readings. One
    # that is told brings the others: rows that look alike are packed together.
    is_single = sums.readings == 1
    is_counted = ((sums.count != sums.readings[:, None]) & known).any(axis=1)
    looks = np.concatenate(
        [known, is_single[:, None], is_counted[:, None], lengths[:, None] >> np.arange(8) & 1], axis=1
    )
    for look, chosen in alike(looks.astype(np.bool_)):
        of_look = sums.take(chosen)
        signals = len(sums.signals)
        yield _alike(of_look, named[chosen], look[:signals], is_single=look[signals], is_counted=look[signals + 1])


def _alike(sums: Sums, names: NDArray[np.bytes_], known: Bits, *, is_single: np.bool_, is_counted: np.bool_) -> bytes:
    signals = sums.signals[known]
    present = np.zeros((_SIGNALS, 4), dtype=np.bool_)
    present[signals] = [True, not is_single, not is_single, bool(is_counted)]
    form = shape(_SIZES, b"\x01\x01\x01\x01" + present.tobytes())
    words = form.rows(len(sums))
    form.put(words, _BUCKET, sums.minute * MINUTE_US - EPOCH_US)
    form.put(words, _FIRST, sums.first_us - EPOCH_US)
    form.put(words, _LAST, sums.last_us - EPOCH_US)
    form.put(words, _READINGS, sums.readings.astype(np.int32))
    count = sums.count[:, known]
    levels = (
        [sums.total[:, known] / count]
        if is_single
        else [sums.total[:, known] / count, sums.low[:, known], sums.high[:, known]]
    )
    for which, level in enumerate(levels):
        _put_level(words, form, signals, which, level)
    if is_counted:
        put_runs(words, form.runs(_FIRST_SIGNAL + 4 * signals + 3, 4), count.astype(np.int32))
    return written(words, form.columns, names.astype(f"S{len(names[0])}"))


def _put_level(words: Words, form: Shape, signals: NDArray[np.intp], which: int, level: NDArray[np.float64]) -> None:
    """Write mean, least or greatest value of signals."""
    columns, doubles = _FIRST_SIGNAL + 4 * signals + which, int((signals < _DOUBLES).sum())
    for place in range(doubles):
        form.put(words, int(columns[place]), np.ascontiguousarray(level[:, place]))
    put_runs(words, form.runs(columns[doubles:], 4), level[:, doubles:].astype(np.float32))
