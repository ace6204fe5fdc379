"""Is it told what a machine's telematics can provide, to those who see the machine at present?"""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from pydantic import SecretStr

from models.machines import Kind
from models.signals import signals_of
from services.kit.auth import Role
from services.kit.testing import Database, House
from services.registry.client import RegistryClient
from tests.services.registry.arrangement import commission, tenure

NOW = datetime.now(UTC)
SOLD = NOW - timedelta(days=2)


async def test_what_a_machine_sends_is_told_with_units_and_what_it_does_not(
    house: House, admin: httpx.AsyncClient
) -> None:
    one = await _machine(admin)
    _found_out(house.database, one, since=SOLD + timedelta(hours=1))
    told = (await admin.get(f"/v1/machines/{one}/capability")).json()
    assert (told["machine"], told["kind"], told["generation"], told["heard_hours"]) == (
        one,
        "wheel_loader",
        "legacy",
        40,
    )
    fuel, other = told["signals"]
    assert (fuel["signal"], fuel["unit"], fuel["interval_s"], fuel["delay_s"]) == ("fuel_level_percent", "%", 600, 5)
    assert (fuel["coverage"], fuel["description"]) == (0.5, "Fuel level")
    assert (other["signal"], other["unit"], other["coverage"]) == ("engine_running", None, None)
    missing = {one["signal"] for one in told["missing"]}
    assert missing == {entry.name for entry in signals_of(Kind.WHEEL_LOADER)} - {"fuel_level_percent"}


async def test_a_machine_of_which_nothing_is_known_yet_lacks_nothing(house: House, admin: httpx.AsyncClient) -> None:
    one = await _machine(admin)
    told = (await admin.get(f"/v1/machines/{one}/capability")).json()
    assert (told["refreshed_at"], told["signals"], told["missing"]) == (None, [], [])


async def test_a_machine_that_sent_nothing_of_late_lacks_everything(house: House, admin: httpx.AsyncClient) -> None:
    one = await _machine(admin)
    _found_out(house.database, one, since=SOLD, sent=False)
    told = (await admin.get(f"/v1/machines/{one}/capability")).json()
    assert told["signals"] == []
    assert len(told["missing"]) == len(signals_of(Kind.WHEEL_LOADER))


async def test_only_the_present_holder_sees_what_was_found_in_their_time(
    house: House, admin: httpx.AsyncClient
) -> None:
    one = await _machine(admin)
    _found_out(house.database, one, since=SOLD + timedelta(hours=1))
    assert len((await _as(house, one, "customer:bolt"))["signals"]) == 2
    assert (await _as(house, one, "customer:acme"))["refreshed_at"] is None
    _found_out(house.database, one, since=SOLD - timedelta(hours=1))
    assert (await _as(house, one, "customer:bolt"))["refreshed_at"] is None


async def test_another_service_asks_with_the_client(house: House, admin: httpx.AsyncClient) -> None:
    one = await _machine(admin)
    _found_out(house.database, one, since=SOLD + timedelta(hours=1))
    token = SecretStr(house.token(Role.CUSTOMER, "customer:bolt"))
    told = await RegistryClient(admin, token).capability(one)
    assert [signal.signal for signal in told.signals] == ["fuel_level_percent", "engine_running"]


async def _machine(admin: httpx.AsyncClient) -> str:
    sold = SOLD.isoformat()
    told = await commission(
        admin, tenure("acme", (NOW - timedelta(days=9)).isoformat(), sold), tenure("bolt", sold), generation="legacy"
    )
    return str(told["machine"]["id"])


async def _as(house: House, machine: str, viewer: str) -> dict[str, Any]:
    api = await house.api("registry", house.token(Role.CUSTOMER, viewer))
    answer = await api.get(f"/v1/machines/{machine}/capability")
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.json()
    return told


def _found_out(database: Database, machine: str, *, since: datetime, sent: bool = True) -> None:
    with database.admin() as connection:
        connection.execute("set search_path = telemetry")
        connection.execute("delete from capability")
        connection.execute("delete from capability_round")
        query = "insert into capability_round (refreshed_at, since, first_time, hours, machine)"
        connection.execute(f"{query} values (%s, %s, %s, 40, %s)", [NOW, since, since, machine])
        for signal, hours in [("fuel_level_percent", 20), ("engine_running", 0)] if sent else []:
            query = "insert into capability (last_time, interval_s, delay_s, hours, machine, signal)"
            connection.execute(f"{query} values (%s, 600, 5, %s, %s, %s)", [NOW, hours, machine, signal])
