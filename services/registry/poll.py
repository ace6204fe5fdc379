"""How is each service of the platform, asked over HTTP?"""

import asyncio

import httpx
from pydantic import ValidationError

from services.kit.database import transaction
from services.kit.health import Health
from services.kit.resources import Resources
from services.registry.settings import settings_of
from services.registry.store import account, status


async def keep_asking(resources: Resources) -> None:
    """Ask every service for its health again and again, and keep what each said."""
    while True:
        await ask_all(resources)
        await asyncio.sleep(settings_of(resources).service_poll_every_s)


async def ask_all(resources: Resources) -> None:
    """Ask every service once, all at a time, and keep what each said."""
    names = sorted({resources.name, *resources.settings.service_urls})
    async with asyncio.TaskGroup() as group:
        asked = {name: group.create_task(_ask(resources, name), name=f"health of {name}") for name in names}
    async with transaction(resources.pool) as db:
        for name, answer in asked.items():
            told = answer.result()
            health, silence = (told, "") if isinstance(told, Health) else (None, told)
            await status.put_service_status(db, name, health, silence)
        await status.forget_other_services(db, names)
        await account.forget_old_attempts(db)


async def _ask(resources: Resources, name: str) -> Health | str:
    try:
        async with asyncio.timeout(resources.settings.neighbour_timeout_s):
            answer = await resources.http(name).get("/health")
        return Health.model_validate_json(answer.content)
    except (httpx.HTTPError, TimeoutError) as error:
        return f"It does not answer ({type(error).__name__})."
    except ValidationError:
        return "What answers at its address is no service of this platform."
