"""How fast does the database take the same rows by COPY alone, from ready bytes and from what ingest encodes?"""

import asyncio
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from pydantic import SecretStr

from benchmarks import usage
from benchmarks.ingest.check import judge
from benchmarks.ingest.database import Database, database
from benchmarks.ingest.drain import Rig
from benchmarks.ingest.load import SIGNALS, Load, machine_id
from benchmarks.ingest.sample import Sample
from benchmarks.ingest.statement import QUERIES
from ingest.columns import STORED
from ingest.database import Connection, connect
from ingest.insertion import copy as copy_rows
from ingest.key import Keys
from ingest.readings import Readings
from ingest.rows import arrange, pack
from ingest.statement import STAGING
from models.messages import sample_keys


@dataclass
class _Spent:
    """What one of the two ways has taken so far."""

    seconds: float = 0.0
    postgres_s: float = 0.0
    ours_s: float = 0.0


def copy(rig: Rig, load: Load, batch_rows: int) -> tuple[Sample, Sample]:
    """Return how long rows take from ready bytes, and encoded by ingest on the way, with so many in a transaction.

    The two take turns batch by batch, each with a database and a connection of its own: whatever else happens on this
    machine happens to both.
    """
    with database(rig.host, load.machines) as first, database(rig.host, load.machines) as second:
        ready, encoded = asyncio.run(_take_turns((first, second), load, batch_rows))
        return _sample("copy", first, load, ready), _sample("encode", second, load, encoded)


async def _take_turns(databases: tuple[Database, Database], load: Load, batch_rows: int) -> tuple[_Spent, _Spent]:
    ready, encoded = _Spent(), _Spent()
    urls, keys = [SecretStr(one.url("ingest")) for one in databases], (Keys(), Keys())
    async with await connect(urls[0], "bench-copy") as first, await connect(urls[1], "bench-encode") as second:
        for connection in (first, second):
            await _copy(connection, [], ready)
        ready.seconds = 0.0
        for place, batch in enumerate(_batches(load, batch_rows)):
            packed = [b"".join(pack(arrange(batch, await keys[0].of(first, batch.machines))))]
            if place % 2:
                await _copy(first, packed, ready)
            numbers = await keys[1].of(second, batch.machines)
            await _copy(second, _encoded(batch, numbers), encoded)
            if not place % 2:
                await _copy(first, packed, ready)
    return ready, encoded


async def store(made: Database, load: Load) -> None:
    """Store a load's rows, and nothing that follows from them."""
    async with await connect(SecretStr(made.url("ingest")), "bench-copy") as connection:
        for batch in _batches(load, load.rows):
            await _copy(connection, _encoded(batch, await Keys().of(connection, batch.machines)), _Spent())


def _encoded(batch: Readings, keys: NDArray[np.int32]) -> Iterator[bytes]:
    """Yield a batch as ingest encodes it, not before it is asked for the first piece."""
    yield from pack(arrange(batch, keys))


async def _copy(connection: Connection, rows: Iterable[bytes], spent: _Spent) -> None:
    pid = connection.info.backend_pid
    began, theirs, ours = time.perf_counter(), usage.own_s(pid), time.process_time()
    async with connection.transaction():
        await copy_rows(connection, STAGING["copy_rows"], rows)
    spent.seconds += time.perf_counter() - began
    spent.ours_s += time.process_time() - ours
    spent.postgres_s += usage.own_s(pid) - theirs


def _sample(name: str, made: Database, load: Load, spent: _Spent) -> Sample:
    with made.admin() as admin:
        verdict = judge(admin, load, rolled_up=False)
        batch_rows, bytes_per_row = admin.execute(QUERIES["sizes"]).fetchone() or (0, 0)
    used = usage.Reading(spent.seconds, {"ingest": spent.ours_s, "postgres": spent.postgres_s}, 0.0)
    return Sample(
        name=name,
        messages=load.messages,
        rows=load.rows,
        stored_s=spent.seconds,
        current_s=spent.seconds,
        used=used,
        verdict=verdict,
        batch_rows=float(batch_rows),
        bytes_per_row=float(bytes_per_row),
    )


def _batches(load: Load, batch_rows: int) -> Iterator[Readings]:
    """Yield the rows of a load as ingest has them before it encodes them."""
    step = max(1, batch_rows // load.readings)
    for first in range(0, load.messages, step):
        yield _readings(load, first, min(first + step, load.messages))


def _readings(load: Load, first: int, last: int) -> Readings:
    values = np.full(((last - first) * load.readings, len(STORED)), np.nan)
    values[:, [STORED.index(s) for s in SIGNALS]] = load.values(first, last)
    names = [machine_id(load.first_machine + message % load.machines) for message in range(first, last)]
    machines, machine = np.unique(names, return_inverse=True)
    keys = [sample_keys(name, n, load.readings) for n, name in enumerate(names, first)]
    return Readings(
        machines=tuple(machines.tolist()),
        machine=np.repeat(machine, load.readings),
        message=np.repeat(np.arange(last - first), load.readings),
        time_ms=load.times_ms(first, last).ravel(),
        received_us=np.full(len(values), time.time_ns() // 1000),
        sample=np.concatenate(keys),
        values=values,
        extra={},
    )
