"""Under which number does the table of readings know a machine?"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from psycopg.pq import TransactionStatus

from ingest.database import Connection
from ingest.statement import QUERIES


class Keys:
    """The numbers of machines, given by the database once and for all, and kept in memory."""

    def __init__(self) -> None:
        self._known: dict[str, int] = {}

    def __len__(self) -> int:
        return len(self._known)

    async def of(self, connection: Connection, machines: Sequence[str]) -> NDArray[np.int32]:
        """Return the machines' numbers; those that have none yet are given one."""
        known = self._known
        unknown = [machine for machine in machines if machine not in known]
        if unknown:
            # What a transaction gives that is not committed yet is nobody's to remember.
            lasting = connection.info.transaction_status == TransactionStatus.IDLE
            found = await self._ask(connection, unknown)
            if lasting:
                known.update(found)
            known = known | found
        return np.array([known[machine] for machine in machines], dtype=np.int32)

    async def _ask(self, connection: Connection, machines: Sequence[str]) -> dict[str, int]:
        found = await _get(connection, machines)
        if missing := [machine for machine in machines if machine not in found]:
            await connection.execute(QUERIES["put_keys"], {"machines": missing})
            found |= await _get(connection, missing)
        return found


async def _get(connection: Connection, machines: Sequence[str]) -> dict[str, int]:
    rows = await connection.execute(QUERIES["get_keys"], {"machines": list(machines)})
    return dict(await rows.fetchall())
