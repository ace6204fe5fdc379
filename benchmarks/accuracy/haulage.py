"""What did the trucks of a fleet tell once a second, and in which haul cycles did they really work?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy.receiver import Receiver
from benchmarks.accuracy.recording import Order, arrived
from models.machines import Generation, Kind
from models.positioning.ground import Floats, Ground
from models.positioning.readings import SIGNALS
from models.positioning.zone import Zone
from simulators.fleet import Site
from simulators.noise import key
from simulators.shift import Day, day_at
from simulators.truth import cycles
from simulators.world import MachineStory, World

_DAY_S = 86_400.0
_HIDDEN_S = 300.0


@dataclass(frozen=True)
class Truck:
    """A truck that tells once a second: what it told, what is known of it, and the truth (Unix seconds).

    `zones` are those that people drew, and what the registry holds of the site. `reached` are the readings that a link
    with outages brings to the platform, in order.
    """

    machine: str
    site: str
    rated_kg: float
    ground: Ground
    zones: tuple[Zone, ...]
    time_s: Floats
    values: Mapping[str, Floats]
    truth: tuple[Mapping[str, object], ...]
    reached: NDArray[np.int64]

    @property
    def heard(self) -> "Truck":
        """Return it with nothing but what reached the platform."""
        values = {name: self.values[name][self.reached] for name in self.values}
        return replace(self, time_s=self.time_s[self.reached], values=values, reached=np.arange(len(self.reached)))

    @property
    def unseen(self) -> int:
        """Return of how many real cycles more than five minutes at a stretch never arrived at the platform."""
        gone_s = np.diff(self.time_s)
        holes = [(self.time_s[place], self.time_s[place + 1]) for place in np.flatnonzero(gone_s > _HIDDEN_S)]
        spans = [(float(str(row["start"])), float(str(row["stop"]))) for row in self.truth]
        return sum(any(min(stop, b) - max(start, a) > _HIDDEN_S for a, b in holes) for start, stop in spans)


def haulage(order: Order, site: str) -> Iterator[Truck]:
    """Yield the trucks of a site that tell every second, over whole days: each begins and ends with everybody at rest.

    Their receivers are as wrong as real ones, and a hundredth of their fixes is missing.
    """
    world = World.begin(order.fleet.of_site(site), order.seed, order.start_s)
    stories = [story for story in world.machines.values() if is_heard(story)]
    told: list[list[dict[str, Floats]]] = [[] for _ in stories]
    truth: list[list[Mapping[str, object]]] = [[] for _ in stories]
    # Day by day for all of them: what the site keeps of a day is soon forgotten.
    for day in days_of(stories, order):
        for place, story in enumerate(stories):
            told[place].append(_measured(story, day))
            truth[place] += cycles(story.day(day), {})
    for story, days, rows in zip(stories, told, truth, strict=True):
        yield _truck(story, order.seed, days, rows)


def _measured(story: MachineStory, day: Day) -> dict[str, Floats]:
    times = np.arange(np.ceil(day.start_s), day.stop_s)
    values = story.measured(times)
    return {"time_s": times, **{name: values[name] for name in SIGNALS if name in values}}


def _truck(
    story: MachineStory, seed: int, days: Sequence[dict[str, Floats]], rows: Sequence[Mapping[str, object]]
) -> Truck:
    site, unit = story.site.layout.site, story.unit
    ground = Ground(site.latitude_deg, site.longitude_deg)
    told = {name: np.concatenate([day[name] for day in days]) for name in days[0]}
    times = told.pop("time_s")
    values = Receiver(ground, key(seed, unit.machine.id, "receiver")).told(told)
    return Truck(
        unit.machine.id,
        site.id,
        unit.model.payload_kg,
        ground,
        zones_of(site),
        times,
        values,
        tuple(rows),
        arrived(story, times, 1.0),
    )


def is_heard(story: MachineStory) -> bool:
    """Return whether a machine is a truck that tells often enough to see its cycles."""
    unit = story.unit
    return unit.model.kind is Kind.HAUL_TRUCK and unit.machine.generation is not Generation.LEGACY


def days_of(stories: list[MachineStory], order: Order) -> Iterator[Day]:
    """Yield the days of a site that are recorded, none if no machine is."""
    for story in stories[:1]:
        site = story.site.layout.site
        # Sites on all continents begin with the same weekday.
        first = day_at(site, order.start_s + _DAY_S / 2).ordinal
        yield from (Day(site, first + number) for number in range(order.days))


def zones_of(site: Site) -> tuple[Zone, ...]:
    """Return the zones that people drew on a site, in metres around it."""
    return tuple(Zone(zone.id, str(zone.kind), (np.array(zone.polygon, dtype=float),)) for zone in site.zones)
