"""What do the neighbours know of all machines that somebody may see?"""

import asyncio
from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import compress
from typing import Annotated

from fastapi import Depends

from models.consent import DataGroup, group_of
from models.machines import Kind
from models.signals import signal
from services.dashboard.fleet.memory import Memory
from services.dashboard.fleet.row import HOURS, LISTED, Found, Heard, Listed, Row
from services.dashboard.neighbour import Neighbours
from services.dashboard.partial import Missing, every
from services.diagnostics.api import ConditionColumns
from services.kit.health import Running
from services.kit.witness import Ledger, reader_of
from services.registry.api import Customer, MachineColumns, Region, Site
from services.telemetry.api import LatestColumns, LatestValues

# The telemetry service takes this many machines by name at once.
MOST_NAMED = 50


@dataclass(frozen=True)
class Fleet:
    """What was known of the fleet at one moment, by id; what is missing was not to be had.

    `latest` are the newest values of the machines for which somebody asked them; `read_by` those who stand in the log
    of access as readers of this.
    """

    machines: Mapping[str, Listed] = field(default_factory=dict)
    customers: Mapping[str, Customer] = field(default_factory=dict)
    regions: Mapping[str, Region] = field(default_factory=dict)
    sites: Mapping[str, Site] = field(default_factory=dict)
    heard: Mapping[str, Heard] = field(default_factory=dict)
    conditions: Mapping[str, Found] = field(default_factory=dict)
    latest: Mapping[str, LatestValues] = field(default_factory=dict)
    missing: Missing = field(default_factory=Missing)
    read_by: set[str] = field(default_factory=set)

    @property
    def hears(self) -> bool:
        """Return whether what machines send is told at present: else nobody knows who is online."""
        return "telemetry" not in self.missing.services

    @cached_property
    def rows(self) -> list[Row]:
        """Return a row for each machine; without the registry, for each that has sent something."""
        return [self.row(name) for name in self.machines or self.heard]

    def row(self, name: str) -> Row:
        """Return the row of one machine; raises KeyError where neither registry nor telemetry told of it."""
        machine = self.machines.get(name)
        return Row(
            id=name,
            kind=machine.kind if machine else Kind(self.heard[name].kind),
            machine=machine,
            owner=self.customers.get(machine.customer) if machine and machine.customer else None,
            place=self.sites.get(machine.site) if machine and machine.site else None,
            condition=self.conditions.get(name),
            heard=self.heard.get(name),
            latest=self.latest.get(name),
        )

    @cached_property
    def by_site(self) -> Mapping[str, Sequence[Row]]:
        """Return the rows of the machines on each site, the most urgent first."""
        found: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows:
            if row.site:
                found[row.site].append(row)
        return {site: sorted(rows, key=lambda row: (-row.urgency, row.name.lower())) for site, rows in found.items()}

    def with_latest(self, latest: Mapping[str, LatestValues]) -> "Fleet":
        """Return the same with the newest values of some machines."""
        return replace(self, latest=latest) if latest else self


@dataclass(frozen=True)
class Names:
    """The machines that somebody sees at present, and those that they have ever seen, with their names."""

    now: Fleet
    ever: Fleet


# Who has which machine where changes seldom, and what the registry tells of it is forgotten when it does; what is said
# of machines changes all the time, and the newest values of those that are shown are asked beside. Both follow from the
# rights of whoever asks alone, so those who have the same share them.
registered: Memory[Names] = Memory(least_s=30.0, most=128)
said: Memory[Fleet] = Memory(least_s=20.0, most=128)
_whole: dict[tuple[Hashable, ...], tuple[Fleet, Fleet, Fleet]] = {}


def forget() -> None:
    """Keep nothing of what was gathered."""
    registered.forget()
    said.forget()
    _whole.clear()


async def _book(running: Running) -> Ledger:
    return running.pool.ledger


Book = Annotated[Ledger, Depends(_book)]


@dataclass(frozen=True)
class Source(Neighbours):
    """Asks the neighbours as one user, and keeps for a moment what is seen with the user's rights: pages ask in bursts,
    and so do all who have the same rights.
    """

    book: Book

    async def fleet(self, *, past: bool = False) -> Fleet:
        """Return the machines that the user sees at present, or has ever seen, as of the last few seconds.

        Of the values only what orders a list is there: ask `latest` for those that are shown.
        """
        known, heard = await asyncio.gather(self.named(past=past), said.get(self._rights, self._hear, _is_whole))
        self._note(heard)
        return _joined((*self._rights, past), known, heard)

    async def named(self, *, past: bool = False) -> Fleet:
        """Return those machines with their names, owners and sites alone, which costs a fraction of all of it."""
        names = await registered.get(self._rights, self._look_up, lambda names: _is_whole(names.ever))
        return names.ever if past else names.now

    async def site(self, name: str) -> Site:
        """Return a site, as it was named lately; raises NotFound where the user sees no such site."""
        return (await self.named()).sites.get(name) or await self.registry.site(name)

    @property
    def _rights(self) -> tuple[Hashable, ...]:
        """Return what everything follows from that neighbours answer: the viewers by whom rows are seen, and which
        services may be asked."""
        return self.user.viewers, self.user.permissions

    def _note(self, heard: Fleet) -> None:
        """Let who is shown what another gathered stand in the log of access, as whoever gathered it does."""
        if self.user.subject in heard.read_by:
            return
        heard.read_by.add(self.user.subject)
        for machines, groups in ((heard.heard, group_of(signal(HOURS))), (heard.conditions, DataGroup.HEALTH)):
            if machines:
                self.book.note_several(reader_of("dashboard", self.user.viewers), machines, groups.bit)

    async def latest(self, machines: Sequence[str], signals: Sequence[str] = LISTED) -> dict[str, LatestValues]:
        """Return the newest values of the machines named, at most MOST_NAMED; none where telemetry is away."""
        if not machines:
            return {}
        ask = self.telemetry.latest_of_all(signals, machines=machines, limit=MOST_NAMED)
        page = await Missing().attempt(ask)
        return {values.machine: values for values in page.items} if page else {}

    async def columns(self, signals: Sequence[str]) -> LatestColumns | None:
        """Return the newest values of all machines that the user sees, None where telemetry is away."""
        return await Missing().attempt(self.telemetry.latest_columns(signals))

    async def _look_up(self) -> Names:
        missing, registry = Missing(), self.registry
        machines, customers, regions, sites = await asyncio.gather(
            missing.attempt(registry.machine_columns(visible="ever")),
            missing.attempt(every(lambda after: registry.customers(limit=1000, after=after))),
            missing.attempt(every(lambda after: registry.regions(limit=1000, after=after))),
            missing.attempt(every(lambda after: registry.sites(limit=1000, after=after))),
        )
        ever = Fleet(
            machines=_listed(machines) if machines else {},
            customers={one.id: one for one in customers or ()},
            regions={one.id: one for one in regions or ()},
            sites={one.id: one for one in sites or ()},
            missing=missing,
        )
        if machines is None or all(machines.present):
            return Names(ever, ever)
        seen = dict(compress(ever.machines.items(), machines.present))
        return Names(replace(ever, machines=seen), ever)

    async def _hear(self) -> Fleet:
        missing = Missing()
        heard, conditions = await asyncio.gather(
            missing.attempt(self.telemetry.latest_columns([HOURS])),
            missing.attempt(self.diagnostics.condition_columns()),
        )
        return Fleet(
            heard=_heard(heard) if heard else {},
            conditions=_found(conditions) if conditions else {},
            missing=missing,
            read_by={self.user.subject},
        )


def _is_whole(fleet: Fleet) -> bool:
    return not fleet.missing.services


def _joined(key: tuple[Hashable, ...], known: Fleet, of_them: Fleet) -> Fleet:
    """Return what the registry knows and what is said of its machines as one: the same while neither is another."""
    before = _whole.get(key)
    if before and before[0] is known and before[1] is of_them:
        return before[2]
    away = Missing(known.missing.services | of_them.missing.services)
    whole = replace(known, heard=of_them.heard, conditions=of_them.conditions, missing=away)
    for gone in [one for one in _whole if one[:-1] not in said.held]:
        del _whole[gone]
    _whole[key] = known, of_them, whole
    return whole


def _listed(told: MachineColumns) -> dict[str, Listed]:
    kinds = (told.id, told.name, told.kind, told.make, told.model_name)
    rows = zip(*kinds, told.serial, told.pin, told.customer, told.site, strict=True)
    return {row[0]: Listed._make(row) for row in rows}


def _heard(told: LatestColumns) -> dict[str, Heard]:
    rows = zip(told.machine, told.kind, told.model, told.connection, told.time, told.values[HOURS], strict=True)
    return {row[0]: Heard._make(row) for row in rows}


def _found(told: ConditionColumns) -> dict[str, Found]:
    rows = zip(told.machine, told.state, told.urgency, told.sentence, told.since, strict=True)
    return {row[0]: Found._make(row) for row in rows}


Gathered = Annotated[Source, Depends(Source)]
