"""What did the belts of crushers weigh, and what was dumped into those crushers?"""

from collections.abc import Sequence
from functools import partial

import numpy as np

from models.machines import Generation, Kind
from models.weighing.belt import Belt, Counted, Fed, Run, fed, run
from models.weighing.handbook import SPECIFICATIONS
from services.kit.column import Columns
from services.kit.parameter import Period
from services.kit.telemetry import TelemetryReader, VisiblePeriod, statistics
from services.weighing.record.near import seconds
from services.weighing.record.telling import Match

_PLACE = statistics(["latitude_deg", "longitude_deg"], "mean")
_TOLD, _STOOD = statistics(["crusher_throughput_tph"], "mean"), statistics(["payload_total_kg"], "max")
_FEED = (Kind.HAUL_TRUCK, Kind.WHEEL_LOADER)
_MINUTE_S = 60.0


async def belt_runs(
    telemetry: TelemetryReader, machines: Sequence[VisiblePeriod], during: Period, matches: Sequence[Match]
) -> list[Run]:
    """Return what the belts of crushers weighed in a period, beside what those loads and old units' counters tell."""
    crushers = sorted({one.machine for one in machines if one.kind == Kind.CRUSHER})
    if not crushers:
        return []
    # Of the others every load is seen; what old units dumped is known by their counters alone.
    old = {one.machine: one.model for one in machines if one.kind in _FEED and one.generation == Generation.LEGACY}
    read = partial(telemetry.columns_of, from_=during.from_, to=during.to, resolution="minute")
    told, stood = await read(crushers, [*_TOLD, *_PLACE]), await read([*old], [*_STOOD, *_PLACE])
    dumped = [one for match in matches for one in _fed(match)]
    counters = [_counted(machine, columns, old[machine]) for machine, columns in stood.items()]
    return [run(_belt(crusher, columns), dumped, counters) for crusher, columns in sorted(told.items())]


def _fed(match: Match) -> list[Fed]:
    own = match.own
    if own is None or match.truck is None or not np.isfinite(own.dumped_s):
        return []
    load = match.load if match.load is not None and match.load.payload_kg > 0 else None
    return [fed(match.truck, own, load, match.back_kg)]


def _belt(crusher: str, columns: Columns) -> Belt:
    known = np.isfinite(columns.values[_PLACE[0]])
    place = [float(np.median(columns.values[name][known])) if known.any() else np.nan for name in _PLACE]
    return Belt(crusher, (place[0], place[1]), seconds(columns), columns.values[_TOLD[0]].astype(float), _MINUTE_S)


def _counted(machine: str, columns: Columns, model: str) -> Counted:
    known = np.isfinite(columns.values[_STOOD[0]])
    places = np.stack([columns.values[name][known] for name in _PLACE], axis=1).astype(float)
    specification = SPECIFICATIONS.get(model)
    load_kg = specification.payload_kg if specification is not None else 0.0
    kg = np.maximum.accumulate(columns.values[_STOOD[0]][known].astype(float))
    return Counted(machine, seconds(columns)[known], kg, places, (), load_kg)
