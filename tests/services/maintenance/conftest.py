"""Who asks the maintenance service, and what was it told before?"""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest

from services.diagnostics.api import Diagnosis
from services.kit.auth import Role
from services.kit.events import Event
from services.kit.testing import House
from services.maintenance.forecast import worker
from services.maintenance.forecast.bench import Bench
from tests.services.maintenance.wear import NOW

Ask = Callable[..., Awaitable[httpx.AsyncClient]]
Tell = Callable[..., Awaitable[None]]
WRITES = ["*:read", "maintenance:write"]


@pytest.fixture
def ask(house: House) -> Ask:
    """Open the service for a caller who sees as these viewers and may write."""

    async def asked(*viewers: str, **claims: Any) -> httpx.AsyncClient:
        token = house.token(Role.ENGINEER, *viewers, **{"permissions": WRITES, **claims})
        return await house.api("maintenance", token, score_pause_s=60)

    return asked


@pytest.fixture
def tell(house: House) -> Tell:
    """Tell the service diagnoses, as events would, and have them scored with the models of a folder (none)."""

    async def told(*diagnoses: Diagnosis, bench: Bench | None = None) -> None:
        app = await house.open("maintenance", score_pause_s=60)
        resources = app.state.resources
        for one in diagnoses:
            await worker.take(resources, event_of(one))
            while await worker.score_due(resources, bench or Bench(None)):
                pass

    return told


def event_of(diagnosis: Diagnosis) -> Event:
    """Return the event that tells a diagnosis."""
    return Event(
        id="1",
        source="/services/diagnostics",
        type="howdah.diagnostics.diagnosed",
        subject=diagnosis.machine,
        time=NOW,
        data=diagnosis.model_dump(mode="json"),
    )
