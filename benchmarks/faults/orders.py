"""What is a process of the fleet told when it starts?"""

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import quote

_LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Orders:
    """Where the fleet writes and sends, and how much: `rate` is in readings a second of all machines together.

    A reading is `step_ms` after the one before in event time, whatever the time of the day; the first is of `begin_ms`.
    """

    folder: str
    socket: str
    broker_port: int
    passwords: dict[str, str]
    halves: int
    rate: float
    readings: int
    begin_ms: int
    step_ms: int

    @property
    def machines(self) -> list[str]:
        """The machines in order; the n-th process runs every n-th of them."""
        return sorted(self.passwords)

    def period_s(self, rate: float) -> float:
        """Return how long it takes from one message of a machine to its next at a rate of all machines."""
        return self.readings * len(self.passwords) / rate

    def save(self, path: Path) -> None:
        """Write them down for the processes."""
        path.touch(mode=0o600)
        path.write_text(json.dumps(asdict(self)), encoding="utf-8")

    @staticmethod
    def load(path: Path) -> "Orders":
        """Return what was written down."""
        return Orders(**json.loads(path.read_text(encoding="utf-8")))


def machine_url(machine: str, password: str, port: int) -> str:
    """Return where a machine reaches the broker."""
    return f"mqtt://{machine}:{quote(password, safe='')}@{_LOOPBACK}:{port}"
