"""May a machine speak on the topics of its generation of telematics, and on no others?"""

from typing import Any

import httpx
import pytest

from deploy.patience import wait_until
from models.sparkplug import STATE_TOPIC, Verb, command_topic, topic
from tests.conftest import Servers
from tests.deploy.listener import Listener
from tests.services.registry.arrangement import commission

HEARD = [
    "fleet/v1/+/telemetry",
    "fleet/v1/+/snapshot",
    "fleet/v1/+/state",
    *(topic(verb, "+", "+" if verb.is_of_device else "") for verb in Verb),
]


def said(machine: str) -> dict[str, list[str]]:
    """Return what each generation says as a machine, of the topics that ingest hears."""
    return {
        "json": [f"fleet/v1/{machine}/telemetry", f"fleet/v1/{machine}/state"],
        "legacy": [f"fleet/v1/{machine}/snapshot", f"fleet/v1/{machine}/state"],
        "sparkplug": [topic(verb, machine, "pump" if verb.is_of_device else "") for verb in Verb],
    }


@pytest.mark.parametrize("generation", ["json", "legacy", "sparkplug"])
async def test_a_machine_says_what_its_generation_says_in_its_own_name(
    admin: httpx.AsyncClient, servers: Servers, generation: str
) -> None:
    user, password = _login(await commission(admin, generation=generation))
    victim, _ = _login(await commission(admin, generation=generation))
    wanted = said(user)[generation]
    others = {one for topics in said(user).values() for one in topics} - set(wanted)
    with Listener(servers, "ingest") as ingest, Listener(servers, user, password) as sender:
        for filter_ in HEARD:
            assert ingest.subscribe(filter_) == "Granted QoS 1"
        for name in [*sorted(others), *said(victim)[generation], *wanted]:
            sender.publish(name, b"")
        ingest.wait_for(*((name, b"") for name in wanted))


async def test_a_node_hears_its_own_commands_and_whether_the_platform_listens(
    admin: httpx.AsyncClient, servers: Servers
) -> None:
    user, password = _login(await commission(admin, generation="sparkplug"))
    with Listener(servers, "ingest") as ingest, Listener(servers, user, password) as node:
        for filter_ in (command_topic(user), command_topic(user, "+"), STATE_TOPIC, command_topic("+")):
            node.subscribe(filter_)
        assert ingest.publish(command_topic("another"), b"secret").startswith(("Success", "No matching"))
        assert ingest.publish(command_topic(user), b"rebirth") == "Success"
        assert ingest.publish(STATE_TOPIC, b"{}") == "Success"
        wanted = {(command_topic(user), b"rebirth"), (STATE_TOPIC, b"{}")}
        # Filters that overlap may bring a message twice.
        wait_until(lambda: wanted <= set(node.received), 10, f"only {node.received} has come")
        assert {name for name, _ in node.received} == {name for name, _ in wanted}


async def test_a_node_cannot_speak_as_the_platform(admin: httpx.AsyncClient, servers: Servers) -> None:
    user, password = _login(await commission(admin, generation="sparkplug"))
    with Listener(servers, user, password) as node:
        assert node.publish(STATE_TOPIC, b"{}") == "Not authorized"
        assert node.publish(command_topic(user), b"") == "Not authorized"


async def test_other_telematics_come_with_other_credentials(admin: httpx.AsyncClient, servers: Servers) -> None:
    told = await commission(admin, generation="legacy")
    machine = told["machine"]
    body = {name: machine[name] for name in ("name", "model", "serial")}
    changed = await admin.put(f"/v1/machines/{machine['id']}", json={**body, "generation": "sparkplug"})
    assert changed.json()["generation"] == "sparkplug"
    credentials = (await admin.post(f"/v1/machines/{machine['id']}/credentials")).json()
    with Listener(servers, credentials["user"], credentials["password"]) as unit:
        assert unit.publish(f"fleet/v1/{machine['id']}/snapshot", b"") == "Not authorized"
        assert unit.publish(topic(Verb.NDATA, machine["id"]), b"") in ("Success", "No matching subscribers")


def _login(commissioned: dict[str, Any]) -> tuple[str, str]:
    credentials = commissioned["credentials"]
    return credentials["user"], credentials["password"]
