"""Which jobs would be done on simulated machines by who follows the plan, with what is known at each moment alone?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.accuracy.recording import Life
from benchmarks.accuracy.trial import Trial
from benchmarks.accuracy.wear import Machine, since_repair
from models.diagnosis.alarm import STARTUP_HOURS
from models.diagnosis.course import Course, course
from models.diagnosis.health import probabilities
from models.diagnosis.scoring import SUSPECTED
from models.diagnosis.verdict import Weight, together
from models.plan import Job, Rates, plan, price_of
from models.plan.schedule import NOTICE_H
from models.prognosis.history import Floats
from models.prognosis.part import forecasts

# A suspicion that is less sure makes no job, and so many are told at most.
LEAST_SURE, _MOST = 0.05, 5
# Who looked and found nothing does not look for the same again for so long.
NOT_FOUND_S = 7 * 86_400.0
_HOUR_S, _DAY_S, _LATELY_H = 3600.0, 86_400.0, 168

Part = tuple[str, str, str]


@dataclass(frozen=True)
class Done:
    """A job that was done: on which machine, for which mode, when (Unix seconds), and the life of the part that it
    ended, None where nothing was wrong with it. Jobs of a machine at one time are one stop, those of a site one visit.
    """

    machine: Machine
    mode: str
    where: str
    time_s: float
    life: Life | None


@dataclass(frozen=True)
class _Suspicion:
    machine: Machine
    job: Job


def follow(tried: Sequence[Trial], site: str, times_s: Sequence[float], rates: Rates) -> list[Done]:
    """Return the jobs that are done at a site whose plan is made anew at each moment.

    A stop that the plan has at its first slot is done, the others are planned again with what is known then.
    """
    known = _by_time(tried, site, times_s)
    done: list[Done] = []
    quiet: dict[Part, float] = {}
    for time_s in times_s:
        open_jobs = [one for one in known.get(time_s, ()) if quiet.get(_part(one.job), 0.0) <= time_s]
        done.extend(_executed(open_jobs, time_s, rates))
        for one in done:
            quiet[(one.machine.recording.machine, one.mode, one.where)] = _quiet_until(one)
    return done


def _executed(open_jobs: Sequence[_Suspicion], time_s: float, rates: Rates) -> Iterator[Done]:
    machines = {one.machine.recording.machine: one.machine for one in open_jobs}
    for stop in plan([one.job for one in open_jobs], rates).stops:
        if stop.at_h > NOTICE_H:
            continue
        at_s = time_s + NOTICE_H * _HOUR_S
        for task in stop.tasks:
            machine = machines[stop.machine]
            life = worn(machine, (task.job.mode, task.job.where), at_s)
            # Who comes to a part that failed meanwhile does no planned job.
            if life is None or at_s < life.failure_s:
                yield Done(machine, task.job.mode, task.job.where, at_s, life)


def worn(machine: Machine, of: tuple[str, str], time_s: float) -> Life | None:
    """Return the life of a part that is beyond its onset at a moment, None where nothing is wrong with it."""
    own = [one for one in machine.recording.lives if (one.mode, one.where) == of]
    return next((one for one in own if one.onset_s <= time_s < one.repair_s), None)


def _quiet_until(one: Done) -> float:
    return one.time_s + NOT_FOUND_S if one.life is None else one.life.repair_s + _DAY_S


def _part(job: Job) -> Part:
    return job.machine, job.mode, job.where


def _by_time(tried: Sequence[Trial], site: str, times_s: Sequence[float]) -> Mapping[float, list[_Suspicion]]:
    """Return what is suspected of a site's machines at each moment, with forecasts from what was known then."""
    found: dict[float, list[_Suspicion]] = {}
    for trial in tried:
        for machine in trial.machines:
            if machine.recording.site == site:
                for time_s, suspicion in _suspicions(machine, trial, times_s):
                    found.setdefault(time_s, []).append(suspicion)
    return found


def _suspicions(machine: Machine, trial: Trial, times_s: Sequence[float]) -> Iterator[tuple[float, _Suspicion]]:
    asked = [one for time_s in times_s for one in _suspected(machine, time_s)]
    told = forecasts(trial.model, [one for _, _, one, _ in asked], (), [daily for *_, daily in asked])
    for (time_s, sure, one, _), forecast in zip(asked, told, strict=True):
        kind, name = machine.recording.kind, machine.recording.machine
        job = Job(name, kind, one.mode.name, one.mode.where, sure, forecast, price_of(one.mode.name))
        yield time_s, _Suspicion(machine, job)


def _suspected(machine: Machine, time_s: float) -> Iterator[tuple[float, float, Course, float]]:
    """Yield moment, sureness, course and hours of work a day of each part that is suspected."""
    hours = int(np.searchsorted(machine.told_s, time_s, side="right"))
    if hours <= STARTUP_HOURS:
        return
    sure = sureness(machine.verdicts.odds[hours - 1], machine.verdicts.beside[:, hours - 1])
    modes = machine.verdicts.modes
    places = [one for one in np.argsort(-sure).tolist()[:_MOST] if sure[one] >= LEAST_SURE]
    for place in places:
        if not modes[place].is_of_sensor:
            known = machine.until(hours)
            since = since_repair(machine, (modes[place].name, modes[place].where), time_s)
            told = course(known.found, known.deviations, known.verdicts, (place, known.operating_h), since)
            if told is not None:
                yield time_s, float(sure[place]), told, worked_a_day(known, time_s)


def worked_a_day(known: Machine, time_s: float) -> float:
    """Return the operating hours a day over the last week, or since the machine was first heard."""
    begin_s = max(time_s - _LATELY_H * _HOUR_S, float(known.told_s[0]))
    worked_h = float(known.operating_h[-1]) - float(np.interp(begin_s, known.told_s, known.operating_h))
    return max(worked_h / max(time_s - begin_s, _HOUR_S) * _DAY_S, 1.0)


def sureness(odds: Floats, beside: Floats) -> Floats:
    """Return how sure each failure is, 0 to 1, as diagnostics tells it: nothing where nothing is suspected."""
    nothing: Floats = np.zeros((1, len(odds)))
    if together(odds[None])[0] <= SUSPECTED:
        return np.zeros(len(odds))
    return np.asarray(probabilities(Weight(odds[None], beside[:, None], nothing, nothing))[0])
