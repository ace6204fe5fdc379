"""What does ingest lose when it acknowledges without asking over which connection a message came?"""

import asyncio
import os
import signal
import sys

from ingest.__main__ import serve
from ingest.settings import IngestSettings
from services.kit.log import configure_logs
from services.kit.mqtt import Message, Mqtt

_UNTIL_SENT_S = 0.02


class Careful(Mqtt):
    """Acknowledges as ingest does, and loses its power when that came late."""

    def ack(self, *messages: Message) -> None:
        """Acknowledge, and end when one of the messages came over an earlier connection."""
        super().ack(*messages)
        if any(message.generation != self.connections for message in messages):
            asyncio.get_running_loop().call_later(_UNTIL_SENT_S, os.kill, os.getpid(), signal.SIGKILL)


class Careless(Careful):
    """Acknowledges every message over the connection of the moment, whatever its number means there."""

    def ack(self, *messages: Message) -> None:
        """Acknowledge, and end when one of the messages came over an earlier connection."""
        Mqtt.ack(self, *(message._replace(generation=self.connections) for message in messages))
        super().ack(*(message for message in messages if message.generation != self.connections))


def main() -> None:
    """Run ingest as it must not be, or with `--careful` as it is; either loses its power when it acknowledges late."""
    settings = IngestSettings()
    configure_logs(settings, "ingest")
    asyncio.run(serve(settings, connection=Careful if "--careful" in sys.argv else Careless))


if __name__ == "__main__":
    main()
