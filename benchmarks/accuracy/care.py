"""How right are availability and misuse of machines by what they tell, and how much of their time is seen?"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, fields

import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy.haulage import days_of
from benchmarks.accuracy.receiver import Receiver
from benchmarks.accuracy.recording import Floats, Order, arrived
from models.benchmarking.uptime import Uptime, Work, uptime
from models.machines import Generation, Kind
from models.misuse.second import Seconds
from models.misuse.watch import LOOK_BACK_S, watch
from models.positioning.ground import Ground
from simulators.fleet import Fleet
from simulators.noise import key
from simulators.shift import Day
from simulators.truth import breakdowns, misuses
from simulators.world import MachineStory, World

_HOUR_S = 3600.0
_KINDS = (Kind.HAUL_TRUCK, Kind.WHEEL_LOADER, Kind.EXCAVATOR)
# What is seen so long before an episode or behind it belongs to it: engines and sensors lag.
_NEAR_S = 30.0
Span = tuple[float, float]


class NothingWatched(ValueError):
    """No machine of the fleet tells every second how it is treated."""

    def __init__(self, fleet: Fleet) -> None:
        super().__init__(f"fleet {fleet.name} has no json or sparkplug machine that works; right is one that has")


@dataclass(frozen=True)
class Cared:
    """A machine: by kind of misuse how often it happened, was seen, and was seen falsely; hours that its engine ran and
    that it was watched; its true availability, and what is told of that."""

    kind: Kind
    happened: Counter[str]
    seen: Counter[str]
    false: Counter[str]
    ran_h: float
    watched_h: float
    available: float
    up: Uptime


def evaluate(fleet: Fleet, seed: int, days: int, *, processes: int = 2) -> dict[str, object]:
    """Return how right availability and misuse are, of the machines of a simulated fleet that tell once a second."""
    order = Order(fleet, seed, days)
    sites = sorted({machine.site for machine in fleet.machines})
    with ProcessPoolExecutor(processes) as pool:
        cared = [one for found in pool.map(care_for, [order] * len(sites), sites) for one in found]
    if not any(one.watched_h for one in cared):
        raise NothingWatched(fleet)
    trucks = [one for one in cared if one.kind is Kind.HAUL_TRUCK and one.watched_h]
    others = [one for one in cared if one.kind is not Kind.HAUL_TRUCK]
    return {
        "trucks": misuse_figures(trucks),
        "others": misuse_figures(others),
        "availability": uptime_figures(cared),
        "fleet": fleet.name,
        "seed": seed,
        "days": days,
    }


def misuse_figures(cared: Sequence[Cared]) -> dict[str, object]:
    """Return, by kind, how often misuse happened, was seen and was seen falsely; and how right it is per 100 h."""
    names = sorted({name for one in cared for name in one.happened})
    told, true = (np.array([_per_100h(one, what) for one in cared]) for what in ("told", "true"))
    return {
        "kinds": {
            name: [sum(getattr(one, what)[name] for one in cared) for what in ("happened", "seen", "false")]
            for name in names
        },
        "per_100h": [float(true.mean()), float(told.mean())] if len(cared) else None,
        "r": float(np.corrcoef(told, true)[0, 1]) if len(cared) > 2 else None,
        "watched": sum(one.watched_h for one in cared) / max(sum(one.ran_h for one in cared), 1e-9),
        "machines": len(cared),
    }


def _per_100h(one: Cared, what: str) -> float:
    count, hours = (one.seen + one.false, one.watched_h) if what == "told" else (one.happened, one.ran_h)
    return 100 * count.total() / max(hours, 1e-9)


def uptime_figures(cared: Sequence[Cared]) -> dict[str, object]:
    """Return for how many machines the true availability lies in what is told of it, and how wide that is."""
    known = [one for one in cared if one.up.scheduled_h > 0]
    low = np.array([1 - one.up.standing_h / one.up.scheduled_h for one in known])
    true = np.array([one.available for one in known])
    return {
        "machines": len(known),
        "held": int((true >= low - 1e-3).sum()),
        "true_mean": float(true.mean()),
        "width_median": float(np.median(1 - low)),
    }


def care_for(order: Order, site: str) -> list[Cared]:
    """Return what is told of each machine of a site that tells every second, beside the truth."""
    world = World.begin(order.fleet.of_site(site), order.seed, order.start_s)
    stories = [one for one in world.machines.values() if _is_heard(one)]
    days = [*days_of(stories, order)]
    told: list[list[_Day]] = [[] for _ in stories]
    # Day by day for all of them: what the site keeps of a day is soon forgotten.
    for day in days:
        for place, story in enumerate(stories):
            told[place].append(_lived(story, day))
    return [_cared(story, order.seed, parts) for story, parts in zip(stories, told, strict=True)]


def _is_heard(story: MachineStory) -> bool:
    return story.unit.model.kind in _KINDS and story.unit.machine.generation is not Generation.LEGACY


@dataclass(frozen=True)
class _Day:
    """A day of a machine: what it measured each second, its shifts, and in truth how it was treated and stood still."""

    time_s: Floats
    values: Mapping[str, Floats]
    planned: Sequence[Span]
    misuses: Sequence[Mapping[str, object]]
    stops: Sequence[Span]


def _lived(story: MachineStory, day: Day) -> _Day:
    times = np.arange(np.ceil(day.start_s), day.stop_s)
    values = story.measured(times)
    wanted = ("latitude_deg", "longitude_deg", "altitude_m", "engine_hours_h", *_SIGNALS)
    shifts = story.unit.machine.shifts
    return _Day(
        times,
        {name: values[name] for name in wanted if name in values},
        [(one.start_s, one.stop_s) for one in day.windows() if one.shift in shifts],
        [*misuses(story.day(day))],
        [*map(_span, breakdowns(story.day(day)))],
    )


def _cared(story: MachineStory, seed: int, days: Sequence[_Day]) -> Cared:
    unit, times = story.unit, np.concatenate([day.time_s for day in days])
    hours = np.concatenate([day.values["engine_hours_h"] for day in days])
    reached = arrived(story, times, 1.0)
    told = _heard(story, seed, days, reached)
    watched_h, moments = _watched(told, unit.model.kind, unit.model.id)
    happened = {name: [_span(row) for day in days for row in day.misuses if row["kind"] == name] for name in moments}
    planned = [span for day in days for span in day.planned]
    minutes = reached[::60]
    works = [Work(start, stop, (stop - start) / _HOUR_S) for day in days for start, stop in day.stops]
    mended = uptime(planned, times[minutes], hours[minutes], works)
    return Cared(
        kind=unit.model.kind,
        happened=Counter({name: len(spans) for name, spans in happened.items()}),
        seen=Counter({name: sum(_has(at, span) for span in happened[name]) for name, at in moments.items()}),
        false=Counter({name: sum(not _is_of(one, happened[name]) for one in at) for name, at in moments.items()}),
        ran_h=float(hours[-1] - hours[0]),
        watched_h=watched_h,
        available=1 - mended.down_h / mended.scheduled_h if mended.scheduled_h else 1.0,
        up=uptime(planned, times[minutes], hours[minutes], []),
    )


def _heard(story: MachineStory, seed: int, days: Sequence[_Day], reached: NDArray[np.int64]) -> Seconds:
    """Return what reached the platform of a machine with a receiver as wrong as a real one."""
    site = story.site.layout.site
    values = {name: np.concatenate([day.values[name] for day in days]) for name in days[0].values}
    receiver = Receiver(Ground(site.latitude_deg, site.longitude_deg), key(seed, story.unit.machine.id, "receiver"))
    told = receiver.told(values)
    times = np.concatenate([day.time_s for day in days])
    nothing = np.full(len(times), np.nan)
    return Seconds(times[reached], **{name: told.get(name, nothing)[reached] for name in _SIGNALS})


def _watched(told: Seconds, kind: Kind, model: str) -> tuple[float, dict[str, list[float]]]:
    """Return for how many hours a machine was watched, and when misuse was seen, hour by hour as the service looks."""
    watched_h, moments = 0.0, dict[str, list[float]]()
    for hour in np.unique(told.time_s // _HOUR_S).tolist():
        from_s, to_s = hour * _HOUR_S, (hour + 1) * _HOUR_S
        if found := watch(told.between(from_s - LOOK_BACK_S, to_s), kind, model, from_s, to_s):
            watched_h += found.watched_h
            for name, at in found.moments.items():
                moments.setdefault(name, []).extend(at.tolist())
    return watched_h, moments


def _span(row: Mapping[str, object]) -> Span:
    return float(str(row["start"])), float(str(row["stop"]))


def _has(moments: Iterable[float], span: Span) -> bool:
    return any(span[0] - _NEAR_S <= one <= span[1] + _NEAR_S for one in moments)


def _is_of(moment: float, spans: Iterable[Span]) -> bool:
    return any(_has([moment], span) for span in spans)


_SIGNALS = tuple(one.name for one in fields(Seconds) if one.name != "time_s")
