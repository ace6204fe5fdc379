"""What can each machine's telematics do, by what it really sends?"""

import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ingest.columns import STORED
from ingest.database import Connection
from ingest.statement import CAPABILITY

# So that a transaction is short, and a pass leaves time for other duties: which machines are due is asked once.
_AT_A_TIME, _MOST = 20, 500
_LONGEST_PASS_S = 0.25
_HOUR_S = 3600.0


class Found(NamedTuple):
    """What was found out of one signal of a machine: seconds between values, from a value to its arrival, and hours."""

    machine: str
    signal: str
    last_time: datetime
    interval_s: float | None
    delay_s: float | None
    hours: int


class Pace(NamedTuple):
    """Medians over the newest readings of one signal; None where they hold fewer than two values, or none."""

    interval_s: float | None
    delay_s: float | None


async def refresh_capability(connection: Connection, every: timedelta) -> int:
    """Find out again what the machines that are due send, and return of how many that was found out.

    A machine is due after as long as it was known, and at least after `every`; a pass that takes long is broken off.
    """
    rows = await connection.execute(CAPABILITY["due_machines"], {"every": every, "most": _MOST})
    due = [machine for (machine,) in await rows.fetchall()]
    started = time.monotonic()
    for place in range(0, len(due), _AT_A_TIME):
        machines = due[place : place + _AT_A_TIME]
        if time.monotonic() - started > _LONGEST_PASS_S or not await _refresh(connection, machines):
            return place
    return len(due)


async def _refresh(connection: Connection, machines: Sequence[str]) -> bool:
    """Find out what some machines send, and return whether that could be done: no other process was at it."""
    async with connection.transaction():
        row = await (await connection.execute(CAPABILITY["lock_capability"])).fetchone()
        if row is None or not row[0]:
            return False
        for query in ("begin_round", "forget_capability"):
            await connection.execute(CAPABILITY[query], {"machines": machines})
        found = [*await _catalogued(connection, machines), *await _others(connection, machines)]
        await connection.execute(CAPABILITY["put_capability"], _columns(found))
    return True


async def _catalogued(connection: Connection, machines: Sequence[str]) -> list[Found]:
    values = {"machines": machines}
    newest = await (await connection.execute(CAPABILITY["newest_times"], values)).fetchall()
    heard = await (await connection.execute(CAPABILITY["heard_hours"], values)).fetchall()
    of_machine = {machine: (hours, readings) for machine, hours, readings in heard}
    paces = await _paces(connection, machines)
    nothing = [0] * (len(STORED) + 1)
    return [
        _found(machine, place, time_, of_machine.get(machine, (nothing, nothing)), paces.get(machine))
        for machine, times in newest
        for place, time_ in enumerate(times)
        if place and time_ is not None
    ]


def _found(
    machine: str,
    place: int,
    last_time: datetime,
    heard: tuple[Sequence[int], Sequence[int]],
    paces: Sequence[Pace] | None,
) -> Found:
    """Return what is known of the signal of one column; of what came too rarely lately, the rollups tell the pace."""
    hours, readings = (int(of_all[place] or 0) for of_all in heard)
    pace = paces[place] if paces else Pace(None, None)
    rarely = _HOUR_S * hours / readings if readings > 1 else None
    interval_s = rarely if pace.interval_s is None else pace.interval_s
    return Found(machine, STORED[place - 1].name, last_time, interval_s, pace.delay_s, hours)


async def _paces(connection: Connection, machines: Sequence[str]) -> dict[str, list[Pace]]:
    cursor = await connection.execute(CAPABILITY["newest_readings"], {"machines": machines})
    of_machine = defaultdict[str, list[tuple[float, float, str]]](list)
    for machine, *reading in await cursor.fetchall():
        of_machine[machine].append((reading[0], reading[1], reading[2]))
    return {machine: paces(readings) for machine, readings in of_machine.items()}


def paces(readings: Sequence[tuple[float, float, str]]) -> list[Pace]:
    """Return the pace of each column, from readings: time and delay in seconds, and a "t" for each column told."""
    times, delays = (np.array(column) for column in list(zip(*readings, strict=True))[:2])
    told = np.array([list(there) for _, _, there in readings]) == "t"
    # Signals that come in the same messages have the same pace, and most do.
    known: dict[bytes, Pace] = {}
    for rows in told.T:
        if rows.tobytes() not in known:
            known[rows.tobytes()] = _pace(times[rows], delays[rows])
    return [known[rows.tobytes()] for rows in told.T]


def _pace(times: NDArray[np.float64], delays: NDArray[np.float64]) -> Pace:
    if not len(times):
        return Pace(None, None)
    steps = np.diff(np.unique(times))
    return Pace(float(np.median(steps)) if len(steps) else None, float(np.median(delays)))


async def _others(connection: Connection, machines: Sequence[str]) -> Iterator[Found]:
    rows = await (await connection.execute(CAPABILITY["newest_others"], {"machines": machines})).fetchall()
    return (Found(machine, signal, last, interval_s, delay_s, 0) for machine, signal, last, interval_s, delay_s in rows)


def _columns(found: Sequence[Found]) -> dict[str, object]:
    names = ("machines", "signals", "last_times", "intervals", "delays", "hours")
    # In the order of the fields of Found.
    return {name: [one[place] for one in found] for place, name in enumerate(names)}
