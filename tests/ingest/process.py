"""How does a test run `python -m ingest` as it runs in production?"""

import os
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from deploy.port import LOOPBACK, free_port

_ROOT = Path(__file__).parents[2]


@dataclass
class Process:
    """A running ingest; its database and broker are given by URL."""

    database_url: str
    mqtt_url: str
    log: Path
    more: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    running: subprocess.Popen[bytes] | None = None

    def start(self) -> "Process":
        """Start it; it may not be ready yet."""
        settings = {
            "HOWDAH_DATABASE_URL": self.database_url,
            "HOWDAH_MQTT_URL": self.mqtt_url,
            "HOWDAH_HOST": LOOPBACK,
            "HOWDAH_PORT": str(self.port),
            **self.more,
        }
        with self.log.open("ab") as log:
            self.running = subprocess.Popen(
                [sys.executable, "-m", "ingest"], cwd=_ROOT, env={**os.environ, **settings}, stdout=log, stderr=log
            )
        return self

    def get(self, path: str) -> httpx.Response | None:
        """Return what it answers, None while it does not."""
        try:
            return httpx.get(f"http://{LOOPBACK}:{self.port}{path}", timeout=5)
        except httpx.TransportError:
            return None

    def is_ready(self) -> bool:
        """Return whether it says that it is ready."""
        answer = self.get("/readyz")
        return answer is not None and answer.is_success

    def signal(self, number: signal.Signals) -> int:
        """Send a signal, wait for the end and return the exit code."""
        assert self.running is not None
        self.running.send_signal(number)
        return self.running.wait(15)

    def kill(self) -> None:
        """End it at once, as a power cut would; nothing happens when it has ended."""
        if self.running is not None and self.running.poll() is None:
            self.signal(signal.SIGKILL)
