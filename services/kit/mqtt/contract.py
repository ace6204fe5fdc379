"""What does a caller of the MQTT client give it, and get from it?"""

from dataclasses import dataclass
from enum import IntEnum
from typing import Literal, NamedTuple
from urllib.parse import unquote, urlsplit

from pydantic import SecretStr


class NotConnected(Exception):
    """There is no connection to the broker at this moment; nothing was sent."""

    def __init__(self, address: str) -> None:
        super().__init__(f"The broker at {address} is not connected at the moment.")


class ConnectionFailed(Exception):
    """The broker refused the connection or a subscription, or did not answer."""


class NotDelivered(Exception):
    """A message was not taken by the broker: refused for a reason, or not acknowledged in time."""

    def __init__(self, topic: str, why: str) -> None:
        super().__init__(f"The broker did not take a message on '{topic}': {why}.")


class Delivery(IntEnum):
    """What the broker did with a message that it took (the reason code of its PUBACK)."""

    DELIVERED = 0x00
    # A success for MQTT, yet nobody has the message: no session matched its topic.
    NO_SUBSCRIBER = 0x10


class Message(NamedTuple):
    """A message that arrived; `generation` is the connection over which it came, `received_at` in Unix seconds."""

    topic: str
    payload: bytes
    qos: int
    retain: bool
    mid: int
    generation: int
    received_at: float


@dataclass(frozen=True)
class Subscription:
    """A topic filter; `live_retain_flag` keeps the flag on messages that are published as retained while subscribed.

    Messages come at least once (QoS 1), or at most once (QoS 0).
    """

    topic: str
    qos: Literal[0, 1] = 1
    live_retain_flag: bool = False
    skip_retained: bool = False


@dataclass(frozen=True)
class Will:
    """What the broker publishes when the connection ends without a farewell."""

    topic: str
    payload: bytes
    retain: bool = True


@dataclass(frozen=True)
class Options:
    """How a connection behaves.

    With a session expiry the broker keeps the session over a lost connection. At most `window` publications wait for
    their PUBACK, at most `receive_maximum` messages are sent here unacknowledged, and reading stops, without loss,
    while `queue_messages` or `queue_bytes` wait to be taken. The client id is the user name, unless one is given for
    a user's second connection. What a kept session may still be subscribed to, and shall not be, is in `dropped`. After
    a lost connection it waits a random time up to `shortest_pause_s`, then twice that, and so on to `longest_pause_s`.
    """

    subscriptions: tuple[Subscription, ...] = ()
    dropped: tuple[str, ...] = ()
    client_id: str | None = None
    will: Will | None = None
    session_expiry_s: int = 0
    receive_maximum: int = 1000
    window: int = 100
    queue_messages: int = 5_000
    queue_bytes: int = 64_000_000
    keepalive_s: int = 20
    answer_within_s: float = 10.0
    shortest_pause_s: float = 0.1
    longest_pause_s: float = 10.0


@dataclass(frozen=True)
class Address:
    """Where a broker listens, and as whom to connect: the user name is the client id too."""

    host: str
    port: int
    user: str
    password: SecretStr | None

    @staticmethod
    def of(url: str) -> "Address":
        """Return the address that a URL names; raises ValueError when it is not mqtt://user:password@host:port."""
        parts = urlsplit(url)
        if parts.scheme != "mqtt" or not parts.hostname or not parts.username:
            raise ValueError("An MQTT URL looks like mqtt://user:password@host:port; the user is the client id too.")
        password = SecretStr(unquote(parts.password)) if parts.password is not None else None
        return Address(parts.hostname, parts.port or 1883, unquote(parts.username), password)

    def __str__(self) -> str:
        """Return host and port, without credentials."""
        return f"{self.host}:{self.port}"
