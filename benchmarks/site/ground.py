"""On what do the services work: which machines, sites and readings does the platform know?"""

import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from pydantic import SecretStr

from benchmarks.host import Host
from benchmarks.patience import wait_until
from services.kit.database import WORKER, Pool, make_pool, transaction
from services.kit.events import Events
from services.kit.resources import Resources
from services.kit.settings import Settings
from services.kit.testing.signing import SigningKey
from services.positioning.zone import adoption as positioning
from services.registry.api import Site as RegistrySite
from services.site import place
from services.site.traffic import store
from simulators.fleet import Site
from simulators.fleet.geography import geojson
from simulators.history import write_history
from simulators.world import World

VIEWER = "customer:bench"
_BACKFILL_S = 600.0
Connection = psycopg.Connection[tuple[Any, ...]]


class NotStored(RuntimeError):
    """What machines told could not be stored."""


@dataclass(frozen=True)
class Ground:
    """The platform's servers (the number of the database's process), and the story of the machines that work there."""

    host: Host
    world: World
    database: int

    @contextmanager
    def admin(self) -> Iterator[Connection]:
        """Yield a connection that may do everything, for arranging and for looking."""
        with psycopg.connect(self.host.admin_url, autocommit=True) as connection:
            yield connection

    def arrange(self) -> None:
        """Register the machines, all of which one customer sees."""
        kinds = {model.id: model.kind.value for model in self.world.fleet.models}
        rows = [(one.id, kinds[one.model], one.model, one.generation.value) for one in self.world.fleet.machines]
        with self.admin() as connection, connection.cursor() as cursor:
            cursor.executemany(
                "insert into access.machine (machine, kind, model, generation, commissioned_at)"
                " values (%s, %s, %s, %s, now() - interval '1000 days') on conflict do nothing",
                rows,
            )
            for viewer in ("all", VIEWER):
                cursor.execute(
                    "insert into access.visibility select %s, machine, '-infinity', 'infinity' from access.machine"
                    " on conflict do nothing",
                    [viewer],
                )

    async def adopt_sites(self) -> None:
        """Let services know the sites and what is drawn of them."""
        sites = [_described(site) for site in self.world.fleet.sites]
        for name, adopt in (("positioning", positioning.adopt), ("site", _adopt)):
            async with self.service(name, Settings) as resources:
                for site in sites:
                    await adopt(resources.pool, site)

    def remember(self, begin: datetime, end: datetime, folder: Path) -> int:
        """Store what machines told every second of a time, through ingest; return how many readings that were."""
        readings = sum(
            one.readings for one in write_history(self.world, begin.timestamp(), end.timestamp(), 1.0, folder)
        )
        url = self.host.database_url("ingest")
        child = self.host.start_module(
            "backfill", "ingest", "--backfill", str(folder), env={"HOWDAH_DATABASE_URL": url}
        )
        wait_until(lambda: child.exit_code() is not None, _BACKFILL_S, "The readings are not stored", every_s=0.2)
        if child.exit_code() != 0:
            raise NotStored("ingest did not store what machines told; its log says why")
        with self.admin() as connection:
            connection.execute("vacuum analyze telemetry.reading_row")
            connection.execute("checkpoint")
        return readings

    @asynccontextmanager
    async def service(self, name: str, kind: type[Settings]) -> AsyncIterator[Resources]:
        """Yield what a service's workers hold, without a broker."""
        url = SecretStr(self.host.database_url(f"svc_{name}"))
        settings = kind(database_url=url, pool_size=2)
        async with make_pool(settings, name) as pool:
            yield Resources(name, settings, pool, SigningKey(), Events(name, None), {})


def durability(connection: Connection) -> dict[str, str]:
    """Return how the database keeps what is committed."""
    names = ("fsync", "synchronous_commit", "full_page_writes")
    found = {name: connection.execute(f"show {name}".encode()).fetchone() for name in names}
    return {name: str(row[0]) for name, row in found.items() if row}


async def _adopt(pool: Pool, site: RegistrySite) -> None:
    await place.adopt(pool, site)
    async with transaction(pool, WORKER) as db:
        await store.adopt(db, site.id, site.features, datetime.now(UTC))


def _described(site: Site) -> RegistrySite:
    about = {
        "id": site.id,
        "name": site.name,
        "customer": "bench",
        "region": site.region,
        "timezone": site.timezone,
        "latitude_deg": site.latitude_deg,
        "longitude_deg": site.longitude_deg,
        "features": geojson(site),
    }
    return RegistrySite.model_validate_json(json.dumps(about))
