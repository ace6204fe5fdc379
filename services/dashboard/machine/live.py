"""What does a machine's page hear while it is open?"""

import time
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing
from dataclasses import replace
from typing import Any

import orjson

from services.dashboard import wording
from services.dashboard.machine import value
from services.dashboard.machine.source import Known, Source
from services.dashboard.page import fragment
from services.dashboard.stream import changed, event, parsed
from services.telemetry.api import StreamedValues

CONDITION_EVERY_S = 20.0


async def follow(source: Source, known: Known, charted: Sequence[str]) -> AsyncIterator[bytes]:
    """Yield the points of charted signals, and the parts of the page that changed, as values come."""
    before = {one.signal.name: one for one in _readings(known)}
    judged = time.monotonic()
    async with aclosing(source.telemetry.stream(known.id)) as chunks:
        async for name, data in parsed(chunks):
            if name != "latest":
                yield event("pulse", orjson.loads(data))
                continue
            told = StreamedValues.model_validate_json(data)
            known = _merged(known, told)
            yield event("points", {s: [_ms(told, s), told.values[s].value] for s in charted if s in told.values})
            yield event("swap", _values(known, before) + fragment("seen.html", known=known))
            if time.monotonic() - judged > CONDITION_EVERY_S:
                judged = time.monotonic()
                known = await source.judged(known)
                judging = {"known": known, "local": wording.zone(known.timezone)}
                yield event("swap", fragment("finding.html", **judging) + fragment("health.html", **judging))


def shown(known: Known) -> dict[str, Any]:
    """Return what the card of values shows of a machine whose kind is known."""
    kind = known.kind
    return {
        "known": known,
        "machine_id": known.id,
        "local": wording.zone(known.timezone),
        "groups": value.groups(kind, known.latest, known.condition) if kind else [],
        "lacking": value.lacking(kind, known.latest, known.condition, known.groups) if kind and known.latest else [],
    }


def _readings(known: Known) -> list[value.Reading]:
    return value.readings(known.kind, known.latest, known.condition) if known.kind else []


def _values(known: Known, before: dict[str, value.Reading]) -> str:
    known_before = {name for name, reading in before.items() if reading.value is not None}
    fresh = changed(before, {one.signal.name: one for one in _readings(known)})
    # A signal that never came has no row that could be replaced: the whole card is.
    if fresh.keys() - known_before:
        return fragment("value.html", **shown(known))
    return "".join(fragment("reading.html", reading=one, machine_id=known.id) for one in fresh.values())


def _ms(told: StreamedValues, name: str) -> int:
    return round(told.values[name].time.timestamp() * 1000)


def _merged(known: Known, told: StreamedValues) -> Known:
    if known.latest is None:
        return known
    newer = {"time": told.time, "received_at": told.received_at, "values": known.latest.values | told.values}
    return replace(known, latest=known.latest.model_copy(update=newer))
