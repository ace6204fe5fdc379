"""How are all readings of a range read, block by block, in constant memory?"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from psycopg import sql

from services.kit.column import Columns, read_columns
from services.kit.database import Pool
from services.kit.telemetry import TelemetryReader, numbers, reading

BLOCK_ROWS = 20_000

_FIRST_STEP, _SHORTEST_STEP, _LONGEST_STEP = timedelta(hours=1), timedelta(minutes=1), timedelta(days=30)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_BEFORE_ANY_SAMPLE = -(2**63)

# The view is a barrier, beneath which the database does not know of an order or a limit: only a range of time keeps
# what it must read and sort for one block small.
_BLOCK = """
select time, sample{columns} from telemetry.reading_v1
where machine = %s and time >= %s and time < %s and (time, sample) > (%s, %s)
order by time, sample
limit %s
"""


@dataclass(frozen=True)
class Slice:
    """What to read: signals of a machine over [from_, to), with the rights of viewers."""

    viewers: tuple[str, ...]
    machine: str
    signals: tuple[str, ...]
    from_: datetime
    to: datetime


async def blocks(pool: Pool, wanted: Slice, rows: int = BLOCK_ROWS) -> AsyncIterator[Columns]:
    """Yield the readings in order of time, at most `rows` at once; each block is a transaction of its own.

    So a slow reader holds no connection and no snapshot, and sees nothing more once it may not.
    """
    time, sample, step = wanted.from_, _BEFORE_ANY_SAMPLE, _FIRST_STEP
    while time < wanted.to:
        end = min(time + step, wanted.to)
        async with reading(pool, wanted.viewers) as telemetry:
            block = await _block(telemetry, wanted, (time, sample), end, rows)
        if len(block):
            yield block
        if len(block) == rows:
            time, sample = _time(block), int(block.values["sample"][-1])
            step = max(step / 2, _SHORTEST_STEP)
        else:
            time, sample = end, _BEFORE_ANY_SAMPLE
            step = min(step * 2, _LONGEST_STEP) if len(block) < rows / 2 else step


async def _block(
    telemetry: TelemetryReader, wanted: Slice, behind: tuple[datetime, int], end: datetime, rows: int
) -> Columns:
    query = sql.SQL(_BLOCK).format(columns=numbers(wanted.signals))
    parameters = [wanted.machine, behind[0], end, *behind, rows]
    return await read_columns(telemetry.connection, query, ["sample", *wanted.signals], parameters)


def _time(block: Columns) -> datetime:
    return _EPOCH + timedelta(microseconds=int(block.time_us[-1]))
