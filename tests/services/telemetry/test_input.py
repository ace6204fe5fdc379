"""Does every wrong request get a reason that says what would be right?"""

import httpx

from services.kit.auth import Role
from services.kit.testing import Database, House, see

PERIOD = {"from": "2026-03-02T00:00:00Z", "to": "2026-03-02T01:00:00Z"}
HISTORY = "/v1/machines/wl-01/history"
EXPORT = "/v1/machines/wl-01/export"
SPEED = {"signals": "engine_speed_rpm"}

WRONG = [
    (HISTORY, {**PERIOD, "signals": "engin_speed_rpm"}, "unknown-signal", "Nearest: engine_speed_rpm"),
    (HISTORY, {**PERIOD, "signals": "zzzzzzzz"}, "unknown-signal", "All names are at /api/telemetry/v1/signals"),
    (HISTORY, PERIOD, "invalid-request", "Name at least one signal"),
    (HISTORY, {**SPEED, "from": PERIOD["to"], "to": PERIOD["from"]}, "invalid-request", "must be before"),
    (HISTORY, {**SPEED, "from": PERIOD["to"], "to": PERIOD["to"]}, "invalid-request", "must be before"),
    (HISTORY, {**PERIOD, **SPEED, "from": "2026-03-02T00:00:00"}, "invalid-request", "timezone"),
    (HISTORY, {**PERIOD, **SPEED, "from": "yesterday"}, "invalid-request", "from"),
    (HISTORY, {**PERIOD, **SPEED, "from": "0001-01-01T00:00:00+05:00"}, "invalid-request", "1970"),
    (HISTORY, {**SPEED, "to": "0001-01-01T00:00:00+05:00"}, "invalid-request", "1970"),
    (HISTORY, {**PERIOD, **SPEED, "to": "9999-12-31T23:59:59Z"}, "invalid-request", "9998"),
    (HISTORY, {**PERIOD, **SPEED, "from": "1999-01-01T00:00:00Z"}, "invalid-request", "3660 days"),
    (HISTORY, {**PERIOD, **SPEED, "from": "2026-02-01T00:00:00Z", "resolution": "raw"}, "range-too-large", "24 hours"),
    (HISTORY, {**PERIOD, **SPEED, "resolution": "second"}, "invalid-request", "'auto', 'raw', 'minute'"),
    (HISTORY, {**PERIOD, **SPEED, "points": "many"}, "invalid-request", "points"),
    (HISTORY, {**PERIOD, **SPEED, "points": "1e9"}, "invalid-request", "points"),
    (HISTORY, {**PERIOD, **SPEED, "points": "5001"}, "invalid-request", "less than or equal to 5000"),
    ("/v1/history", {**PERIOD, "signal": "engine_speed_rpm"}, "invalid-request", "Name at least one machine"),
    ("/v1/history", {**PERIOD, "machines": "wl-01", "signal": "speed"}, "unknown-signal", "fan_speed_rpm"),
    ("/v1/history", {**PERIOD, "machines": "wl-01"}, "invalid-request", "signal"),
    ("/v1/latest", {"machines": "WL 01"}, "invalid-request", "no machine id"),
    ("/v1/latest", {"limit": "0"}, "invalid-request", "limit"),
    ("/v1/latest", {"after": "!"}, "invalid-request", "not a cursor"),
    ("/v1/latest", {"signals": ",".join(f"engine_speed_rpm{i}" for i in range(4))}, "unknown-signal", "Nearest"),
    ("/v1/events", {**PERIOD, "after": "WzFd"}, "invalid-request", "not a cursor"),
    ("/v1/events", {**PERIOD, "active": "perhaps"}, "invalid-request", "active"),
    ("/v1/rejected", {**PERIOD, "after": "WzFd"}, "invalid-request", "not a cursor"),
    ("/v1/signals", {"kind": "boat"}, "invalid-request", "wheel_loader"),
    (EXPORT, {**PERIOD, "format": "xlsx"}, "invalid-request", "'csv' or 'parquet'"),
    (EXPORT, {**PERIOD, "signals": "speed"}, "unknown-signal", "fan_speed_rpm"),
    ("/v1/machines/WL_01/latest", {}, "invalid-request", "machine"),
    ("/v1/machines/wl%0001/latest", {}, "invalid-request", "machine"),
]


async def _api(house: House, database: Database) -> httpx.AsyncClient:
    see(database, "wl-01", "customer:acme")
    return await house.api("telemetry", house.token(Role.CUSTOMER, "customer:acme"))


async def test_every_wrong_request_is_told_what_would_be_right(house: House, database: Database) -> None:
    api = await _api(house, database)
    for path, query, code, right in WRONG:
        answer = await api.get(path, params=query)
        problem = answer.json()
        assert (answer.status_code, problem["code"]) == (422, code), f"{path} {query}: {answer.text}"
        assert answer.headers["content-type"] == "application/problem+json"
        assert right in problem["detail"], f"{path} {query}: {answer.text}"
        assert problem["errors"]


async def test_too_many_names_are_refused_with_the_limit(house: House, database: Database) -> None:
    api = await _api(house, database)
    names = [signal["name"] for signal in (await api.get("/v1/signals")).json()["items"]]
    many = await api.get(HISTORY, params={**PERIOD, "signals": ",".join(names[:25])})
    assert (many.status_code, "At most 24 signals" in many.json()["detail"]) == (422, True)
    machines = ",".join(f"m-{number}" for number in range(51))
    crowd = await api.get("/v1/history", params={**PERIOD, "machines": machines, "signal": "engine_speed_rpm"})
    assert (crowd.status_code, "At most 50 machines" in crowd.json()["detail"]) == (422, True)


async def test_an_unknown_machine_is_not_found_by_any_route(house: House, database: Database) -> None:
    api = await _api(house, database)
    asked = {
        "latest": SPEED,
        "history": {**PERIOD, **SPEED},
        "events": PERIOD,
        "rejected": PERIOD,
        "stream": SPEED,
        "export": {**PERIOD, **SPEED},
    }
    for route, query in asked.items():
        answer = await api.get(f"/v1/machines/wl-99/{route}", params=query)
        assert (answer.status_code, answer.json()["code"]) == (404, "unknown-machine"), route
