"""What does following the plan cost on simulated machines, beside waiting for failures and beside knowing them?"""

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from benchmarks.accuracy.outcome import reason_to_exclude
from benchmarks.accuracy.policy import Done, follow
from benchmarks.accuracy.recording import START_S, Life, Order
from benchmarks.accuracy.trial import FOLLOW_DAYS, LEARN_SEEDS, NothingToLearn, Trial, trials
from benchmarks.accuracy.wear import Machine, place_of
from models.machines import Kind
from models.plan import HANDBOOK, Rates, price_of
from models.plan.schedule import SLOT_H
from simulators.fleet import Fleet

_DAY_S = 86_400.0
Failure = tuple[Machine, Life]


def evaluate(
    fleet: Fleet, seed: int, days: int, learn: Sequence[int] = LEARN_SEEDS, processes: int = 2
) -> dict[str, object]:
    """Return what the plan costs on a simulated fleet; raises NothingToLearn where nothing failed."""
    tried = trials(Order(fleet, seed, days, FOLLOW_DAYS), learn, processes)
    return figures(tried, days) | {"fleet": fleet.name, "seed": seed, "days": days, "learned_from_seeds": [*learn]}


def figures(tried: Sequence[Trial], days: int, rates: Rates | None = None) -> dict[str, object]:
    """Return the cost of the plan over that of the other policies, and what became of each failure that counts."""
    rates = Rates() if rates is None else rates
    stop_s = START_S + days * _DAY_S
    machines = [machine for trial in tried for machine in trial.machines]
    counted = [*failures(machines, stop_s)]
    if not counted:
        raise NothingToLearn("No part failed in the time on a machine that could be judged; right is a longer time.")
    times_s = np.arange(START_S + _DAY_S, stop_s, SLOT_H * 3600).tolist()
    sites = sorted({machine.recording.site for machine in machines})
    done = [one for site in sites for one in follow(tried, site, times_s, rates)]
    plan_eur = followed_eur(done, counted, rates)
    waiting_eur = sum(_unplanned(failure, rates) for failure in counted)
    interval_eur, intervals = fixed_interval(machines, counted, days, rates)
    oracle_eur = sum(_singly(failure, rates) for failure in counted)
    return {
        "over_run_to_failure": plan_eur / waiting_eur,
        "over_fixed_interval": plan_eur / interval_eur,
        "over_oracle": plan_eur / oracle_eur,
        **_became(done, counted),
        "eur": {
            "plan": round(plan_eur),
            "run_to_failure": round(waiting_eur),
            "fixed_interval": round(interval_eur),
            "oracle": round(oracle_eur),
        },
        "intervals_days": intervals,
        "excluded": _excluded(machines, stop_s),
    }


def failures(machines: Sequence[Machine], stop_s: float) -> Iterator[Failure]:
    """Yield the failures of parts that count: begun and failed within the time, on machines that could be judged."""
    for machine in machines:
        for life in machine.recording.lives:
            if place_of(machine, life) is not None and reason_to_exclude(life, stop_s) is None:
                yield machine, life


def followed_eur(done: Sequence[Done], counted: Sequence[Failure], rates: Rates) -> float:
    """Return what the jobs cost that were done, and the failures that were not prevented."""
    ended = {_name(one.life): one for one in done if one.life is not None}
    total = sum(_unplanned((machine, life), rates) for machine, life in counted if _name(life) not in ended)
    known = {_name(life) for _, life in counted}
    # A part that would not have failed within the time costs nobody else anything: of it only lost life is counted.
    charged = [one for one in done if one.life is None or _name(one.life) in known]
    total += sum(_job(one, rates) for one in charged) + sum(_thrown(one, rates) for one in done)
    stops = {(one.machine.recording.machine, one.time_s): one.machine.recording.kind for one in charged}
    visits = {(one.machine.recording.site, one.time_s) for one in charged}
    return total + sum(rates.stop_eur(kind) for kind in stops.values()) + rates.visit_eur * len(visits)


def _job(one: Done, rates: Rates) -> float:
    kind = one.machine.recording.kind
    return rates.futile_eur(kind) if one.life is None else rates.planned_eur(price_of(one.mode), kind)


def _thrown(one: Done, rates: Rates) -> float:
    """Return what the life is worth that a job threw away: its share of the part's whole life, of the job's cost."""
    if one.life is None or not np.isfinite(one.life.failure_s):
        return 0.0
    price, kind = price_of(one.mode), one.machine.recording.kind
    return rates.planned_eur(price, kind) * min(left_h(one) / price.life_h, 1.0)


def left_h(one: Done) -> float:
    """Return how many operating hours a part that was exchanged would have lived on, 0 for what was none."""
    if one.life is None:
        return 0.0
    return one.machine.operating_at(one.life.failure_s) - one.machine.operating_at(one.time_s)


def fixed_interval(
    machines: Sequence[Machine], counted: Sequence[Failure], days: int, rates: Rates
) -> tuple[float, dict[str, int | str]]:
    """Return the cost of exchanging every part of a mode each so many days, and these days, the best for each mode.

    Who knows beforehand what will fail chooses them: no interval could cost less. Machines are spread evenly over the
    interval, and a part that was exchanged once does not fail any more within the time.
    """
    total, chosen = 0.0, dict[str, int | str]()
    for mode in sorted({life.mode for _, life in counted}):
        own = [(machine, life) for machine, life in counted if life.mode == mode]
        never = sum(_unplanned(failure, rates) for failure in own)
        costs = {every: _every(every, days, (machines, own), rates) for every in range(1, days + 1)}
        best = min(costs, key=lambda every: costs[every])
        total += min(costs[best], never)
        chosen[mode] = best if costs[best] < never else "never"
    return total, chosen


def _every(every: int, days: int, of: tuple[Sequence[Machine], Sequence[Failure]], rates: Rates) -> float:
    machines, own = of
    mode = own[0][1].mode
    parts = [machine.recording.kind for machine in machines for one in machine.verdicts.modes if one.name == mode]
    exchanged = sum(_once(mode, kind, rates) for kind in parts) * days / every
    late = [min((life.failure_s - START_S) / _DAY_S / every, 1.0) for _, life in own]
    return exchanged + sum((1 - share) * _unplanned(failure, rates) for share, failure in zip(late, own, strict=True))


def _once(mode: str, kind: Kind, rates: Rates) -> float:
    return rates.planned_eur(price_of(mode), kind) + rates.stop_eur(kind) + rates.visit_eur


def _unplanned(failure: Failure, rates: Rates) -> float:
    machine, life = failure
    return rates.unplanned_eur(price_of(life.mode), machine.recording.kind)


def _singly(failure: Failure, rates: Rates) -> float:
    machine, life = failure
    return _once(life.mode, machine.recording.kind, rates)


def _became(done: Sequence[Done], counted: Sequence[Failure]) -> dict[str, object]:
    """Return what became of the failures, and of the jobs."""
    ended = {_name(one.life) for one in done if one.life is not None}
    prevented = [life for _, life in counted if _name(life) in ended]
    missed = Counter(life.mode for _, life in counted if _name(life) not in ended)
    known = {_name(life) for _, life in counted}
    lost = [left_h(one) for one in done if one.life is not None and _name(one.life) in known]
    return {
        "failures": len(counted),
        "prevented": len(prevented),
        "missed": dict(sorted(missed.items())),
        "jobs": len(done),
        "false_jobs": dict(sorted(Counter(one.mode for one in done if one.life is None).items())),
        "jobs_on_parts_that_do_not_count": sum(one.life is not None and _name(one.life) not in known for one in done),
        "life_thrown_away_h": float(np.median(lost)) if lost else None,
        "stops": len({(one.machine.recording.machine, one.time_s) for one in done}),
        "visits": len({(one.machine.recording.site, one.time_s) for one in done}),
    }


def _excluded(machines: Sequence[Machine], stop_s: float) -> dict[str, int]:
    """Return how many lives of parts do not count, by the reason; machines that tell too little have none here."""
    lives = [life for machine in machines for life in machine.recording.lives if life.mode in HANDBOOK]
    reasons = Counter(reason_to_exclude(life, stop_s) for life in lives)
    return {str(name): count for name, count in sorted(reasons.items(), key=str) if name is not None}


def _name(life: Life | None) -> tuple[str, str, str, float]:
    return ("", "", "", 0.0) if life is None else (life.machine, life.mode, life.where, life.onset_s)
