"""How were the services when they were last asked?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from services.kit.database import Connection, fetch_all
from services.kit.health import Health
from services.registry import api
from services.registry.store import QUERIES


@dataclass(frozen=True)
class Status:
    """What is kept of one service."""

    name: str
    question: str | None
    version: str | None
    health: api.Health
    reasons: list[str]
    dependencies: list[str]
    answered_at: datetime | None
    checked_at: datetime
    age_s: float


async def list_service_statuses(db: Connection) -> list[Status]:
    """Return how the services were when last asked, by name."""
    return await fetch_all(db, Status, QUERIES["list_service_statuses"])


async def put_service_status(db: Connection, name: str, told: Health | None, silence: str = "") -> None:
    """Keep what a service told, or that it was silent and why."""
    values = told.model_dump(include={"question", "version", "reasons", "dependencies"}) if told else {}
    blank = {"question": None, "version": None, "dependencies": None, "reasons": [silence]}
    health = told.status if told else "silent"
    await db.execute(QUERIES["put_service_status"], {**blank, **values, "name": name, "health": health})


async def forget_other_services(db: Connection, names: Sequence[str]) -> None:
    """Forget the services that are no longer among the platform's."""
    await db.execute(QUERIES["forget_other_services"], {"names": list(names)})
