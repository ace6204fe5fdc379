"""What does a snapshot in the manner of ISO 15143-3 say?"""

import math
import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from hashlib import blake2b
from reprlib import repr as quoted
from typing import Any

from models.messages.document import MAX_INTEGER, read_any_object, refuse_repeated_keys
from models.messages.element import ELEMENTS, Child
from models.messages.event import CODE, Event, Severity
from models.messages.observation import Report, Row, Window, combine, observe
from models.messages.rejection import Reason, Rejected
from models.messages.window import milliseconds

FAULTS = "FaultCode"
# What a snapshot says about itself and about the machine, none of which was measured.
_ABOUT = {"EquipmentHeader", "snapshotTime", "version"}
MOST_FAULTS = 100
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?(Z|[+-]\d\d:\d\d)")
_SEVERITIES = {"low": Severity.INFO, "high": Severity.DERATE, "critical": Severity.SHUTDOWN}
_BOOT = "snapshot"


def decode_snapshot(payload: bytes, window: Window) -> Report:
    """Return what a snapshot says: a reading for each element, because each has a time of its own, and its faults.

    An element that does not follow the standard costs itself only. Raises `Rejected` where the whole payload is none.
    """
    message = read_any_object(payload)
    _check_shape(message)
    refuse_repeated_keys(payload, _count_keys(message))
    rows, events, refusals = list[Row](), list[Event](), list[Rejected]()
    for name, element in message.items():
        for one in element if name == FAULTS and isinstance(element, list) else [element]:
            try:
                if name == FAULTS:
                    events.append(_fault(one, window))
                elif name not in _ABOUT:
                    rows.append(_row(name, one))
            except Rejected as rejected:
                refusals.append(Rejected(rejected.reason, f"{name}: {rejected.detail}"))
    observation, more = observe(rows, window)
    return Report(telemetry=observation, events=tuple(events), refusal=combine(refusals + more))


def _check_shape(message: Mapping[str, Any]) -> None:
    for name, element in message.items():
        ones = element if name == FAULTS and isinstance(element, list) else [element]
        if len(ones) > MOST_FAULTS:
            raise Rejected(Reason.WRONG_SHAPE, f"{name} holds {len(ones)} entries, at most {MOST_FAULTS} may be.")
        if any(isinstance(child, dict | list) for one in ones for child in _children(name, one)):
            raise Rejected(Reason.WRONG_SHAPE, f"{quoted(name)} holds objects or lists; an element holds plain values.")


def _children(name: str, element: object) -> list[object]:
    if isinstance(element, dict):
        return list(element.values())
    if name in _ABOUT:
        return [element]
    raise Rejected(Reason.WRONG_TYPE, f"{quoted(name)} is {quoted(element)}, not an object.")


def _count_keys(message: Mapping[str, Any]) -> int:
    ones = [one for value in message.values() for one in (value if isinstance(value, list) else [value])]
    return len(message) + sum(len(one) for one in ones if isinstance(one, dict))


def _row(name: str, element: Mapping[str, Any]) -> Row:
    time_ms = _time(element)
    values = dict(_values(element, ELEMENTS[name])) if name in ELEMENTS else dict(_others(name, element))
    if not values:
        raise Rejected(Reason.WRONG_SHAPE, "it holds no value.")
    return Row(time_ms, values)


def _values(element: Mapping[str, Any], children: tuple[Child, ...]) -> Iterator[tuple[str, float]]:
    for one in children:
        if element.get(one.child) is not None:
            yield one.signal, _number(one.child, element[one.child]) * _factor(element, one)


def _factor(element: Mapping[str, Any], child: Child) -> float:
    unit = element.get(child.unit) if child.unit else None
    if unit is None:
        return 1.0
    if not isinstance(unit, str) or unit.lower() not in child.factors:
        right = ", ".join(child.factors)
        raise Rejected(Reason.WRONG_VALUE, f"{child.unit} is {quoted(unit)}; right would be one of {right}.")
    return child.factors[unit.lower()]


def _others(name: str, element: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    """Yield the numbers of an element that nobody described yet, by names made of its own."""
    for child, value in element.items():
        if child != "datetime" and isinstance(value, int | float):
            yield snake(f"{name}_{child}"), _number(child, value)


def _number(name: str, value: object) -> float:
    if isinstance(value, int | float) and math.isfinite(value):
        return float(value)
    raise Rejected(Reason.WRONG_TYPE, f"{quoted(name)} is {quoted(value)}, not a number.")


def _time(element: Mapping[str, Any]) -> int:
    told = element.get("datetime")
    if isinstance(told, str) and _TIME.fullmatch(told):
        try:
            return milliseconds(datetime.fromisoformat(told))
        except ValueError:
            pass
    raise Rejected(Reason.WRONG_VALUE, f"datetime is {quoted(told)}; right would be 2026-01-31T05:58:12Z.")


def _fault(element: Mapping[str, Any], window: Window) -> Event:
    time_ms, code = _time(element), element.get("CodeIdentifier")
    if refusal := window.refuse(time_ms):
        raise refusal
    if not isinstance(code, str) or not re.fullmatch(CODE, code):
        raise Rejected(Reason.WRONG_VALUE, f"CodeIdentifier is {quoted(code)}; right would be 110-0.")
    severity, description = element.get("CodeSeverity"), element.get("CodeDescription")
    told = description.replace("\0", "")[:500] if isinstance(description, str) else ""
    level = _SEVERITIES.get(severity.lower(), Severity.WARNING) if isinstance(severity, str) else Severity.WARNING
    named = blake2b(f"{time_ms}|{code}|{level}|{told}".encode("utf-8", "replace"), digest_size=8).digest()
    seq = int.from_bytes(named, "big") & MAX_INTEGER
    return Event(_BOOT, seq, time_ms, kind="fault", code=code, severity=level, active=True, text=told)


def snake(name: str) -> str:
    """Return a name as signals are named, "ambient_air_temperature" for "AmbientAirTemperature"."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|[^A-Za-z0-9]+", "_", name).strip("_").lower()
    return (words if words[:1].isalpha() else f"x_{words}")[:63].rstrip("_")
