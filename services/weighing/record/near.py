"""Which trucks were near a digger while it put its buckets down, and where exactly?"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import numpy as np

from models.machines import Kind
from models.weighing.handbook import Array
from models.weighing.load import Way
from models.weighing.payload import Passes
from services.kit.column import Columns
from services.kit.telemetry import Latest, TelemetryReader
from services.weighing.record.store import moment

PLACE = ("latitude_deg", "longitude_deg")
# Machines further apart than this in degrees of latitude never meet: about three kilometres.
_NEAR_DEG = 0.03
# A position holds for less than this.
_MARGIN = timedelta(seconds=20)


@dataclass(frozen=True)
class _Read:
    """Where some trucks were over [from_, to)."""

    from_: datetime
    to: datetime
    ways: Mapping[str, Way]


@dataclass
class Trucks:
    """The trucks of all sites, while one transaction lasts: what was read for one digger serves its neighbours."""

    telemetry: TelemetryReader
    _newest: Sequence[Latest] | None = None
    _read: dict[tuple[str, ...], _Read] = field(default_factory=dict)
    _reads: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def under(self, digger: Way, passes: Passes) -> Mapping[str, Way]:
        """Return where trucks were while these passes went on, of those whose newest place is near the digger's."""
        if not len(passes) or not len(digger.time_s):
            return {}
        span = moment(float(passes.at_s[0])) - _MARGIN, moment(float(passes.end_s[-1])) + _MARGIN
        async with self._reads:
            names = await self._near(digger)
            return await self._ways(names, *span) if names else {}

    async def _near(self, digger: Way) -> tuple[str, ...]:
        latitude, longitude = float(np.median(digger.latitude_deg)), float(np.median(digger.longitude_deg))
        wide = _NEAR_DEG / max(np.cos(np.radians(latitude)), 0.1)
        return tuple(
            one.machine
            for one in await self._trucks()
            if all(name in one.values for name in PLACE)
            and abs(one.values[PLACE[0]].value - latitude) < _NEAR_DEG
            and abs(one.values[PLACE[1]].value - longitude) < wide
        )

    async def _trucks(self) -> Sequence[Latest]:
        if self._newest is None:
            trucks = {one.machine for one in await self.telemetry.machines() if one.kind == Kind.HAUL_TRUCK}
            self._newest = await self.telemetry.latest(PLACE, sorted(trucks))
        return self._newest

    async def _ways(self, names: tuple[str, ...], from_: datetime, to: datetime) -> Mapping[str, Way]:
        known = self._read.get(names)
        if known is None or from_ > known.to or to < known.from_:
            known = _Read(from_, to, await self._told(names, from_, to))
        if from_ < known.from_:
            known = _Read(from_, known.to, _joined(await self._told(names, from_, known.from_), known.ways))
        if to > known.to:
            known = _Read(known.from_, to, _joined(known.ways, await self._told(names, known.to, to)))
        self._read[names] = known
        return known.ways

    async def _told(self, names: Sequence[str], from_: datetime, to: datetime) -> Mapping[str, Way]:
        # One after the other: of several at once the server would sort all rows by machine, which takes twice as long.
        return {one: way_of(await self.telemetry.columns(one, PLACE, from_, to, resolution="raw")) for one in names}


def way_of(columns: Columns) -> Way:
    """Return where a machine was, without the moments at which it did not tell."""
    known = np.isfinite(columns.values[PLACE[0]]) & np.isfinite(columns.values[PLACE[1]])
    return Way(seconds(columns)[known], columns.values[PLACE[0]][known], columns.values[PLACE[1]][known])


def seconds(columns: Columns) -> Array:
    """Return the times of columns in Unix seconds."""
    return np.asarray(columns.time_us / 1e6)


def _joined(earlier: Mapping[str, Way], later: Mapping[str, Way]) -> dict[str, Way]:
    nothing = Way(*(np.empty(0),) * 3)
    pairs = ((name, earlier.get(name, nothing), later.get(name, nothing)) for name in sorted({*earlier, *later}))
    return {
        name: Way(*(np.concatenate([getattr(a, part), getattr(b, part)]) for part in Way.__dataclass_fields__))
        for name, a, b in pairs
    }
