"""What are good messages of every kind?"""

from functools import cache

import orjson

from models.contract.asyncapi import SCHEMAS
from models.messages import Stream, Window, encode_telemetry, topic
from models.signals import NAMES
from models.sparkplug import BOOLEAN, DOUBLE, FLOAT, INT, LONG, DataType, Metric, Payload, Verb, encode_payload
from models.sparkplug import topic as node_topic

TIME_MS = 1_769_846_400_000
WINDOW = Window(TIME_MS - 86_400_000, TIME_MS + 86_400_000)
_FIELDS = {
    DOUBLE: DataType.DOUBLE,
    FLOAT: DataType.FLOAT,
    INT: DataType.INT16,
    LONG: DataType.INT64,
    BOOLEAN: DataType.BOOLEAN,
}


def telemetry() -> list[bytes]:
    """Return batches of few and many signals, catalogued and not, with and without gaps."""
    few = encode_telemetry("b-1", 7, [TIME_MS, TIME_MS + 1000], {NAMES[0]: [1450, None], "grease_percent": [81, 80.5]})
    wide = encode_telemetry("b-1", 8, [TIME_MS], {name: [1.0] for name in NAMES[:32]})
    return [_of(Stream.TELEMETRY), few, wide]


def event() -> bytes:
    """Return an event."""
    return _of(Stream.EVENT)


def state() -> bytes:
    """Return a state."""
    return _of(Stream.STATE)


def gap() -> bytes:
    """Return a declared gap."""
    return _of(Stream.GAP)


def ack() -> bytes:
    """Return an acknowledgement."""
    return _of(Stream.ACK)


def snapshot() -> bytes:
    """Return a snapshot."""
    when = {"datetime": "2026-01-31T05:58:12Z"}
    elements = {
        "EquipmentHeader": {"OEMName": "ACME", "PIN": "ACMHT60X000060123"},
        "CumulativeOperatingHours": {**when, "Hour": 8123.4},
        "Location": {**when, "Latitude": 60.1, "Longitude": 15.4, "Altitude": 212, "AltitudeUnits": "metre"},
        "Distance": {**when, "OdometerUnits": "mile", "Odometer": 1200.5},
        "EngineStatus": {**when, "EngineNumber": "1", "Running": True},
        "AmbientAirTemperature": {**when, "Temperature": -4.5},
        "FaultCode": [{**when, "CodeIdentifier": "110-0", "CodeDescription": "Coolant", "CodeSeverity": "High"}],
    }
    return orjson.dumps(elements)


@cache
def births() -> list[bytes]:
    """Return births, the first with the aliases that `data` uses."""
    own = [
        Metric(name="bdSeq", time_ms=TIME_MS, datatype=DataType.INT64, field=LONG, value=1),
        Metric(name="Node Control/Rebirth", time_ms=TIME_MS, datatype=DataType.BOOLEAN, field=BOOLEAN, value=0),
    ]
    named = [
        metric._replace(name=name) for metric, name in zip(_metrics(12), [*NAMES[:10], "Oil Temp", "Lamp"], strict=True)
    ]
    return [encode_payload(Payload(TIME_MS, 0, [*own, *named])), encode_payload(Payload(TIME_MS, 0, own))]


@cache
def data() -> list[bytes]:
    """Return messages by alias: of one time, of several, historical, null, named in full."""
    steady = _metrics(12)
    backlog = [metric._replace(time_ms=TIME_MS + i, is_historical=True) for i, metric in enumerate(_metrics(6))]
    nulls = [
        Metric(alias=3, time_ms=TIME_MS, is_null=True),
        Metric(name=NAMES[1], datatype=10, field=DOUBLE, value=5.0),
    ]
    return [encode_payload(Payload(TIME_MS, 1, metrics)) for metrics in (steady, backlog, nulls, steady[:3])]


def topics() -> list[bytes]:
    """Return topics of every kind."""
    nodes = [node_topic(verb, "wl-01", "pump" if verb.is_of_device else "") for verb in Verb]
    return [
        text.encode()
        for text in (*nodes, *(topic("wl-01", stream) for stream in Stream if stream is not Stream.SPARKPLUG))
    ]


def _metrics(count: int) -> list[Metric]:
    kinds = list(_FIELDS.items())
    return [
        Metric(alias=i + 1, time_ms=TIME_MS, datatype=kinds[i % 5][1], field=kinds[i % 5][0], value=1 + i % 2)
        for i in range(count)
    ]


def _of(stream: Stream) -> bytes:
    return orjson.dumps(SCHEMAS[stream]["examples"][0])
