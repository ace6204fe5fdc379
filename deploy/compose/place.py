"""Where is everything when the platform runs in containers, and under which names?"""

import json
from pathlib import Path
from urllib.parse import quote

from deploy.layout import ADMINISTRATOR, DATABASE
from deploy.listing import services
from deploy.mosquitto import access
from deploy.secret import Vault

VAULT = Path("/vault")
RUN_SECRETS = Path("/run/secrets")
MODELS = Path("/models")
PORT = 8000
DOOR_PORT = 8080
SUPERUSER = "howdah"


def service_url(name: str) -> str:
    """Return where a service listens, for other containers."""
    return f"http://{name}:{PORT}"


def database_url(user: str, password: str, database: str = DATABASE) -> str:
    """Return the address of a database for a user."""
    return f"postgresql://{quote(user)}:{quote(password, safe='')}@database:5432/{database}"


def broker_url(user: str, vault: Vault) -> str:
    """Return the address of the broker for one of the platform's own users."""
    return f"mqtt://{quote(user)}:{quote(vault.password(f'mqtt-{user}'), safe='')}@broker:1883"


def told_ingest(vault: Vault, worker: int = 1) -> dict[str, str]:
    """Return what a worker of ingest is told."""
    return {"HOWDAH_WORKER": str(worker), **_told("ingest", access.worker_user(worker), vault)}


def told_service(name: str, vault: Vault) -> dict[str, str]:
    """Return what a service is told; the registry also learns its first user and its signing key."""
    told = _told(f"svc_{name.replace('-', '_')}", access.service_user(name), vault)
    told |= {"HOWDAH_MODELS_FOLDER": str(MODELS)}
    if name != "registry":
        return told
    return told | {
        "HOWDAH_BROKER_RULES_URL": broker_url(access.RULES, vault),
        "HOWDAH_SIGNING_KEY_FILE": str(RUN_SECRETS / "signing-key.pem"),
        "HOWDAH_ADMIN_USER": ADMINISTRATOR,
        "HOWDAH_ADMIN_PASSWORD_FILE": str(RUN_SECRETS / "admin-password"),
        "HOWDAH_TRUSTED_NEIGHBOURS": json.dumps(["door", "dashboard"]),
    }


def _told(role: str, broker_user: str, vault: Vault) -> dict[str, str]:
    return {
        "HOWDAH_DATABASE_URL": database_url(role, vault.password(f"role-{role}")),
        "HOWDAH_MQTT_URL": broker_url(broker_user, vault),
        "HOWDAH_SERVICE_URLS": json.dumps({name: service_url(name) for name in services()}),
    }
