"""Who may publish for every machine, which sessions wait at the broker, and did it drop anything?"""

import asyncio
import os
import secrets
import signal
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote, urlsplit, urlunsplit

import orjson

from benchmarks.host import Host
from services.kit.mqtt import Mqtt, Options, Subscription

# https://mosquitto.org/documentation/dynamic-security/
_CONTROL = "$CONTROL/dynamic-security/v1"
_HEARD = "fleet/v1/+/telemetry"
_RIGHTS = [
    ("publishClientSend", "fleet/v1/#"),
    ("subscribePattern", _HEARD),
    ("publishClientReceive", _HEARD),
    ("subscribePattern", "fleet/v1/+/ack"),
    ("publishClientReceive", "fleet/v1/+/ack"),
    ("subscribePattern", "events/v1/#"),
    ("publishClientReceive", "events/v1/#"),
    ("subscribePattern", "$SYS/#"),
    ("publishClientReceive", "$SYS/#"),
]
_DROPPED, _UPTIME = "$SYS/broker/publish/messages/dropped", "$SYS/broker/uptime"
_WITHIN_S = 20.0
_WEEK_S = 7 * 86_400

SENDER = "bench-sender"


class Broker:
    """The running broker with users for measuring, who may publish for every machine and hear all that is told."""

    def __init__(self, host: Host, pid: int) -> None:
        self.pid = pid
        self.port = host.broker_port
        self._host = host
        self._passwords: dict[str, str] = {}

    def url(self, user: str) -> str:
        """Return where a user of ours, or one of the platform, connects."""
        if user not in self._passwords:
            return self._host.broker_url(user)
        parts = urlsplit(self._host.broker_url("ingest"))
        return urlunsplit(parts._replace(netloc=f"{quote(user)}:{self._passwords[user]}@{parts.hostname}:{parts.port}"))

    def admit(self, users: Sequence[str]) -> None:
        """Let users in that may publish for every machine and hear all of them."""
        passwords = {user: secrets.token_urlsafe(16) for user in users}
        rules = [{"acltype": kind, "topic": topic, "priority": 0, "allow": True} for kind, topic in _RIGHTS]
        commands: list[dict[str, Any]] = [{"command": "createRole", "rolename": "bench", "acls": rules}]
        for user, password in passwords.items():
            roles = [{"rolename": "bench"}]
            commands.append({"command": "createClient", "username": user, "password": password, "roles": roles})
        asyncio.run(self._control(commands))
        self._passwords |= passwords

    def hold(self, user: str) -> None:
        """Let the broker keep everything that machines measure for a user, who is away."""
        self.visit(Mqtt(self.url(user), Options((Subscription(_HEARD),), session_expiry_s=_WEEK_S)))

    def visit(self, mqtt: Mqtt) -> None:
        """Connect and leave again: what a session that lasts has subscribed to is kept from then on."""
        asyncio.run(_visit(mqtt))

    def forget(self, user: str, client_id: str | None = None) -> None:
        """Let the broker forget a user's session and what waits in it."""
        self.visit(Mqtt(self.url(user), Options(client_id=client_id)))

    def dropped(self) -> int | None:
        """Return how many messages the broker has dropped since it began, None when it does not tell."""
        return asyncio.run(self._ask_dropped())

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """Let the broker stand still: who connects meanwhile waits, and begins when it goes on."""
        os.kill(self.pid, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(self.pid, signal.SIGCONT)

    async def _control(self, commands: list[dict[str, Any]]) -> None:
        options = Options((Subscription(f"{_CONTROL}/response"),))
        async with asyncio.timeout(_WITHIN_S), Mqtt(self.url("svc-registry-broker"), options) as mqtt:
            await mqtt.publish(_CONTROL, orjson.dumps({"commands": commands}))
            answers = [orjson.loads(message.payload) for message in await mqtt.take()]
        errors = [one["error"] for answer in answers for one in answer.get("responses", []) if "error" in one]
        if errors:
            raise RuntimeError(f"The broker does not let us in: {'; '.join(errors)}")

    async def _ask_dropped(self) -> int | None:
        """Wait for the broker's next report, which comes every ten seconds and leaves out what is as it was."""
        dropped: int | None = None
        options = Options((Subscription(_DROPPED), Subscription(_UPTIME)))
        try:
            async with asyncio.timeout(_WITHIN_S), Mqtt(self.url(SENDER), options) as mqtt:
                while True:
                    for message in await mqtt.take():
                        if message.topic == _DROPPED:
                            dropped = int(message.payload)
                        elif not message.retain:
                            return dropped
        except TimeoutError:
            return None


async def _visit(mqtt: Mqtt) -> None:
    async with asyncio.timeout(_WITHIN_S), mqtt:
        await mqtt.wait_connected()
