"""How is a very large fleet let into the platform that runs here, for a while?"""

import asyncio
import json
import logging
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
import structlog

from deploy.failure import Failure
from deploy.layout import Layout
from deploy.mosquitto.access import RULES
from services.kit.mqtt import Mqtt, Options, Subscription

# https://mosquitto.org/documentation/dynamic-security/
_CONTROL = "$CONTROL/dynamic-security/v1"
_NAME, _TOPIC = "guest-herd", "fleet/v1/+/telemetry"
_WITHIN_S = 20.0
_AWAY = [{"command": "deleteClient", "username": _NAME}, {"command": "deleteRole", "rolename": _NAME}]
# Commissioning so many machines one by one takes an hour; ingest asks this table alone whose messages it takes.
_KNOWN = """
insert into access.machine (machine, kind, model, generation, commissioned_at)
select machine, replace(rtrim(machine, '-0123456789'), '-', '_'), 'herd', 'json', now() - interval '1000 days'
from unnest(%s::text[]) machine on conflict (machine) do update set decommissioned_at = null
where machine.model = 'herd'
"""
# What they said until then and the broker still has is taken all the same.
_GONE = "update access.machine set decommissioned_at = now() where model = 'herd'"


@contextmanager
def let_in(layout: Layout, machines: Sequence[str]) -> Iterator[Path]:
    """Yield a file with the credentials of a user who may publish telemetry of every machine, while this lasts.

    Ingest takes what these machines say for as long; no customer sees them.
    """
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    password = secrets.token_urlsafe(24)
    rules = [{"acltype": "publishClientSend", "topic": _TOPIC, "priority": 0, "allow": True}]
    come = [
        {"command": "createRole", "rolename": _NAME, "acls": rules},
        {"command": "createClient", "username": _NAME, "password": password, "roles": [{"rolename": _NAME}]},
    ]
    # Somebody whose power failed has left a user behind.
    asyncio.run(_tell(layout, _AWAY))
    if errors := asyncio.run(_tell(layout, come)):
        raise Failure(f"The broker does not let a herd in: {'; '.join(errors)}.", "See why: howdah logs mosquitto.")
    with psycopg.connect(layout.admin_url, autocommit=True) as connection:
        connection.execute(_KNOWN, [list(machines)])
        try:
            yield layout.vault.write("herd.json", json.dumps({"*": {"username": _NAME, "password": password}}))
        finally:
            connection.execute(_GONE)
            asyncio.run(_tell(layout, _AWAY))


async def _tell(layout: Layout, commands: Sequence[dict[str, Any]]) -> list[str]:
    """Return what the broker's rules plugin has against these commands."""
    options = Options((Subscription(f"{_CONTROL}/response"),))
    try:
        async with asyncio.timeout(_WITHIN_S), Mqtt(layout.mosquitto.url(RULES), options) as mqtt:
            await mqtt.publish(_CONTROL, json.dumps({"commands": commands}).encode())
            answers = [json.loads(message.payload) for message in await mqtt.take()]
    except TimeoutError:
        raise Failure("The broker does not answer.", "See why: howdah status, howdah logs mosquitto.") from None
    return [one["error"] for answer in answers for one in answer.get("responses", []) if "error" in one]
