"""Which diagnoses wait to be scored, and which forecasts are kept?"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson
from pydantic import ValidationError

from services.diagnostics.api import Diagnosis
from services.kit.database import Connection, Pool, Queries, alone, fetch_all, fetch_one
from services.maintenance.api import MachineForecasts, PartForecast, Role

QUERIES = Queries(Path(__file__).parents[1] / "sql" / "forecast.sql")


@dataclass(frozen=True)
class Told:
    """What a machine's diagnosis came to with the models of one role."""

    diagnosis: Diagnosis
    answer: MachineForecasts


@dataclass(frozen=True)
class Asked:
    """As whom and for whose forecasts of a machine somebody asks."""

    viewers: tuple[str, ...]
    machine: str
    role: Role


@dataclass(frozen=True)
class KeptForecast:
    """A forecast as it was told."""

    id: int
    machine: str
    told: str


@dataclass(frozen=True)
class _Due:
    machine: str
    document: str


@dataclass(frozen=True)
class _Document:
    document: str


@dataclass(frozen=True)
class _OfRole:
    role: Role
    document: str


@dataclass(frozen=True)
class _Numbered:
    id: int
    machine: str
    mode: str
    place: str
    role: str


async def keep_diagnosis(db: Connection, diagnosis: Diagnosis) -> None:
    """Keep a diagnosis that rests on data, unless a newer one is there."""
    values = {"machine": diagnosis.machine, "at": diagnosis.data_until, "document": diagnosis.model_dump_json()}
    await db.execute(QUERIES["keep_diagnosis"], values)


async def take_due(db: Connection, models: str, limit: int) -> dict[str, Diagnosis | None]:
    """Return by machine what is to be scored with these models; it stays taken until the transaction ends.

    None stands for one of another version of diagnostics, which cannot be read any more.
    """
    due = await fetch_all(db, _Due, QUERIES["take_due"], {"models": models, "limit": limit})
    return {one.machine: _readable(one.document) for one in due}


def _readable(document: str) -> Diagnosis | None:
    try:
        return Diagnosis.model_validate_json(document)
    except ValidationError:
        return None


async def mark_scored(db: Connection, machines: Sequence[str], models: str) -> None:
    """Remember that machines were scored with these models."""
    await db.execute(QUERIES["mark_scored"], {"machines": list(machines), "models": models})


async def keep(db: Connection, told: Sequence[Told]) -> None:
    """Keep forecasts, and the answers about their machines with the ids that the forecasts got."""
    rows = orjson.dumps([row for one in told for row in _rows(one)]).decode()
    found = await fetch_all(db, _Numbered, QUERIES["keep_forecasts"], {"rows": rows})
    ids = {(one.machine, one.role, one.mode, one.place): one.id for one in found}
    outlooks = orjson.dumps([_outlook(one, ids) for one in told]).decode()
    await db.execute(QUERIES["keep_outlook"], {"rows": outlooks})


def _rows(told: Told) -> Iterable[dict[str, Any]]:
    for part in told.answer.forecasts:
        rests, life = part.rests_on, part.life
        yield {
            "machine": told.answer.machine,
            "mode": part.mode,
            "place": part.where,
            "role": told.answer.role,
            "life_model": rests.life.name if rests.life else "",
            "life_version": rests.life.version if rests.life else "",
            "diagnosis_model": rests.diagnosis.name if rests.diagnosis else "",
            "diagnosis_version": rests.diagnosis.version if rests.diagnosis else "",
            "at": rests.data_until,
            "since": part.since,
            "data_from": rests.data_from,
            "data_until": rests.data_until,
            "operating_h": rests.operating_h,
            "probability": part.probability,
            "life_h": life.expected_h if life else None,
            "low_h": life.low_h if life else None,
            "high_h": life.high_h if life else None,
            "told": part.model_dump(mode="json"),
        }


def _outlook(told: Told, ids: dict[tuple[str, str, str, str], int]) -> dict[str, Any]:
    answer = told.answer
    numbered = [
        one.model_copy(update={"id": ids[answer.machine, answer.role, one.mode, one.where]}) for one in answer.forecasts
    ]
    return {
        "machine": answer.machine,
        "role": answer.role,
        "at": told.diagnosis.data_until,
        "data_from": told.diagnosis.data_from,
        "data_until": told.diagnosis.data_until,
        "document": answer.model_copy(update={"forecasts": numbered}).model_dump(mode="json"),
    }


async def get_outlooks(pool: Pool, asked: Sequence[Asked]) -> list[str | None]:
    """Return the answers as JSON in the order in which they were asked for, None where there is none to be seen."""
    values = {
        "viewers": [",".join(one.viewers) for one in asked],
        "machines": [one.machine for one in asked],
        "roles": [one.role for one in asked],
    }
    async with alone(pool) as connection:
        rows = await (await connection.execute(QUERIES["get_outlooks"], values)).fetchall()
    return [document for (document,) in rows]


async def list_outlooks(db: Connection, machines: Sequence[str]) -> list[MachineForecasts]:
    """Return the champion's answers about machines, as far as they are kept and seen."""
    found = await fetch_all(db, _Document, QUERIES["list_outlooks"], {"machines": list(machines)})
    return [MachineForecasts.model_validate_json(one.document) for one in found]


async def get_forecast(db: Connection, forecast: int) -> tuple[str, PartForecast] | None:
    """Return the machine of a forecast and what was told; None where the caller sees none of this id."""
    found = await fetch_one(db, KeptForecast, QUERIES["get_forecast"], {"id": forecast})
    if found is None:
        return None
    return found.machine, PartForecast.model_validate_json(found.told).model_copy(update={"id": found.id})


async def withdraw(db: Connection, machine: str, parts: Collection[tuple[str, str]]) -> None:
    """Tell no more of parts (mode, where) that were repaired; the viewers of `db` are everybody's."""
    for one in await fetch_all(db, _OfRole, QUERIES["lock_outlooks"], {"machine": machine}):
        before = MachineForecasts.model_validate_json(one.document)
        left = [part for part in before.forecasts if (part.mode, part.where) not in parts]
        if len(left) == len(before.forecasts):
            continue
        sentence = "It was repaired; what is left of its suspicions stands here." if left else "It was repaired."
        state = before.state if left else "cannot_tell"
        after = before.model_copy(update={"forecasts": left, "sentence": sentence, "state": state})
        values = {"machine": machine, "role": one.role, "document": after.model_dump_json()}
        await db.execute(QUERIES["replace_outlook"], values)
    # It tells of the time before: scored once more, it would bring back what was repaired.
    await db.execute(QUERIES["forget_diagnosis"], {"machine": machine})


async def forget_challengers(db: Connection, machines: Sequence[str], challenged: bool) -> None:
    """Forget what no challenger says any more."""
    await db.execute(QUERIES["forget_challengers"], {"machines": list(machines), "challenged": challenged})


async def forget_forecasts(db: Connection, before: datetime) -> None:
    """Forget forecasts that nobody judges any more."""
    await db.execute(QUERIES["forget_forecasts"], {"before": before})
