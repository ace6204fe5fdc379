"""Which machines are simulated, and with what do they sign in to the broker?"""

import json
from collections.abc import Mapping

from deploy.secret import Vault
from deploy.state import PROJECT
from simulators.fleet import Fleet, load_fleet

FLEET_FILE = PROJECT / "simulators/fleets/demo.toml"
_CREDENTIALS = "machines.json"


def demo_fleet() -> Fleet:
    """Return the demo's fleet."""
    return load_fleet(FLEET_FILE)


class Keyring:
    """The machines' passwords at the broker, which the registry tells once, kept like other secrets."""

    def __init__(self, vault: Vault, name: str = _CREDENTIALS) -> None:
        self._vault = vault
        self._name = name
        self.file = vault.file(name, "{}")

    def known(self) -> dict[str, str]:
        """Return the passwords by machine."""
        kept = json.loads(self.file.read_text(encoding="utf-8"))
        return {machine: entry["password"] for machine, entry in kept.items()}

    def keep(self, passwords: Mapping[str, str]) -> None:
        """Keep these passwords in the place of those that were kept."""
        entries = {machine: {"username": machine, "password": word} for machine, word in passwords.items()}
        self._vault.write(self._name, json.dumps(entries, indent=1))
