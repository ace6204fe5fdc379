"""How do the live figures of models become metrics?"""

import asyncio

from prometheus_client import Gauge

from services.kit.database import WORKER, transaction
from services.kit.resources import Resources
from services.maintenance.api import ModelFigures
from services.maintenance.performance import store
from services.maintenance.performance.figure import figures
from services.maintenance.settings import settings_of

_LABELS = ["model", "version", "role"]
VERDICTS = Gauge("model_verdicts", "Closed work orders on what a model suspected", _LABELS)
PRECISION = Gauge("model_precision", "Share of them that were confirmed", _LABELS)
LEAD = Gauge("model_lead_hours", "Median hours from the first word of it to failure or repair", _LABELS)
COVERED = Gauge("model_coverage90", "Share of failures within the 90 % interval told a day before", _LABELS)
TRUTHS = Gauge("model_truths", "Failures whose interval is known", _LABELS)
COST = Gauge("model_cost_eur", "What work on what it suspected cost", [*_LABELS, "work"])


async def keep_measuring(resources: Resources) -> None:
    """Renew the metrics of the models for ever."""
    while True:
        await measure(resources)
        await asyncio.sleep(settings_of(resources).measure_every_s)


async def measure(resources: Resources) -> None:
    """Set the metrics of every version of a model; what is not known stays unset."""
    async with transaction(resources.pool, WORKER) as db:
        found = figures(await store.list_verdicts(db), await store.list_standing(db))
    for one in found:
        _publish(one)


def _publish(one: ModelFigures) -> None:
    labels = (one.name, one.version, one.role)
    VERDICTS.labels(*labels).set(one.precision.of)
    COST.labels(*labels, "planned").set(one.planned.total_eur)
    COST.labels(*labels, "unplanned").set(one.unplanned.total_eur)
    TRUTHS.labels(*labels).set(one.coverage.of if one.coverage else 0)
    coverage = one.coverage.share if one.coverage else None
    for gauge, value in ((PRECISION, one.precision.share), (LEAD, one.lead_h), (COVERED, coverage)):
        if value is not None:
            gauge.labels(*labels).set(value)
