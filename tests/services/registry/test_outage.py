"""What holds while the broker is away, and when it is back?"""

import asyncio
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from deploy.account import private_folder
from deploy.child import Child
from deploy.mosquitto.access import RULES
from deploy.port import free_port
from deploy.servers import Mosquitto
from services.kit.auth import Role
from services.kit.testing import House
from tests.conftest import Servers
from tests.deploy.listener import Listener
from tests.services.registry.arrangement import arrange, commission, day, machine, tenure


@pytest.fixture
def broker(servers: Servers) -> Iterator[Mosquitto]:
    """A broker of this test's own, not yet running."""
    folder = private_folder(servers.folder / f"broker-{secrets.token_hex(4)}")
    yield Mosquitto(servers.installation, Path(folder), free_port(), {RULES: secrets.token_urlsafe(24)})
    shutil.rmtree(folder, ignore_errors=True)


def _running(broker: Mosquitto) -> Child:
    child = Child(broker.prepare())
    child.wait_until_ready(30)
    return child


async def test_a_machine_decommissioned_while_the_broker_is_away_is_shut_out_when_it_is_back(
    house: House, servers: Servers, broker: Mosquitto
) -> None:
    first = _running(broker)
    try:
        told = {"broker_timeout_s": 0.5, "revocation_every_s": 0.2, "broker_rules_url": broker.url(RULES)}
        api = await house.api("registry", house.token(Role.ADMINISTRATOR, "all"), **told)
        await arrange(api)
        known = (await commission(api, tenure("acme", day(0))))["credentials"]
    finally:
        first.stop()
    refused = await api.post("/v1/machines", json=machine(id="later"))
    assert (refused.status_code, refused.json()["code"], refused.headers["Retry-After"]) == (503, "broker-away", "2")
    assert (await api.get("/v1/machines/later")).status_code == 404
    answer = await api.post(f"/v1/machines/{known['user']}/decommission")
    assert (answer.status_code, answer.json()["access"]) == (200, "revoking")
    second = _running(broker)
    try:
        async with asyncio.timeout(20):
            while (await api.get(f"/v1/machines/{known['user']}")).json()["access"] != "revoked":
                pass
        with Listener(replace(servers, mosquitto=broker), known["user"], known["password"]) as back:
            assert back.connected == "Not authorized"
    finally:
        second.stop()
