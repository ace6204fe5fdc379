"""How does an asyncio process speak MQTT 5: durable where asked, never blocking, never silently dead?"""

from services.kit.mqtt.client import Mqtt
from services.kit.mqtt.contract import (
    ConnectionFailed,
    Delivery,
    Message,
    NotConnected,
    NotDelivered,
    Options,
    Subscription,
    Will,
)

__all__ = [
    "ConnectionFailed",
    "Delivery",
    "Message",
    "Mqtt",
    "NotConnected",
    "NotDelivered",
    "Options",
    "Subscription",
    "Will",
]
