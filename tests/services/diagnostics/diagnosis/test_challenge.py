"""Does a challenger judge what the champion judged, without alerting anybody, and do both stand side by side?"""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from services.diagnostics.api import Comparison, VersionFigures
from services.diagnostics.challenge.worker import challenge_due
from services.diagnostics.diagnosis.worker import HEARS, diagnose_due, take
from services.kit.auth import Role
from services.kit.events import Event
from services.kit.model import Role as Part
from services.kit.model import Shelf
from services.kit.testing import Database, House
from services.maintenance.api import Outcome, WorkOrderClosed
from tests.models.truck import minutes
from tests.services.diagnostics.diagnosis.past import (
    begin_of_past,
    challenge_trucks,
    clogged,
    commission,
    store,
)

HOURS = 5 * 24


async def judge_all(house: House) -> None:
    """Let champion and challenger judge until nothing is left."""
    resources = (await house.open("diagnostics")).state.resources
    while await diagnose_due(resources, timedelta(0)):
        pass
    while await challenge_due(resources, 1):
        pass


async def compared(house: House, *viewers: str) -> Comparison | None:
    api = await house.api("diagnostics", house.token(Role.ENGINEER, *viewers))
    told = (await api.get("/v1/models")).json()[0]["comparison"]
    return Comparison.model_validate(told) if told else None


def order(machine: str, number: int, outcome: Outcome, closed_at: datetime) -> Event:
    """Return the event that an order on a suspected air filter was closed."""
    closed = WorkOrderClosed(
        machine=machine,
        mode="air_filter_clogging",
        where="",
        outcome=outcome,
        other_mode=None,
        repaired=False,
        closed_at=closed_at,
        order=number,
    )
    kind = f"howdah.{HEARS.replace('/', '.')}"
    data = closed.model_dump(mode="json")
    return Event(id=str(number), source="m", type=kind, subject=machine, time=datetime.now(UTC), data=data)


def figures(of: VersionFigures) -> tuple[int, int, int, int, int]:
    return of.machines_in_alarm, of.confirmed, of.named, of.missed, of.not_found


async def test_a_challenger_says_of_each_hour_what_it_would_say_as_champion(
    house: House, database: Database, shelf: Path
) -> None:
    challenge_trucks(shelf, 1.000001)
    commission(database, "ht-ill")
    begin, told = begin_of_past(HOURS), clogged(12)
    for part in np.split(np.arange(HOURS * 60), 2):
        store(database, "ht-ill", begin, told, part)
        await judge_all(house)
    with database.admin() as connection:
        rows = connection.execute(
            "select v.log_odds, c.log_odds, v.alarm, c.alarm, v.suspect, c.suspect from diagnostics.verdict v"
            " full join diagnostics.challenge c using (machine, hour)"
            " where v.hour < %s or v.hour is null order by hour",
            [datetime.now(UTC).timestamp() // 3600 - 1],
        ).fetchall()
    told_twice = np.array([row[:2] for row in rows], dtype=np.float64)
    assert len(rows) > 40
    assert told_twice[:, 0] == pytest.approx(told_twice[:, 1], rel=1e-3, abs=1e-3)
    assert [row[2:] for row in rows if row[2] != row[3] or row[4] != row[5]] == []


async def test_both_versions_stand_side_by_side_with_what_people_found(
    house: House, database: Database, shelf: Path
) -> None:
    challenger = challenge_trucks(shelf, 200.0)
    begin = begin_of_past(HOURS)
    for machine, told in (("ht-ill", clogged(12)), ("ht-well", minutes(11))):
        commission(database, machine)
        store(database, machine, begin, told, np.arange(HOURS * 60))
    await judge_all(house)
    resources = (await house.open("diagnostics")).state.resources
    for number, outcome in enumerate((Outcome.CONFIRMED, Outcome.NOT_FOUND)):
        await take(resources, order("ht-ill", number, outcome, begin + timedelta(hours=HOURS - 1)))
    found = await compared(house, "all")
    assert found is not None
    mine, other = found.versions
    assert (found.machines, mine.hours, other.version) == (2, found.hours, challenger)
    assert (figures(mine), figures(other)) == ((1, 1, 1, 0, 1), (0, 0, 0, 1, 0))
    assert found.agreement == round(1 - mine.alarm_hours / found.hours, 4)
    assert (mine.coverage, other.coverage) == (1.0, 1.0)
    nobody = await compared(house, "customer:none")
    assert nobody is not None
    assert (nobody.hours, nobody.until, nobody.agreement) == (0, None, None)


async def test_a_challenger_that_is_alarmed_alerts_nobody_and_is_forgotten_when_dismissed(
    house: House, database: Database, shelf: Path
) -> None:
    challenge_trucks(shelf, 0.05)
    commission(database, "ht-well")
    store(database, "ht-well", begin_of_past(HOURS), minutes(11), np.arange(HOURS * 60))
    await judge_all(house)
    found = await compared(house, "all")
    assert found is not None
    assert [one.machines_in_alarm for one in found.versions] == [0, 1]
    with database.admin() as connection:
        assert connection.execute("select from diagnostics.diagnosed").fetchall() == []
    Shelf(shelf).dismiss("diagnosis-engine", Part.CHALLENGER)
    await judge_all(house)
    assert await compared(house, "all") is None
    with database.admin() as connection:
        assert connection.execute("select from diagnostics.challenge").fetchall() == []
