"""How is a message changed within its own grammar, so that it gets past the parser?"""

from collections.abc import Callable, Sequence
from typing import Any

import orjson

from models.messages import Rejected
from models.sparkplug.wire import BYTES, Field, bytes_field, read_fields

Draw = Callable[[int], int]

_VALUES: Sequence[Any] = (
    *(None, True, False, 0, -1, 1.5, -0.0, 1e308, 5e-324, 2**53, 2**64 - 1, -(2**63)),
    *(1_769_846_400_000, 253_402_300_800_000, "", "x", "NaN", "1", "\0", "é", "a" * 600, "110-0", "engine_speed_rpm"),
    *("2026-01-31T05:58:12Z", "9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59"),
    *([], {}, [[]], {"": {}}, [None] * 3, [1, "1"], {"a": 1}, [1e400]),
)


def graft_json(message: bytes, draw: Draw) -> bytes:
    """Return a JSON object in which a value or a key is another one, gone, or there twice; others as they are."""
    try:
        tree = orjson.loads(message)
    except orjson.JSONDecodeError:
        return message
    branch = tree
    for _ in range(draw(4)):
        inner = _below(branch, draw)
        if not isinstance(inner, dict | list) or not inner:
            break
        branch = inner
    if isinstance(branch, dict | list):
        _change(branch, draw)
    return orjson.dumps(tree, option=orjson.OPT_NON_STR_KEYS)


def graft_protobuf(message: bytes, draw: Draw, change: Callable[[bytes], bytes]) -> bytes:
    """Return a protobuf message in which one part is changed, gone, elsewhere or there twice, with its right length."""
    try:
        fields = read_fields(message, 0, len(message))
    except Rejected:
        return message
    if not fields:
        return message
    parts = [_bytes(message, fields, place) for place in range(len(fields))]
    place = draw(len(parts))
    tagged, start, end = fields[place]
    match draw(4):
        case 0 if tagged & 7 == BYTES:
            parts[place] = bytes_field(tagged, change(message[start:end]))
        case 1 if tagged & 7 == BYTES:
            parts[place] = bytes_field(tagged, graft_protobuf(message[start:end], draw, change))
        case 2:
            parts.insert(draw(len(parts) + 1), parts[place])
        case _:
            del parts[place]
    return b"".join(parts)


def _below(branch: Any, draw: Draw) -> Any:
    if not isinstance(branch, dict | list) or not branch:
        return None
    return list(branch.values())[draw(len(branch))] if isinstance(branch, dict) else branch[draw(len(branch))]


def _change(branch: dict[str, Any] | list[Any], draw: Draw) -> None:
    value = _VALUES[draw(len(_VALUES))]
    if isinstance(branch, list):
        place = draw(len(branch) + 1)
        branch[place : place + draw(2)] = [value] * (1 + draw(2))
        return
    keys = list(branch)
    if not keys or draw(4) == 0:
        branch[str(value)[:80]] = value
    elif draw(4) == 0:
        del branch[keys[draw(len(keys))]]
    else:
        branch[keys[draw(len(keys))]] = value


def _bytes(message: bytes, fields: Sequence[Field], place: int) -> bytes:
    start = fields[place - 1][2] if place else 0
    return message[start : fields[place][2]]
