"""Does a commissioned machine reach its own topics and nothing else, judged by what is delivered?"""

import asyncio
import secrets
from functools import partial
from typing import Any

import httpx
import pytest

from deploy.mosquitto.access import RULES
from deploy.patience import wait_until
from models.machines import Generation
from services.kit.testing import House
from services.registry.broker import connect
from services.registry.problem import BrokerAway, BrokerRefused
from services.registry.settings import RegistrySettings
from tests.conftest import Servers
from tests.deploy.listener import Listener
from tests.services.registry.arrangement import commission, day, tenure


async def _two_machines(admin: httpx.AsyncClient) -> tuple[tuple[str, str], tuple[str, str]]:
    one, other = [await commission(admin, tenure(who, day(0))) for who in ("acme", "bolt")]
    return _login(one), _login(other)


def _login(commissioned: dict[str, Any]) -> tuple[str, str]:
    credentials = commissioned["credentials"]
    return credentials["user"], credentials["password"]


@pytest.mark.parametrize("stream", ["telemetry", "event", "state", "gap"])
async def test_what_a_machine_says_is_delivered(admin: httpx.AsyncClient, servers: Servers, stream: str) -> None:
    machine = _login(await commission(admin))
    with Listener(servers, "ingest") as ingest, Listener(servers, *machine) as sender:
        ingest.subscribe(f"fleet/v1/+/{stream}")
        assert sender.publish(f"fleet/v1/{machine[0]}/{stream}", b"mine") == "Success"
        ingest.wait_for((f"fleet/v1/{machine[0]}/{stream}", b"mine"))


async def test_a_machine_hears_what_is_acknowledged_to_it(admin: httpx.AsyncClient, servers: Servers) -> None:
    machine = _login(await commission(admin))
    with Listener(servers, "ingest") as ingest, Listener(servers, *machine) as hearer:
        assert hearer.subscribe(f"fleet/v1/{machine[0]}/ack") == "Granted QoS 1"
        assert hearer.subscribe(f"fleet/v1/{machine[0]}/command") == "Granted QoS 1"
        ingest.publish(f"fleet/v1/{machine[0]}/ack", b"7")
        hearer.wait_for((f"fleet/v1/{machine[0]}/ack", b"7"))


async def test_a_machine_that_speaks_in_the_name_of_another_is_not_heard(
    admin: httpx.AsyncClient, servers: Servers
) -> None:
    liar, victim = await _two_machines(admin)
    with Listener(servers, "ingest") as ingest, Listener(servers, *liar) as sender:
        ingest.subscribe("fleet/v1/+/telemetry")
        sender.publish(f"fleet/v1/{victim[0]}/telemetry", b"a lie")
        sender.publish(f"fleet/v1/{liar[0]}/telemetry/{victim[0]}", b"a lie")
        sender.publish(f"fleet/v1/{victim[0]}/ack", b"a lie")
        sender.publish(f"fleet/v1/{liar[0]}/telemetry", b"the truth")
        ingest.wait_for((f"fleet/v1/{liar[0]}/telemetry", b"the truth"))


@pytest.mark.parametrize(
    "filter_", ["#", "+/#", "fleet/#", "fleet/v1/+/ack", "fleet/v1/{victim}/ack", "$share/x/fleet/v1/+/ack", "$SYS/#"]
)
async def test_a_machine_hears_nothing_that_is_meant_for_another(
    admin: httpx.AsyncClient, servers: Servers, filter_: str
) -> None:
    spy, victim = await _two_machines(admin)
    with Listener(servers, "ingest") as ingest, Listener(servers, *spy) as hearer:
        hearer.subscribe(filter_.format(victim=victim[0]))
        hearer.subscribe(f"fleet/v1/{spy[0]}/ack")
        ingest.publish(f"fleet/v1/{victim[0]}/ack", b"secret")
        ingest.publish(f"fleet/v1/{spy[0]}/ack", b"its own")
        hearer.wait_for((f"fleet/v1/{spy[0]}/ack", b"its own"))


async def test_a_machine_cannot_take_over_the_session_of_another(admin: httpx.AsyncClient, servers: Servers) -> None:
    thief, victim = await _two_machines(admin)
    with Listener(servers, "ingest") as ingest, Listener(servers, *victim) as owner:
        owner.subscribe(f"fleet/v1/{victim[0]}/ack")
        with Listener(servers, *thief, client_id=victim[0]) as taken:
            assert taken.connected == "Not authorized"
        ingest.publish(f"fleet/v1/{victim[0]}/ack", b"7")
        owner.wait_for((f"fleet/v1/{victim[0]}/ack", b"7"))
        assert owner.disconnected is None


async def test_a_machine_cannot_take_over_the_platforms_own_sessions(
    admin: httpx.AsyncClient, servers: Servers
) -> None:
    thief = _login(await commission(admin))
    for client_id in ("ingest", "svc-registry", RULES):
        with Listener(servers, *thief, client_id=client_id) as taken:
            assert taken.connected == "Not authorized"


async def test_nobody_connects_without_the_machines_password(admin: httpx.AsyncClient, servers: Servers) -> None:
    user, _ = _login(await commission(admin))
    with Listener(servers, user, "") as blank, Listener(servers, user, "guess") as wrong:
        assert [blank.connected, wrong.connected] == ["Not authorized", "Not authorized"]


async def test_a_machine_cannot_change_the_brokers_rules(admin: httpx.AsyncClient, servers: Servers) -> None:
    liar, victim = await _two_machines(admin)
    command = f'{{"commands": [{{"command": "deleteClient", "username": "{victim[0]}"}}]}}'.encode()
    with Listener(servers, *liar) as sender, Listener(servers, *victim) as owner, Listener(servers, "ingest") as ingest:
        ingest.subscribe("fleet/v1/+/telemetry")
        sender.publish("$CONTROL/dynamic-security/v1", command)
        owner.publish(f"fleet/v1/{victim[0]}/telemetry", b"still here")
        ingest.wait_for((f"fleet/v1/{victim[0]}/telemetry", b"still here"))


async def test_a_payload_that_is_too_large_is_not_delivered(admin: httpx.AsyncClient, servers: Servers) -> None:
    large, other = await _two_machines(admin)
    with Listener(servers, "ingest") as ingest, Listener(servers, *other) as sender:
        ingest.subscribe("fleet/v1/+/telemetry")
        with Listener(servers, *large) as attacker:
            answer = attacker.publish(f"fleet/v1/{large[0]}/telemetry", secrets.token_bytes(300_000))
            assert answer.startswith("disconnected")
        sender.publish(f"fleet/v1/{other[0]}/telemetry", b"small")
        ingest.wait_for((f"fleet/v1/{other[0]}/telemetry", b"small"))


async def test_decommissioning_closes_the_live_session_and_lets_nobody_back_in(
    admin: httpx.AsyncClient, servers: Servers
) -> None:
    machine = _login(await commission(admin, tenure("acme", day(0))))
    with Listener(servers, *machine) as live:
        answer = await admin.post(f"/v1/machines/{machine[0]}/decommission")
        assert (answer.status_code, answer.json()["access"]) == (200, "revoked")
        wait_until(lambda: live.disconnected is not None, 5, "the session is still alive")
    with Listener(servers, *machine) as back:
        assert back.connected == "Not authorized"


async def test_rotated_credentials_replace_those_before(admin: httpx.AsyncClient, servers: Servers) -> None:
    machine = _login(await commission(admin))
    with Listener(servers, *machine) as live:
        answer = await admin.post(f"/v1/machines/{machine[0]}/credentials")
        wait_until(lambda: live.disconnected is not None, 5, "the session with the old password is still alive")
    with Listener(servers, *machine) as old, Listener(servers, machine[0], answer.json()["password"]) as fresh:
        assert [old.connected, fresh.connected] == ["Not authorized", "Success"]


async def test_what_an_attempt_that_broke_off_left_at_the_broker_is_replaced(
    house: House, admin: httpx.AsyncClient, servers: Servers
) -> None:
    machine = _login(await commission(admin))
    with house.database.admin() as connection:
        connection.execute("delete from access.visibility; delete from access.machine; delete from registry.machine")
    again = _login(await commission(admin, id=machine[0]))
    with Listener(servers, *machine) as old, Listener(servers, *again) as fresh:
        assert [old.connected, fresh.connected] == ["Not authorized", "Success"]


async def test_machines_commissioned_at_once_wait_for_each_other(admin: httpx.AsyncClient, servers: Servers) -> None:
    made = await asyncio.gather(*(commission(admin) for _ in range(5)))
    for one in made:
        with Listener(servers, *_login(one)) as machine:
            assert machine.connected == "Success"


async def test_a_user_of_the_broker_who_is_no_machine_is_left_alone(servers: Servers) -> None:
    url = servers.mosquitto.url(RULES)
    told = {"database_url": "unused", "signing_key_file": "unused", "broker_rules_url": url}
    async with connect(RegistrySettings.model_validate(told)) as rules:
        for change in (partial(rules.grant, generation=Generation.JSON), rules.revoke):
            with pytest.raises(BrokerRefused, match="who is no machine"):
                await change("ingest")
    with Listener(servers, "ingest") as ingest:
        assert ingest.connected == "Success"


async def test_a_registry_that_the_broker_does_not_let_in_says_so(servers: Servers) -> None:
    url = f"mqtt://{RULES}:wrong@{servers.mosquitto.host}:{servers.mosquitto.port}"
    told = {"database_url": "unused", "signing_key_file": "unused", "broker_rules_url": url, "broker_timeout_s": 1}
    with pytest.raises(BrokerAway, match="Not authorized"):
        async with connect(RegistrySettings.model_validate(told)):
            pass
