"""Which stops of a site's machines cost least in all, and what would it cost to move one?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from models.phrase import euros, percent
from models.plan.group import Group, grouped, together
from models.plan.job import Item, Job, item_of
from models.plan.price import Rates
from models.prognosis.history import Floats

# Mechanics and parts are there after so many hours at the earliest; jobs begin at one of these steps.
NOTICE_H, SLOT_H, HORIZON_DAYS = 8.0, 8.0, 28
MOVES_DAYS = (-7, -3, -1, 1, 3, 7)


@dataclass(frozen=True)
class Task:
    """A job of a stop: what it costs planned and failed (EUR), how probably it fails before, and when it would be done
    if it were the only one (hours from the plan on)."""

    job: Job
    planned_eur: float
    unplanned_eur: float
    risk: float
    own_h: float


@dataclass(frozen=True)
class Move:
    """What it would cost more to have a stop so many days later (earlier where negative), and how probably one of its
    parts had failed by then."""

    days: int
    more_eur: float
    risk: float


@dataclass(frozen=True)
class Stop:
    """A machine stands for `tasks`, so many hours after the plan is made. `visit` numbers the mechanic's visit, which
    stops of several machines of a site can share; costs are expected ones, in EUR, and without the visit."""

    machine: str
    at_h: float
    visit: int
    tasks: tuple[Task, ...]
    expected_eur: float
    parts_eur: float
    labour_h: float
    standstill_h: float
    risk: float
    moves: tuple[Move, ...]


@dataclass(frozen=True)
class Plan:
    """Stops in order of time, and jobs that need none within the horizon.

    `expected_eur` is the expected cost of the plan, beside that of each job by itself, of all jobs at the first
    moment, and of waiting until the end of the horizon.
    """

    stops: tuple[Stop, ...]
    watched: tuple[Job, ...]
    expected_eur: float
    singly_eur: float
    at_once_eur: float
    waiting_eur: float
    assumptions: tuple[str, ...]


@dataclass(frozen=True)
class _Site:
    """The jobs of a site, and what each of them is over the slots of the plan."""

    jobs: Sequence[Job]
    items: Sequence[Item]
    rates: Rates
    slots_h: Floats


def plan(jobs: Sequence[Job], rates: Rates | None = None, horizon_days: int = HORIZON_DAYS) -> Plan:
    """Return the stops of one site's machines that cost least in expectation.

    Jobs of a machine are grouped into stops, and stops of the site into visits of a mechanic.
    """
    rates = Rates() if rates is None else rates
    slots_h = np.arange(NOTICE_H, horizon_days * 24 + SLOT_H / 2, SLOT_H)
    site = _Site(jobs, [item_of(job, rates, slots_h) for job in jobs], rates, slots_h)
    halts, visits = _cheapest(site)
    planned = [group for group in visits if group.whole.best < len(slots_h) - 1]
    waits = [halts[one] for group in visits if group not in planned for one in group.members]
    alone = [_visited(_halt(site, (place,), 0.0), rates).cost for place in range(len(jobs))]
    every = _visited(Group((), together([halt.whole for halt in halts], 0.0)), rates).cost if halts else np.zeros(1)
    return Plan(
        tuple(_stops(site, halts, planned)),
        tuple(jobs[one] for halt in waits for one in halt.members),
        expected_eur=_total(visits),
        singly_eur=sum(float(cost.min()) for cost in alone),
        at_once_eur=float(every[0]),
        waiting_eur=float(every[-1]),
        assumptions=tuple(_assumptions(jobs, rates, horizon_days)),
    )


def _cheapest(site: _Site) -> tuple[list[Group], list[Group]]:
    """Return the stops, with the places of their jobs, and the visits, with those of their stops, that cost least.

    Stops are grouped before it is known who shares their visit: as if each paid one, or none, or did a single job.
    """
    rates = site.rates
    singly = [_halt(site, (place,), 0.0) for place in range(len(site.jobs))]
    tried = [[*_halts(site, 0.0)], [*_halts(site, rates.visit_eur)], singly]
    whole = [(halts, grouped([halt.whole for halt in halts], rates.visit_eur)) for halts in tried]
    return min(whole, key=lambda pair: _total(pair[1]))


def _halts(site: _Site, visit_eur: float) -> Iterator[Group]:
    for machine in sorted({job.machine for job in site.jobs}):
        places = [place for place, job in enumerate(site.jobs) if job.machine == machine]
        setup_eur = site.rates.stop_eur(site.jobs[places[0]].kind) + visit_eur
        for group in grouped([site.items[place] for place in places], setup_eur):
            yield _halt(site, tuple(places[one] for one in group.members), 0.0)


def _halt(site: _Site, places: tuple[int, ...], more_eur: float) -> Group:
    setup_eur = site.rates.stop_eur(site.jobs[places[0]].kind) + more_eur
    return Group(places, together([site.items[place] for place in places], setup_eur))


def _visited(halt: Group, rates: Rates) -> Item:
    return together([halt.whole], rates.visit_eur)


def _total(visits: Sequence[Group]) -> float:
    return sum(float(group.whole.cost.min()) for group in visits)


def _stops(site: _Site, halts: Sequence[Group], planned: Sequence[Group]) -> Iterator[Stop]:
    for number, visit in enumerate(planned):
        for member in visit.members:
            yield _stop(site, halts[member], (visit.whole.best, number), shared=len(visit.members) > 1)


def _stop(site: _Site, halt: Group, when: tuple[int, int], *, shared: bool) -> Stop:
    slot, visit = when
    jobs = [site.jobs[place] for place in halt.members]
    return Stop(
        machine=jobs[0].machine,
        at_h=float(site.slots_h[slot]),
        visit=visit,
        tasks=tuple(_task(site, place, slot) for place in halt.members),
        expected_eur=float(halt.whole.cost[slot]),
        parts_eur=sum(job.price.parts_eur for job in jobs),
        labour_h=site.rates.stop_h + sum(job.price.labour_h for job in jobs),
        standstill_h=site.rates.stop_h + sum(job.price.standstill_h for job in jobs),
        risk=_risk(jobs, site.slots_h[slot]),
        moves=tuple(_moves(site, halt, slot, shared=shared)),
    )


def _task(site: _Site, place: int, slot: int) -> Task:
    job = site.jobs[place]
    return Task(
        job,
        planned_eur=site.rates.planned_eur(job.price, job.kind),
        unplanned_eur=site.rates.unplanned_eur(job.price, job.kind),
        risk=_risk([job], site.slots_h[slot]),
        own_h=float(site.slots_h[_visited(_halt(site, (place,), 0.0), site.rates).best]),
    )


def _moves(site: _Site, halt: Group, slot: int, *, shared: bool) -> Iterator[Move]:
    """Yield what other days would cost; who leaves a shared visit pays one of its own."""
    for days in MOVES_DAYS:
        there = slot + round(days * 24 / SLOT_H)
        if 0 <= there < len(site.slots_h):
            own_eur = site.rates.visit_eur * halt.whole.needed[there] if shared else 0.0
            more_eur = halt.whole.cost[there] - halt.whole.cost[slot] + own_eur
            yield Move(days, float(more_eur), _risk([site.jobs[one] for one in halt.members], site.slots_h[there]))


def _risk(jobs: Sequence[Job], at_h: float) -> float:
    """Return the probability that one of the parts has failed by then."""
    return float(1 - np.prod([1 - job.risk(np.array([at_h]))[0] for job in jobs]))


def _assumptions(jobs: Sequence[Job], rates: Rates, horizon_days: int) -> Iterator[str]:
    yield f"Jobs begin {NOTICE_H:g} hours after the plan at the earliest; it looks {horizon_days} days ahead."
    yield f"An hour of labour costs {euros(rates.labour_eur_per_h)}, called out {rates.called_out_factor:g} times that."
    yield f"A mechanic's visit costs {euros(rates.visit_eur)}; each stop takes {rates.stop_h:g} hours beside its jobs."
    yield f"A wrong suspicion ends by itself after some {rates.fades_h:g} hours, or takes {rates.look_h:g} to look at."
    yield f"A machine with a failed part earns {percent(rates.worse)} less until it is repaired."
    yield "Machines go on to work as hard as while their parts were followed; failures do not depend on each other."
    for machine, hours in sorted({job.machine: job.forecast.hours_per_day for job in jobs}.items()):
        yield f"{machine} works {hours:.1f} hours a day."
