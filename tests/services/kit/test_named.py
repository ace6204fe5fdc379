"""Is told of machines by name what is told of them among all, however many names there are and whoever sees them?"""

from datetime import UTC, datetime

import pytest

from services.kit.named import FEW
from services.kit.pool import Pool
from services.kit.telemetry import reading
from services.kit.testing import Database, House, see
from tests.services.measurement import measure

SOLD = datetime(2026, 3, 1, tzinfo=UTC)
AT = datetime(2026, 4, 1, 12, tzinfo=UTC)
NAMES = ["lent", "sold", "plain"]


def _store(database: Database) -> None:
    """One machine that two viewers see by turns, one that both see at a time, and one of either's own."""
    see(database, "sold", "customer:a", None, SOLD)
    see(database, "sold", "customer:b", SOLD)
    see(database, "lent", "customer:a")
    see(database, "lent", "customer:b", SOLD)
    see(database, "plain", "customer:a")
    see(database, "foreign", "customer:c")
    for machine in (*NAMES, "foreign"):
        measure(database, machine, AT, engine_speed_rpm=1000 + len(machine))


async def _told(pool: Pool, *viewers: str, machines: list[str] | None) -> list[object]:
    async with reading(pool, viewers) as telemetry:
        columns = await telemetry.columns_of(
            machines or NAMES, ["engine_speed_rpm"], SOLD, AT.replace(hour=13), resolution="raw"
        )
        return [
            [one for one in await telemetry.machines(among=machines) if one.machine != "foreign"],
            await telemetry.latest(["engine_speed_rpm"], machines),
            {machine: told.values["engine_speed_rpm"].tolist() for machine, told in columns.items()},
        ]


@pytest.mark.parametrize("viewers", [("customer:a",), ("customer:b",), ("customer:a", "customer:b"), ()])
async def test_what_is_told_by_name_is_what_is_told_of_all(
    house: House, database: Database, viewers: tuple[str, ...]
) -> None:
    _store(database)
    pool = (await house.open("template")).state.resources.pool
    every = await _told(pool, *viewers, machines=None)
    few = await _told(pool, *viewers, machines=[*NAMES, "foreign", "nobody", "sold"])
    many = await _told(pool, *viewers, machines=[*NAMES, "foreign", *(f"nobody-{n}" for n in range(FEW))])
    assert few == many == every
    assert bool(every[0]) == bool(viewers)


async def test_no_machine_is_none_and_not_all(house: House, database: Database) -> None:
    _store(database)
    pool = (await house.open("template")).state.resources.pool
    async with reading(pool, ("customer:a",)) as telemetry:
        assert await telemetry.machines(among=[]) == []
        assert await telemetry.latest(["engine_speed_rpm"], []) == []
