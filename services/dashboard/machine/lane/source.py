"""What do the neighbours tell of a machine's work over a time?"""

import asyncio
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends

from models.machines import Generation, Kind
from services.dashboard.api import Lane, Lanes
from services.dashboard.machine.chart import chart
from services.dashboard.machine.lane import cycle, happening, load
from services.dashboard.machine.lane.period import Period, Sums, ms
from services.dashboard.machine.share import explained, given
from services.dashboard.neighbour import Neighbours, PositioningOfUser, WeighingOfUser
from services.dashboard.partial import Missing, every
from services.dashboard.wording import quantity
from services.positioning.api import Haulage
from services.registry.api import Machine
from services.telemetry.api import History

# What a machine of a kind uses up or puts out, beside what is chosen for the chart.
LINES: dict[Kind, tuple[str, ...]] = {Kind.CRUSHER: ("crusher_throughput_tph", "crusher_power_kw")}
USUAL = ("fuel_rate_lph",)
POINTS = 600


@dataclass(frozen=True)
class LaneSource(Neighbours):
    """Asks the neighbours for lanes, as one user."""

    positioning: PositioningOfUser
    weighing: WeighingOfUser

    async def lanes(self, machine: str, period: Period) -> Lanes:
        """Return the lanes of a machine over a time; raises NotFound where the user sees no such machine."""
        missing = Missing()
        known, access = await asyncio.gather(
            missing.attempt(self.registry.machine(machine)), missing.attempt(self.registry.machine_access(machine))
        )
        parts = self._parts(machine, known, period, missing)
        found = [lane for part in await asyncio.gather(*parts) for lane in part]
        lanes = explained(found, given(access, self.user.viewers))
        return Lanes(
            machine=machine, from_ms=ms(period.from_), to_ms=ms(period.to), lanes=lanes, missing=missing.sentences
        )

    def _parts(
        self, machine: str, known: Machine | None, period: Period, missing: Missing
    ) -> list[Coroutine[Any, Any, list[Lane]]]:
        kind = known.kind if known else None
        site = known.tenure.site if known and known.tenure else None
        digs = kind in load.LABELS
        return [
            *([self._cycles(known, site, period, missing)] if known and kind is Kind.HAUL_TRUCK else []),
            *([self._loads(machine, kind, period, missing)] if kind and digs else []),
            self._lines(machine, LINES.get(kind, USUAL) if kind else USUAL, period, missing),
            self._happenings(machine, period, missing),
            self._alerts(machine, period, missing),
        ]

    async def _cycles(self, truck: Machine, site: str | None, period: Period, missing: Missing) -> list[Lane]:
        if period.sums:
            return await self._summed(truck, site, period, missing, by=period.sums)
        found, zones = await asyncio.gather(
            missing.attempt(cycle.told(self.positioning, truck.id, period)), self._zones(site, missing)
        )
        if found is None:
            return []
        return [cycle.of_cycles(found, None if found else await self._haulage(truck, period, missing), zones)]

    async def _summed(
        self, truck: Machine, site: str | None, period: Period, missing: Missing, *, by: Sums
    ) -> list[Lane]:
        asked = cycle.summed(self.positioning, truck.id, site, period, by) if site else _nothing()
        sums = await missing.attempt(asked)
        haulage = None if sums and sums.cycles else await self._haulage(truck, period, missing)
        return cycle.of_sums(sums or cycle.Summed(by, {}, {}, {}), haulage)

    async def _haulage(self, truck: Machine, period: Period, missing: Missing) -> Haulage | None:
        # Only of old units, which tell too seldom for cycles to be seen, does a counter tell more than nothing.
        if truck.generation is not Generation.LEGACY:
            return None
        return await missing.attempt(self.positioning.haulage(truck.id, period.from_, period.to))

    async def _zones(self, site: str | None, missing: Missing) -> dict[str, str]:
        told = await missing.attempt(self.positioning.features(site)) if site else None
        return {one.properties.id: one.properties.name for one in told.features} if told else {}

    async def _loads(self, machine: str, kind: Kind, period: Period, missing: Missing) -> list[Lane]:
        if not period.sums:
            found = await missing.attempt(load.told(self.weighing, machine, kind, period))
            return [] if found is None else [load.of_loads(found, kind)]
        if kind is Kind.HAUL_TRUCK:
            # Its sums are those of its cycles.
            return []
        sums = await missing.attempt(load.summed(self.weighing, machine, period, period.sums))
        return [] if sums is None else [load.of_sums(sums, period.sums)]

    async def _lines(self, machine: str, names: Sequence[str], period: Period, missing: Missing) -> list[Lane]:
        asked = self.telemetry.history(machine, names, period.from_, period.to, points=POINTS)
        told, capability = await asyncio.gather(
            missing.attempt(asked), missing.attempt(self.registry.capability(machine))
        )
        absent = {one.signal for one in capability.missing} if capability else set()
        return _lines(told, absent) if told else []

    async def _happenings(self, machine: str, period: Period, missing: Missing) -> list[Lane]:
        asked = self.telemetry.events(machine, period.from_, period.to, limit=happening.MOST_EVENTS)
        page = await missing.attempt(asked)
        return [happening.faults(page, period), happening.events(page)] if page else []

    async def _alerts(self, machine: str, period: Period, missing: Missing) -> list[Lane]:
        asked = every(lambda after: self.diagnostics.alerts(machine, limit=1000, after=after))
        told = await missing.attempt(asked)
        return [] if told is None else [happening.alerts(told, period)]


async def _nothing() -> None:
    return None


def _lines(told: History, absent: set[str]) -> list[Lane]:
    lanes = []
    for one in chart(told).signals:
        most = max((value for value in one.max if value is not None), default=None)
        nothing = f"Its telematics does not tell it{'' if one.name in absent else ' in this time'}."
        scale = None if most is None else quantity(most, one.unit)
        note = nothing if most is None else None
        lanes.append(Lane(id=one.name, label=one.description, line=one, scale=scale, note=note))
    return lanes


AskedLanes = Annotated[LaneSource, Depends(LaneSource)]
