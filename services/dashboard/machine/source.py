"""What do the neighbours know of one machine?"""

import asyncio
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import Depends

from models.consent import DataGroup
from models.machines import Generation, Kind
from services.dashboard.machine.fan import Fan, fan
from services.dashboard.machine.share import given
from services.dashboard.neighbour import Neighbours
from services.dashboard.partial import Missing, every
from services.diagnostics.api import Condition, Diagnosis, Suspect, WearCourse
from services.kit.errors import NotFound
from services.maintenance.api import MachineForecasts, PartForecast
from services.registry.api import Capability, Machine, Site
from services.telemetry.api import EventPage, MachineEvent, MachineLatest

EVENTS = 25
EVENTS_OF = timedelta(days=30)


@dataclass(frozen=True)
class Known:
    """What was known of a machine at one moment; None stands for what nobody told.

    `groups` are those of its data that the reader has, None for all of them.
    """

    id: str
    machine: Machine | None
    capability: Capability | None
    site: Site | None
    customer_name: str | None
    condition: Condition | None
    forecasts: list[PartForecast] | None
    diagnosis: Diagnosis | None
    latest: MachineLatest | None
    events: list[MachineEvent] | None
    events_next: str | None
    groups: frozenset[DataGroup] | None = None
    missing: Missing = field(default_factory=Missing)

    @property
    def kind(self) -> Kind | None:
        """Return what kind of machine it is, by whoever knows."""
        told = self.machine or self.latest or self.condition
        return Kind(told.kind) if told else None

    @property
    def generation(self) -> Generation | None:
        """Return the generation of its telematics, by whoever knows."""
        told = self.machine or self.latest or self.condition
        return Generation(told.generation) if told else None

    @property
    def name(self) -> str:
        """Return what people call it; its id where nobody tells."""
        return self.machine.name if self.machine else self.id

    def forecast(self, mode: str, where: str) -> PartForecast | None:
        """Return what is forecast of a failure; None where nobody told."""
        return next((one for one in self.forecasts or () if (one.mode, one.where) == (mode, where)), None)

    def suspect(self, mode: str, where: str) -> Suspect | None:
        """Return what speaks for a failure; None where nobody told."""
        told = self.diagnosis.suspects if self.diagnosis else []
        return next((one for one in told if (one.mode, one.where) == (mode, where)), None)

    def fan(self, forecast: PartForecast) -> Fan | None:
        """Return how a forecast is drawn, with the course of wear so far where diagnostics told one."""
        return fan(forecast, self._course(forecast.mode, forecast.where))

    def _course(self, mode: str, where: str) -> WearCourse | None:
        told = self.diagnosis.courses if self.diagnosis else []
        return next((one for one in told if (one.mode, one.where) == (mode, where)), None)

    @property
    def timezone(self) -> str | None:
        """Return the name of its site's time zone."""
        return self.site.timezone if self.site else None


@dataclass(frozen=True)
class Source(Neighbours):
    """Asks the neighbours about machines, as one user."""

    async def known(self, name: str) -> Known:
        """Return what is known of a machine; raises NotFound where the user sees no such machine."""
        missing, now = Missing(), datetime.now(UTC)
        ((machine, site, customer), capability, access), judged, (latest, events) = await asyncio.gather(
            asyncio.gather(
                self._held(name, missing),
                missing.attempt(self.registry.capability(name)),
                missing.attempt(self.registry.machine_access(name)),
            ),
            self._judged(name, missing),
            asyncio.gather(
                missing.attempt(self.telemetry.latest(name)),
                missing.attempt(self.telemetry.events(name, now - EVENTS_OF, now, limit=EVENTS)),
            ),
        )
        condition, diagnosis, forecasts = judged
        return Known(
            id=name,
            machine=machine,
            capability=capability,
            site=site,
            customer_name=customer,
            condition=condition,
            forecasts=forecasts.forecasts if forecasts else None,
            diagnosis=diagnosis,
            latest=latest,
            events=events.items if events else None,
            events_next=events.next if events else None,
            groups=given(access, self.user.viewers),
            missing=missing,
        )

    async def judged(self, known: Known) -> Known:
        """Return what is known of a machine with what is said of its health at this moment, where anybody says it."""
        condition, diagnosis, forecasts = await self._judged(known.id, Missing())
        return replace(
            known,
            condition=condition or known.condition,
            diagnosis=diagnosis or known.diagnosis,
            forecasts=forecasts.forecasts if forecasts else known.forecasts,
        )

    async def _judged(
        self, name: str, missing: Missing
    ) -> tuple[Condition | None, Diagnosis | None, MachineForecasts | None]:
        return await asyncio.gather(
            missing.attempt(self.diagnostics.condition(name)),
            missing.attempt(self.diagnostics.diagnosis(name)),
            missing.attempt(self.maintenance.forecasts(name)),
        )

    async def older(self, name: str, after: str) -> EventPage:
        """Return the page of events behind a cursor."""
        now = datetime.now(UTC)
        return await self.telemetry.events(name, now - EVENTS_OF, now, limit=EVENTS, after=after)

    async def _held(self, name: str, missing: Missing) -> tuple[Machine | None, Site | None, str | None]:
        """Return a machine, the site on which it is and the name of who has it."""
        machine, customers = await asyncio.gather(
            missing.attempt(self.registry.machine(name)),
            missing.attempt(every(lambda after: self.registry.customers(limit=1000, after=after))),
        )
        tenure = machine.tenure if machine else None
        if not tenure:
            return machine, None, None
        names = {customer.id: customer.name for customer in customers or ()}
        site = await missing.attempt(self._site(tenure.site))
        return machine, site, names.get(tenure.customer, tenure.customer)

    async def _site(self, name: str | None) -> Site | None:
        try:
            return await self.registry.site(name) if name else None
        except NotFound:
            # A machine that was lent abroad works on a site that its owner does not see.
            return None


Asked = Annotated[Source, Depends(Source)]
