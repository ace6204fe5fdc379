"""Which calibrations were made of a machine's scale?"""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np

from models.weighing.calibration import Calibration, Shortcoming, Verdict
from models.weighing.equation import NAMES, Knowledge
from services.kit.database import Connection, Queries, fetch_all, fetch_one
from services.kit.page import Cut

QUERIES = Queries(Path(__file__).parents[1] / "sql" / "calibration.sql")


@dataclass(frozen=True)
class Kept:
    """A calibration as it is kept, with how far it is; figures are None until it is done."""

    id: int
    machine: str
    step: str
    weight_kg: float
    asked_by: str
    begun_at: datetime
    loaded_at: datetime | None
    ended_at: datetime | None
    verdict: str | None
    shortcomings: list[str]
    empty_lifts: int | None
    loaded_lifts: int | None
    misfit: float | None
    span_pct: float | None
    span_sd_pct: float | None
    mean: list[float] | None
    covariance: list[float] | None

    @property
    def calibration(self) -> Calibration | None:
        """Return it as models know it, None where it is not done."""
        if self.mean is None or self.covariance is None or self.ended_at is None or self.verdict is None:
            return None
        covariance = np.array(self.covariance).reshape(len(NAMES), len(NAMES))
        return Calibration(
            self.ended_at.timestamp(),
            Knowledge(np.array(self.mean), covariance),
            Verdict(self.verdict),
            tuple(Shortcoming(one) for one in self.shortcomings),
            (self.empty_lifts or 0, self.loaded_lifts or 0),
            self.misfit or 0.0,
            self.span_pct or 0.0,
            self.span_sd_pct or 0.0,
        )


@dataclass(frozen=True)
class _Id:
    id: int


async def begin(db: Connection, machine: str, weight_kg: float, asked_by: str, now: datetime) -> int | None:
    """Return the number of a calibration that is begun, None where one goes on already."""
    values = {"machine": machine, "weight_kg": weight_kg, "asked_by": asked_by, "now": now}
    begun = await fetch_one(db, _Id, QUERIES["begin_calibration"], values)
    return None if begun is None else begun.id


async def list_calibrations(db: Connection, machine: str, cut: Cut) -> list[Kept]:
    """Return the visible calibrations of a page and one more, newest first."""
    (before,) = cut.behind(int)
    values = {"machine": machine, "before": before, "limit": cut.limit + 1}
    return await fetch_all(db, Kept, QUERIES["list_calibrations"], values)


async def get(db: Connection, number: int) -> Kept | None:
    """Return a calibration where it is visible, and keep others from changing it meanwhile."""
    return await fetch_one(db, Kept, QUERIES["get_calibration"], {"id": number})


async def newest(db: Connection, machine: str, by: datetime) -> Kept | None:
    """Return the newest calibration of a machine that may be used by a moment, None where there is none."""
    return await fetch_one(db, Kept, QUERIES["newest_calibration"], {"machine": machine, "by": by})


async def hang_weight(db: Connection, number: int, empty_lifts: int, now: datetime) -> None:
    """Keep that the weight is in the bucket from a moment on."""
    await db.execute(QUERIES["hang_weight"], {"id": number, "empty_lifts": empty_lifts, "now": now})


async def cancel(db: Connection, kept: Kept, now: datetime) -> None:
    """Keep that a calibration was given up."""
    nothing: dict[str, Any] = dict.fromkeys(("verdict", "misfit", "span_pct", "span_sd_pct", "mean", "covariance"))
    lifts = {"empty_lifts": kept.empty_lifts, "loaded_lifts": kept.loaded_lifts}
    values = {"id": kept.id, "step": "cancelled", "now": now, "shortcomings": [], **lifts, **nothing}
    await db.execute(QUERIES["end_calibration"], values)


async def finish(db: Connection, number: int, found: Calibration, now: datetime) -> None:
    """Keep what came of a calibration."""
    values = {
        "id": number,
        "step": "done",
        "now": now,
        "verdict": found.verdict.value,
        "shortcomings": [one.value for one in found.shortcomings],
        "empty_lifts": found.lifts[0],
        "loaded_lifts": found.lifts[1],
        "misfit": found.misfit,
        "span_pct": found.span_pct,
        "span_sd_pct": found.span_sd_pct,
        "mean": found.knowledge.mean.tolist(),
        "covariance": found.knowledge.covariance.ravel().tolist(),
    }
    await db.execute(QUERIES["end_calibration"], values)
