"""What does the broker deliver to a client, and how does it answer one?"""

from types import TracebackType

import paho.mqtt.client as paho
from paho.mqtt.enums import CallbackAPIVersion

from deploy.patience import wait_until
from tests.conftest import Servers


class Listener:
    """A client of the broker that remembers everything: use it as a context, connected or refused."""

    def __init__(self, servers: Servers, user: str, password: str | None = None, client_id: str | None = None) -> None:
        self._servers = servers
        self._client = paho.Client(CallbackAPIVersion.VERSION2, client_id or user, protocol=paho.MQTTv5)
        self._client.username_pw_set(user, servers.mosquitto.password_of(user) if password is None else password)
        self.received: list[tuple[str, bytes]] = []
        self.answers: dict[int, str] = {}
        self.connected: str | None = None
        self.disconnected: str | None = None
        self._client.on_message = lambda _c, _u, message: self.received.append((message.topic, bytes(message.payload)))
        self._client.on_publish = lambda _c, _u, number, reason, _p: self.answers.update({number: str(reason)})
        self._client.on_subscribe = lambda _c, _u, number, reasons, _p: self.answers.update({number: str(reasons[0])})
        self._client.on_connect = lambda _c, _u, _f, reason, _p: setattr(self, "connected", str(reason))
        self._client.on_disconnect = lambda _c, _u, _f, reason, _p: setattr(self, "disconnected", str(reason))

    def __enter__(self) -> "Listener":
        self._client.connect(self._servers.mosquitto.host, self._servers.mosquitto.port)
        self._client.loop_start()
        wait_until(lambda: self.connected is not None, 10, "the broker has not answered")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.disconnect()
        self._client.loop_stop()

    def subscribe(self, topic: str) -> str:
        """Return how the broker answers a subscription."""
        return self._answer(self._client.subscribe(topic, 1)[1] or 0)

    def publish(self, topic: str, payload: bytes) -> str:
        """Return how the broker answers a publication, which it may do with `Success` and yet not deliver it."""
        return self._answer(self._client.publish(topic, payload, 1).mid)

    def wait_for(self, *messages: tuple[str, bytes]) -> None:
        """Return once the messages are the ones that have come."""
        wait_until(lambda: len(self.received) >= len(messages), 10, f"only {self.received} has come")
        assert self.received == list(messages)

    def _answer(self, number: int) -> str:
        wait_until(lambda: number in self.answers or self.disconnected is not None, 10, "the broker has not answered")
        return self.answers.get(number) or f"disconnected: {self.disconnected}"
