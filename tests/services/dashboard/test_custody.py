"""Can customers see on the pages who read their data, take all of it home, and have it erased?"""

import re
from datetime import UTC, datetime, timedelta

import pytest

from services.kit.auth import Role
from services.registry.sealing import seal
from tests.services.dashboard.browser import Stage
from tests.services.dashboard.test_access import EVIL, desk
from tests.services.measurement import measure

_AN_HOUR_AGO = "update access.log_note set hour = hour - interval '1 hour'"


async def _read_by(stage: Stage, machine: str, subject: str, *viewers: str) -> None:
    """Ask for the history of a machine as somebody, and let it be written down."""
    api = await stage.house.api("telemetry", stage.house.token(Role.ENGINEER, *viewers, sub=subject))
    hour = {"from": (datetime.now(UTC) - timedelta(hours=1)).isoformat(), "to": datetime.now(UTC).isoformat()}
    answer = await api.get(f"/v1/machines/{machine}/history", params={"signals": "fuel_rate_lph", **hour})
    assert answer.status_code == 200, answer.text
    await _written(stage)


async def _written(stage: Stage) -> None:
    for app in stage.house.apps.values():
        await app.state.resources.pool.write_log()


async def _sealed(stage: Stage) -> None:
    with stage.database.admin() as connection:
        connection.execute(_AN_HOUR_AGO)
    await seal(stage.house.apps["registry"].state.resources)


@pytest.fixture
async def machine(full: Stage) -> str:
    """A machine of acme's with readings of this hour, which an engineer and a program read, and an hour ago another."""
    name = await full.machine(name=EVIL)
    measure(full.database, name, datetime.now(UTC) - timedelta(minutes=10), fuel_rate_lph=20)
    await _read_by(full, name, "user:emil", "region:north")
    await _read_by(full, name, "service:weighing", "all")
    await _sealed(full)
    browser = await full.sign_in("anna")
    assert (await browser.get(f"/machines/{name}")).status_code == 200
    await _written(full)
    return name


async def test_a_customer_reads_who_read_what_when_how_and_what_for(full: Stage, machine: str) -> None:
    page = await desk(full, "carl")
    log = await page.see("/access/log")
    now, before = log.split('id="log-title"')
    assert "reader=user%3Aanna" in now
    assert "emil" not in now
    row = re.search(r"<tr>.*?emil.*?</tr>", before, re.DOTALL)
    assert row
    for words in (
        "serve North",
        "Data of these groups: fuel",
        "For support",
        "telemetry <code>/v1/machines/{machine}/hist",
        "UTC",
    ):
        assert words in row[0], words
    assert f'<a class="quiet" href="/machines/{machine}">{EVIL}</a>' in row[0]
    assert "weighing" not in log
    assert "weighing" in await page.see("/access/log?who=programs")
    assert "emil" not in await page.see("/access/log?who=programs")
    everybody = await page.see("/access/log?who=all&until=&days=0")
    assert "emil" in everybody
    assert "Program of the weighing service" in everybody
    assert "signed in, or by key" not in await page.see("/access/log?reader=user:emil")
    # Who reads over the pages reads as a session; the owner hears who that is.
    hers = await page.see("/access/log?reader=user:anna")
    assert "signed in, or by key" in hers, re.sub(r"<[^>]*>|\s+", " ", hers)
    assert "emil" not in hers
