"""What do messages of machines look like, good ones and ones gone wrong?"""

import string
from typing import Any

import orjson
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from models.messages.document import MAX_INTEGER, MAX_TIME_MS
from models.signals import CATALOGUE, NAMES

TELEMETRY: dict[str, Any] = {
    "boot": "b-1",
    "seq": 7,
    "time_ms": [1_769_846_400_000, 1_769_846_401_000],
    "signals": {"engine_speed_rpm": [1450.5, None], "payload_kg": [5210, 0], "grease_level_percent": [81.5, 81]},
}
EVENT: dict[str, Any] = {
    "boot": "b-1",
    "seq": 8,
    "time_ms": 1_769_846_402_000,
    "kind": "fault",
    "code": "110-0",
    "severity": "derate",
    "active": True,
    "text": "Coolant: far too hot",
    "count": 3,
}
STATE: dict[str, Any] = {"boot": "b-1", "time_ms": 1_769_846_399_000, "online": True, "software": "sim 1.4.0"}
GAP: dict[str, Any] = {
    "boot": "b-1",
    "from_seq": 9,
    "to_seq": 3608,
    "from_time_ms": 1_769_846_403_000,
    "to_time_ms": 1_769_850_002_000,
    "reason": "outbox_full",
}
ACK: dict[str, Any] = {"boot": "b-1", "watermark": 8, "rejected": [[3, "wrong_shape"]], "patience_s": 9}

boots = st.text(string.ascii_letters + string.digits + "._-", min_size=1, max_size=64)
counters = st.integers(0, MAX_INTEGER)
times = st.integers(0, MAX_TIME_MS)
anything: SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
).filter(lambda value: is_json(value))


@st.composite
def telemetry(draw: DrawFn, *, in_range: bool = True) -> dict[str, Any]:
    """Draw a valid telemetry message whose values are all in range, or of any size."""
    moments = draw(st.lists(times, min_size=1, max_size=5, unique=True))
    entries = draw(st.lists(st.sampled_from(CATALOGUE), min_size=1, max_size=6, unique_by=lambda entry: entry.name))
    names = st.from_regex(r"[a-z][a-z0-9_]{0,20}", fullmatch=True).filter(lambda name: name not in NAMES)
    anything_finite = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**63), 2**64 - 1)
    values = (st.floats(entry.low, entry.high) if in_range else anything_finite for entry in entries)
    columns = {entry.name: _column(draw, len(moments), of) for entry, of in zip(entries, values, strict=True)}
    extra = {name: _column(draw, len(moments), st.floats(-1e9, 1e9)) for name in draw(st.sets(names, max_size=2))}
    return {"boot": draw(boots), "seq": draw(counters), "time_ms": moments, "signals": columns | extra}


@st.composite
def mutated(draw: DrawFn, message: dict[str, Any]) -> dict[str, Any]:
    """Draw a message in which one field, or one value in a field, is missing, too many or something else."""
    changed: dict[str, Any] = orjson.loads(orjson.dumps(message))
    target: Any = changed
    while isinstance(target, dict | list) and target:
        key = draw(st.sampled_from(sorted(target) if isinstance(target, dict) else range(len(target))))
        if isinstance(target[key], dict | list) and target[key] and draw(st.booleans()):
            target = target[key]
            continue
        _change(draw, target, key)
        return changed
    return changed


@st.composite
def damaged(draw: DrawFn, message: dict[str, Any]) -> bytes:
    """Draw a payload into which some bytes were put, or from which some were taken."""
    payload = orjson.dumps(draw(mutated(message) | st.just(message)))
    at, gone = draw(st.integers(0, len(payload))), draw(st.integers(0, 3))
    junk = draw(st.sampled_from([b"", b"\0", b"9", b"-", b".5", b'"', b"]", b"NaN", b"\xc3", b"e999", b':1,"a":']))
    return payload[:at] + junk + payload[at + gone :]


def is_json(value: Any) -> bool:
    """Return whether the value can be written as JSON: no lone surrogates, no infinity."""
    try:
        return bool(orjson.loads(orjson.dumps(value)) == value)
    except (orjson.JSONEncodeError, orjson.JSONDecodeError):
        return False


def _column(draw: DrawFn, length: int, values: SearchStrategy[float]) -> list[float | None]:
    return draw(st.lists(st.none() | values, min_size=length, max_size=length))


def _change(draw: DrawFn, target: Any, key: Any) -> None:
    match draw(st.sampled_from(["replace", "remove", "add"])):
        case "replace":
            target[key] = draw(anything)
        case "remove":
            del target[key]
        case _ if isinstance(target, dict):
            target[draw(st.text('abc:\u0000\n"', min_size=1, max_size=5))] = draw(anything)
        case _:
            target.append(draw(anything))
