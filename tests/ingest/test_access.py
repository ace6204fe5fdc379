"""Does ingest hear the machines through the platform's own broker, with its rights and theirs?"""

import orjson
import pytest

from deploy.mosquitto.access import RULES
from models.messages import Stream, topic
from services.kit.mqtt import Delivery, Mqtt, NotDelivered
from services.kit.testing import Database, see
from tests.conftest import Servers
from tests.ingest.flow import running, stored
from tests.ingest.intake import MACHINE, ingest_settings, telemetry
from tests.patience import until

CONTROL = "$CONTROL/dynamic-security/v1"


async def admit(servers: Servers, machine: str) -> str:
    """Give a machine credentials at the broker, as the registry does, and return where it connects."""
    rights = [{"acltype": "publishClientSend", "topic": f"fleet/v1/{machine}/+", "allow": True}]
    commands = [
        {"command": "createRole", "rolename": machine, "acls": rights},
        {"command": "createClient", "username": machine, "password": "pw", "roles": [{"rolename": machine}]},
    ]
    async with Mqtt(servers.mosquitto.url(RULES)) as registry:
        await registry.publish(CONTROL, orjson.dumps({"commands": commands}))
    return f"mqtt://{machine}:pw@{servers.mosquitto.host}:{servers.mosquitto.port}"


async def test_ingest_hears_a_machine_that_speaks_for_itself_only(servers: Servers, database: Database) -> None:
    see(database, MACHINE, "customer:acme")
    settings = ingest_settings(database, mqtt_url=servers.mosquitto.url("ingest"))
    url = await admit(servers, MACHINE)
    async with running(settings), Mqtt(url) as machine:
        mine = telemetry([7], {"engine_speed_rpm": [7]})
        assert await machine.publish(mine.topic, mine.payload) is Delivery.DELIVERED
        with pytest.raises(NotDelivered, match="Not authorized"):
            await machine.publish(topic("wl-02", Stream.TELEMETRY), mine.payload)
        await until(lambda: stored(database) == [7])
