"""How does the private mosquitto start, and who has which password there?"""

import signal
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template
from urllib.parse import quote

from deploy.account import own_folder, write_private
from deploy.child import Program
from deploy.mosquitto import access
from deploy.port import is_open
from deploy.servers.server import Server

_TEMPLATE = Path(__file__).parents[1] / "mosquitto/mosquitto.conf"


@dataclass(frozen=True)
class Mosquitto(Server):
    """Mosquitto with its dynamic security plugin on the loopback address, its state in `folder`.

    `passwords` holds the platform's own users: `ingest`, `svc-<service>`, and `svc-registry-broker`, as whom the
    registry adds machines through `$CONTROL/dynamic-security/v1`. Each of them must use its user name as client id.
    """

    passwords: Mapping[str, str]

    def password_of(self, user: str) -> str:
        """Return the password of one of the platform's own users."""
        return self.passwords[user]

    def url(self, user: str) -> str:
        """Return the address of the broker with name and password of one of the platform's own users."""
        return f"mqtt://{quote(user)}:{quote(self.password_of(user), safe='')}@{self.host}:{self.port}"

    def prepare(self) -> Program:
        """Return how to run the broker, with its settings written and its machines kept as they were."""
        state = own_folder(self.folder / "state", self.account)
        rights = state / "dynamic-security.json"
        current = rights.read_text(encoding="utf-8") if rights.exists() else None
        write_private(rights, access.merge(current, self.passwords), self.account)
        settings = self.folder / "mosquitto.conf"
        write_private(settings, self._settings(state, rights), self.account)
        return Program(
            name="mosquitto",
            command=(str(self.installation.program("mosquitto")), "-c", str(settings)),
            log=self.folder / "mosquitto.log",
            ready=lambda: is_open(self.port),
            account=self.account,
            orphan_signal=signal.SIGTERM,
        )

    def _settings(self, state: Path, rights: Path) -> str:
        return Template(_TEMPLATE.read_text(encoding="utf-8")).substitute(
            host=self.host, port=self.port, plugin=self.installation.dynamic_security, access=rights, state=state
        )
