"""Is a range exported whole, as numbers, in constant memory, and never short without a sign?"""

import csv
import io
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pyarrow as pa
import pyarrow.parquet
import pytest
from psycopg import sql

from models.machines import Kind
from models.signals import signals_of
from services.kit.auth import Role
from services.kit.testing import Database, House, see
from services.telemetry.slice import Slice, blocks
from services.telemetry.table import Csv, Parquet, Table
from tests.services.telemetry.past import remember, repeat, store
from tests.services.telemetry.serving import served

BEGIN = datetime(2026, 3, 2, 6, tzinfo=UTC)
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)
_CELL = re.compile(r"-?\d+(\.\d+)?(e[+-]?\d+)?|\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z|")


def _range(span: timedelta) -> dict[str, str]:
    return {"from": BEGIN.isoformat(), "to": (BEGIN + span).isoformat()}


async def _export(house: House, span: timedelta, **query: str) -> httpx.Response:
    api = await house.api("telemetry", house.token(Role.CUSTOMER, "customer:acme"))
    answer = await api.get("/v1/machines/wl-01/export", params={**_range(span), **query})
    assert answer.status_code == 200, answer.text
    return answer


def _rows(answer: httpx.Response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8"), newline="")))


async def test_a_csv_holds_every_reading_under_a_header_with_units(house: House, database: Database) -> None:
    see(database, "wl-01", "customer:acme")
    remember(database, "wl-01", BEGIN, SECOND, 3, coolant_temperature_c="81.3 + i", pitch_deg="-i")
    answer = await _export(house, DAY, signals="coolant_temperature_c,pitch_deg,dpf_drop_kpa")
    assert _rows(answer) == [
        ["time [UTC]", "coolant_temperature_c [°C]", "pitch_deg [°]", "dpf_drop_kpa [kPa]"],
        ["2026-03-02T06:00:00.000Z", "81.3", "0", ""],
        ["2026-03-02T06:00:01.000Z", "82.3", "-1", ""],
        ["2026-03-02T06:00:02.000Z", "83.3", "-2", ""],
    ]
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    name = 'attachment; filename="wl-01_20260302T060000Z_20260303T060000Z.csv"'
    assert answer.headers["content-disposition"] == name


async def test_no_cell_of_a_csv_can_be_a_formula(house: House, database: Database) -> None:
    see(database, "wl-01", "customer:acme")
    odd = "(array[-1e-7, 1e20, -0.5, null, 1e9])[1 + i % 5]"
    remember(database, "wl-01", BEGIN, SECOND, 10, pitch_deg=odd, load_count="-i")
    header, *rows = _rows(await _export(house, DAY))
    assert all(cell[0].isalpha() for cell in header)
    assert len(rows) == 10
    assert [cell for row in rows for cell in row if not _CELL.fullmatch(cell)] == []


async def test_a_parquet_file_holds_the_same_with_units_in_its_schema(house: House, database: Database) -> None:
    see(database, "wl-01", "customer:acme")
    remember(database, "wl-01", BEGIN, SECOND, 5, latitude_deg="50.1234567 + i", pitch_deg="nullif(i, 2)")
    answer = await _export(house, DAY, format="parquet", signals="latitude_deg,pitch_deg")
    table = pa.parquet.read_table(io.BytesIO(answer.content))
    assert table.column("time").to_pylist() == [BEGIN + i * SECOND for i in range(5)]
    assert table.column("latitude_deg").to_pylist() == [50.1234567 + i for i in range(5)]
    assert table.column("pitch_deg").to_pylist() == [0, 1, None, 3, 4]
    assert table.schema.field("latitude_deg").metadata[b"unit"] == "°".encode()


async def test_an_empty_range_is_an_empty_file_that_can_be_read(house: House, database: Database) -> None:
    see(database, "wl-01", "customer:acme")
    assert len(_rows(await _export(house, DAY))) == 1
    table = pa.parquet.read_table(io.BytesIO((await _export(house, DAY, format="parquet")).content))
    assert table.num_rows == 0
    assert "engine_speed_rpm" in table.schema.names


async def test_every_reading_comes_once_over_many_blocks_pauses_and_equal_times(
    house: House, database: Database
) -> None:
    see(database, "wl-01", "customer:acme")
    store(database, "wl-01", BEGIN, SECOND, 15_000, odometer_km="i")
    repeat(database, BEGIN, 15_000 * SECOND, 2)
    # More readings of nearly one moment than fit into a block: a unit that sends without a clock.
    later, brief = BEGIN + 200 * DAY, timedelta(microseconds=1)
    store(database, "wl-01", later, brief, 15_000, odometer_km="100000 + i")
    repeat(database, later, 15_000 * brief, 2)
    answer = await _export(house, 300 * DAY, signals="odometer_km")
    times, values = zip(*_rows(answer)[1:], strict=True)
    assert list(times) == sorted(times)
    assert list(map(float, values)) == [*range(15_000)] * 3 + [*range(100_000, 115_000)] * 3


async def test_a_database_failure_midway_is_a_broken_download(house: House, database: Database) -> None:
    see(database, "wl-01", "customer:acme")
    columns = {f"tyre_{place}_kpa": "500 + random() * 100" for place in ("front_left", "front_right", "rear_left")}
    store(database, "wl-01", BEGIN, SECOND, 20_000, **columns)
    repeat(database, BEGIN, 20_000 * SECOND, 9)
    app = await house.open("telemetry")
    lines = 0
    async with served(app, house.token(Role.CUSTOMER, "customer:acme")) as client:
        download = client.stream("GET", "/v1/machines/wl-01/export", params=_range(3 * DAY))
        async with download as answer:
            assert answer.status_code == 200
            chunks = answer.aiter_bytes()
            lines += (await anext(chunks)).count(b"\r\n")
            _cut_off(database)
            with pytest.raises(httpx.RemoteProtocolError, match="without sending complete message body"):
                lines += sum([chunk.count(b"\r\n") async for chunk in chunks])
    assert 0 < lines < 200_000
    assert app.state.exports == 0


async def test_a_database_that_is_away_at_the_beginning_is_a_problem_and_no_file(
    house: House, database: Database
) -> None:
    see(database, "wl-01", "customer:acme")
    api = await house.api("telemetry", house.token(Role.CUSTOMER, "customer:acme"))
    _cut_off(database)
    answer = await api.get("/v1/machines/wl-01/export", params=_range(DAY))
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert answer.headers["content-type"] == "application/problem+json"


def _cut_off(database: Database) -> None:
    """End every connection of the services to this test's database, and let them make no other."""
    with database.admin() as connection:
        name = sql.Identifier(connection.info.dbname)
        connection.execute(sql.SQL("alter database {} connection limit 0").format(name))
        connection.execute(
            "select pg_terminate_backend(pid) from pg_stat_activity"
            " where datname = current_database() and usename = 'svc_telemetry'"
        )


async def test_memory_does_not_grow_with_the_range(house: House, database: Database) -> None:
    see(database, "wl-01", "customer:acme")
    signals = tuple(signal.name for signal in signals_of(Kind.WHEEL_LOADER))[:24]
    store(database, "wl-01", BEGIN, SECOND, 8_000, **dict.fromkeys(signals, "random()"))
    repeat(database, BEGIN, 8_000 * SECOND, 9)
    pool = (await house.open("telemetry")).state.resources.pool

    async def peak(hours: int, table: Table) -> int:
        wanted = Slice(("customer:acme",), "wl-01", signals, BEGIN, BEGIN + timedelta(hours=hours))
        _forget_peak()
        sent = len(table.begin()) + sum([len(table.add(block)) async for block in blocks(pool, wanted, 5_000)])
        assert sent + len(table.end()) > hours * 3600 * 24 * 4
        return _kilobytes("VmHWM")

    for form in (Csv, Parquet):
        await peak(4, form(signals))
        few, many = await peak(4, form(signals)), await peak(20, form(signals))
        # The sixteen hours between take about 40 MB in one piece, as they come and as they go.
        assert many - few < 8_000, (form, few, many)


def _forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5")


def _kilobytes(field: str) -> int:
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return int(status[field].removesuffix("kB"))


async def test_more_exports_than_are_served_at_once_are_asked_to_come_back(house: House, database: Database) -> None:
    see(database, "wl-01", "customer:acme")
    app = await house.open("telemetry", most_exports=1)
    app.state.exports = 1
    api = await house.api("telemetry", house.token(Role.CUSTOMER, "customer:acme"))
    answer = await api.get("/v1/machines/wl-01/export", params=_range(DAY))
    assert (answer.status_code, answer.json()["code"]) == (503, "too-many-exports")
    assert answer.headers["retry-after"] == "2"
    app.state.exports = 0
