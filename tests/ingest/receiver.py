"""How does a test receive messages over a session that the broker keeps?"""

import asyncio

from services.kit.mqtt import Message, Mqtt, Options, Subscription

DURABLE = Options(subscriptions=(Subscription("work/#", live_retain_flag=True),), session_expiry_s=3600)


async def take(mqtt: Mqtt, count: int, within_s: float = 10.0) -> list[Message]:
    """Return at least so many messages; raises TimeoutError when they do not come."""
    messages: list[Message] = []
    async with asyncio.timeout(within_s):
        while len(messages) < count:
            messages += await mqtt.take()
    return messages
