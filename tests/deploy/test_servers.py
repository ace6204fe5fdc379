"""Are the private servers made whole or not at all, and do they start as they should?"""

import psycopg
import pytest

from deploy.servers import require
from tests.conftest import Servers


def test_postgres_has_timescaledb_and_listens_on_the_loopback_address_only(servers: Servers) -> None:
    wanted = ["listen_addresses", "jit", "synchronous_commit", "timescaledb.telemetry_level", "password_encryption"]
    with psycopg.connect(servers.postgres.admin_url) as connection:
        rows = connection.execute(
            "select name, current_setting(name) from unnest(%s::text[]) name", [wanted]
        ).fetchall()
        found = connection.execute("select 1 from pg_available_extensions where name = 'timescaledb'").fetchone()
    assert dict(rows) == {
        "listen_addresses": "127.0.0.1",
        "jit": "off",
        "synchronous_commit": "on",
        "timescaledb.telemetry_level": "off",
        "password_encryption": "scram-sha-256",
    }
    assert found


def test_postgres_asks_for_a_password(servers: Servers) -> None:
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(servers.postgres.url("postgres", "howdah", "wrong"), connect_timeout=5)


def test_every_program_says_its_version() -> None:
    versions = require().versions()
    assert "17." in versions["postgres"]
    assert "2.0." in versions["mosquitto"]
    assert versions["caddy"].startswith("2.")
