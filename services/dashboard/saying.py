"""How does a sentence that a service wrote read in its reader's units, numbers, times and names?"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup, escape

from models.phrase import JOINED
from services.dashboard import wording

# What models/phrase.py writes: a number joined to a unit, two of them where a spread or a range is told, and times.
_NUMBER = r"[+-]?\d[\d,]*(?:\.\d+)?"
_QUANTITY = re.compile(rf"({_NUMBER})(?:( ± | to )({_NUMBER}))?{JOINED}([^\s\d,;:.()”\"]+)")
_MOMENT = re.compile(rf"(\d{{4}}-\d\d-\d\d \d\d:\d\d){JOINED}UTC")
_ID = re.compile(r"(?<![\w-])[a-z0-9]+(?:-[a-z0-9]+)+(?![\w-])")


def said(text: str, local: ZoneInfo | None = None, names: Mapping[str, str] | None = None) -> Markup:
    """Return a sentence of a service as HTML, as `told` has it, with UTC at hand beside the times of a site's zone."""
    # Every second part of what is split is a time.
    parts = enumerate(str(part) for part in _MOMENT.split(text))
    return Markup("").join(_time(part, local) if n % 2 else escape(told(part, None, names)) for n, part in parts)


def told(text: str, local: ZoneInfo | None = None, names: Mapping[str, str] | None = None) -> str:
    """Return a sentence of a service as text: its reader's units, the clock of a site (None: UTC), machines by
    their names.

    What its service did not mark stays as it was written.
    """
    timed = _MOMENT.sub(lambda found: wording.dated(_read(found[1]), local or ZoneInfo("UTC")), text)
    return _ID.sub(lambda found: (names or {}).get(found[0], found[0]), _QUANTITY.sub(_quantity, timed))


def _quantity(found: re.Match[str]) -> str:
    first, between, second, unit = found.groups()
    numbers = f"{_amount(first, unit)}{between}{_amount(second, unit)}" if second else _amount(first, unit)
    return f"{numbers}{JOINED}{wording.unit(unit)}"


def _amount(text: str, unit: str) -> str:
    written = wording.amount(float(text.replace(",", "")), unit, len(text.partition(".")[2]))
    return f"+{written}" if text.startswith("+") else written


def _time(text: str, local: ZoneInfo | None) -> Markup:
    at = _read(text)
    written = wording.dated(at, local or ZoneInfo("UTC"))
    return Markup('<time datetime="{}" title="{}">{}</time>').format(at.isoformat(), wording.utc(at), written)


def _read(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=UTC)
