"""Does a worker that fails start again, and does it end with its process?"""

import asyncio
import sys
import types
from typing import Any

from pydantic import SecretStr

from services.kit.app import service
from services.kit.resources import Resources
from services.kit.settings import Settings
from services.kit.testing import Database, SigningKey


def _module(name: str) -> str:
    """Make a module as a service's app.py is one, and return its name."""
    module = types.ModuleType(f"services.{name}.app", "Does this test pass?")
    module.__file__ = __file__
    sys.modules[module.__name__] = module
    return module.__name__


async def test_a_worker_that_fails_starts_again_and_ends_with_its_process(database: Database) -> None:
    runs: list[str] = []
    again = asyncio.Event()

    async def worker(resources: Resources) -> None:
        runs.append(resources.name)
        if len(runs) < 2:
            raise RuntimeError("the first run fails")
        again.set()
        try:
            await asyncio.Event().wait()
        finally:
            runs.append("ended")

    app: Any = service(_module("tried"), workers=[worker])
    app.state.settings = Settings(database_url=SecretStr(database.url("svc_registry")))
    app.state.keys = SigningKey()
    async with app.router.lifespan_context(app):
        await asyncio.wait_for(again.wait(), 10)
    assert runs == ["tried", "tried", "ended"]
