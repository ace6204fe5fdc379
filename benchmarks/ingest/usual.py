"""How long does paho with its own loop, as everybody uses it, take to take messages and to acknowledge each?"""

import json
import os
import time
from pathlib import Path
from typing import Any, cast

import paho.mqtt.client as mqtt
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from ingest.settings import IngestSettings
from services.kit.mqtt.contract import Address


class Taken:
    """What was taken from the broker so far; once it is all, the broker is asked whether it knows that."""

    def __init__(self, messages: int) -> None:
        self._wanted = messages
        self.messages = self.bytes = 0
        self.ended_at = 0.0

    def take(self, client: mqtt.Client, _: object, message: mqtt.MQTTMessage) -> None:
        """Count a message, which paho acknowledges when this returns."""
        self.messages += 1
        self.bytes += len(message.payload)
        if self.messages == self._wanted:
            client.publish("fleet/v1/bench/ack", b"", qos=1)

    def end(self, client: mqtt.Client, *_: Any) -> None:
        """End: the broker answers in order, so it has every acknowledgement but the last."""
        self.ended_at = time.monotonic()
        client.disconnect()


def receive(messages: int, settings: IngestSettings) -> Taken:
    """Return how many messages and bytes were taken, and when by the monotonic clock the broker knew that."""
    assert settings.mqtt_url is not None
    address, taken = Address.of(settings.mqtt_url.get_secret_value()), Taken(messages)
    client = mqtt.Client(CallbackAPIVersion.VERSION2, address.user, protocol=MQTTProtocolVersion.MQTTv5)
    client.username_pw_set(address.user, address.password.get_secret_value() if address.password else None)
    client.on_message, client.on_publish = taken.take, taken.end
    session: Properties = cast(Any, Properties)(PacketTypes.CONNECT)
    session.SessionExpiryInterval = settings.session_expiry_s
    session.ReceiveMaximum = settings.receive_maximum
    client.connect(address.host, address.port, clean_start=False, properties=session)
    client.loop_forever()
    return taken


def main() -> None:
    """Receive HOWDAH_MESSAGES as a usual client does, and write what came into the file HOWDAH_ANSWER."""
    taken = receive(int(os.environ["HOWDAH_MESSAGES"]), IngestSettings())
    told = {"messages": taken.messages, "bytes": taken.bytes, "ended_at": taken.ended_at}
    Path(os.environ["HOWDAH_ANSWER"]).write_text(json.dumps(told), encoding="utf-8")


if __name__ == "__main__":
    main()
