"""Can customers see on the pages who read their data, take all of it home, and have it erased?"""

import hashlib
import json
import re
from datetime import UTC, datetime, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest

from services.kit.auth import Role
from services.kit.resources import Resources
from services.registry import erasing
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
        "telemetry <code>/<wbr>v1/<wbr>machines/<wbr>{machine}/<wbr>history</code>",
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


async def test_a_customer_takes_all_of_their_data_home_and_nothing_of_others(full: Stage, machine: str) -> None:
    others = await full.machine("bolt", "south", name="of bolt")
    measure(full.database, others, datetime.now(UTC), fuel_rate_lph=33)
    await _listed(full, "registry", "telemetry", "diagnostics", "maintenance")
    page = await desk(full, "carl")
    assert "/access/data/export.zip?readings=true" in await page.see("/access/data")
    answer = await full.browser.get("/access/data/export.zip?readings=true")
    assert re.fullmatch(r'attachment; filename="howdah-acme-\w+\.zip"', answer.headers["content-disposition"])
    archive = ZipFile(BytesIO(answer.content))
    told = json.loads(archive.read("manifest.json"))
    rows = {one["file"]: one["rows"] for one in told["files"]}
    assert {one.filename for one in archive.infolist()} == {*rows, "manifest.json", "README.txt"}
    assert "telemetry: What machines told" in archive.read("README.txt").decode()
    for one in told["files"]:
        content = archive.read(one["file"])
        assert (len(content.splitlines()), hashlib.sha256(content).hexdigest()) == (one["rows"], one["sha256"])
    (reading,) = map(json.loads, archive.read("telemetry.reading_v1.jsonl").splitlines())
    assert (reading["machine"], reading["fuel_rate_lph"]) == (machine, 20)
    assert (rows["access.log.jsonl"], rows["registry.customer.jsonl"]) == (2, 1)
    assert others not in str([archive.read(name) for name in rows])
    without = ZipFile(BytesIO((await full.browser.get("/access/data/export.zip")).content))
    assert "telemetry.reading_v1.jsonl" not in without.namelist()
    full.stop("maintenance")
    assert "maintenance" in await page.see("/access/data/export.zip", 503)
    assert "howdah export" in await (await desk(full, "ada")).see("/access/data")
    assert "howdah export" in await page.see("/access/data/export.zip", 403)


async def _listed(stage: Stage, *services: str) -> None:
    """Let these be the services of the catalogue: others of it are not opened."""
    with stage.database.admin() as connection:
        connection.execute("delete from registry.service_status")
        connection.execute(
            "insert into registry.service_status (name, health, reasons, checked_at)"
            " select name, 'pass', '{}', now() from unnest(%s::text[]) name",
            [list(services)],
        )


async def test_data_are_counted_confirmed_by_name_erased_and_receipted(full: Stage, machine: str) -> None:
    page = await desk(full, "carl")
    assert "Nothing was ever asked to be erased of Acme." in await page.see("/access/data")
    assert 'id="f-scope-wrong"' in await page.send("/access/data/erasures", 422, scope="all")
    await page.send("/access/data/erasures", scope="everything")
    counting = await page.send("/access/data/erasures", scope="data")
    assert "Dropped" in await page.see("/access/data")
    assert 'hx-trigger="every 2s"' in counting
    number = re.search(r"/access/data/erasures/(\d+)", counting)
    assert number
    path, resources = number[0], full.house.apps["registry"].state.resources
    await erasing.go_on(resources)
    planned = await page.see(path)
    assert "hx-trigger" not in planned
    assert "<code>reading_row</code> 1" in planned
    assert f"1 machine still sends and begins anew at this moment: {EVIL}." in planned
    assert "consents and withdrawals".capitalize() in planned
    assert 'id="f-typed-wrong"' in await page.send(f"{path}/confirmation", 422, typed="Acme")
    foreign = {"Origin": "http://elsewhere"}
    assert (await full.browser.post(f"{path}/confirmation", data={"typed": "acme"}, headers=foreign)).status_code == 403
    assert "Being erased" in await page.send(f"{path}/confirmation", typed="acme")
    await page.send("/access/data/erasures", 409, scope="data")
    await page.see(f"{path}/receipt.json", 409)
    await _done(full, resources)
    assert f'href="{path}/receipt.json"' in await page.see(path)
    receipt = await full.browser.get(f"{path}/receipt.json")
    assert receipt.headers["content-disposition"] == f'attachment; filename="erasure-{number[1]}.json"'
    assert json.loads(receipt.json()["document"])["erased"]["telemetry.reading_row"] == 1
    await _to_nobody_else(full, path)


async def _done(stage: Stage, resources: Resources) -> None:
    """Let both passes be done, the second without its wait."""
    await erasing.go_on(resources)
    with stage.database.admin() as connection:
        connection.execute("update registry.erasure set due_at = now()")
    await erasing.go_on(resources)


async def _to_nobody_else(stage: Stage, path: str) -> None:
    await (bolt := await desk(stage, "bea")).see(path, 404)
    assert "Nothing was ever asked" in await bolt.see("/access/data")
    await bolt.send("/access/data/erasures", 303, scope="data", customer="acme")
    engineer = await desk(stage, "anna")
    await engineer.see("/access/log", 403)
    assert "Only customers look after data of theirs" in await engineer.see("/access/data", 403)
    assert "/access/log" not in await engineer.see("/access")
    await engineer.send("/access/data/erasures", 403, scope="data", customer="acme")
    administrator = await desk(stage, "ada")
    assert "Acme" in await administrator.see("/access/data?customer=acme")
    await administrator.see(path)
