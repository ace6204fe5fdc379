"""Do conditions in columns tell what the list of conditions tells?"""

from services.kit.auth import Role
from services.kit.testing import Database, House, see
from tests.services.diagnostics.shift import MINUTE, healthy, work
from tests.services.diagnostics.test_list import HOT, _all_examined, _client, _now, _once


async def test_columns_tell_what_the_list_tells_most_urgent_first(house: House, database: Database) -> None:
    for machine, coolant in (("wl-01", 90), ("wl-02", HOT), ("wl-03", None)):
        see(database, machine, "all")
        see(database, machine, f"customer:{machine}")
        if coolant:
            work(database, machine, _now() - 60 * MINUTE, 60, healthy(coolant_temperature_c=coolant))
    client = await _client(house, "all", examine_every_s=3600)
    listed = (await _once(client, _all_examined)).items
    told = await client.condition_columns()
    names = ("machine", "state", "urgency", "sentence", "since")
    assert {name: getattr(told, name) for name in names} == {
        name: [getattr(one, name) for one in listed] for name in names
    }
    assert told.machine == ["wl-02", "wl-03", "wl-01"]
    assert (await (await _client(house, "customer:wl-03")).condition_columns()).machine == ["wl-03"]


async def test_columns_go_on_behind_a_cursor(house: House, database: Database) -> None:
    for number in range(3):
        see(database, f"wl-{number}", "customer:acme")
    api = await house.api("diagnostics", house.token(Role.CUSTOMER, "customer:acme"))
    first = (await api.get("/v1/columns/conditions", params={"limit": 2})).json()
    rest = (await api.get("/v1/columns/conditions", params={"limit": 2, "after": first["next"]})).json()
    assert (first["machine"] + rest["machine"], rest["next"]) == (["wl-0", "wl-1", "wl-2"], None)
