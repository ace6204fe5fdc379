"""What do the neighbours know of all machines that somebody may see?"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Annotated

from fastapi import Depends

from models.machines import Kind
from services.dashboard.fleet.memory import Memory
from services.dashboard.fleet.row import HOURS, LISTED, Row
from services.dashboard.neighbour import DiagnosticsOfUser, RegistryOfUser, TelemetryOfUser
from services.dashboard.partial import Missing, every
from services.dashboard.session import User
from services.diagnostics.api import ConditionSummary
from services.registry.api import Customer, Machine, Region, Site
from services.telemetry.api import LatestValues

# The telemetry service takes this many machines by name at once.
MOST_NAMED = 50


@dataclass(frozen=True)
class Fleet:
    """What was known of the fleet at one moment, by id; what is missing was not to be had."""

    machines: Mapping[str, Machine] = field(default_factory=dict)
    customers: Mapping[str, Customer] = field(default_factory=dict)
    regions: Mapping[str, Region] = field(default_factory=dict)
    sites: Mapping[str, Site] = field(default_factory=dict)
    latest: Mapping[str, LatestValues] = field(default_factory=dict)
    conditions: Mapping[str, ConditionSummary] = field(default_factory=dict)
    missing: Missing = field(default_factory=Missing)

    @cached_property
    def rows(self) -> list[Row]:
        """Return a row for each machine; without the registry, for each that has sent something."""
        return [self.row(name) for name in self.machines or self.latest]

    def row(self, name: str) -> Row:
        """Return the row of one machine; raises KeyError where neither registry nor telemetry told of it."""
        machine = self.machines.get(name)
        tenure = machine.tenure if machine else None
        return Row(
            id=name,
            kind=Kind(machine.kind if machine else self.latest[name].kind),
            machine=machine,
            owner=self.customers.get(tenure.customer) if tenure else None,
            place=self.sites.get(tenure.site) if tenure and tenure.site else None,
            condition=self.conditions.get(name),
            latest=self.latest.get(name),
        )

    def on_site(self, site: str) -> list[str]:
        """Return the ids of the machines on a site."""
        return [one.id for one in self.machines.values() if one.tenure and one.tenure.site == site]

    def newer(self, latest: Mapping[str, LatestValues]) -> "Fleet":
        """Return the same with newer values of some machines."""
        return replace(self, latest={**self.latest, **latest}) if latest else self


memory: Memory[Fleet] = Memory()


@dataclass(frozen=True)
class Source:
    """Asks the neighbours as one user, and keeps what the user saw for a moment, because pages ask in bursts."""

    user: User
    registry: RegistryOfUser
    telemetry: TelemetryOfUser
    diagnostics: DiagnosticsOfUser

    async def fleet(self, *, past: bool = False) -> Fleet:
        """Return the machines that the user sees at present, or has ever seen, as of the last few seconds.

        Of the values only what orders a list is there: ask `latest` for those that are shown.
        """
        key = (self.user.subject, self.user.viewers, past)
        return await memory.get(key, lambda: self._gather(past=past), lambda fleet: not fleet.missing.services)

    async def latest(self, machines: Sequence[str], signals: Sequence[str] = LISTED) -> dict[str, LatestValues]:
        """Return the newest values of the machines named, by id; none where telemetry is away."""
        parts = [machines[at : at + MOST_NAMED] for at in range(0, len(machines), MOST_NAMED)]
        missing, ask = Missing(), self.telemetry.latest_of_all
        asked = (missing.attempt(ask(signals, machines=part, limit=MOST_NAMED)) for part in parts)
        return {values.machine: values for page in await asyncio.gather(*asked) if page for values in page.items}

    async def _gather(self, *, past: bool) -> Fleet:
        missing, visible = Missing(), "ever" if past else "now"
        registry, attempt = self.registry, missing.attempt
        machines, customers, regions, sites, latest, conditions = await asyncio.gather(
            attempt(every(lambda after: registry.machines(visible=visible, limit=1000, after=after))),
            attempt(every(lambda after: registry.customers(limit=1000, after=after))),
            attempt(every(lambda after: registry.regions(limit=1000, after=after))),
            attempt(every(lambda after: registry.sites(limit=1000, after=after))),
            attempt(every(lambda after: self.telemetry.latest_of_all([HOURS], limit=1000, after=after))),
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
