"""What did the machines of a fleet send over some weeks, minute by minute, and what was really wrong with them?"""

from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from models.machines import Generation, Kind
from models.messages.element import ELEMENTS
from simulators.degradation.truth import lives
from simulators.fleet import Fleet
from simulators.link import Link
from simulators.link.delivery import deliver
from simulators.telematics.past import KEPT
from simulators.telematics.snapshot import snapshot_times
from simulators.world import MachineStory, World

STEP_S = 60.0
START_S = datetime(2026, 1, 5, tzinfo=UTC).timestamp()
_DAY_S = 86_400.0
_SNAPSHOT = frozenset(child.signal for children in ELEMENTS.values() for child in children)
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Life:
    """A part of a machine that wore: its mode, what it is called, and when it passed its onset, failed and was
    exchanged (Unix seconds, infinite where that is not yet)."""

    machine: str
    mode: str
    where: str
    onset_s: float
    failure_s: float
    repair_s: float


@dataclass(frozen=True)
class Recording:
    """What arrived of one machine: `values[name][i]` was measured at `time_s[i]`, NaN where nothing was.

    `lives` are the truth.
    """

    machine: str
    kind: Kind
    model: str
    site: str
    generation: Generation
    time_s: Floats
    values: Mapping[str, NDArray[np.float32]]
    lives: tuple[Life, ...]


@dataclass(frozen=True)
class Order:
    """What is to be recorded: a fleet under a seed, so many days from `START_S` on.

    What becomes of parts that passed their onset is followed for `follow_days` more.
    """

    fleet: Fleet
    seed: int
    days: int
    follow_days: int = 0

    @property
    def start_s(self) -> float:
        """Return the moment at which it begins."""
        return START_S

    @property
    def stop_s(self) -> float:
        """Return the moment before which it ends."""
        return START_S + self.days * _DAY_S


def record(order: Order, processes: int = 2) -> list[Recording]:
    """Return what the machines of a fleet sent, by site and machine; sites are worked out apart from each other."""
    sites = sorted({machine.site for machine in order.fleet.machines})
    if processes == 1:
        return [one for site in sites for one in _of_site(order, site)]
    with ProcessPoolExecutor(processes) as pool:
        return [one for found in pool.map(_of_site, [order] * len(sites), sites) for one in found]


def _of_site(order: Order, site: str) -> list[Recording]:
    world = World.begin(order.fleet.of_site(site), order.seed, START_S)
    parts: dict[str, list[tuple[Floats, Mapping[str, NDArray[np.float32]]]]] = {name: [] for name in world.machines}
    # Day by day for all of them: what the site keeps of a day is soon forgotten.
    for day in range(order.days):
        begin_s = START_S + day * _DAY_S
        for name, story in world.machines.items():
            parts[name].append(_measured(story, begin_s, begin_s + _DAY_S))
    return [_recording(story, order, parts[name]) for name, story in world.machines.items()]


def _measured(story: MachineStory, begin_s: float, end_s: float) -> tuple[Floats, Mapping[str, NDArray[np.float32]]]:
    old = story.unit.machine.generation is Generation.LEGACY
    times = snapshot_times(story, begin_s, end_s) if old else np.arange(begin_s, end_s, STEP_S)
    told = story.measured(times)
    return times, {name: told[name].astype(np.float32) for name in told if not old or name in _SNAPSHOT}


def _recording(
    story: MachineStory, order: Order, parts: list[tuple[Floats, Mapping[str, NDArray[np.float32]]]]
) -> Recording:
    times = np.concatenate([part[0] for part in parts])
    reached = arrived(story, times, STEP_S)
    unit = story.unit
    return Recording(
        machine=unit.machine.id,
        kind=unit.model.kind,
        model=unit.model.id,
        site=unit.machine.site,
        generation=unit.machine.generation,
        time_s=times[reached],
        values={name: np.concatenate([part[1][name] for part in parts])[reached] for name in parts[0][1]},
        lives=tuple(_lives(story, order)),
    )


def arrived(story: MachineStory, times: Floats, step_s: float) -> NDArray[np.int64]:
    """Return which of the moments, every so many seconds, arrived, in order: late ones count with the time at which
    they were measured."""
    link = Link.of(story.unit)
    match story.unit.machine.generation:
        case Generation.LEGACY:
            delivery = deliver(link, times, keeps=1, again=False)
        case Generation.SPARKPLUG:
            delivery = deliver(link, times, keeps=int(KEPT / step_s), again=False)
        case Generation.JSON:
            delivery = deliver(link, times)
    return np.unique(delivery.place)


def _lives(story: MachineStory, order: Order) -> Iterator[Life]:
    for row in lives(story, START_S, order.stop_s + order.follow_days * _DAY_S):
        if row["onset_at"] is None:
            continue
        onset_s, failure_s, repair_s = (
            np.inf if row[name] is None else float(str(row[name])) for name in ("onset_at", "failure_at", "repair_at")
        )
        if order.follow_days and onset_s >= order.stop_s:
            continue
        mode, component = str(row["mode"]), str(row["component"])
        where = component.split(" ", 1)[1] if mode.startswith("sensor_") or mode.startswith("tyre") else ""
        yield Life(str(row["machine"]), mode, where, onset_s, failure_s, repair_s)
