"""What does JSON Schema say about the messages of a machine?"""

from typing import Any

from models.messages import ack, document, event, layout, state, telemetry
from models.messages.event import Severity
from models.messages.gap import GapReason
from models.signals import CATALOGUE, Signal

DIALECT = "https://json-schema.org/draft/2020-12/schema"

Schema = dict[str, Any]

_BOOT: Schema = {
    "type": "string",
    "pattern": document.BOOT,
    "description": "Which start of the telematics unit this is; another one each time it starts.",
}
_SEQ: Schema = {
    "type": "integer",
    "minimum": 0,
    "maximum": document.MAX_INTEGER,
    "description": "Counts telemetry and events of one boot together, from 0 and without a gap. A message that is sent "
    "again bears the same number: it is stored once.",
}
_TIME: Schema = {
    "type": "integer",
    "minimum": 0,
    "maximum": document.MAX_TIME_MS,
    "description": "Milliseconds since 1970 in UTC, at most five minutes ahead of the platform's clock.",
}


def telemetry_schema() -> Schema:
    """Return the schema of telemetry; it cannot say that lists have one length, that keys differ or numbers are finite.

    Of the names in `signals`, at most 64 may be outside the catalogue, which a schema cannot say either.
    """
    properties = {
        "boot": _BOOT,
        "seq": _SEQ,
        "time_ms": {
            "type": "array",
            "items": _TIME,
            "minItems": 1,
            "maxItems": telemetry.MAX_SAMPLES,
            "uniqueItems": True,
            "description": "When the values were measured, every time once, in any order.",
        },
        "signals": _signals(),
    }
    example = {
        "boot": "2026-01-31-1",
        "seq": 1042,
        "time_ms": [1769846400000, 1769846401000],
        "signals": {"engine_speed_rpm": [1450, 1462], "payload_kg": [None, 5210], "grease_level_percent": [81, 81]},
    }
    return _object("telemetry", "A batch of readings, one list of values a signal.", properties, example)


def event_schema() -> Schema:
    """Return the schema of an event."""
    properties = {
        "boot": _BOOT,
        "seq": _SEQ,
        "time_ms": _TIME,
        "kind": _text(event.KIND, "What happened; `fault` for a fault of the machine."),
        "code": _text(event.CODE, "SPN-FMI by J1939 for a fault, as in `110-0`, else the maker's code."),
        "severity": {"enum": [severity.value for severity in Severity], "description": "How bad it is."},
        "active": {"type": "boolean", "description": "True when it begins or goes on, false when it is over."},
        "text": _text(event.TEXT, "The maker's words for people."),
        "count": {
            "type": "integer",
            "minimum": 1,
            "maximum": event.MAX_COUNT,
            "description": "How often it was seen so far.",
        },
    }
    example = {
        "boot": "2026-01-31-1",
        "seq": 1043,
        "time_ms": 1769846402000,
        "kind": "fault",
        "code": "110-0",
        "severity": "derate",
        "active": True,
        "text": "Coolant: far too hot",
        "count": 3,
    }
    return _object("event", "A fault or something else that happened.", properties, example, optional=event.OPTIONAL)


def state_schema() -> Schema:
    """Return the schema of a state."""
    properties = {
        "boot": _BOOT,
        "time_ms": _TIME,
        "online": {"type": "boolean", "description": "True when connected; the will of the connection says false."},
        "software": _text(state.SOFTWARE, "Which software the telematics unit runs."),
    }
    example = {"boot": "2026-01-31-1", "time_ms": 1769846399000, "online": True, "software": "howdah-sim 1.4.0"}
    return _object("state", "Whether the machine is connected.", properties, example, optional=state.OPTIONAL)


def gap_schema() -> Schema:
    """Return the schema of a gap; it cannot say that `from_seq` is not after `to_seq`."""
    properties = {
        "boot": _BOOT,
        "from_seq": _number("The first number that will never come."),
        "to_seq": _number("The last one."),
        "from_time_ms": {**_TIME, "description": "When the first of them was made, in milliseconds since 1970 in UTC."},
        "to_time_ms": {**_TIME, "description": "When the last of them was made."},
        "reason": {"enum": [reason.value for reason in GapReason], "description": _spoken(GapReason)},
    }
    example = {
        "boot": "2026-01-31-1",
        "from_seq": 1044,
        "to_seq": 4643,
        "from_time_ms": 1769846403000,
        "to_time_ms": 1769850002000,
        "reason": "outbox_full",
    }
    return _object("gap", "Numbered messages that the machine will never send.", properties, example)


def ack_schema() -> Schema:
    """Return the schema of an acknowledgement."""
    properties = {
        "boot": _BOOT,
        "watermark": {
            "type": "integer",
            "minimum": -1,
            "maximum": document.MAX_INTEGER,
            "description": "Every number of the boot up to this one is settled: the machine may forget them. -1: none.",
        },
        "rejected": {
            "type": "array",
            "items": _refusal(),
            "maxItems": ack.MAX_REJECTED,
            "description": "Numbers that were refused since the acknowledgement before, each with its reason.",
        },
        "patience_s": {
            "type": "integer",
            "minimum": 1,
            "maximum": ack.MAX_PATIENCE_S,
            "default": ack.PATIENCE_S,
            "description": "After so many seconds without progress the machine sends again; longer under great load.",
        },
    }
    example = {"boot": "2026-01-31-1", "watermark": 1043, "rejected": [[1040, "wrong_shape"]], "patience_s": 4}
    return _object(
        "ack", "What the platform has made safe, from it to the machine.", properties, example, optional=ack.OPTIONAL
    )


def _refusal() -> Schema:
    pair = [_number("A number that was refused."), _text(ack.REASON, "Why, by the list of reasons.")]
    return {"type": "array", "prefixItems": pair, "items": False, "minItems": 2}


def _object(
    name: str, description: str, properties: Schema, example: Schema, *, optional: frozenset[str] = frozenset()
) -> Schema:
    return {
        "$schema": DIALECT,
        "$id": f"urn:howdah:contract:v1:{name}",
        "title": name.capitalize(),
        "description": description,
        "type": "object",
        "properties": properties,
        "required": [field for field in properties if field not in optional],
        "additionalProperties": False,
        "examples": [example],
    }


def _signals() -> Schema:
    return {
        "type": "object",
        "description": "One value for every time in `time_ms`, or null where there is none. Values that the sensor "
        "cannot report are left out, and the rest is stored.",
        "properties": {entry.name: _values(_describe(entry)) for entry in CATALOGUE},
        "patternProperties": {layout.SIGNAL_NAME: _values()},
        "additionalProperties": False,
        "minProperties": 1,
        "maxProperties": len(CATALOGUE) + layout.MAX_EXTRA_SIGNALS,
    }


def _values(description: str = "Values of a signal that the catalogue does not know yet.") -> Schema:
    return {
        "type": "array",
        "items": {"type": ["number", "null"]},
        "minItems": 1,
        "maxItems": telemetry.MAX_SAMPLES,
        "description": description,
    }


def _describe(entry: Signal) -> str:
    return f"{entry.description}, {entry.low:.10g} to {entry.high:.10g} {entry.unit}."


def _number(description: str) -> Schema:
    return {"type": "integer", "minimum": 0, "maximum": document.MAX_INTEGER, "description": description}


def _spoken(reasons: type[GapReason]) -> str:
    return " ".join(f"{reason.value}: {reason.sentence}" for reason in reasons)


def _text(pattern: str, description: str) -> Schema:
    return {"type": "string", "pattern": pattern, "description": description}
