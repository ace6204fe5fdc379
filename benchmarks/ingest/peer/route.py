"""How is mq-bridge told to do what ingest does, as fast as it can?"""

from collections.abc import Mapping
from typing import Any

from benchmarks.ingest.load import SIGNALS

_WEEK_S = 7 * 86_400


def route(told: Mapping[str, object]) -> dict[str, Any]:
    """Return the route from the broker's topic into the table of readings, as its own guide to tuning advises.

    COPY in batches of 8,192 from four tasks, and messages are acknowledged when their batch is stored. It cannot see
    the topic, so the machine is what a message names as its boot, and it takes the first reading of a message only.
    """
    fields = {"time": "d(time_ms[0]).format()", "sample": "seq", "machine": "boot"}
    fields |= {s.name: f"signals.{s.name}[0]" for s in SIGNALS}
    expression = "{" + ", ".join(f"{name}: {source}" for name, source in fields.items()) + "}"
    return {
        "input": {"middlewares": [{"transform": {"expression": expression}}], "mqtt": _source(told)},
        "output": {"sqlx": _sink(told, {"received_at": "time", **{name: name for name in fields}})},
        "batch_size": 8192,
        "concurrency": 4,
    }


def _source(told: Mapping[str, object]) -> dict[str, object]:
    return {
        "url": f"mqtt://{told['host']}:{told['port']}",
        "topic": "fleet/v1/+/telemetry",
        "username": told["user"],
        "password": told["password"],
        "client_id": told["user"],
        "qos": 1,
        "protocol": "v5",
        "clean_session": False,
        "session_expiry_interval": _WEEK_S,
        "max_inflight": 20_000,
        "queue_capacity": 20_000,
    }


def _sink(told: Mapping[str, object], columns: Mapping[str, str]) -> dict[str, object]:
    tokens = [f"${{payload:{field}}}" for field in columns.values()]
    insert = ["INSERT INTO telemetry.reading", f"({', '.join(columns)})", "VALUES", f"({', '.join(tokens)})"]
    return {
        "url": told["database_url"],
        "table": "telemetry.reading",
        "insert_query": " ".join(insert),
        "bulk_copy": True,
    }
