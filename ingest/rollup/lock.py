"""May this process roll up at this moment?"""

from ingest.database import Connection
from ingest.statement import ROLLUP


async def hold_lock(connection: Connection, *, patiently: bool = False) -> bool:
    """Return whether this transaction, and no other one, rolls up until it ends; another is waited for `patiently`."""
    query = ROLLUP["await_housekeeping" if patiently else "lock_housekeeping"]
    locked = await (await connection.execute(query)).fetchone()
    return locked is not None and bool(locked[0])
