"""What do the views hold about the machines and messages that a page asks for?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from psycopg import sql

from models.messages import Reason
from services.kit.database import Connection, Queries, fetch_all, fetch_columns, fetch_one
from services.kit.named import named
from services.kit.page import Cut
from services.kit.parameter import Period
from services.telemetry.api import Connection as Connectedness
from services.telemetry.api import MachineEvent, Rejected

QUERIES = Queries()
EVENT_KEY = ("time", "machine", "boot", "seq")
REJECTED_KEY = ("received_at", "id")
_SENTENCES = {reason.value: reason.sentence for reason in Reason}


@dataclass(frozen=True)
class Present:
    """A machine that the caller sees at this moment."""

    machine: str
    kind: str
    model: str
    generation: str
    online: bool | None


@dataclass(frozen=True)
class _State:
    online: bool


@dataclass(frozen=True)
class _Refused:
    id: int
    machine: str | None
    received_at: datetime
    reason: str
    detail: str
    topic: str
    payload_bytes: int
    payload: bytes


async def list_present(db: Connection, machines: Sequence[str] | None, cut: Cut) -> list[Present]:
    """Return the machines of a page and one more (of those named, or of all), by id."""
    (after,) = cut.behind(str)
    values = {**named(machines or None), "after": after, "limit": cut.limit + 1}
    return await fetch_all(db, Present, QUERIES["list_present_named" if machines else "list_present"], values)


async def list_columns(db: Connection, signals: Sequence[str], cut: Cut) -> dict[str, list[Any]]:
    """Return the newest values of the machines of a page and one more, in columns."""
    (after,) = cut.behind(str)
    wanted = sql.SQL("").join(sql.SQL(", l.{}").format(sql.Identifier(name)) for name in signals)
    query = sql.SQL(
        "select m.machine, m.kind, m.model, s.online, l.time{} from telemetry.machine_v1 m"
        " left join telemetry.state_v1 s on s.machine = m.machine"
        " left join telemetry.latest_v1 l on l.machine = m.machine"
        " where m.from_time <= now() and m.to_time > now() and (%(after)s::text is null or m.machine > %(after)s)"
        " order by m.machine limit %(limit)s"
    )
    return await fetch_columns(db, query.format(wanted), {"after": after, "limit": cut.limit + 1})


async def online(db: Connection, machine: str) -> bool | None:
    """Return whether a machine is connected, None where it never said."""
    state = await fetch_one(db, _State, QUERIES["is_online"], {"machine": machine})
    return state.online if state else None


def connectedness(online: bool | None) -> Connectedness:
    """Return in words whether a machine is connected; None: it never said."""
    return "unknown" if online is None else "online" if online else "offline"


@dataclass(frozen=True)
class Wanted:
    """Which events are asked for; None: any."""

    machine: str | None = None
    kind: str | None = None
    active: bool | None = None


async def list_events(db: Connection, during: Period, cut: Cut, wanted: Wanted) -> list[MachineEvent]:
    """Return the events of a page and one more, newest first."""
    time, machine, boot, seq = cut.behind(datetime, str, str, int)
    values = {
        "from": during.from_,
        "to": during.to,
        "machine": wanted.machine,
        "kind": wanted.kind,
        "active": wanted.active,
        "time": time,
        "after_machine": machine,
        "boot": boot,
        "seq": seq,
        "limit": cut.limit + 1,
    }
    return await fetch_all(db, MachineEvent, QUERIES["list_events"], values)


async def list_rejected(db: Connection, during: Period, cut: Cut, machine: str | None) -> list[Rejected]:
    """Return the refused messages of a page and one more, newest first."""
    time, number = cut.behind(datetime, int)
    values = {
        "from": during.from_,
        "to": during.to,
        "machine": machine,
        "time": time,
        "id": number,
        "limit": cut.limit + 1,
    }
    return [_told(refused) for refused in await fetch_all(db, _Refused, QUERIES["list_rejected"], values)]


def _told(refused: _Refused) -> Rejected:
    start = refused.payload.decode("utf-8", errors="replace").replace("\x00", "\ufffd")
    return Rejected(
        id=refused.id,
        machine=refused.machine,
        received_at=refused.received_at,
        reason=refused.reason,
        sentence=_SENTENCES.get(refused.reason, refused.reason),
        detail=refused.detail,
        topic=refused.topic,
        payload_bytes=refused.payload_bytes,
        payload_start=start,
    )
