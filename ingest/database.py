"""How does ingest reach the database, and which of its errors are whose fault?"""

import psycopg
from psycopg import AsyncConnection
from psycopg.rows import TupleRow
from pydantic import SecretStr

Connection = AsyncConnection[TupleRow]

# Ways to join with many rows at once.
_MANY = ("hashjoin", "mergejoin", "seqscan")

# Classes of SQLSTATE: what the data is to blame for. Everything else is trouble of the server or of its set-up.
_DATA_EXCEPTION, _INTEGRITY_VIOLATION, _LIMIT_EXCEEDED = "22", "23", "54"


async def connect(url: SecretStr, name: str, *, statement_timeout_s: int = 60, by_index: bool = False) -> Connection:
    """Return a connection that says each commit only when it is on disk; raises psycopg.Error when there is none.

    One that goes `by_index` joins few rows with many: it does not ask the planner, which knows no temporary table.
    """
    plans = "".join(f" -c enable_{way}=off" for way in _MANY) if by_index else ""
    return await AsyncConnection[TupleRow].connect(
        url.get_secret_value(),
        autocommit=True,
        application_name=f"howdah-{name}",
        connect_timeout=5,
        options="-c search_path=telemetry,public -c timezone=UTC -c synchronous_commit=on"
        f" -c statement_timeout={statement_timeout_s}s -c max_parallel_workers_per_gather=0{plans}",
        keepalives_idle=10,
        keepalives_interval=3,
        keepalives_count=3,
        tcp_user_timeout=15_000,
    )


def is_data_error(error: psycopg.Error) -> bool:
    """Return whether the data is to blame: trying again would fail again. Other errors pass, or are mended."""
    if isinstance(error, psycopg.DataError):
        return True
    state = error.sqlstate or ""
    return state[:2] in (_DATA_EXCEPTION, _INTEGRITY_VIOLATION, _LIMIT_EXCEEDED)
