"""Do the private servers start, answer and stop, and does the broker guard what it should?"""

import psycopg

from tests.conftest import Servers


def test_postgres_has_timescaledb_and_listens_on_the_loopback_address_only(servers: Servers) -> None:
    with psycopg.connect(servers.postgres.admin_url) as connection:
        rows = connection.execute(
            "select name, setting from pg_settings where name in ('listen_addresses', 'jit', 'synchronous_commit')"
        ).fetchall()
        found = connection.execute("select 1 from pg_available_extensions where name = 'timescaledb'").fetchone()
    assert dict(rows) == {"listen_addresses": "127.0.0.1", "jit": "off", "synchronous_commit": "on"}
    assert found
