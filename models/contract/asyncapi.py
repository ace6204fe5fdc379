"""Where and how does a machine talk to the platform, as AsyncAPI says it?"""

from typing import Any

from models.contract.schema import ack_schema, event_schema, gap_schema, state_schema, telemetry_schema
from models.contract.snapshot import snapshot_schema
from models.messages import MACHINE_ID, MAX_PAYLOAD_BYTES, Stream, topic

Document = dict[str, Any]

SCHEMAS = {
    Stream.TELEMETRY: telemetry_schema(),
    Stream.EVENT: event_schema(),
    Stream.STATE: state_schema(),
    Stream.GAP: gap_schema(),
    Stream.ACK: ack_schema(),
    Stream.SNAPSHOT: snapshot_schema(),
}
# What the platform says to a machine.
_SENT = {Stream.ACK}
# What must be there for who subscribes later; retained telemetry would be stored as if it were live.
_RETAINED = {Stream.STATE, Stream.ACK}
_FORMAT = "application/schema+json;version=draft-2020-12"


def asyncapi() -> Document:
    """Return the AsyncAPI 3.0 document of contract v1; it refers to the schema files that lie beside it."""
    return {
        "asyncapi": "3.0.0",
        "info": {
            "title": "Howdah, machine contract",
            "version": "1.0.0",
            "description": "What a machine and the platform say to each other over MQTT 5. Its id is its user name and "
            "its client id; it may use its own topics only. A payload has at most "
            f"{MAX_PAYLOAD_BYTES} bytes. What makes it durable is told in docs/machine-protocol.md.",
            "license": {"name": "Apache-2.0"},
        },
        "defaultContentType": "application/json",
        "servers": {"broker": _broker()},
        "channels": {stream.value: _channel(stream) for stream in SCHEMAS},
        "operations": {f"{_action(stream)}_{stream.value}": _operation(stream) for stream in SCHEMAS},
        "components": {
            "messages": {stream.value: _message(stream) for stream in SCHEMAS},
            "securitySchemes": {"password": {"type": "userPassword", "description": "Given once at commissioning."}},
        },
    }


def _broker() -> Document:
    return {
        "host": "{host}:{port}",
        "protocol": "mqtt",
        "protocolVersion": "5.0",
        "variables": {"host": {"default": "localhost"}, "port": {"default": "1883"}},
        "security": [{"$ref": "#/components/securitySchemes/password"}],
    }


def _channel(stream: Stream) -> Document:
    return {
        "address": topic("{machine}", stream),
        "parameters": {"machine": {"description": f"The machine's id, which matches {MACHINE_ID}."}},
        "messages": {stream.value: {"$ref": f"#/components/messages/{stream.value}"}},
    }


def _operation(stream: Stream) -> Document:
    return {
        "action": _action(stream),
        "summary": SCHEMAS[stream]["description"],
        "channel": {"$ref": f"#/channels/{stream.value}"},
        "messages": [{"$ref": f"#/channels/{stream.value}/messages/{stream.value}"}],
        "bindings": {"mqtt": {"qos": 1, "retain": stream in _RETAINED, "bindingVersion": "0.2.0"}},
    }


def _action(stream: Stream) -> str:
    return "send" if stream in _SENT else "receive"


def _message(stream: Stream) -> Document:
    schema = SCHEMAS[stream]
    return {
        "name": stream.value,
        "title": schema["title"],
        "summary": schema["description"],
        "contentType": "application/json",
        "payload": {"schemaFormat": _FORMAT, "schema": {"$ref": f"./{stream.value}.schema.json"}},
        "examples": [{"payload": example} for example in schema["examples"]],
    }
