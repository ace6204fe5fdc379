"""How is asked which models judge, and whether they still fit what comes?"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from fastapi import APIRouter

from models.artifact import Unusable
from models.diagnosis.deviation import Aspect
from models.diagnosis.keeping import FAMILIES, inputs_of, name_of
from models.diagnosis.model import family
from models.drift import drift_of
from models.machines import Kind
from services.diagnostics.api import ModelInUse, QuantityDrift
from services.diagnostics.challenge.comparison import compared
from services.diagnostics.diagnosis.store import QUERIES
from services.kit.database import Connection, Db, fetch_all
from services.kit.health import Running
from services.kit.model import Placed, Role, Shelf

router = APIRouter()


@dataclass(frozen=True)
class _Newest:
    machine: str
    kind: str
    hour: int
    version: str
    deviations: bytes


@router.get(
    "/v1/models",
    summary="Models that judge, their drift, and their challengers",
    description="Per family of machines: versions, how machines lie about them, champion and challenger side by side.",
)
async def list_models(db: Db, running: Running) -> list[ModelInUse]:
    shelf = Shelf(running.settings.models_folder)
    newest = await _newest(db)
    found = [await asyncio.to_thread(_in_use, shelf, kind, newest) for kind in FAMILIES]
    return [one.model_copy(update={"comparison": await compared(db, one)}) for one in found]


async def _newest(db: Connection) -> list[_Newest]:
    return await fetch_all(db, _Newest, QUERIES["list_newest_deviations"])


def _in_use(shelf: Shelf, kind: Kind, newest: Sequence[_Newest]) -> ModelInUse:
    name, placed, refused = name_of(kind), list[Placed](), None
    try:
        placed = shelf.versions(name) if shelf.folder else []
    except Unusable as error:
        refused = str(error)
    champion = next((one.card for one in placed if one.role is Role.CHAMPION), None)
    version = champion.version if champion else None
    judged = [one for one in newest if family(Kind(one.kind)) is family(kind) and one.version == version]
    return ModelInUse(
        name=name,
        champion=version,
        challenger=next((one.card.version for one in placed if one.role is Role.CHALLENGER), None),
        trained_at=champion.trained_at if champion else None,
        learned_from=champion.learned_from if champion else None,
        data_sha256=champion.data_sha256 if champion else None,
        metrics=dict(champion.metrics) if champion else {},
        refused=refused,
        machines=len(judged),
        data_until=_until(judged),
        drift=_drift(kind, judged),
        comparison=None,
    )


def _until(judged: Sequence[_Newest]) -> datetime | None:
    return datetime.fromtimestamp((max(one.hour for one in judged) + 1) * 3600, UTC) if judged else None


def _drift(kind: Kind, judged: Sequence[_Newest]) -> list[QuantityDrift]:
    if not judged:
        return []
    rows = np.array([np.frombuffer(one.deviations, np.dtype("<f2")) for one in judged])
    found = zip(inputs_of(kind), rows.reshape(len(rows), -1, len(Aspect))[..., Aspect.OFFSET].T, strict=True)
    told = [(name, drift_of(column)) for name, column in found]
    return [
        QuantityDrift(
            quantity=name,
            machines=one.machines,
            median_sd=round(one.median, 2),
            spread_sd=round(one.spread, 2),
            beyond_three=round(one.beyond, 3),
            drifted=one.drifted,
        )
        for name, one in told
        if one.machines
    ]
