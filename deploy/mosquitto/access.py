"""Who may do what at the broker, before the registry adds machines to mosquitto's dynamic security?"""

import base64
import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from typing import Any

INGEST = "ingest"
# So many processes may share what the machines say.
MOST_WORKERS = 4
# As whom the registry makes and deletes machines, beside telling its events as a service.
RULES = "svc-registry-broker"

# Passwords are long random words, so the broker's own default is enough, and connecting stays cheap.
_ITERATIONS = 101
_OURS = "platform:"
_MACHINE_TOPICS = ("telemetry", "event", "state", "gap", "snapshot")
_NODE_TOPICS = ("NBIRTH/+", "NDATA/+", "NDEATH/+", "DBIRTH/+/+", "DDATA/+/+", "DDEATH/+/+")
_HOST_TOPICS = ("spBv1.0/howdah/NCMD/+", "spBv1.0/STATE/howdah")
_DENIED = {"publishClientSend": False, "publishClientReceive": False, "subscribe": False, "unsubscribe": True}


def service_user(service: str) -> str:
    """Return the name that a service has at the broker."""
    return f"svc-{service}"


def worker_user(number: int) -> str:
    """Return the name that a worker of ingest has at the broker, counted from 1."""
    return INGEST if number == 1 else f"{INGEST}-{number}"


def workers() -> list[str]:
    """Return the names that workers of ingest have at the broker, whether they run or not."""
    return [worker_user(number) for number in range(1, MOST_WORKERS + 1)]


def users(services: Iterable[str]) -> list[str]:
    """Return the names that the platform itself has at the broker: ingest's, the rules' maker's, and the services'."""
    return [*workers(), RULES, *sorted(service_user(service) for service in services)]


def merge(current: str | None, passwords: Mapping[str, str]) -> str:
    """Return the plugin's state as JSON, with exactly the given platform users and everything else as it was.

    `passwords` names every user of the platform; `current` is the state the plugin left behind, None at first.
    """
    state: dict[str, Any] = json.loads(current) if current else {"defaultACLAccess": _DENIED, "groups": []}
    clients = [_client(user, password) for user, password in passwords.items()]
    roles = [{"rolename": _role(user), "acls": _rules(user)} for user in passwords]
    state["clients"] = clients + [one for one in state.get("clients", []) if not any(map(_is_ours, one["roles"]))]
    state["roles"] = roles + [one for one in state.get("roles", []) if not _is_ours(one)]
    return json.dumps(state, indent=1)


def _is_ours(role: Mapping[str, Any]) -> bool:
    # A machine's name has no colon, so none of the registry's roles can look like ours.
    return str(role["rolename"]).startswith(_OURS)


def _client(user: str, password: str) -> dict[str, object]:
    salt = os.urandom(12)
    digest = hashlib.pbkdf2_hmac("sha512", password.encode(), salt, _ITERATIONS)
    return {
        "username": user,
        # Nobody takes over the session of another.
        "clientid": user,
        "password": base64.b64encode(digest).decode(),
        "salt": base64.b64encode(salt).decode(),
        "iterations": _ITERATIONS,
        "roles": [{"rolename": _role(user)}],
    }


def _role(user: str) -> str:
    return f"{_OURS}{user}"


def _rules(user: str) -> list[dict[str, object]]:
    if user in workers():
        return _ingest_rules()
    if user == RULES:
        return _allow("$CONTROL/dynamic-security/#", "publishClientSend", "subscribePattern", "publishClientReceive")
    own = f"events/v1/{user.removeprefix('svc-')}/#"
    return [*_allow(own, "publishClientSend"), *_allow("events/v1/#", "subscribePattern", "publishClientReceive")]


def _ingest_rules() -> list[dict[str, object]]:
    heard = [f"fleet/v1/+/{topic}" for topic in _MACHINE_TOPICS]
    heard += [f"spBv1.0/howdah/{topic}" for topic in _NODE_TOPICS]
    rules = [rule for topic in heard for rule in _allow(topic, "subscribePattern", "publishClientReceive")]
    rules += [rule for topic in heard for rule in _allow(f"$share/{INGEST}/{topic}", "subscribePattern")]
    said = ("fleet/v1/+/ack", *_HOST_TOPICS)
    return rules + [rule for topic in said for rule in _allow(topic, "publishClientSend")]


def _allow(topic: str, *kinds: str) -> list[dict[str, object]]:
    return [{"acltype": kind, "topic": topic, "priority": 0, "allow": True} for kind in kinds]
