"""Is the fleet's list there at once, most urgent first, kept true by the worker, and seen by those who may?"""

import asyncio
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import psycopg
import pytest
from psycopg import sql
from psycopg.errors import InsufficientPrivilege

from services.diagnostics.api import ConditionPage, State
from services.diagnostics.client import DiagnosticsClient
from services.diagnostics.worker import examine_due
from services.kit.auth import Role
from services.kit.events import Event, connected
from services.kit.settings import Settings
from services.kit.testing import Database, House, see
from tests.conftest import Servers
from tests.services.diagnostics.shift import MINUTE, healthy, report, work

HOT, WARM = 130, 106


def _now() -> datetime:
    return datetime.now(UTC).replace(second=0, microsecond=0)


async def _client(house: House, *viewers: str, **settings: Any) -> DiagnosticsClient:
    told = {"examine_pause_s": 0.05, "examine_every_s": 0.05, **settings}
    return DiagnosticsClient(await house.api("diagnostics", house.token(Role.CUSTOMER, *viewers), **told))


async def _once(client: DiagnosticsClient, holds: Callable[[ConditionPage], bool]) -> ConditionPage:
    """Return the list as soon as something holds of it."""
    async with asyncio.timeout(15):
        while True:
            page = await client.conditions()
            if holds(page):
                return page


def _all_examined(page: ConditionPage) -> bool:
    return all(one.evaluated_at for one in page.items)


def _commission(database: Database, machine: str, *viewers: str) -> None:
    for viewer in ("all", *viewers):
        see(database, machine, viewer)


async def test_the_most_urgent_machine_comes_first(house: House, database: Database) -> None:
    begin = _now() - 60 * MINUTE
    for machine, coolant in (("wl-01", 90), ("wl-02", WARM), ("wl-03", HOT), ("wl-04", 90), ("wl-05", None)):
        _commission(database, machine, "customer:acme")
        if coolant:
            work(database, machine, begin, 60, healthy(coolant_temperature_c=coolant))
    report(database, "wl-04", begin, "168-18", severity="info")
    page = await _once(await _client(house, "customer:acme"), _all_examined)
    assert [(one.machine, one.state) for one in page.items] == [
        ("wl-03", State.CRITICAL),
        ("wl-02", State.WARNING),
        ("wl-04", State.INFO),
        ("wl-05", State.NOT_ENOUGH_DATA),
        ("wl-01", State.HEALTHY),
    ]
    hot, _, battery, *_ = page.items
    # The first minute of running says nothing.
    assert (hot.findings, hot.faults, hot.since) == (1, 0, begin + MINUTE)
    assert "Coolant temperature was above 104.0\u00a0°C in 30 of the last 30" in hot.sentence
    assert (battery.findings, battery.faults, battery.since) == (0, 1, begin)


async def test_the_sentence_tells_the_worst_problem_and_how_many_more_there_are(
    house: House, database: Database
) -> None:
    begin = _now() - 60 * MINUTE
    for machine, coolant, faults in (("a", None, 0), ("b", None, 1), ("c", HOT, 0), ("d", HOT, 1), ("e", HOT, 3)):
        _commission(database, machine, "customer:acme")
        if coolant:
            work(database, machine, begin, 60, healthy(coolant_temperature_c=coolant))
        for number in range(faults):
            report(database, machine, begin, f"{168 + number}-18", severity="info", seq=number)
    client = await _client(house, "customer:acme")
    sentences = {one.machine: one.sentence for one in (await _once(client, _all_examined)).items}
    more = {machine: re.findall(r"And (\S+) more", sentence) for machine, sentence in sentences.items()}
    assert more == {"a": [], "b": [], "c": [], "d": ["1"], "e": ["3"]}
    assert sentences["a"].endswith("so nothing can be said of it.")
    assert {machine: (await client.condition(machine)).sentence for machine in sentences} == sentences


async def test_pages_and_states_divide_the_list_without_loss(house: House, database: Database) -> None:
    for number in range(7):
        _commission(database, f"wl-{number:02}", "customer:acme")
        coolant = HOT if number % 2 else 90
        work(database, f"wl-{number:02}", _now() - 60 * MINUTE, 60, healthy(coolant_temperature_c=coolant))
    client = await _client(house, "customer:acme")
    whole = [one.machine for one in (await _once(client, _all_examined)).items]
    paged: list[str] = []
    after = None
    while True:
        page = await client.conditions(limit=2, after=after)
        paged += [one.machine for one in page.items]
        if not (after := page.next):
            break
    assert paged == whole == ["wl-01", "wl-03", "wl-05", "wl-00", "wl-02", "wl-04", "wl-06"]
    assert [one.machine for one in (await client.conditions(State.CRITICAL)).items] == whole[:3]
    assert [one.machine for one in (await client.conditions(State.HEALTHY)).items] == whole[3:]
    assert (await client.conditions(State.NOT_ENOUGH_DATA)).items == []


async def test_the_list_follows_the_machines(house: House, database: Database) -> None:
    _commission(database, "wl-01", "customer:acme")
    begin = _now() - 60 * MINUTE
    work(database, "wl-01", begin - 60 * MINUTE, 60, healthy())
    client = await _client(house, "customer:acme")
    await _once(client, lambda page: page.items[0].state == State.HEALTHY)
    work(database, "wl-01", begin, 60, healthy(coolant_temperature_c=HOT))
    _receive(database, "wl-01")
    page = await _once(client, lambda page: page.items[0].state == State.CRITICAL)
    assert page.items[0].since == begin


def _receive(database: Database, machine: str) -> None:
    with database.admin() as connection:
        connection.execute("update telemetry.latest set received_at = now() where machine = %s", [machine])


async def test_a_machine_is_examined_again_only_when_something_came_or_an_hour_passed(
    house: House, database: Database
) -> None:
    for machine in ("wl-01", "wl-02"):
        _commission(database, machine)
        work(database, machine, _now() - 60 * MINUTE, 60, healthy())
    resources = (await house.open("diagnostics", examine_pause_s=60)).state.resources
    every = timedelta(0)
    assert await examine_due(resources, every) == 2
    assert await examine_due(resources, every) == 0
    _receive(database, "wl-01")
    assert await examine_due(resources, timedelta(minutes=1)) == 0
    assert await examine_due(resources, every) == 1
    with database.admin() as connection:
        connection.execute("update diagnostics.examination set evaluated_at = evaluated_at - interval '2 hours'")
    assert await examine_due(resources, timedelta(minutes=1)) == 2


async def test_one_process_examines_at_a_time(house: House, database: Database) -> None:
    _commission(database, "wl-01")
    with database.admin() as other, other.transaction():
        other.execute("select pg_advisory_xact_lock(hashtext('diagnostics examination'))")
        resources = (await house.open("diagnostics", examine_pause_s=60)).state.resources
        assert await examine_due(resources, timedelta(0)) == 0
    assert await examine_due(resources, timedelta(0)) == 1


async def test_the_others_hear_when_the_problems_of_a_machine_change(
    house: House, database: Database, servers: Servers
) -> None:
    _commission(database, "wl-01", "customer:acme")
    work(database, "wl-01", _now() - 60 * MINUTE, 60, healthy(coolant_temperature_c=HOT))
    heard: asyncio.Queue[Event] = asyncio.Queue()
    listening = Settings(database_url="unused", mqtt_url=servers.mosquitto.url("svc-template"))
    async with connected("template", listening, ["diagnostics/+"]) as events:
        hearing = asyncio.create_task(events.hear(heard.put))
        await _client(house, "customer:acme", mqtt_url=servers.mosquitto.url("svc-diagnostics"))
        async with asyncio.timeout(15):
            event = await heard.get()
        hearing.cancel()
    assert (event.type, event.subject) == ("howdah.diagnostics.condition-changed", "wl-01")
    assert (event.data["state"], event.data["problems"]) == ("critical", ["coolant_temperature_c"])


async def test_what_was_found_is_seen_by_the_owner_of_its_time_alone(house: House, database: Database) -> None:
    begin = _now() - 120 * MINUTE
    sold = begin + 75 * MINUTE
    see(database, "wl-01", "all")
    see(database, "wl-01", "customer:seller", None, sold)
    see(database, "wl-01", "customer:buyer", sold)
    _commission(database, "wl-02", "customer:buyer")
    work(database, "wl-02", begin, 120, healthy())
    work(database, "wl-01", begin, 120, healthy(coolant_temperature_c=HOT))
    report(database, "wl-01", begin, "110-0", severity="derate", text="The seller's secret")
    await _once(await _client(house, "all"), _all_examined)
    buyers = (await (await _client(house, "customer:buyer")).conditions()).items
    found = {one.machine: one for one in buyers}
    assert (found["wl-01"].state, found["wl-01"].findings, found["wl-01"].faults) == (State.CRITICAL, 1, 0)
    assert found["wl-01"].since is None
    assert "secret" not in found["wl-01"].sentence
    assert (await (await _client(house, "customer:seller")).conditions()).items == []
    assert (await (await _client(house, "customer:stranger")).conditions()).items == []
    everything = {one.machine: one for one in (await (await _client(house, "all")).conditions()).items}
    assert (everything["wl-01"].faults, everything["wl-01"].since) == (1, begin)


@pytest.mark.parametrize("minute", [3, 30])
async def test_a_condition_is_examined_with_the_callers_eyes(minute: int, house: House, database: Database) -> None:
    # Sold within an hour, or before its end; an hour in which a machine changed hands belongs to nobody.
    begin = (_now() - timedelta(hours=1)).replace(minute=minute) - 60 * MINUTE
    sold = begin + 52 * MINUTE
    see(database, "wl-01", "customer:seller", None, sold)
    see(database, "wl-01", "customer:buyer", sold)
    work(database, "wl-01", begin, 60, healthy(coolant_temperature_c=HOT))
    report(database, "wl-01", begin, "110-0", severity="derate")
    bought = await (await _client(house, "customer:buyer")).condition("wl-01")
    assert (bought.state, bought.findings, bought.faults) == (State.NOT_ENOUGH_DATA, [], [])
    assert {missing.missing[:11] for missing in bought.not_judged} == {"There are 7", "There are 8"}
    past = await (await _client(house, "customer:seller")).condition("wl-01")
    assert (past.findings, [fault.code for fault in past.faults]) == ([], ["110-0"])


def _rows(database: Database, viewers: str) -> list[tuple[str, str]]:
    """What the service's role reads of its own table below the application."""
    with psycopg.connect(database.url("svc_diagnostics")) as connection:
        connection.execute("select set_config('howdah.viewers', %s, true)", [viewers])
        return connection.execute("select machine, name from diagnostics.problem order by 1, 2").fetchall()


async def test_isolation_holds_below_the_application(house: House, database: Database) -> None:
    for machine, customer in (("wl-01", "a"), ("wl-02", "b")):
        _commission(database, machine, f"customer:{customer}")
        work(database, machine, _now() - 60 * MINUTE, 60, healthy(coolant_temperature_c=HOT))
    await _once(await _client(house, "all"), _all_examined)
    assert _rows(database, "customer:a") == [("wl-01", "coolant_temperature_c")]
    assert _rows(database, "customer:b") == [("wl-02", "coolant_temperature_c")]
    assert _rows(database, "") == _rows(database, "customer:c") == []


def test_the_services_role_reads_no_table_beneath_the_views(database: Database) -> None:
    tables = ("reading", "latest", "rollup_minute", "rollup_hour", "event", "state", "reject")
    with psycopg.connect(database.url("svc_diagnostics"), autocommit=True) as connection:
        for table in tables:
            with pytest.raises(InsufficientPrivilege):
                connection.execute(sql.SQL("select from telemetry.{}").format(sql.Identifier(table)))


async def test_wrong_questions_are_told_what_would_be_right(house: House, database: Database) -> None:
    see(database, "wl-01", "customer:acme")
    api: httpx.AsyncClient = await house.api("diagnostics", house.token(Role.CUSTOMER, "customer:acme"))
    for query, right in (
        ({"state": "broken"}, "'critical', 'warning', 'info', 'healthy' or 'not_enough_data'"),
        ({"limit": "0"}, "limit"),
        ({"after": "WzFd"}, "not a cursor"),
        ({"after": "!"}, "not a cursor"),
    ):
        answer = await api.get("/v1/conditions", params=query)
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid-request")
        assert right in answer.json()["detail"]
