"""What do the neighbours know of all machines that somebody may see?"""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Annotated, ClassVar

from fastapi import Depends

from models.machines import Kind
from services.dashboard.neighbour import DiagnosticsOfUser, RegistryOfUser, TelemetryOfUser
from services.dashboard.partial import Missing, every
from services.dashboard.session import User
from services.diagnostics.api import ConditionSummary
from services.registry.api import Customer, Machine, Region, Site
from services.telemetry.api import LatestValues

# What an engineer looks at first, by kind of machine; every kind has its hours beside these.
KEY_SIGNALS: dict[Kind, tuple[str, ...]] = {
    Kind.WHEEL_LOADER: ("engine_speed_rpm", "coolant_temperature_c", "fuel_level_percent"),
    Kind.HAUL_TRUCK: ("ground_speed_kmh", "payload_kg", "fuel_level_percent"),
    Kind.EXCAVATOR: ("engine_speed_rpm", "hydraulic_oil_temperature_c", "fuel_level_percent"),
    Kind.CRUSHER: ("crusher_throughput_tph", "crusher_power_kw", "crusher_level_percent"),
}
HOURS = "engine_hours_h"
# The telemetry service takes this many machines by name at once.
MOST_NAMED = 50
LISTED = (HOURS, *sorted({name for names in KEY_SIGNALS.values() for name in names}))


@dataclass(frozen=True)
class Fleet:
    """What was known of the fleet at one moment, by id; what is missing was not to be had."""

    machines: dict[str, Machine] = field(default_factory=dict)
    customers: dict[str, Customer] = field(default_factory=dict)
    regions: dict[str, Region] = field(default_factory=dict)
    sites: dict[str, Site] = field(default_factory=dict)
    latest: dict[str, LatestValues] = field(default_factory=dict)
    conditions: dict[str, ConditionSummary] = field(default_factory=dict)
    missing: Missing = field(default_factory=Missing)


@dataclass(frozen=True)
class Source:
    """Asks the neighbours as one user, and keeps what the user saw for a moment, because pages ask in bursts."""

    user: User
    registry: RegistryOfUser
    telemetry: TelemetryOfUser
    diagnostics: DiagnosticsOfUser

    kept_s: ClassVar[float] = 5.0
    most: ClassVar[int] = 64
    _kept: ClassVar[dict[tuple[object, ...], tuple[float, Fleet]]] = {}

    async def fleet(self, *, past: bool = False) -> Fleet:
        """Return the machines that the user sees at present, or has ever seen."""
        key = (self.user.subject, self.user.viewers, past)
        at, fleet = self._kept.get(key, (-self.kept_s, Fleet()))
        if time.monotonic() - at < self.kept_s:
            return fleet
        fleet = await self._gather(past=past)
        while len(self._kept) >= self.most:
            self._kept.pop(next(iter(self._kept)))
        if not fleet.missing.services:
            self._kept[key] = (time.monotonic(), fleet)
        return fleet

    async def latest(self, machines: Sequence[str], signals: Sequence[str] = LISTED) -> dict[str, LatestValues]:
        """Return the newest values of the machines named, by id."""
        parts = [machines[at : at + MOST_NAMED] for at in range(0, len(machines), MOST_NAMED)]
        asked = (self.telemetry.latest_of_all(signals, machines=part, limit=MOST_NAMED) for part in parts)
        return {values.machine: values for page in await asyncio.gather(*asked) for values in page.items}

    @classmethod
    def remembers(cls) -> bool:
        """Return whether anything is kept of what users saw."""
        return bool(cls._kept)

    @classmethod
    def forget(cls) -> None:
        """Keep nothing of what users saw."""
        cls._kept.clear()

    async def _gather(self, *, past: bool) -> Fleet:
        missing, visible = Missing(), "ever" if past else "now"
        registry, attempt = self.registry, missing.attempt
        machines, customers, regions, sites, latest, conditions = await asyncio.gather(
            attempt(every(lambda after: registry.machines(visible=visible, limit=1000, after=after))),
            attempt(every(lambda after: registry.customers(limit=1000, after=after))),
            attempt(every(lambda after: registry.regions(limit=1000, after=after))),
            attempt(every(lambda after: registry.sites(limit=1000, after=after))),
            attempt(every(lambda after: self.telemetry.latest_of_all(LISTED, limit=1000, after=after))),
            attempt(every(lambda after: self.diagnostics.conditions(limit=1000, after=after))),
        )
        return Fleet(
            machines={one.id: one for one in machines or ()},
            customers={one.id: one for one in customers or ()},
            regions={one.id: one for one in regions or ()},
            sites={one.id: one for one in sites or ()},
            latest={one.machine: one for one in latest or ()},
            conditions={one.machine: one for one in conditions or ()},
            missing=missing,
        )


Gathered = Annotated[Source, Depends(Source)]
