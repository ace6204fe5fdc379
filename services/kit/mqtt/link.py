"""What happens on one connection to the broker, from CONNECT until it is lost?"""

import asyncio
import time
from collections import deque
from collections.abc import Sequence
from typing import Any, TypeVar, cast

from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode
from paho.mqtt.subscribeoptions import SubscribeOptions

from services.kit.mqtt.contract import (
    Address,
    ConnectionFailed,
    Delivery,
    NotConnected,
    NotDelivered,
    Options,
    Subscription,
)
from services.kit.mqtt.inbox import Inbox
from services.kit.mqtt.pump import Pump
from services.kit.mqtt.stream import PacketStream, acknowledgements
from services.kit.mqtt.wire import Wire, WiredClient

_Acknowledged = asyncio.Future[Delivery]
_Answer = TypeVar("_Answer")


class Link:
    """One connection: `lost` ends with the reason, or with the exception of a programming error."""

    def __init__(self, wire: Wire, address: Address, options: Options, inbox: Inbox, generation: int) -> None:
        self._loop = asyncio.get_running_loop()
        self._wire = wire
        self._address = address
        self._options = options
        self._inbox = inbox
        self.generation = generation
        self.lost: asyncio.Future[str] = self._loop.create_future()
        self._session_present: asyncio.Future[bool] = self._loop.create_future()
        self._subscribed: asyncio.Future[list[ReasonCode]] = self._loop.create_future()
        self._published: dict[int, tuple[str, _Acknowledged]] = {}
        self._unsent: deque[tuple[str, bytes, bool, _Acknowledged]] = deque()
        self._window = options.window
        self._paho = self._make_client()
        stream = PacketStream(generation)
        self._pump = Pump(self._paho, stream, inbox, keepalive_s=options.keepalive_s, on_end=self._end)

    def _make_client(self) -> WiredClient:
        user, password = self._address.user, self._address.password
        client_id = self._options.client_id or user
        client = WiredClient(self._wire, CallbackAPIVersion.VERSION2, client_id, protocol=MQTTProtocolVersion.MQTTv5)
        # The broker says how many publications may be unanswered only when paho's own limit can no longer be changed.
        client.max_inflight_messages = 65_535
        client.username_pw_set(user, password.get_secret_value() if password else None)
        if will := self._options.will:
            client.will_set(will.topic, will.payload, qos=1, retain=will.retain)
        client.on_connect = lambda _client, _userdata, flags, reason, properties: self._on_connect(
            flags.session_present, reason, properties
        )
        client.on_subscribe = lambda _client, _userdata, _mid, reasons, _properties: self._on_subscribe(reasons)
        client.on_publish = lambda _client, _userdata, mid, reason, _properties: self._on_publish(mid, reason)
        client.on_disconnect = lambda _client, _userdata, _flags, reason, _properties: self._end(str(reason))
        return client

    async def connect(self) -> bool:
        """Connect and return whether the broker still had the session; raises ConnectionFailed."""
        self._paho.connect_async(
            self._address.host,
            self._address.port,
            self._options.keepalive_s,
            clean_start=self._options.session_expiry_s == 0,
            properties=_connect_properties(self._options),
        )
        self._paho.reconnect()
        self._pump.start()
        return await self._answer(self._session_present)

    async def subscribe(self) -> None:
        """Subscribe to what the options say; raises ConnectionFailed when the broker refuses any of it."""
        wanted = self._options.subscriptions
        if not wanted:
            return
        self._paho.subscribe([(s.topic, _subscribe_options(s)) for s in wanted])
        reasons = await self._answer(self._subscribed)
        refused = [s.topic for s, reason in zip(wanted, reasons, strict=True) if reason.is_failure]
        if refused:
            raise ConnectionFailed(f"the broker refuses the subscription to {', '.join(refused)}")
        # Only now: what came between would have no subscriber.
        if self._options.dropped:
            self._paho.unsubscribe(list(self._options.dropped))

    async def _answer(self, awaited: asyncio.Future[_Answer]) -> _Answer:
        """Return the broker's answer; it may take long behind the messages of an old session, but not in silence."""
        while not awaited.done():
            await asyncio.wait([awaited], timeout=0.5)
            if not awaited.done() and not self._inbox.full and self.heard_s_ago() > self._options.answer_within_s:
                raise ConnectionFailed("the broker does not answer")
        return awaited.result()

    def send(self, topic: str, payload: bytes, *, retain: bool) -> _Acknowledged:
        """Publish with QoS 1; the future ends with the PUBACK, or with NotConnected or NotDelivered."""
        if self.lost.done():
            raise NotConnected(str(self._address))
        acknowledged: _Acknowledged = self._loop.create_future()
        self._unsent.append((topic, payload, retain, acknowledged))
        self._send_more()
        return acknowledged

    def _send_more(self) -> None:
        while self._unsent and len(self._published) < self._window and not self.lost.done():
            topic, payload, retain, acknowledged = self._unsent.popleft()
            if acknowledged.done():
                continue
            try:
                info = self._paho.publish(topic, payload, qos=1, retain=retain)
            except ValueError as error:
                acknowledged.set_exception(NotDelivered(topic, str(error)))
                continue
            self._published[info.mid] = (topic, acknowledged)

    def ack(self, mids: Sequence[int]) -> None:
        """Acknowledge messages that came over this very connection, in the order of their arrival."""
        self._pump.send(acknowledgements(mids))

    def heard_s_ago(self) -> float:
        """Return the seconds since the broker last sent anything."""
        return time.monotonic() - self._wire.heard_at

    def say_farewell(self) -> None:
        """End the connection so that the broker keeps the will to itself."""
        if not self.lost.done():
            self._paho.disconnect()
            self._pump.write()

    def close(self) -> None:
        """Close the connection, without a farewell when none was said."""
        self._end("closed")
        self._pump.stop()
        self._wire.close()

    def _on_connect(self, session_present: bool, reason: ReasonCode, properties: Properties | None) -> None:
        if self._session_present.done():
            return
        if reason.is_failure:
            self._session_present.set_exception(ConnectionFailed(f"the broker refuses: {reason}"))
            return
        # The broker ends a connection on which more publications are unanswered than it allows.
        self._window = min(self._options.window, getattr(properties, "ReceiveMaximum", 65_535))
        self._session_present.set_result(session_present)

    def _on_subscribe(self, reasons: list[ReasonCode]) -> None:
        if not self._subscribed.done():
            self._subscribed.set_result(reasons)

    def _on_publish(self, mid: int, reason: ReasonCode) -> None:
        topic, acknowledged = self._published.pop(mid)
        if acknowledged.done():
            # Whoever waited for it has given up.
            pass
        elif reason.is_failure:
            acknowledged.set_exception(NotDelivered(topic, str(reason)))
        else:
            acknowledged.set_result(Delivery(reason.value))
        self._send_more()

    def _end(self, why: str | Exception) -> None:
        if self.lost.done():
            return
        if isinstance(why, Exception):
            self.lost.set_exception(why)
        else:
            self.lost.set_result(why)
        failure = ConnectionFailed(f"the connection was lost: {why}")
        for waiting in (self._session_present, self._subscribed):
            if not waiting.done():
                waiting.set_exception(failure)
                waiting.exception()
        waiting_for_answer = [*(a for _, a in self._published.values()), *(unsent[-1] for unsent in self._unsent)]
        for acknowledged in waiting_for_answer:
            if not acknowledged.done():
                acknowledged.set_exception(NotConnected(str(self._address)))
        self._published.clear()
        self._unsent.clear()


def _connect_properties(options: Options) -> Properties:
    properties: Properties = cast(Any, Properties)(PacketTypes.CONNECT)
    properties.SessionExpiryInterval = options.session_expiry_s
    properties.ReceiveMaximum = options.receive_maximum
    return properties


def _subscribe_options(subscription: Subscription) -> SubscribeOptions:
    handling = (
        SubscribeOptions.RETAIN_DO_NOT_SEND if subscription.skip_retained else SubscribeOptions.RETAIN_SEND_IF_NEW_SUB
    )
    return SubscribeOptions(subscription.qos, retainAsPublished=subscription.live_retain_flag, retainHandling=handling)
