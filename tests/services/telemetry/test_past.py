"""Are the readings that tests store at once those that the view of readings would have stored one by one?"""

from datetime import UTC, datetime, timedelta

from services.kit.testing import Database
from tests.services.telemetry.past import store

BEGIN = datetime(2026, 3, 2, 6, tzinfo=UTC)


def test_rows_stored_at_once_are_those_the_view_stores(database: Database) -> None:
    told = {
        "engine_hours_h": "i + 0.1234",
        "payload_total_kg": "1e7 + i",
        "coolant_temperature_c": "80 + i * 0.05",
        "payload_kg": "i / 3.0",
        "fuel_rate_lph": "nullif(i, 2)",
    }
    store(database, "wl-01", BEGIN, timedelta(seconds=1), 10, **told)
    query = (
        f"insert into telemetry.reading (time, received_at, sample, machine, {', '.join(told)})"
        f" select t, t + interval '1 s', i, 'wl-02', {', '.join(told.values())}"
        " from (select i, %s + i * interval '1 s' as t from generate_series(0, 9) i) moments"
    )
    with database.admin() as connection:
        connection.execute(query, [BEGIN])
        rows = connection.execute(
            "select to_jsonb(r) - 'machine' from telemetry.reading_row r order by machine, time"
        ).fetchall()
    assert rows[:10] == rows[10:]
    assert len(rows) == 20
