"""Is a machine connected, and which software does it run?"""

from dataclasses import asdict, dataclass
from datetime import datetime

import orjson

from models.messages.document import BOOT, MAX_TIME_MS, integer, read_object, refuse_repeated_keys, text, truth
from models.messages.window import instant

SOFTWARE = r"^[A-Za-z0-9 ._+-]{0,64}$"
REQUIRED = frozenset({"boot", "time_ms", "online"})
OPTIONAL = frozenset({"software"})


@dataclass(frozen=True, slots=True)
class State:
    """The connection of a machine, published as retained; the broker publishes the offline one as the machine's will.

    A will is written when the machine connects, so the time in it is the connection's, not the loss's.
    """

    boot: str
    time_ms: int
    online: bool
    software: str = ""

    @property
    def time(self) -> datetime:
        """Return when the machine said so, in UTC."""
        return instant(self.time_ms)


def decode_state(payload: bytes) -> State:
    """Return the state of a message, or raise `Rejected`."""
    message = read_object(payload, REQUIRED, OPTIONAL)
    state = State(
        boot=text("boot", message["boot"], BOOT),
        time_ms=integer("time_ms", message["time_ms"], high=MAX_TIME_MS),
        online=truth("online", message["online"]),
        software=text("software", message.get("software", ""), SOFTWARE),
    )
    refuse_repeated_keys(payload, len(message))
    return state


def encode_state(state: State) -> bytes:
    """Return the payload of a state message."""
    return orjson.dumps(asdict(state))
