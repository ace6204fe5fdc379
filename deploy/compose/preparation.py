"""What has to be in place before the first container starts: which secrets, and whose?"""

import hashlib
import json
import os
import shlex
import sys
from collections.abc import Mapping
from pathlib import Path
from string import Template

from deploy.compose.place import MODELS, VAULT, told_ingest, told_service
from deploy.demo.shelf import fill
from deploy.layout import ADMINISTRATOR
from deploy.listing import ROOT, services
from deploy.mosquitto import access
from deploy.secret import Vault
from services.kit.migrate import owners

ACCOUNT = 10001
SECRETS = Path("/secrets")
BROKER = Path("/state")
DEMO = Path("/demo")
_PLUGIN = "/usr/lib/mosquitto_dynamic_security.so"


def main(host: str) -> None:
    """Give the database, the broker (listening on `host`) and every part what they need, each in its own volume."""
    vault = Vault(VAULT)
    # Whoever migrates may only read the vault, so every role's password is made here.
    for role in filter(None, (owner.role for owner in owners())):
        vault.password(f"role-{role}")
    write(SECRETS / "database/password", vault.password("postgres"), mode=0o444)
    for worker in (1, 2):
        write(SECRETS / access.worker_user(worker) / "env", variables(told_ingest(vault, worker)))
    for name in services():
        write(SECRETS / name / "env", variables(told_service(name, vault)))
    write(SECRETS / "registry/signing-key.pem", vault.signing_key("signing-key.pem").read_text())
    write(SECRETS / "registry/admin-password", vault.phrase(f"user-{ADMINISTRATOR}"))
    prepare_broker(host, {user: vault.password(f"mqtt-{user}") for user in access.users(services())})
    fill(MODELS)
    for path in (DEMO, VAULT, *VAULT.iterdir(), MODELS, *MODELS.rglob("*")):
        os.chown(path, ACCOUNT, ACCOUNT)


def variables(told: Mapping[str, str]) -> str:
    """Return settings as a shell reads them."""
    return "".join(f"{name}={shlex.quote(value)}\n" for name, value in told.items())


def write(path: Path, text: str, mode: int = 0o400) -> None:
    """Replace a file in one step, readable by nobody but the parts' account."""
    beside = path.with_name(f".{path.name}.part")
    beside.unlink(missing_ok=True)
    beside.write_text(text)
    beside.chmod(mode)
    os.chown(beside, ACCOUNT, ACCOUNT)
    os.chown(path.parent, ACCOUNT, ACCOUNT)
    beside.replace(path)


def prepare_broker(host: str, passwords: Mapping[str, str]) -> None:
    """Write the broker's settings, and its platform users where they changed: it may be running, and keeps the rest."""
    rights, seal = BROKER / "dynamic-security.json", BROKER / "users.sha256"
    settings = Template((ROOT / "deploy/mosquitto/mosquitto.conf").read_text())
    places = {"host": host, "port": 1883, "plugin": _PLUGIN, "access": rights, "state": BROKER}
    write(BROKER / "mosquitto.conf", settings.substitute(places))
    digest = hashlib.sha256(json.dumps(passwords, sort_keys=True).encode()).hexdigest()
    if rights.exists() and seal.exists() and seal.read_text() == digest:
        return
    write(rights, access.merge(rights.read_text() if rights.exists() else None, passwords), mode=0o600)
    write(seal, digest)


if __name__ == "__main__":
    main(sys.argv[1])
