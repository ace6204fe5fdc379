"""What is kept of machines' own health, hour by hour?"""

from pathlib import Path
from typing import Any

from services.kit.database import Connection, Queries, fetch_columns
from services.kit.parameter import Period

QUERIES = Queries(Path(__file__).parents[1] / "sql" / "diagnosis.sql")
_HOUR_S = 3600


async def list_health(db: Connection, machine: str, during: Period) -> dict[str, list[Any]]:
    """Return the health of a machine in the judged hours of a period that the viewers see, as columns."""
    hours = {"from": -(-during.from_.timestamp() // _HOUR_S), "to": -(-during.to.timestamp() // _HOUR_S)}
    return await fetch_columns(db, QUERIES["list_health"], {"machine": machine, **hours})
