"""Which machines may connect to the broker, and to what?"""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from weakref import WeakKeyDictionary

import orjson

from models.machines import Generation
from models.messages.topic import Stream, topic
from models.sparkplug import STATE_TOPIC, Verb, command_topic
from models.sparkplug import topic as node_topic
from services.kit.mqtt import Mqtt, NotConnected, NotDelivered, Options, Subscription
from services.registry.api import Credentials
from services.registry.problem import BrokerAway, BrokerRefused
from services.registry.settings import RegistrySettings

# https://mosquitto.org/documentation/dynamic-security/
_CONTROL = "$CONTROL/dynamic-security/v1"
_RESPONSE = f"{_CONTROL}/response"
_SENT = {
    Generation.JSON: (Stream.TELEMETRY, Stream.EVENT, Stream.STATE, Stream.GAP, Stream.COMMAND_ACK),
    Generation.LEGACY: (Stream.SNAPSHOT, Stream.STATE, Stream.COMMAND_ACK),
}

Command = dict[str, Any]


class BrokerRules:
    """The access rules of machines in mosquitto's dynamic security plugin."""

    def __init__(self, mqtt: Mqtt, within_s: float) -> None:
        self._mqtt = mqtt
        self._within_s = within_s

    async def grant(self, machine: str, generation: Generation) -> Credentials:
        """Return fresh credentials of a machine; any that it had hold no more, and a live session is closed.

        They are good for the topics of its generation of telematics.

        What an attempt that broke off left behind is replaced. Raises BrokerAway, BrokerRefused.
        """
        password = secrets.token_urlsafe(32)
        # Bound to its client id, so that no machine can take over the session of another.
        client = {"command": "createClient", "username": machine, "clientid": machine, "password": password}
        await self._replace(
            machine,
            {"command": "createRole", "rolename": _role(machine), "acls": _acls(machine, generation)},
            {**client, "roles": [{"rolename": _role(machine)}]},
        )
        return Credentials(user=machine, password=password)

    async def revoke(self, machine: str) -> None:
        """Let a machine connect no more, and close its live session. Raises BrokerAway, BrokerRefused."""
        await self._replace(machine)

    async def _replace(self, machine: str, *creation: Command) -> None:
        (known,) = await self._ask({"command": "getClient", "username": machine})
        roles = known.get("data", {}).get("client", {}).get("roles", [])
        if any(role["rolename"] != _role(machine) for role in roles):
            raise BrokerRefused(f"The broker has a user '{machine}' who is no machine; choose another id.")
        client, role = {"command": "deleteClient", "username": machine}, {"command": "deleteRole"}
        answers = await self._ask(client, {**role, "rolename": _role(machine)}, *creation)
        # mosquitto answers "Client not found", "Role not found" where there is nothing to delete.
        if wrong := [a["error"] for a in answers if not a.get("error", "not found").endswith("not found")]:
            raise BrokerRefused(f"The broker did not change what '{machine}' may do: {'; '.join(wrong)}.")

    async def _ask(self, *commands: Command) -> list[dict[str, Any]]:
        mark = secrets.token_hex(8)
        body = {"commands": [{**command, "correlationData": mark} for command in commands]}
        try:
            async with asyncio.timeout(self._within_s):
                await self._mqtt.publish(_CONTROL, orjson.dumps(body), within_s=self._within_s)
                return await self._answers(mark)
        except (TimeoutError, NotConnected, NotDelivered) as error:
            raise BrokerAway(f"The broker does not answer at the moment; '{_CONTROL}' is silent.") from error

    async def _answers(self, mark: str) -> list[dict[str, Any]]:
        while True:
            for message in await self._mqtt.take():
                self._mqtt.ack(message)
                answers: list[dict[str, Any]] = orjson.loads(message.payload).get("responses", [])
                if any(answer.get("correlationData") == mark for answer in answers):
                    return answers


@asynccontextmanager
async def connect(settings: RegistrySettings) -> AsyncIterator[BrokerRules]:
    """Yield the broker's access rules over the one connection that changes them; raises BrokerAway when there is none.

    Of two processes that change them at one moment, one is cut off and raises it too: asking again is always safe.
    """
    if settings.broker_rules_url is None:
        raise BrokerAway("This registry was told no broker; start it with HOWDAH_BROKER_RULES_URL.")
    options, url = Options((Subscription(_RESPONSE),)), settings.broker_rules_url.get_secret_value()
    # The user has one client id, so a second connection would take over the first.
    async with _turn(), Mqtt(url, options) as mqtt:
        try:
            async with asyncio.timeout(settings.broker_timeout_s):
                await mqtt.wait_connected()
        except (TimeoutError, NotConnected) as error:
            why = mqtt.last_failure or "no answer"
            raise BrokerAway(f"The broker at {mqtt.address} cannot be reached: {why}.") from error
        yield BrokerRules(mqtt, settings.broker_timeout_s)


_turns: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock] = WeakKeyDictionary()


def _turn() -> asyncio.Lock:
    """Return what one connection of this process holds at a time."""
    return _turns.setdefault(asyncio.get_running_loop(), asyncio.Lock())


def _role(machine: str) -> str:
    return f"machine-{machine}"


def _acls(machine: str, generation: Generation) -> list[dict[str, Any]]:
    if generation is Generation.SPARKPLUG:
        said = [node_topic(verb, machine, "+" if verb.is_of_device else "") for verb in Verb]
        heard = [STATE_TOPIC, command_topic(machine), command_topic(machine, "+")]
    else:
        said = [topic(machine, stream) for stream in _SENT[generation]]
        heard = [topic(machine, Stream.COMMAND), topic(machine, Stream.ACK)]
    rules = [("publishClientSend", name) for name in said]
    rules += [(kind, name) for name in heard for kind in ("subscribeLiteral", "publishClientReceive")]
    return [{"acltype": kind, "topic": name, "priority": 0, "allow": True} for kind, name in rules]
