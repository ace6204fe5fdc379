"""In which order does the platform start, and what has to be true before it is ready?"""

import asyncio
from collections.abc import Iterable

import psycopg
from psycopg import sql

from deploy.failure import Failure
from deploy.layout import DATABASE, Layout
from deploy.processes import Supervisor
from services.kit.migrate import SchemaAltered, migrate, owners
from services.kit.mqtt import Mqtt


def start_database(layout: Layout, supervisor: Supervisor) -> None:
    """Start the database, and return when it answers."""
    supervisor.start(layout.logged(layout.postgres.prepare()), essential=True)
    supervisor.wait_until_ready(120, ["postgres"])


def start_servers(layout: Layout, supervisor: Supervisor) -> None:
    """Start database and broker, and return when both answer."""
    supervisor.start(layout.logged(layout.mosquitto.prepare()), essential=True)
    start_database(layout, supervisor)
    supervisor.wait_until_ready(60)


def apply_migrations(layout: Layout) -> list[str]:
    """Bring the database up to date and return the files that were applied."""
    with psycopg.connect(layout.postgres.admin_url, autocommit=True) as connection:
        if not connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone():
            connection.execute(sql.SQL("create database {}").format(sql.Identifier(DATABASE)))
    passwords = {owner.role: layout.role_password(owner.role) for owner in owners() if owner.role}
    try:
        return migrate(layout.admin_url, passwords)
    except SchemaAltered as altered:
        raise Failure(
            f"The database was made by other SQL files than the ones here: {altered}",
            "Start over with `make demo FRESH=1` (howdah up --fresh).",
        ) from altered


def start_parts(layout: Layout, supervisor: Supervisor, *, calm_s: float) -> None:
    """Start the workers of ingest, every service and the public door side by side.

    For so many seconds services answer and do nothing else.
    """
    asyncio.run(_dismiss(layout.idle_workers()))
    workers = [layout.ingest(worker) for worker in range(1, layout.workers + 1)]
    services = [layout.service(name, calm_s) for name in layout.services]
    supervisor.start(*workers, *services, layout.logged(layout.caddy.prepare()))


async def _dismiss(workers: Iterable[str]) -> None:
    """End the sessions of workers that do not run, or the broker would go on to keep messages for them."""
    for url in workers:
        try:
            async with asyncio.timeout(20), Mqtt(url) as mqtt:
                await mqtt.wait_connected()
        except TimeoutError as error:
            raise Failure(
                "The broker does not let ingest in within 20 s.", "Look with `howdah logs mosquitto`."
            ) from error
