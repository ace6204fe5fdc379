"""Which machines are asked, and which models of life never saw them nor their seed?"""

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace

from threadpoolctl import threadpool_limits

from benchmarks.accuracy.recording import Order, Recording, record
from benchmarks.accuracy.wear import Machine, lessons, machines_of
from models.prognosis import LifeModel
from models.prognosis.part import fit_parts
from simulators.fleet import Fleet

# Parts of the machines that are learned from fail more often by themselves than those of any fleet file, and are
# followed beyond the recording: who learns only from lives that ended within some weeks knows no long ones.
LEARN_FAILURES, LEARN_DAYS, FOLLOW_DAYS = 1.2, 45, 40
LEARN_SEEDS = (11, 12)


def others_than(seed: int) -> tuple[int, ...]:
    """Return the seeds that are learned from where others are not named: never the one that is asked."""
    return tuple(one for one in (*LEARN_SEEDS, max(LEARN_SEEDS) + 1) if one != seed)[: len(LEARN_SEEDS)]


class NothingToLearn(ValueError):
    """Too few parts of the fleet failed, under the seeds that are learned from or under the one that is asked."""


@dataclass(frozen=True)
class Trial:
    """Machines, and a model fitted on others under other seeds."""

    machines: Sequence[Machine]
    model: LifeModel


def trials(order: Order, learn: Sequence[int] = LEARN_SEEDS, processes: int = 2) -> list[Trial]:
    """Return both halves of a fleet's machines, each with a model that was fitted on the other half under other seeds.

    Raises NothingToLearn where fewer than ten parts failed, or where a seed is both learned from and asked.
    """
    if order.seed in learn:
        raise NothingToLearn(f"Seed {order.seed} is asked; right are other seeds to learn from than {[*learn]}.")
    with ProcessPoolExecutor(processes) as pool:
        asked = pool.submit(watch, order)
        others = [*pool.map(learned_from, [lesson_order(order.fleet, seed) for seed in learn])]
        return split(asked.result(), [machine for machines in others for machine in machines])


def split(asked: Sequence[Machine], learned: Sequence[Machine]) -> list[Trial]:
    """Return the trials of two halves of the machines; those of one model are shared out among both."""
    known = sorted({(one.recording.kind, one.recording.model, one.recording.machine) for one in (*asked, *learned)})
    halves = [{machine for _, _, machine in known[first::2]} for first in (0, 1)]
    return [
        Trial(
            [one for one in asked if one.recording.machine in half],
            fit_lessons([one for one in learned if one.recording.machine not in half]),
        )
        for half in halves
    ]


def fit_lessons(learned: Sequence[Machine], seed: int = 0) -> LifeModel:
    """Return a model of the parts that failed on some machines; raises NothingToLearn for too few of them."""
    courses, failures_h = lessons(learned)
    try:
        return fit_parts(courses, failures_h, seed)
    except ValueError as error:
        raise NothingToLearn(str(error)) from None


def lesson_order(fleet: Fleet, seed: int, days: int = LEARN_DAYS) -> Order:
    """Return what is recorded of a fleet to learn how its parts wear."""
    failing = replace(fleet, failures=max(fleet.failures, LEARN_FAILURES))
    return Order(failing, seed, days, FOLLOW_DAYS)


def watch(order: Order) -> list[Machine]:
    """Return the machines of a recording as the platform sees them, without their minutes."""
    return _watched(record(order, processes=1), to_learn=False)


def learned_from(order: Order) -> list[Machine]:
    """Return the machines of a recording to learn from, without their minutes."""
    return _watched(record(order, processes=1), to_learn=True)


def _watched(recordings: Sequence[Recording], *, to_learn: bool) -> list[Machine]:
    with threadpool_limits(limits=1):
        found = machines_of(recordings, to_learn=to_learn)
    return [replace(one, recording=replace(one.recording, values={}, time_s=one.recording.time_s[:0])) for one in found]
