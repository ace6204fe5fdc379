"""Is this process alive, ready, and of which version?"""

import asyncio
import socket
import time
from collections.abc import Iterable, Iterator
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from psycopg import Error as DatabaseError
from psycopg_pool import PoolTimeout
from pydantic import BaseModel
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute

from services.kit.migrate import pending
from services.kit.resources import Resources

router = APIRouter(include_in_schema=False)
STARTED = time.time()


class Health(BaseModel):
    """What a service says of itself (application/health+json)."""

    status: Literal["pass", "warn", "fail"]
    service: str
    question: str
    version: str
    commit: str
    built_at: str
    instance: str
    uptime_s: float
    dependencies: list[str]
    reasons: list[str]


# What does not wait is a coroutine all the same: a plain function would be called in a thread, at many times its cost.
async def _resources(request: Request) -> Resources:
    resources: Resources = request.app.state.resources
    return resources


Running = Annotated[Resources, Depends(_resources)]


@router.get("/healthz", summary="Alive", description="Answers as long as the process runs.")
async def healthz() -> dict[str, str]:
    return {"status": "pass"}


@router.get("/readyz", summary="Ready", description="Whether the database answers and every SQL file is applied.")
async def readyz(resources: Running) -> Response:
    reasons = await _reasons(resources)
    return JSONResponse({"status": "fail" if reasons else "pass", "reasons": reasons}, 503 if reasons else 200)


@router.get("/health", summary="Health", description="Version, dependencies and what is wrong.")
async def health(request: Request, resources: Running) -> Response:
    reasons = await _reasons(resources)
    answer = Health(
        status="fail" if reasons else "pass",
        service=resources.name,
        question=request.app.description,
        version=request.app.version,
        commit=resources.settings.commit,
        built_at=resources.settings.built_at,
        instance=socket.gethostname(),
        uptime_s=round(time.time() - STARTED, 1),
        dependencies=dependencies(request.app),
        reasons=reasons,
    )
    return JSONResponse(answer.model_dump(), media_type="application/health+json")


@router.get("/metrics", summary="Metrics", description="For Prometheus; not published through the public door.")
async def metrics() -> Response:
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)


async def _reasons(resources: Resources) -> list[str]:
    try:
        async with asyncio.timeout(3), resources.pool.connection() as connection:
            return [f"SQL file not applied as it stands: {name}" for name in await pending(connection, resources.name)]
    except (TimeoutError, PoolTimeout, DatabaseError) as error:
        return [f"The database does not answer ({type(error).__name__})."]


def dependencies(app: FastAPI) -> list[str]:
    """Return the services that an app asks, read from the signatures of its routes."""
    return sorted({service for route in routes_of(app.routes) for service in _asked(route.dependant)})


def routes_of(routes: Iterable[BaseRoute]) -> Iterator[APIRoute]:
    """Yield the routes of an app, also those of the routers that it includes, which the framework keeps apart."""
    for route in routes:
        within = getattr(route, "original_router", None)
        if isinstance(route, APIRoute):
            yield route
        elif isinstance(within, APIRouter):
            yield from routes_of(within.routes)


def _asked(dependant: Dependant) -> set[str]:
    own: Any = getattr(dependant.call, "service", None)
    return {*([own] if isinstance(own, str) else []), *(s for d in dependant.dependencies for s in _asked(d))}
