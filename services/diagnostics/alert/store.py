"""Which evidence, alerts and actions are kept?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from psycopg.types.multirange import Multirange

from models import alert as life
from services.diagnostics.alert.refusal import UnknownAlert
from services.diagnostics.api import Alert, AlertState, AlertTurn, Severity
from services.kit.database import Connection, Queries, fetch_all, fetch_one
from services.kit.page import Cut

QUERIES = Queries(Path(__file__).parents[1] / "sql" / "alert.sql")
RANK = {Severity.INFO: 1, Severity.WARNING: 2, Severity.CRITICAL: 3}


@dataclass(frozen=True)
class Key:
    """Which problem of which machine."""

    machine: str
    source: str
    name: str


class KeptAlert(Alert):
    """An alert and since when those see the machine who see it."""

    held_from: datetime


class Listed(Alert):
    """An alert and where it stands in the list."""

    rank: int


@dataclass(frozen=True)
class Act:
    """What a person did about an alert."""

    at: datetime
    kind: str
    by: str
    by_name: str
    text: str | None = None
    assignee: str | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class _Known:
    source: str
    name: str


@dataclass(frozen=True)
class _Moment:
    at: datetime


@dataclass(frozen=True)
class _Evidence:
    looked: Multirange[int]
    info: Multirange[int]
    warning: Multirange[int]
    critical: Multirange[int]


async def keep_look(db: Connection, machine: str, slot: int) -> None:
    """Keep that a machine was looked at."""
    await db.execute(QUERIES["keep_look"], {"machine": machine, "slot": slot})


async def list_known(db: Connection, machine: str) -> list[Key]:
    """Return the problems that were ever found on a machine."""
    known = await fetch_all(db, _Known, QUERIES["list_known"], {"machine": machine})
    return [Key(machine, one.source, one.name) for one in known]


async def keep_sighting(db: Connection, key: Key, slot: int, level: life.Level | None) -> None:
    """Keep how bad a problem was found to be; None: nobody could tell."""
    values = {"slot": slot, "level": None if level is None else int(level)}
    await db.execute(QUERIES["keep_sighting"], {**vars(key), **values})


async def list_handovers(db: Connection, machine: str) -> list[datetime]:
    """Return the moments at which somebody began or ceased to see a machine's data, in order."""
    return [one.at for one in await fetch_all(db, _Moment, QUERIES["list_handovers"], {"machine": machine})]


async def get_evidence(db: Connection, key: Key, within: life.Span) -> life.Evidence:
    """Return the evidence on a problem within some slots."""
    values = {**vars(key), "begin": within[0], "end": within[1]}
    found = await fetch_one(db, _Evidence, QUERIES["get_evidence"], values)
    if found is None:
        return life.Evidence()
    levels = {life.Level.INFO: found.info, life.Level.WARNING: found.warning, life.Level.CRITICAL: found.critical}
    return life.Evidence(_spans(found.looked), {level: _spans(slots) for level, slots in levels.items()})


def _spans(slots: Multirange[int]) -> tuple[life.Span, ...]:
    return tuple((one.lower, one.upper) for one in slots if one.lower is not None and one.upper is not None)


async def find_alert(db: Connection, key: Key, held_from: datetime) -> KeptAlert | None:
    """Return the alert of a problem, locked until the transaction ends."""
    return await fetch_one(db, KeptAlert, QUERIES["find_alert"], {**vars(key), "held_from": held_from})


async def lock_alert(db: Connection, alert: int) -> KeptAlert:
    """Return one alert, locked until the transaction ends; raises UnknownAlert where the viewers see none."""
    if found := await fetch_one(db, KeptAlert, QUERIES["lock_alert"], {"id": alert}):
        return found
    raise UnknownAlert(alert)


async def list_acts(db: Connection, alert: int) -> list[Act]:
    """Return what people did about an alert, in order of time."""
    return await fetch_all(db, Act, QUERIES["list_actions"], {"alert": alert})


async def keep_act(db: Connection, alert: int, act: Act) -> None:
    """Keep what a person did about an alert."""
    await db.execute(QUERIES["keep_action"], {"alert": alert, **vars(act)})


async def keep_alert(db: Connection, values: dict[str, Any]) -> KeptAlert:
    """Return an alert as it was kept."""
    kept = await fetch_one(db, KeptAlert, QUERIES["keep_alert"], values)
    assert kept
    return kept


async def forget_alert(db: Connection, alert: int) -> None:
    """Forget an alert for which the evidence does not suffice, unless people did something about it."""
    await db.execute(QUERIES["forget_alert"], {"id": alert})


async def keep_turns(db: Connection, alert: int, turns: Sequence[AlertTurn]) -> None:
    """Keep the history of an alert in place of the one before, where it is another."""
    if await list_turns(db, alert) == list(turns):
        return
    await db.execute(QUERIES["forget_turns"], {"alert": alert})
    for number, turn in enumerate(turns):
        await db.execute(QUERIES["keep_turn"], {"alert": alert, "number": number, **turn.model_dump()})


async def list_turns(db: Connection, alert: int) -> list[AlertTurn]:
    """Return the history of an alert in order of time."""
    return await fetch_all(db, AlertTurn, QUERIES["list_turns"], {"alert": alert})


@dataclass(frozen=True)
class Wanted:
    """Which alerts are asked for; None: of any."""

    machine: str | None = None
    state: AlertState | str | None = None
    severity: Severity | None = None


async def list_alerts(db: Connection, wanted: Wanted, cut: Cut, now: datetime) -> list[Listed]:
    """Return the visible alerts of a page and one more, the worst first and of these the newest."""
    rank, before = cut.behind(int, int)
    values = {**vars(wanted), "now": now, "rank": rank, "before": before, "limit": cut.limit + 1, "id": None}
    return await fetch_all(db, Listed, QUERIES["list_alerts"], values)


async def get_alert(db: Connection, alert: int, now: datetime) -> Listed:
    """Return one alert; raises UnknownAlert where the caller sees none of this id."""
    values = {**vars(Wanted()), "now": now, "rank": None, "before": None, "limit": 1, "id": alert}
    found = await fetch_one(db, Listed, QUERIES["list_alerts"], values)
    if found is None:
        raise UnknownAlert(alert)
    return found
