"""Are the newest values of a machine and of a fleet answered, each with its own time?"""

from datetime import UTC, datetime, timedelta

from models.machines import Kind
from models.signals import CATALOGUE, signals_of
from services.kit.auth import Role
from services.kit.testing import Database, House, see
from services.telemetry.client import TelemetryClient
from tests.services.measurement import measure

MONDAY = datetime(2026, 3, 2, 6, tzinfo=UTC)


async def _client(house: House, *viewers: str) -> TelemetryClient:
    return TelemetryClient(await house.api("telemetry", house.token(Role.CUSTOMER, *viewers)))


async def test_each_newest_value_has_its_own_time(house: House, database: Database) -> None:
    see(database, "wl-01", "customer:acme")
    measure(database, "wl-01", MONDAY, fuel_level_percent=61.5, engine_speed_rpm=800)
    measure(database, "wl-01", MONDAY + timedelta(seconds=9), engine_speed_rpm=1450)
    latest = await (await _client(house, "customer:acme")).latest("wl-01")
    assert latest.values["fuel_level_percent"].model_dump() == {"value": 61.5, "time": MONDAY}
    assert latest.values["engine_speed_rpm"].model_dump() == {"value": 1450, "time": MONDAY + timedelta(seconds=9)}
    assert (latest.kind, latest.time, latest.connection) == ("wheel_loader", MONDAY + timedelta(seconds=9), "unknown")
    assert set(latest.units) == {signal.name for signal in signals_of(Kind.WHEEL_LOADER)}
    assert latest.units["fuel_level_percent"] == "%"


async def test_a_machine_that_was_never_heard_is_there_without_values(house: House, database: Database) -> None:
    see(database, "wl-01", "customer:acme")
    client = await _client(house, "customer:acme")
    latest = await client.latest("wl-01")
    assert (latest.time, latest.values, latest.visible[0].from_, latest.visible[0].to) == (None, {}, None, None)
    assert [machine.values for machine in (await client.latest_of_all(["engine_speed_rpm"])).items] == [{}]


async def test_a_fleet_comes_page_by_page_each_machine_once(house: House, database: Database) -> None:
    machines = [f"wl-{number:02}" for number in range(7)]
    for number, machine in enumerate(machines):
        see(database, machine, "customer:acme")
        measure(database, machine, MONDAY, latitude_deg=50 + number, longitude_deg=8)
    client = await _client(house, "customer:acme")
    found, after = [], None
    while True:
        page = await client.latest_of_all(["latitude_deg"], limit=3, after=after)
        found += [(machine.machine, machine.values["latitude_deg"].value) for machine in page.items]
        if not (after := page.next):
            break
    assert found == [(machine, 50 + number) for number, machine in enumerate(machines)]
    assert page.units == {"latitude_deg": "°"}


async def test_named_machines_alone_are_answered(house: House, database: Database) -> None:
    for machine in ("wl-01", "wl-02", "wl-03"):
        see(database, machine, "customer:acme")
    client = await _client(house, "customer:acme")
    page = await client.latest_of_all(["latitude_deg"], machines=["wl-03", "wl-01", "wl-99"])
    assert [machine.machine for machine in page.items] == ["wl-01", "wl-03"]


async def test_a_machine_says_whether_it_is_connected(house: House, database: Database) -> None:
    see(database, "wl-01", "customer:acme")
    with database.admin() as connection:
        connection.execute(
            "insert into telemetry.state (machine, time, received_at, online, boot)"
            " values ('wl-01', now(), now(), true, 'b')"
        )
    client = await _client(house, "customer:acme")
    assert (await client.latest("wl-01")).connection == "online"
    assert [machine.connection for machine in (await client.latest_of_all([])).items] == ["online"]


async def test_the_catalogue_tells_units_bands_and_standard_names(house: House) -> None:
    client = await _client(house, "customer:acme")
    assert [told.name for told in (await client.signals()).items] == [signal.name for signal in CATALOGUE]
    told = {told.name: told for told in (await client.signals("crusher")).items}
    assert set(told) == {signal.name for signal in signals_of(Kind.CRUSHER)}
    vibration = told["crusher_vibration_mmps"]
    assert vibration.healthy
    assert (vibration.unit, vibration.healthy.high, vibration.healthy.while_running) == ("mm/s", 7.1, True)
