"""What do others tell of a site and a period, and who does not answer?"""

import asyncio
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Annotated, TypeVar

from fastapi import Depends
from psycopg import Error as DatabaseError
from psycopg_pool import PoolTimeout
from pydantic import ValidationError

from models.machines import Kind
from services.kit.auth import Caller, Principal
from services.kit.errors import Problem
from services.kit.health import Running
from services.kit.parameter import Period, Step
from services.kit.resources import Resources
from services.kit.telemetry import reading
from services.positioning.api import Hauls, PresentMachine
from services.positioning.client import Positioning, PositioningClient
from services.registry.client import Registry, RegistryClient
from services.site.api import MissingPart
from services.site.place import Site
from services.site.production.counter import Counter, Counters, list_counters
from services.weighing.api import TargetReport
from services.weighing.api.balance import MassBalance
from services.weighing.api.moved import Moved
from services.weighing.client import Weighing, WeighingClient

Answer = TypeVar("Answer")
_DIGGERS = (Kind.WHEEL_LOADER, Kind.EXCAVATOR)


@dataclass(frozen=True)
class Question:
    """About which site and period is asked, and by which step of time it is told."""

    site: Site
    during: Period
    step: Step
    now: datetime


@dataclass(frozen=True)
class Told:
    """What others told; None is what is missing, for a reason that `missing` names."""

    question: Question
    machines: Sequence[PresentMachine]
    hauls: Hauls | None
    moved: Moved | None
    counters: dict[str, Counters] | None
    missing: Sequence[MissingPart]

    def of(self, *kinds: Kind) -> list[PresentMachine]:
        """Return the machines of some kinds."""
        return [one for one in self.machines if one.kind in kinds]

    @property
    def trucks(self) -> list[PresentMachine]:
        """Return the trucks that were there."""
        return self.of(Kind.HAUL_TRUCK)

    def grown(self, machine: str, counter: str, edges_s: Sequence[float]) -> list[float | None]:
        """Return by how much a counter of a machine grew between each time and the next, None where not known."""
        one: Counter | None = getattr((self.counters or {}).get(machine), counter, None)
        return one.between(edges_s) if one else [None] * (len(edges_s) - 1)

    @property
    def edges_s(self) -> list[float]:
        """Return the begin and the end of the period in Unix seconds."""
        during = self.question.during
        return [during.from_.timestamp(), during.to.timestamp()]

    @property
    def diggers(self) -> list[PresentMachine]:
        """Return the loaders and excavators that were there."""
        return self.of(*_DIGGERS)


@dataclass
class Neighbours:
    """Those who are asked, with the caller's rights."""

    caller: Principal
    resources: Resources
    positioning: PositioningClient
    weighing: WeighingClient
    registry: RegistryClient
    missing: list[MissingPart] = field(default_factory=list)

    async def ask(self, question: Question) -> Told:
        """Return what they tell: first who worked where, then, at once, what was weighed and what counters say."""
        hauls = await self._answer("cycles, queues and routes", "positioning", self._hauls(question))
        machines = hauls.machines if hauls else await self._registered(question.site)
        names = [one.machine for one in machines]
        moved, counters = await asyncio.gather(
            self._answer("what diggers moved and trucks weighed", "weighing", self._moved(question, names)),
            self._answer("fuel and counters", "telemetry", self._counters(question, names)),
        )
        return Told(question, machines, hauls, moved, counters, self.missing)

    async def scales(self, told: Told) -> tuple[MassBalance | None, TargetReport | None]:
        """Return what the scales of the machines that were there tell of one another, and how the loads of each truck
        and digger keep to the rule; None where nobody can say."""
        during, names = told.question.during, [one.machine for one in told.machines]
        if not names or during.from_ >= told.question.now or any(one.service == "weighing" for one in told.missing):
            return None, None
        period = during.from_, during.to
        return await asyncio.gather(
            self._answer("which scales are off", "weighing", self.weighing.balance(*period, names)),
            self._answer("whose loads keep to targets", "weighing", self.weighing.targets(*period, names)),
        )

    async def _hauls(self, question: Question) -> Hauls:
        site, during = question.site, question.during
        return await self.positioning.hauls(
            site.id, during.from_, during.to, step=question.step, timezone=site.timezone
        )

    async def _moved(self, question: Question, machines: Sequence[str]) -> Moved | None:
        during, zone = question.during, question.site.timezone
        if not machines:
            return None
        return await self.weighing.moved(machines, during.from_, during.to, step=question.step, timezone=zone)

    async def _counters(self, question: Question, machines: Sequence[str]) -> dict[str, Counters]:
        async with reading(self.resources.pool, self.caller.viewers) as telemetry:
            return await list_counters(telemetry, machines, question.during)

    async def _registered(self, site: Site) -> list[PresentMachine]:
        """Return the machines that the registry has on a site at present, for want of who was there."""
        page = await self._answer("which machines are on the site", "registry", self.registry.machines(site=site.id))
        return [
            PresentMachine(machine=one.id, kind=one.kind, generation=one.generation, known_until=None)
            for one in (page.items if page else [])
        ]

    async def _answer(self, part: str, service: str, asked: Awaitable[Answer]) -> Answer | None:
        """Return an answer, or None where there is none, and keep why."""
        try:
            return await asked
        except Problem as problem:
            reason = str(problem.detail)
        except ValidationError:
            reason = f"What the service '{service}' answers is not understood here; it is of another version."
        except (PoolTimeout, DatabaseError):
            reason = "The database does not answer in time at the moment."
        self.missing.append(MissingPart(part=part, service=service, reason=reason))
        return None


async def _neighbours(
    caller: Caller, running: Running, positioning: Positioning, weighing: Weighing, registry: Registry
) -> Neighbours:
    return Neighbours(caller, running, positioning, weighing, registry)


Asking = Annotated[Neighbours, Depends(_neighbours)]


def step_of(during: Period) -> Step:
    """Return by which step a period is told when nobody says: some days by the hour, some months by the day."""
    long = during.to - during.from_
    return "hour" if long <= timedelta(days=3) else "day" if long <= timedelta(days=92) else "month"
