"""How does a test have messages refused and replayed, those of a machine for one that was commissioned later?"""

from datetime import timedelta
from typing import Any

import psycopg

from ingest.rejects import Wanted, list_rejects
from ingest.replay import Replay, Replayed
from ingest.source import Arrival
from tests.ingest.intake import MACHINE, Intake, telemetry

SPEED = "engine_speed_rpm"
LATE = "wl-03"


def of_late(seq: int, payload: bytes | None = None) -> Arrival:
    """Return a message of a machine that nobody has commissioned yet."""
    sent = telemetry([seq], {SPEED: [seq]}, machine=LATE, seq=seq)
    return sent if payload is None else sent._replace(payload=payload)


def refuse(connection: psycopg.Connection, sent: Arrival, reason: str, ago: timedelta = timedelta(0)) -> None:
    """Leave a message as one that was refused so long ago, whatever it holds."""
    connection.execute(
        "insert into telemetry.reject (received_at, machine, reason, detail, topic, payload_bytes, payload, sha256)"
        " values (now() - %s, %s, %s, 'as it was', %s, %s, %s, '')",
        [ago, MACHINE, reason, sent.topic, len(sent.payload), sent.payload],
    )


async def replay(intake: Intake, wanted: Wanted | None = None, **how: Any) -> list[Replayed]:
    """Replay messages, all that are refused where none are named."""
    return await Replay(intake.settings, **how).run(wanted or Wanted())


def outcomes(done: list[Replayed]) -> list[str]:
    """Return what became of messages, of those that are refused again the reason."""
    return [one.rejected.reason.value if one.rejected else one.outcome.value for one in done]


async def listed(intake: Intake, wanted: Wanted | None = None) -> list[str]:
    """Return the reasons of what is refused, the newest first."""
    return [one.reason for one in await list_rejects(await intake.store.connection(), wanted or Wanted(), 1000)]
