"""Who asks the weighing service, and when does it look at what machines told?"""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from services.kit.auth import Role
from services.kit.testing import House
from services.weighing import worker

Ask = Callable[..., Awaitable[httpx.AsyncClient]]
Weigh = Callable[[], Awaitable[int]]
# The service's own workers wait; tests let them look.
QUIET: dict[str, Any] = {"work_after_s": 3600, "stream_poll_s": 0.05, "stream_heartbeat_s": 0.2}


@pytest.fixture
async def app(house: House) -> FastAPI:
    """Return the service, whose workers wait."""
    return await house.open("weighing", **QUIET)


@pytest.fixture
def ask(house: House, app: FastAPI) -> Ask:
    """Open the service for a caller who sees as these viewers and may calibrate."""
    assert app.state.resources

    async def asked(*viewers: str, **claims: Any) -> httpx.AsyncClient:
        token = house.token(Role.ENGINEER, *viewers, **{"permissions": ["*:read", "weighing:write"], **claims})
        return await house.api("weighing", token)

    return asked


@pytest.fixture
def weigh(app: FastAPI) -> Weigh:
    """Let the workers look at all that is due, and return at how many spans they looked."""

    async def looked() -> int:
        spans = 0
        while done := await worker.weigh_due(app.state.resources):
            spans += done
        while await worker.load_due(app.state.resources):
            pass
        return spans

    return looked
