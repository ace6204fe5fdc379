"""What does a node of a test say, and what is understood of it?"""

import math

from ingest.decode.sparkplug.desk import Desk, Message, NodeReport
from models.messages import Window
from models.sparkplug import Metric, Payload, Place, Verb, encode_payload, parse_topic

T = 1_769_846_400_000
SPEED, FUEL, HOURS = "engine_speed_rpm", "fuel_level_percent", "engine_hours_h"
NAMES = (SPEED, FUEL, HOURS)
VALUES = {SPEED: 1500.0, FUEL: 61.0, HOURS: 8123.4}
WINDOW = Window(T - 86_400_000, T + 86_400_000)


def told(desk: Desk, message: tuple[str, bytes], *, again: bool = False) -> NodeReport:
    """Return what a node's message says."""
    name, payload = message
    return desk.read(parse_topic(name), Message(payload, T, WINDOW, again))


def said(desk: Desk, *metrics: Metric, verb: Verb = Verb.NDATA, device: str = "") -> NodeReport:
    """Return what metrics say, in a message without a number."""
    payload = encode_payload(Payload(T, None, metrics))
    return desk.read(Place(verb, "wl-01", device), Message(payload, T, WINDOW))


def text(name: str) -> bytes:
    """Return the field of a payload that holds a metric of type String."""
    metric = b"\x0a" + bytes([len(name)]) + name.encode() + b"\x20\x0c\x7a\x02no"
    return b"\x12" + bytes([len(metric)]) + metric


def readings(report: NodeReport) -> dict[int, dict[str, float]]:
    """Return what was measured, by time and signal."""
    found: dict[int, dict[str, float]] = {}
    for place, time_ms in enumerate(report.telemetry.time_ms.tolist() if report.telemetry else ()):
        assert report.telemetry is not None
        known = {name: float(row[place]) for name, row in report.telemetry.signals.items()}
        extra = {name: row[place] for name, row in report.telemetry.extra.items()}
        found[time_ms] = {name: v for name, v in (known | extra).items() if v is not None and not math.isnan(v)}
    return found
