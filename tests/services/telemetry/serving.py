"""How does a test reach an app over a real connection, which ASGI in one process cannot stand for?"""

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import httpx
import uvicorn
from fastapi import FastAPI
from psycopg import sql

from services.kit.testing import Database


@asynccontextmanager
async def served(app: FastAPI, token: str) -> AsyncIterator[httpx.AsyncClient]:
    """Yield a client of an app that is already started, served by uvicorn on a free port."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        config = uvicorn.Config(app, lifespan="off", log_level="critical", timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve([listening]), name="uvicorn")
        url, headers = f"http://127.0.0.1:{listening.getsockname()[1]}", {"Authorization": f"Bearer {token}"}
        try:
            async with httpx.AsyncClient(base_url=url, headers=headers, timeout=20) as client:
                yield client
        finally:
            server.should_exit = True
            await serving


@asynccontextmanager
async def listening(
    app: FastAPI, token: str, path: str, **query: str
) -> AsyncIterator[AsyncIterator[tuple[str, dict[str, Any]]]]:
    """Yield what an open stream of an app tells, as `events_of` does."""
    async with served(app, token) as client, client.stream("GET", path, params=query) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream"), await answer.aread()
        yield events_of(answer)


async def events_of(answer: httpx.Response) -> AsyncIterator[tuple[str, dict[str, Any]]]:
    """Yield (event, data) as they come; heartbeats as ("heartbeat", {})."""
    event = ""
    async for line in answer.aiter_lines():
        name, _, value = line.partition(": ")
        match name:
            case "":
                if value:
                    yield value, {}
            case "event":
                event = value
            case "data":
                yield event, json.loads(value)


def limit_connections(database: Database, role: str, limit: int) -> None:
    """Let no more than so many connect to a database (-1: any number), and end the connections of a role."""
    with database.admin() as connection:
        name = sql.Identifier(connection.info.dbname)
        connection.execute(sql.SQL("alter database {} connection limit {}").format(name, sql.Literal(limit)))
        connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = current_database() and usename = %s",
            [role],
        )
