"""What does JSON Schema say about the snapshots of legacy telematics?"""

from typing import Any

from models.messages import event
from models.messages.element import ELEMENTS, Child
from models.messages.snapshot import FAULTS, MOST_FAULTS

Schema = dict[str, Any]

# A schema does not know how long a month is: the last days of months are beyond it.
_DAY = r"^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])"
_TIME: Schema = {
    "type": "string",
    "pattern": _DAY + r"T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,6})?Z$",
    "description": "When this element was last true, in UTC.",
}
_PLAIN: Schema = {"type": ["string", "number", "boolean", "null"]}


def snapshot_schema() -> Schema:
    """Return the schema of a snapshot; it is narrower than what is taken, and bad elements cost themselves only."""
    when, before = {"datetime": "2026-01-28T05:58:12Z"}, {"datetime": "2026-01-28T05:51:00Z"}
    example = {
        "snapshotTime": "2026-01-28T06:00:00Z",
        "EquipmentHeader": {"OEMName": "ACME", "Model": "HT60", "PIN": "ACMHT60X000060123"},
        "CumulativeOperatingHours": {**when, "Hour": 8123.4},
        "CumulativePayloadTotals": {**before, "PayloadUnits": "kilogram", "Payload": 412336000},
        "Location": {**when, "Latitude": 60.184, "Longitude": 15.427, "Altitude": 212, "AltitudeUnits": "metre"},
        "EngineStatus": {**when, "EngineNumber": "1", "Running": True},
        FAULTS: [
            {**when, "CodeIdentifier": "110-0", "CodeDescription": "Coolant: far too hot", "CodeSeverity": "High"}
        ],
    }
    about = {
        "snapshotTime": {"type": "string", "description": "When the snapshot was made; each element has its own time."},
        "EquipmentHeader": {"type": "object", "additionalProperties": _PLAIN, "description": "Which machine it is."},
    }
    elements = {name: _element(children) for name, children in ELEMENTS.items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:howdah:contract:v1:snapshot",
        "title": "Snapshot",
        "description": "What legacy telematics last knew, by elements of ISO 15143-3, in JSON.",
        "type": "object",
        "properties": {**about, **elements, FAULTS: _faults()},
        "additionalProperties": _other(),
        "examples": [example],
    }


def _element(children: tuple[Child, ...]) -> Schema:
    values = {one.child: {"type": "boolean" if one.child == "Running" else "number"} for one in children}
    units = {one.unit: {"enum": list(one.factors)} for one in children if one.unit}
    return {
        "type": "object",
        "properties": {"datetime": _TIME, **values, **units},
        "required": ["datetime"],
        "anyOf": [{"required": [name]} for name in values],
        "additionalProperties": _PLAIN,
        "description": f"Becomes {', '.join(f'`{one.signal}`' for one in children)}.",
    }


def _other() -> Schema:
    return {
        "type": "object",
        "properties": {"datetime": _TIME},
        "required": ["datetime"],
        "additionalProperties": _PLAIN,
        # At least one value that is a number, or true or false.
        "not": {"additionalProperties": {"type": ["string", "null"]}},
        "description": "An element that is not described here: its numbers become signals named after it.",
    }


def _faults() -> Schema:
    fault = {
        "type": "object",
        "properties": {
            "datetime": _TIME,
            "CodeIdentifier": {"type": "string", "pattern": event.CODE, "description": "SPN-FMI, as in `110-0`."},
            "CodeDescription": {"type": "string"},
            "CodeSeverity": {"type": "string", "description": "Low, Medium, High or Critical."},
        },
        "required": ["datetime", "CodeIdentifier"],
        "additionalProperties": _PLAIN,
    }
    return {"type": "array", "items": fault, "maxItems": MOST_FAULTS, "description": "Faults become events."}
