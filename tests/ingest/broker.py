"""How does a test start, stop and kill a mosquitto of its own?"""

import os
import secrets
import signal
from dataclasses import dataclass, field
from pathlib import Path

from deploy.account import Account, own_folder, server_account, write_private
from deploy.child import Child, Program
from deploy.port import LOOPBACK, free_port, is_open
from deploy.servers import Installation

_SETTINGS = """
listener {port} {host}
socket_domain ipv4
allow_anonymous true
persistence true
persistence_location {state}/
max_queued_messages 1000000
max_inflight_messages {inflight}
set_tcp_nodelay true
log_type error
"""


@dataclass
class Broker:
    """A mosquitto that lets everybody in, for tests of what connections survive; its sessions are on disk."""

    installation: Installation
    folder: Path
    inflight: int = 20_000
    port: int = field(default_factory=free_port)
    child: Child | None = None

    def url(self, user: str | None = None) -> str:
        """Return where a client connects under a name of its own."""
        return f"mqtt://{user or 'client-' + secrets.token_hex(4)}@{LOOPBACK}:{self.port}"

    def start(self) -> "Broker":
        """Start it, with the sessions it had when it was stopped."""
        account: Account | None = server_account(self.folder)
        state = own_folder(self.folder / "state", account)
        settings = self.folder / "mosquitto.conf"
        text = _SETTINGS.format(port=self.port, host=LOOPBACK, state=state, inflight=self.inflight)
        write_private(settings, text, account)
        program = Program(
            name="mosquitto",
            command=(str(self.installation.program("mosquitto")), "-c", str(settings)),
            log=self.folder / "mosquitto.log",
            ready=lambda: is_open(self.port),
            account=account,
        )
        self.child = Child(program).wait_until_ready(10)
        return self

    def stop(self) -> None:
        """Stop it; it keeps its sessions."""
        if self.child:
            self.child.stop()
            self.child = None

    def pause(self) -> None:
        """Freeze it: connections stand, and nothing moves."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Let it go on."""
        self._signal(signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> None:
        assert self.child is not None
        os.kill(self.child.pid, number)
