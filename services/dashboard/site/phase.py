"""What did the trucks of a site do when, by the haul cycles that positioning found?"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from services.dashboard.api import Doing, Doings
from services.dashboard.partial import Missing, every
from services.dashboard.site.activity import OF_PHASE
from services.dashboard.site.plan import SERVING
from services.positioning.api import Cycle, Phase
from services.positioning.client import PositioningClient
from services.registry.api import Site

# A cycle is told of by its begin, which may lie before that of a shift: few are longer.
BEFORE = timedelta(hours=2)
_AT_LOADER = (Phase.QUEUE, Phase.SPOT, Phase.LOAD)


async def doings(positioning: PositioningClient, site: Site, from_: datetime, to: datetime) -> Doings:
    """Return what trucks did in [from_, to), with who waited at which zone; nothing where positioning is away."""
    missing = Missing()
    begin = from_ - BEFORE
    asked = every(lambda after: positioning.site_cycles(site.id, begin, to, after=after))
    cycles = await missing.attempt(asked) or []
    zones = {one.properties.id: one.properties for one in site.features.features}
    return Doings(
        zones={name: told.name for name, told in zones.items() if told.kind.value in SERVING},
        trucks=of_trucks(cycles, from_),
        missing=missing.sentences,
    )


def of_trucks(cycles: Iterable[Cycle], from_: datetime) -> dict[str, Doing]:
    """Return the phases of each truck that end after a time, in columns."""
    spans: dict[str, list[tuple[int, int, str, str | None, float | None]]] = defaultdict(list)
    for cycle in cycles:
        load_t = None if cycle.payload_kg is None else round(cycle.payload_kg / 1000, 1)
        for span in cycle.phases:
            if span.stop > max(span.start, from_):
                zone = cycle.loaded_at if span.phase in _AT_LOADER else cycle.dumped_at
                row = (_s(span.start), _s(span.stop), OF_PHASE[span.phase].value, zone, load_t)
                spans[cycle.machine].append(row)
    return {name: Doing.of(sorted(rows)) for name, rows in spans.items()}


def _s(at: datetime) -> int:
    return round(at.timestamp())
