"""How many of a fleet's failures are found, how early, under which name, and how many alarms are for nothing?"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy.headline import Told, headline, interval95, share
from benchmarks.accuracy.lead import lead_times
from benchmarks.accuracy.limit import limited
from benchmarks.accuracy.outcome import Case, Outcome, reason_to_exclude
from benchmarks.accuracy.recording import START_S, Order, Recording, record
from benchmarks.accuracy.reliability import Said
from benchmarks.accuracy.reliability import figures as reliability
from benchmarks.accuracy.unusual import Watched, watch
from benchmarks.accuracy.unusual import figures as unusual
from models.anomaly.episode import Episode, episodes
from models.diagnosis.alarm import CLEAR, DWELL, RAISE, begun
from models.diagnosis.model import FleetModel, History, family, fit_model, history_of
from models.diagnosis.repair import Repair
from models.diagnosis.verdict import Verdicts, judge
from models.machines import Kind
from simulators.fleet import Fleet

GROUPS = 4
_HOUR_S, _DAY_S = 3600.0, 86_400.0
Flags = NDArray[np.bool_]


class NothingToJudge(ValueError):
    """No machine of the fleet tells how hard it works, or only one of its family does."""

    def __init__(self, fleet: Fleet) -> None:
        said = (
            "has no two machines of a family that tell how hard they work; right is a fleet with json or sparkplug ones"
        )
        super().__init__(f"fleet {fleet.name} {said}")


def evaluate(
    fleet: Fleet, seed: int, days: int, processes: int = 2, *, repairs: bool = True, plots: Path | None = None
) -> dict[str, object]:
    """Return the figures of diagnostics on a simulated fleet, each machine judged by a model that never saw it.

    `repairs` says whether repairs are told to it, as work orders that were closed tell them to the service. Where a
    folder for plots is named, an SVG file is written there.
    """
    recordings = record(Order(fleet, seed, days), processes)
    stop_s = START_S + days * _DAY_S
    tested, watched = list[Case](), list[Watched]()
    for one, model, history in judged(recordings, repairs=repairs):
        found, away = model.deviations(history)
        tested.append(_case(one, judge(found, away)))
        if model.usual:
            watched.append(watch(tested[-1], found, away, model.usual, stop_s))
    if not tested:
        raise NothingToJudge(fleet)
    if plots is not None:
        limits = [_nameless(case, limited(case)) for case in tested]
        (plots / "lead-times.svg").write_text(lead_times(tested, limits, stop_s).svg())
    return {
        **figures(tested, stop_s),
        "probability": reliability([Said.of(case) for case in tested]),
        "unusual": unusual(watched),
        "baselines": baselines(tested, stop_s, seed),
        "excluded": excluded(recordings, tested, stop_s),
        "machines": len(tested),
        "fleet": fleet.name,
        "seed": seed,
        "days": days,
        "repairs": "told" if repairs else "unknown",
    }


def judged(
    recordings: Sequence[Recording], *, repairs: bool = True, groups: int = GROUPS
) -> Iterator[tuple[Recording, FleetModel, History]]:
    """Yield the machines that tell how they work, each with a model fitted on other machines of the fleet.

    Of so many groups each is judged by what the others tell.
    """
    told = [(one, history_of(one.kind, one.model, one.time_s / 60, one.values)) for one in recordings]
    families: dict[Kind, list[tuple[Recording, History]]] = {}
    for one, history in sorted(told, key=lambda pair: (pair[0].kind, pair[0].model, pair[0].machine)):
        if history is not None:
            history = replace(history, repairs=tuple(_repairs(one)) if repairs else ())
            families.setdefault(family(one.kind), []).append((one, history))
    for members in families.values():
        yield from _crossed(members, min(groups, len(members)))


def _repairs(one: Recording) -> Iterator[Repair]:
    yield from (Repair(life.repair_s / 60, life.mode, life.where) for life in one.lives if np.isfinite(life.repair_s))


def crossed(members: Sequence[tuple[Recording, History]]) -> Iterator[Case]:
    """Yield machines of one family, each judged by a model that was fitted on others."""
    yield from (
        _case(one, model.verdicts(history)) for one, model, history in _crossed(members, min(GROUPS, len(members)))
    )


def _crossed(
    members: Sequence[tuple[Recording, History]], groups: int
) -> Iterator[tuple[Recording, FleetModel, History]]:
    for group in range(groups):
        others = [pair for place, pair in enumerate(members) if place % groups != group]
        if others:
            model = fit_model([history for _, history in others], [healthy(one) for one, _ in others])
            yield from ((one, model, history) for one, history in members[group::groups])


def _case(one: Recording, verdicts: Verdicts) -> Case:
    statistic = begun(verdicts.statistic, np.arange(1, len(verdicts.hour) + 1))
    return Case(one, verdicts, tuple(episodes(statistic, raise_at=RAISE, clear_at=CLEAR, dwell=DWELL)))


def healthy(one: Recording) -> Flags:
    """Return in which minutes no part of a machine was beyond its onset: the labels of machines that are fitted on."""
    well = np.ones(len(one.time_s), dtype=bool)
    for life in one.lives:
        well &= (one.time_s < life.onset_s) | (one.time_s >= life.repair_s + _HOUR_S)
    return well


def figures(tested: Sequence[Case], stop_s: float) -> dict[str, object]:
    """Return the headline figures over all failures that count, each with what chance could have made of it."""
    told = [Told.of(case, stop_s) for case in tested]
    found = [outcome for one in told for outcome in one.found]
    seen = [one for one in found if one.found]
    parts = [one for one in seen if not one.is_of_sensor]
    leads = [one.lead_share for one in parts if one.lead_share is not None]
    return {
        **headline(told),
        "interval95": interval95(told),
        "lead_share_10": float(np.quantile(leads, 0.1)) if leads else None,
        "first_mode_at_alarm": share([one.named_at_alarm() for one in seen]),
        "machine_faults_called_sensor": sum(one.called_sensor() for one in parts),
        "events": len(found),
        "false_alarms": sum(one.false for one in told),
        "healthy_machine_days": sum(one.healthy_days for one in told),
        "by_mode": _by_mode(found),
    }


def _by_mode(found: Sequence[Outcome]) -> dict[str, str]:
    modes = sorted({one.life.mode for one in found})
    told = {mode: [one for one in found if one.life.mode == mode] for mode in modes}
    return {
        mode: f"{sum(one.found for one in each)} of {len(each)} found, {sum(one.named(1) for one in each)} named first"
        for mode, each in told.items()
    }


def excluded(recordings: Sequence[Recording], tested: Sequence[Case], stop_s: float) -> dict[str, int]:
    """Return how many failures do not count, by the reason."""
    judged = {case.recording.machine for case in tested}
    told: Counter[str] = Counter()
    for one in recordings:
        for life in one.lives:
            reason = reason_to_exclude(life, stop_s)
            blind = "" if one.machine in judged else "the machine sends no signal that could show it"
            if (reason or blind) and reason != "outside the time":
                told[reason or blind] += 1
    return dict(sorted(told.items()))


def baselines(tested: Sequence[Case], stop_s: float, seed: int) -> dict[str, dict[str, float | None]]:
    """Return recall, false alarms and lead of what knows less: fixed limits, an alarm a day, none, and chance."""
    random = np.random.default_rng(seed)
    others = {
        "fixed_limits": [_nameless(case, limited(case)) for case in tested],
        "always": [_nameless(case, _daily(case)) for case in tested],
        "never": [_nameless(case, ()) for case in tested],
        "random": [_nameless(case, _chance(case, random)) for case in tested],
    }
    return {name: _short(each, stop_s) for name, each in others.items()}


def _short(tested: Sequence[Case], stop_s: float) -> dict[str, float | None]:
    told = headline([Told.of(case, stop_s) for case in tested])
    return {name: told[name] for name in ("event_recall", "false_per_machine_day", "lead_share")}


def _nameless(case: Case, alarms: Iterable[Episode]) -> Case:
    """Return a case with other alarms, which name nothing."""
    nothing = np.zeros((len(case.verdicts.hour), 0))
    return Case(case.recording, Verdicts(case.verdicts.hour, (), nothing, nothing[None]), tuple(alarms))


def _daily(case: Case) -> Iterator[Episode]:
    """Yield an alarm at the first judged hour of each day, that lasts for the day."""
    days = case.verdicts.hour // 24
    first = np.flatnonzero(np.diff(days, prepend=-1))
    yield from (Episode(a, b) for a, b in zip(first.tolist(), [*first[1:].tolist(), len(days)], strict=True))


def _chance(case: Case, random: np.random.Generator) -> Iterator[Episode]:
    """Yield as many alarms as the detector raised, of the same length, at any hours."""
    hours = len(case.verdicts.hour)
    for first, behind in case.alarms:
        length = behind - first
        begin = int(random.integers(0, max(hours - length, 1)))
        yield Episode(begin, min(begin + length, hours))
