"""How long does it take to take messages from the broker and to acknowledge each, and nothing else?"""

import asyncio
import json
import os
import time
from pathlib import Path

from ingest.settings import IngestSettings
from ingest.source import MqttSource, connect


async def receive(messages: int, settings: IngestSettings) -> dict[str, float]:
    """Return how many messages and bytes were taken, and when by the monotonic clock the last was acknowledged."""
    taken = size = 0
    async with connect(settings) as mqtt:
        source = MqttSource(mqtt, settings)
        while taken < messages:
            arrivals = await source.take()
            source.ack(arrivals)
            taken += len(arrivals)
            size += sum(len(arrival.payload) for arrival in arrivals)
        # The broker answers in order: once this is answered, it has every acknowledgement.
        await mqtt.publish("fleet/v1/bench/ack", b"")
        return {"messages": taken, "bytes": size, "ended_at": time.monotonic()}


def main() -> None:
    """Receive HOWDAH_MESSAGES as ingest does, and write what came into the file HOWDAH_ANSWER."""
    messages, answer = int(os.environ["HOWDAH_MESSAGES"]), Path(os.environ["HOWDAH_ANSWER"])
    answer.write_text(json.dumps(asyncio.run(receive(messages, IngestSettings()))), encoding="utf-8")


if __name__ == "__main__":
    main()
