"""In which order does the platform start, and what has to be true before it is ready?"""

import psycopg
from psycopg import sql

from deploy.failure import Failure
from deploy.layout import DATABASE, Layout
from deploy.processes import Supervisor
from services.kit.migrate import SchemaAltered, migrate, owners


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


def start_parts(layout: Layout, supervisor: Supervisor) -> None:
    """Start ingest, every service and the public door side by side."""
    supervisor.start(layout.ingest(), *map(layout.service, layout.services), layout.logged(layout.caddy.prepare()))
