"""Does a worker that fails start again, and does it end with its process?"""

import asyncio
import types
from typing import Any

from pydantic import SecretStr

from services.kit.app import service
from services.kit.resources import Resources
from services.kit.settings import Settings
from services.kit.testing import Database, SigningKey


def _module(name: str) -> str:
    """Make a module as a service's app.py is one, and return its name."""
    import sys

    module = types.ModuleType(f"services.{name}.app", "Does this test pass?")
    module.__file__ = __file__
    sys.modules[module.__name__] = module
    return module.__name__


async def test_a_worker_that_fails_starts_again_and_ends_with_its_process(database: Database) -> None:
    runs: asyncio.Queue[str] = asyncio.Queue()

    async def worker(resources: Resources) -> None:
        await runs.put(resources.name)
        if runs.qsize() < 2:
            raise RuntimeError("the first run fails")
        try:
            await asyncio.Event().wait()
        finally:
            await runs.put("ended")

    app: Any = service(_module("tried"), workers=[worker])
    app.state.settings = Settings(database_url=SecretStr(database.url("svc_registry")))
    app.state.keys = SigningKey()
    async with app.router.lifespan_context(app):
        while runs.qsize() < 2:
            await asyncio.wait_for(asyncio.sleep(0.01), 1)
    assert [runs.get_nowait() for _ in range(3)] == ["tried", "tried", "ended"]
