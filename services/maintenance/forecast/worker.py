"""How do forecasts follow what diagnostics tells, and the models that are at hand?"""

import asyncio
from datetime import UTC, datetime, timedelta
from functools import partial

from prometheus_client import Counter, Histogram

from services.diagnostics.api import Diagnosis
from services.kit.database import WORKER, transaction
from services.kit.events import Event, told_by
from services.kit.resources import Resources
from services.maintenance.forecast import store
from services.maintenance.forecast.assessment import answer, assess
from services.maintenance.forecast.bench import Bench, bench_of
from services.maintenance.forecast.life import Teller
from services.maintenance.forecast.store import Told
from services.maintenance.settings import settings_of

HEARS = "diagnostics/diagnosed"
HEARD = Counter("diagnoses_heard_total", "Diagnoses heard from diagnostics", ["outcome"])
FORECASTS = Counter("forecasts_made_total", "Forecasts of parts", ["role", "outcome"])
SECONDS = Histogram("forecast_batch_seconds", "Time to score a batch of machines")


async def keep_hearing(resources: Resources) -> None:
    """Keep what diagnostics tells, for ever: it is acknowledged once it is kept, and scored afterwards."""
    await resources.events.hear(partial(take, resources))


async def take(resources: Resources, event: Event) -> None:
    """Keep the diagnosis that an event holds; what is none is counted and left."""
    if (diagnosis := told_by(event, HEARS, Diagnosis)) is None:
        return
    HEARD.labels("kept" if diagnosis.data_until else "without_data").inc()
    if diagnosis.data_from and diagnosis.data_until:
        async with transaction(resources.pool, WORKER) as db:
            await store.keep_diagnosis(db, diagnosis)


async def keep_scoring(resources: Resources) -> None:
    """Forecast from what was heard and not scored yet with the models at hand, for ever."""
    settings = settings_of(resources)
    bench = bench_of(settings.models_folder)
    forgotten = datetime.min.replace(tzinfo=UTC)
    # A model takes seconds to be opened, and at the start everybody is busy.
    await asyncio.sleep(settings.work_after_s)
    while True:
        if await score_due(resources, bench):
            continue
        if datetime.now(UTC) - forgotten > timedelta(hours=6):
            forgotten = datetime.now(UTC)
            async with transaction(resources.pool, WORKER) as db:
                await store.forget_forecasts(db, forgotten - timedelta(days=settings.forecast_days))
        await asyncio.sleep(settings.score_pause_s)


async def score_due(resources: Resources, bench: Bench) -> int:
    """Score some of what waits and return how many machines that were; models are asked beside the loop."""
    tellers = await asyncio.to_thread(bench.tellers)
    models = name_of(tellers)
    async with transaction(resources.pool, WORKER) as db:
        due = await store.take_due(db, models, settings_of(resources).score_at_a_time)
        if not due:
            return 0
        with SECONDS.time():
            told = await asyncio.to_thread(score, [one for one in due.values() if one], tellers)
        machines = [*due]
        await store.keep(db, told)
        await store.forget_challengers(db, machines, any(one.role == "challenger" for one in tellers))
        await store.mark_scored(db, machines, models)
    return len(due)


def name_of(tellers: list[Teller]) -> str:
    """Return what tells a scoring from one with other models."""
    return " ".join(sorted(one.version for one in tellers))


def score(due: list[Diagnosis], tellers: list[Teller]) -> list[Told]:
    """Return what diagnoses come to with each of the models."""
    told = [
        Told(diagnosis, answer(diagnosis, teller.role, parts))
        for teller in tellers
        for diagnosis, parts in zip(due, assess(due, teller), strict=True)
    ]
    for one in told:
        for part in one.answer.forecasts:
            FORECASTS.labels(one.answer.role, "life" if part.life else "narrow").inc()
    return told
