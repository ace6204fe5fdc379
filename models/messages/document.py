"""Is this payload one JSON object with the fields that the contract lists?"""

import json
import re
from reprlib import repr as quoted
from typing import Any

import orjson

from models.messages.rejection import Reason, Rejected

# The broker takes no larger packet either; 500 samples of every signal of a machine fit.
MAX_PAYLOAD_BYTES = 256 * 1024
MAX_INTEGER = 2**53 - 1
# The last millisecond of the year 9999, the end of Python's calendar and of RFC 3339.
MAX_TIME_MS = 253_402_300_799_999

BOOT = r"^[A-Za-z0-9._-]{1,64}$"

_NOT_FINITE = re.compile(r"nan\b|inf(inity)?\b", re.IGNORECASE)


def read_object(payload: bytes, required: frozenset[str], optional: frozenset[str] = frozenset()) -> dict[str, Any]:
    """Return the payload's JSON object; raise `Rejected` unless it has all required and no unlisted fields."""
    message = read_any_object(payload)
    if missing := required - message.keys():
        raise Rejected(Reason.WRONG_SHAPE, f"Missing: {', '.join(sorted(missing))}.")
    if unlisted := message.keys() - required - optional:
        raise Rejected(Reason.WRONG_SHAPE, f"Not in the contract: {quoted(sorted(unlisted))}.")
    return message


def read_any_object(payload: bytes) -> dict[str, Any]:
    """Return the payload's JSON object, whatever its fields; raise `Rejected` when it is none."""
    message = _parse(payload)
    if not isinstance(message, dict):
        raise Rejected(Reason.WRONG_SHAPE, f"The payload is {quoted(message)}, not an object.")
    return message


def refuse_repeated_keys(payload: bytes, keys: int) -> None:
    """Raise `Rejected` when a payload in which `keys` keys were found names one of them twice.

    The parser keeps the last of two equal keys and says nothing. Where no text holds a colon, there are as many colons
    as keys, so counting them is enough for almost every message; the slow way decides the others.
    """
    if payload.count(b":") != keys:
        json.loads(payload, object_pairs_hook=_distinct)


def integer(name: str, value: object, *, low: int = 0, high: int = MAX_INTEGER) -> int:
    """Return a whole number within `low` to `high`, also when it was written as 5.0, or raise `Rejected`."""
    if type(value) is float and value.is_integer():
        value = int(value)
    if type(value) is not int:
        raise Rejected(Reason.WRONG_TYPE, f"{name} is {quoted(value)}, not a whole number.")
    if not low <= value <= high:
        raise Rejected(Reason.WRONG_VALUE, f"{name} is {quoted(value)}, not within {low} to {high}.")
    return value


def text(name: str, value: object, pattern: str) -> str:
    """Return a text that the pattern allows, or raise `Rejected`."""
    if not isinstance(value, str):
        raise Rejected(Reason.WRONG_TYPE, f"{name} is {quoted(value)}, not text.")
    # A search would let a last line break pass, because Python's `$` matches before it.
    if not re.fullmatch(pattern, value):
        raise Rejected(Reason.WRONG_VALUE, f"{name} is {quoted(value)}, which does not match {pattern}.")
    return value


def truth(name: str, value: object) -> bool:
    """Return true or false, or raise `Rejected` for anything else."""
    if not isinstance(value, bool):
        raise Rejected(Reason.WRONG_TYPE, f"{name} is {quoted(value)}, not true or false.")
    return value


def _parse(payload: bytes) -> object:
    if len(payload) > MAX_PAYLOAD_BYTES:
        raise Rejected(Reason.TOO_LARGE, f"It has {len(payload)} bytes of at most {MAX_PAYLOAD_BYTES}.")
    try:
        return orjson.loads(payload)
    except orjson.JSONDecodeError as error:
        raise Rejected(_why_not_json(error), f"The parser says: {error}.") from error


def _why_not_json(error: orjson.JSONDecodeError) -> Reason:
    not_finite = "infinity" in error.msg or _NOT_FINITE.match(error.doc, error.pos)
    return Reason.NOT_FINITE if not_finite else Reason.INVALID_JSON


def _distinct(pairs: list[tuple[str, object]]) -> dict[str, object]:
    members = dict(pairs)
    if len(members) < len(pairs):
        names = [name for name, _ in pairs]
        raise Rejected(Reason.REPEATED_KEY, f"Named twice: {quoted(sorted({n for n in names if names.count(n) > 1}))}.")
    return members
