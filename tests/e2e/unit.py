"""How does a machine's telematics unit speak to the broker, with its own credentials?"""

import json
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from queue import SimpleQueue
from typing import Any

from paho.mqtt.client import Client, MQTTMessageInfo
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion

from deploy.servers import Mosquitto


@dataclass(frozen=True)
class Unit:
    """A connected telematics unit of one machine."""

    machine: str
    client: Client
    boot: str = field(default_factory=lambda: secrets.token_hex(4))
    numbers: Iterator[int] = field(default_factory=count)

    def measure(self, **values: float) -> datetime:
        """Send what was measured at this moment, and return the moment once the broker has it."""
        now = datetime.now(UTC)
        time_ms = round(now.timestamp() * 1000)
        signals = {name: [value] for name, value in values.items()}
        self._send("telemetry", {"seq": next(self.numbers), "time_ms": [time_ms], "signals": signals})
        return now

    def report(self, code: str, text: str) -> None:
        """Send a fault that has become active."""
        time_ms = round(datetime.now(UTC).timestamp() * 1000)
        fault = {"kind": "fault", "code": code, "severity": "warning", "active": True, "text": text, "count": 1}
        self._send("event", {"seq": next(self.numbers), "time_ms": time_ms, **fault})

    def _send(self, kind: str, message: dict[str, Any]) -> None:
        payload = json.dumps({"boot": self.boot, **message})
        sent: MQTTMessageInfo = self.client.publish(f"fleet/v1/{self.machine}/{kind}", payload, qos=1)
        sent.wait_for_publish(10)


@contextmanager
def connected(broker: Mosquitto, machine: str, password: str) -> Iterator[Unit]:
    """Yield a machine's unit while it is connected."""
    client = _client(machine, password)
    client.connect(broker.host, broker.port)
    client.loop_start()
    try:
        yield Unit(machine, client)
    finally:
        client.disconnect()
        client.loop_stop()


def is_let_in(broker: Mosquitto, machine: str, password: str) -> bool:
    """Return whether the broker lets a machine's unit in with a password."""
    client, said = _client(machine, password), SimpleQueue[bool]()
    client.on_connect = lambda _client, _data, _flags, reason, _properties: said.put(not reason.is_failure)
    client.connect(broker.host, broker.port)
    client.loop_start()
    try:
        return said.get(timeout=10)
    finally:
        client.disconnect()
        client.loop_stop()


def _client(machine: str, password: str) -> Client:
    client = Client(CallbackAPIVersion.VERSION2, client_id=machine, protocol=MQTTProtocolVersion.MQTTv5)
    client.username_pw_set(machine, password)
    return client
