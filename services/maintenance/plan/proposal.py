"""How is a plan told, in moments, money and words, with what each piece of advice rests on?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from models import plan
from models.phrase import euros, moment, percent
from models.plan.job import item_of
from models.plan.schedule import NOTICE_H, SLOT_H
from services.maintenance.api import MovedStop, PlannedStop, PlannedTask, UnderWayOrder, WatchedPart
from services.maintenance.order.store import Orders
from services.maintenance.plan.job import Advised, of

_LATER = "Within {days} days it is not worth a stop."


@dataclass(frozen=True)
class Context:
    """What a plan was made of and when, and what is known of its machines."""

    now: datetime
    horizon_days: int
    rates: plan.Rates
    names: Mapping[str, str]
    orders: Orders
    every: Sequence[Advised]

    def order_of(self, one: Advised) -> UnderWayOrder | None:
        """Return the unfinished work order on a suspicion."""
        return self.orders.get((one.machine, one.part.mode, one.part.where))


def stops(made: plan.Plan, context: Context) -> Iterator[PlannedStop]:
    """Yield the stops of a plan, the first one first."""
    for stop in sorted(made.stops, key=lambda one: (one.at_h, one.machine)):
        tasks = [_task(one, context) for one in stop.tasks]
        moves = [_moved(one, stop.at_h, context.now) for one in stop.moves]
        advised = context.now + timedelta(hours=stop.at_h)
        cheap = [one.at for one in moves if one.days > 0 and one.more_eur <= context.rates.visit_eur]
        saves_eur = _waiting_eur(stop, context) - stop.expected_eur
        yield PlannedStop(
            machine=stop.machine,
            machine_name=context.names[stop.machine],
            visit=stop.visit + 1,
            earliest=context.now + timedelta(hours=NOTICE_H),
            advised=advised,
            latest=max(cheap, default=advised),
            expected_eur=round(stop.expected_eur, 2),
            saves_eur=round(saves_eur, 2),
            risk=round(stop.risk, 4),
            parts_eur=round(stop.parts_eur, 2),
            labour_h=stop.labour_h,
            standstill_h=stop.standstill_h,
            moves=moves,
            tasks=tasks,
            sentence=_sentence(stop, tasks, advised, saves_eur),
        )


def watched(made: plan.Plan, context: Context) -> Iterator[WatchedPart]:
    """Yield the suspicions for which no stop is planned."""
    later = _LATER.format(days=context.horizon_days)
    put_off = {id(job) for job in made.watched}
    for one in context.every:
        why = later if one.job is not None and id(one.job) in put_off else one.why_none
        if why is None:
            continue
        part = one.part
        yield WatchedPart(
            machine=one.machine,
            forecast=part.id,
            **part.model_dump(include={"mode", "where", "name", "severity", "probability", "next_step"}),
            why=why,
            order=context.order_of(one),
        )


def _task(task: plan.Task, context: Context) -> PlannedTask:
    one = of(context.every, task.job)
    part = one.part
    return PlannedTask(
        forecast=part.id,
        **part.model_dump(include={"mode", "where", "name", "probability", "sentence", "next_step"}),
        planned_eur=round(task.planned_eur, 2),
        unplanned_eur=round(task.unplanned_eur, 2),
        risk=round(task.risk, 4),
        alone_at=context.now + timedelta(hours=task.own_h),
        order=context.order_of(one),
        rests_on=part.rests_on,
    )


def _moved(move: plan.Move, at_h: float, now: datetime) -> MovedStop:
    at = now + timedelta(hours=at_h, days=move.days)
    return MovedStop(days=move.days, at=at, more_eur=round(move.more_eur, 2), risk=round(move.risk, 4))


def _waiting_eur(stop: plan.Stop, context: Context) -> float:
    """Return what the parts of a stop are expected to cost when they run until the horizon, in EUR."""
    slots_h = np.arange(NOTICE_H, context.horizon_days * 24 + SLOT_H / 2, SLOT_H)
    return sum(float(item_of(task.job, context.rates, slots_h).cost[-1]) for task in stop.tasks)


def _sentence(stop: plan.Stop, tasks: Sequence[PlannedTask], advised: datetime, saves_eur: float) -> str:
    names = " and ".join(task.name for task in tasks)
    worth = f"that saves about {euros(saves_eur)}" if saves_eur > 0 else "that costs no less than to wait"
    return (
        f"Stop {stop.machine} at {moment(advised)} for {stop.standstill_h:g} hours ({names}):"
        f" {worth}; the chance that it fails before is {_percent(stop.risk)}."
    )


def _percent(share: float) -> str:
    return f"less than {percent(0.01)}" if share < 0.01 else percent(share)


def summary(made: plan.Plan, machines: int) -> str:
    """Return a plan in a sentence."""
    if not made.stops:
        if not machines:
            return "No machine that you see is on this site, so there is nothing to plan."
        which = "this machine" if machines == 1 else f"these {machines} machines"
        return f"Nothing that is known of {which} is worth a stop at present."
    visits, saves_eur = len({stop.visit for stop in made.stops}), made.waiting_eur - made.expected_eur
    stopped = len({stop.machine for stop in made.stops})
    among = f"Of {machines} machine{'' if machines == 1 else 's'}"
    parts = f"{among}, {stopped} {'is' if stopped == 1 else 'are'} worth stopping"
    when = f"in {visits} visit{'s' if visits > 1 else ''}"
    return f"{parts}, {when}: that saves about {euros(float(f'{saves_eur:.2g}'))} against waiting."
