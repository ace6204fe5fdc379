"""How do the tutorials get MQTT into PostgreSQL: on each message an INSERT for each reading, and a commit?"""

import json
import os
from typing import Any, cast

import paho.mqtt.client as mqtt
import psycopg
from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from psycopg import sql

_WEEK_S = 7 * 86_400


def main() -> None:
    """Store messages until told to stop."""
    told = json.loads(os.environ["HOWDAH_PEER"])
    connection = psycopg.connect(told["database_url"])

    def on_connect(client: mqtt.Client, *_: Any) -> None:
        client.subscribe("fleet/v1/+/telemetry", qos=1)

    def on_message(_client: mqtt.Client, _userdata: object, message: mqtt.MQTTMessage) -> None:
        payload = json.loads(message.payload)
        machine, signals = message.topic.split("/")[2], payload["signals"]
        insert = sql.SQL(
            """insert into telemetry.reading (time, received_at, sample, machine, {})
            values (to_timestamp(%s / 1000.0), now(), %s, %s, {})"""
        ).format(
            sql.SQL(", ").join(map(sql.Identifier, signals)), sql.SQL(", ").join([sql.Placeholder()] * len(signals))
        )
        with connection.cursor() as cursor:
            for i, time_ms in enumerate(payload["time_ms"]):
                values = [column[i] for column in signals.values()]
                cursor.execute(insert, [time_ms, payload["seq"] * 1000 + i, machine, *values])
        connection.commit()

    client = mqtt.Client(CallbackAPIVersion.VERSION2, told["user"], protocol=MQTTProtocolVersion.MQTTv5)
    client.username_pw_set(told["user"], told["password"])
    client.on_connect = on_connect
    client.on_message = on_message
    session: Properties = cast(Any, Properties)(PacketTypes.CONNECT)
    session.SessionExpiryInterval = _WEEK_S
    client.connect(told["host"], told["port"], clean_start=False, properties=session)
    client.loop_forever()


if __name__ == "__main__":
    main()
