"""How do true and estimated payloads look beside each other?"""

from collections.abc import Iterator, Sequence

import numpy as np

from benchmarks.accuracy.chart import Chart
from benchmarks.accuracy.weighed import Weighed
from models.machines import Kind

# So many passes of each kind of machine are drawn: more would hide one another.
_DRAWN = 350
_MOST_PCT, _ERRORS_PCT = 120.0, np.linspace(0.0, 10.0, 41)


def pictures(found: Sequence[Weighed]) -> dict[str, str]:
    """Return SVG documents by name: payloads as they were and as weighed, and how often errors were how small."""
    return {"weighing-payload": _payloads(found).svg(), "weighing-error": _errors(found).svg()}


def _payloads(found: Sequence[Weighed]) -> Chart:
    dots = {kind.label: [*_pairs(found, kind)] for kind in (Kind.WHEEL_LOADER, Kind.EXCAVATOR)}
    return Chart(
        "Payload of passes, % of full scale",
        "rock in the bucket",
        "weighed by the boom",
        (_MOST_PCT, _MOST_PCT),
        {"equal": [(0.0, 0.0), (_MOST_PCT, _MOST_PCT)]},
        dots=dots,
    )


def _pairs(found: Sequence[Weighed], kind: Kind) -> Iterator[tuple[float, float]]:
    ones = [one for one in found if one.worked.kind is kind]
    true = np.concatenate([np.empty(0), *(100 * one.true_kg / one.full_kg for one in ones)])
    told = np.concatenate([np.empty(0), *(100 * one.passes.payload_kg / one.full_kg for one in ones)])
    known = np.flatnonzero(np.isfinite(true) & np.isfinite(told))
    for place in known[:: max(len(known) // _DRAWN, 1)].tolist():
        yield float(true[place]), float(told[place])


def _errors(found: Sequence[Weighed]) -> Chart:
    lines = {"boom": _shares(found, None)}
    lines |= {name.replace("_", " "): _shares(found, name) for name in found[0].naive}
    return Chart("How often errors are at most so large", "% of full scale", "share of passes", (10.0, 1.0), lines)


def _shares(found: Sequence[Weighed], name: str | None) -> list[tuple[float, float]]:
    told = [(one.passes.payload_kg if name is None else one.naive[name], one) for one in found]
    off = np.concatenate([100 * np.abs(kg - one.true_kg) / one.full_kg for kg, one in told])
    off = off[np.isfinite(off)]
    return [(float(limit), float(np.mean(off <= limit))) for limit in _ERRORS_PCT]
