"""Does the broker let everybody do what is theirs, and nothing else, judged by what it delivers?"""

import json
import secrets

import pytest

from deploy.mosquitto import access
from tests.conftest import Servers
from tests.deploy.listener import Listener

_CONTROL = "$CONTROL/dynamic-security/v1"


def test_a_service_tells_its_own_events_and_hears_everybodys(servers: Servers) -> None:
    with Listener(servers, "svc-telemetry") as telemetry, Listener(servers, "svc-diagnostics") as diagnostics:
        telemetry.subscribe("events/v1/#")
        assert diagnostics.publish("events/v1/diagnostics/found", b"true") == "Success"
        telemetry.wait_for(("events/v1/diagnostics/found", b"true"))


def test_a_service_cannot_speak_in_the_name_of_another(servers: Servers) -> None:
    with Listener(servers, "svc-telemetry") as telemetry, Listener(servers, "svc-diagnostics") as diagnostics:
        telemetry.subscribe("events/v1/#")
        diagnostics.publish("events/v1/telemetry/found", b"false")
        diagnostics.publish("fleet/v1/m-1/telemetry", b"false")
        diagnostics.publish("events/v1/diagnostics/found", b"true")
        telemetry.wait_for(("events/v1/diagnostics/found", b"true"))


@pytest.mark.parametrize("topic", ["fleet/v1/+/telemetry", "#", "$CONTROL/#", "$SYS/#", "$share/ingest/#"])
def test_a_service_cannot_hear_machines_or_the_brokers_own_topics(servers: Servers, topic: str) -> None:
    machine = _commission(servers)
    with Listener(servers, "svc-telemetry") as telemetry, Listener(servers, *machine) as sender:
        assert telemetry.subscribe(topic) == "Not authorized"
        telemetry.subscribe("events/v1/#")
        sender.publish(f"fleet/v1/{machine[0]}/telemetry", b"secret")
        telemetry.publish("events/v1/telemetry/end", b"")
        telemetry.wait_for(("events/v1/telemetry/end", b""))


@pytest.mark.parametrize("share", ["", "$share/ingest/"])
def test_ingest_hears_every_machine_alone_and_in_a_shared_subscription(servers: Servers, share: str) -> None:
    machine = _commission(servers)
    with Listener(servers, "ingest") as ingest, Listener(servers, *machine) as sender:
        assert ingest.subscribe(f"{share}fleet/v1/+/telemetry") == "Granted QoS 1"
        sender.publish(f"fleet/v1/{machine[0]}/telemetry", b"42")
        ingest.wait_for((f"fleet/v1/{machine[0]}/telemetry", b"42"))


def test_ingest_acknowledges_and_cannot_speak_for_a_machine(servers: Servers) -> None:
    with Listener(servers, "ingest") as ingest:
        assert ingest.publish("fleet/v1/m-1/ack", b"").startswith(("Success", "No matching"))
        assert ingest.publish("fleet/v1/m-1/telemetry", b"") == "Not authorized"
        assert ingest.publish(_CONTROL, b'{"commands": []}') == "Not authorized"


@pytest.mark.parametrize("user", ["ingest", "svc-telemetry", "svc-registry", access.RULES])
def test_nobody_takes_over_the_session_of_another(servers: Servers, user: str) -> None:
    with Listener(servers, user, client_id="svc-diagnostics") as thief:
        assert thief.connected == "Not authorized"


def test_a_wrong_password_and_an_unknown_name_are_refused(servers: Servers) -> None:
    with Listener(servers, "ingest", "wrong") as wrong, Listener(servers, "nobody", "") as unknown:
        assert [wrong.connected, unknown.connected] == ["Not authorized", "Not authorized"]


def test_every_user_of_the_platform_has_a_client_id_of_its_own(servers: Servers) -> None:
    rights = json.loads(access.merge(None, servers.mosquitto.passwords))
    assert [one["clientid"] for one in rights["clients"]] == [one["username"] for one in rights["clients"]]
    assert len(rights["clients"]) == len(servers.mosquitto.passwords) > 5


def test_only_who_makes_the_rules_may_change_them(servers: Servers) -> None:
    for user in set(servers.mosquitto.passwords) - {access.RULES}:
        with Listener(servers, user) as other:
            assert other.publish(_CONTROL, b'{"commands": []}') == "Not authorized", user
    with Listener(servers, access.RULES) as rules:
        assert rules.publish("events/v1/registry/machine-commissioned", b"") == "Not authorized"


def test_what_the_broker_refuses_does_not_cut_its_sender_off(servers: Servers) -> None:
    with Listener(servers, "svc-telemetry") as telemetry:
        telemetry.subscribe("events/v1/telemetry/+")
        assert telemetry.publish("fleet/v1/m-1/telemetry", b"") == "Not authorized"
        assert telemetry.publish("events/v1/telemetry/still-here", b"") == "Success"


def test_a_payload_of_256_kib_is_too_large(servers: Servers) -> None:
    with Listener(servers, "svc-telemetry") as telemetry, Listener(servers, "svc-diagnostics") as diagnostics:
        telemetry.subscribe("events/v1/diagnostics/+")
        assert diagnostics.publish("events/v1/diagnostics/large", b"x" * 200_000) == "Success"
        assert diagnostics.publish("events/v1/diagnostics/too-large", b"x" * 262_144).startswith("disconnected")
        telemetry.wait_for(("events/v1/diagnostics/large", b"x" * 200_000))


def test_a_changed_platform_user_is_replaced_and_machines_stay() -> None:
    before = json.loads(access.merge(None, {"svc-old": "a", "ingest": "b"}))
    before["clients"].append({"username": "ingest-7", "roles": [{"rolename": "machine:ingest-7"}]})
    before["roles"].append({"rolename": "machine:ingest-7", "acls": []})
    after = json.loads(access.merge(json.dumps(before), {"svc-new": "a", "ingest": "b"}))
    assert [client["username"] for client in after["clients"]] == ["svc-new", "ingest", "ingest-7"]
    assert [role["rolename"] for role in after["roles"]] == ["platform:svc-new", "platform:ingest", "machine:ingest-7"]


def _commission(servers: Servers) -> tuple[str, str]:
    """Return name and password of a machine that the registry's user has just let in."""
    machine, password = f"m-{secrets.token_hex(4)}", secrets.token_urlsafe(16)
    allowed = {"acltype": "publishClientSend", "topic": f"fleet/v1/{machine}/telemetry", "priority": 0, "allow": True}
    role = {"command": "createRole", "rolename": f"machine:{machine}", "acls": [allowed]}
    client = {"command": "createClient", "username": machine, "clientid": machine, "password": password}
    commands = {"commands": [role, {**client, "roles": [{"rolename": f"machine:{machine}"}]}]}
    with Listener(servers, access.RULES) as registry:
        registry.subscribe(f"{_CONTROL}/response")
        registry.publish(_CONTROL, json.dumps(commands).encode())
        answer = {"responses": [{"command": "createRole"}, {"command": "createClient"}]}
        registry.wait_for((f"{_CONTROL}/response", json.dumps(answer, separators=(",", ":")).encode()))
    return machine, password
