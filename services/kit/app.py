"""What makes a FastAPI app a service of this platform?"""

import asyncio
import importlib.metadata
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import structlog
from fastapi import Depends, FastAPI
from fastapi.routing import APIRoute

from services.kit import docs, errors, handover, health, observe, openapi
from services.kit.auth import Keys, PublishedKeys
from services.kit.database import make_pool
from services.kit.events import connected
from services.kit.log import configure_logs
from services.kit.parameter import only_known
from services.kit.preparation import Preparation
from services.kit.resources import Resources, Transports
from services.kit.settings import Settings
from services.kit.witness import at_work

Worker = Callable[[Resources], Awaitable[None]]
KeySource = Callable[[Settings, Transports], Keys]

log = structlog.get_logger()


def published_keys(settings: Settings, transports: Transports) -> Keys:
    """Return the keys that the registry publishes: what every service but the registry itself trusts."""
    return PublishedKeys(f"{settings.url_of('registry')}/v1/keys.json", transports.get("registry"))


class Service(FastAPI):
    """An app whose OpenAPI document also holds the problem details that every route may answer."""

    def openapi(self) -> dict[str, Any]:
        """Return the OpenAPI document, made once."""
        if self.openapi_schema is None:
            self.openapi_schema = openapi.describe(self)
        return self.openapi_schema


def service(
    module: str,
    *,
    settings: type[Settings] = Settings,
    workers: Sequence[Worker] = (),
    listens: Sequence[str] = (),
    keys: KeySource = published_keys,
    prepares: Sequence[Preparation] = (),
) -> FastAPI:
    """Return the app of the service in whose `app.py` this is called with `__name__`.

    It has settings, logs, a pool, the caller's identity, problem details, health, metrics and documentation. `workers`
    run beside the routes for as long as the process lives, and are started again, with growing pauses, when they fail.
    `listens` names events of other services (`registry/+`), which a worker hears through `resources.events.hear`.
    `prepares` make what the first requests would wait for, before the process answers any.
    """
    name = module.split(".")[-2].replace("_", "-")
    app = Service(
        title=name,
        version=importlib.metadata.version("howdah"),
        description=_question(module),
        docs_url=None,
        redoc_url=None,
        servers=[{"url": f"/api/{name}"}],
        generate_unique_id_function=_operation_id,
        responses={"default": {"description": "Problem details (RFC 9457)", "content": openapi.PROBLEM}},
        dependencies=[Depends(only_known)],
        lifespan=_lifespan(name, settings, workers, listens, keys),
    )
    app.state.name = name
    app.state.settings_kind = settings
    app.state.prepares = prepares
    app.state.folder = Path(str(sys.modules[module].__file__)).parent
    errors.install(app)
    app.include_router(health.router)
    app.include_router(docs.router)
    app.include_router(handover.router)
    app.add_middleware(observe.Observed, service=name, limit=lambda: _body_limit(app))
    return app


def _question(module: str) -> str:
    return (sys.modules[module].__doc__ or "").strip()


def _operation_id(route: APIRoute) -> str:
    return route.name


def _body_limit(app: FastAPI) -> int:
    resources: Resources | None = getattr(app.state, "resources", None)
    return resources.settings.max_body_bytes if resources else 1_048_576


def _lifespan(
    name: str, settings: type[Settings], workers: Sequence[Worker], listens: Sequence[str], keys: KeySource
) -> Any:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        told: Settings = getattr(app.state, "settings", None) or settings()
        transports: Transports = getattr(app.state, "transports", {})
        configure_logs(told, name)
        async with AsyncExitStack() as stack:
            pool = make_pool(told, name)
            await pool.open(wait=False)
            stack.push_async_callback(pool.close)
            events = await stack.enter_async_context(connected(name, told, listens))
            trusted = getattr(app.state, "keys", None) or keys(told, transports)
            resources = Resources(name, told, pool, trusted, events, transports)
            stack.push_async_callback(resources.close)
            app.state.resources = resources
            running = [asyncio.create_task(_keep(w, resources), name=f"{name}:{w!r}") for w in (_learn, *workers)]
            stack.push_async_callback(_cancel, running)
            yield

    return lifespan


async def _learn(resources: Resources) -> None:
    if isinstance(resources.keys, PublishedKeys):
        await resources.keys.learn()


async def _keep(worker: Worker, resources: Resources) -> None:
    pause_s = 1.0
    at_work(getattr(worker, "__name__", "worker"))
    # A task of its own, so that what ends it is a result to look at, and being cancelled stays our own affair.
    while error := await _ended(asyncio.ensure_future(worker(resources))):
        log.error("worker_failed", worker=getattr(worker, "__name__", "worker"), again_in_s=pause_s, exc_info=error)
        await asyncio.sleep(pause_s)
        pause_s = min(pause_s * 2, 30.0)


async def _ended(work: asyncio.Future[None]) -> BaseException | None:
    try:
        await asyncio.wait([work])
    finally:
        # A cancellation can be lost: `wait_for` drops one that comes just as what it waits for is done.
        while not work.done():
            work.cancel()
            await asyncio.wait([work], timeout=1.0)
    return None if work.cancelled() else work.exception()


async def _cancel(tasks: Sequence[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
