"""What does everybody on a site do in one day?"""

import heapq
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from simulators.misuse.habit import Habit
from simulators.misuse.outing import take_out
from simulators.noise import Dice
from simulators.shift import Day, Window
from simulators.work.breakdown import repairs
from simulators.work.carrier import Carrier
from simulators.work.digger import Digger
from simulators.work.dump import DumpPoint, crush
from simulators.work.operator import Operator, rests
from simulators.work.post import CarrierPost, CrusherPost, DiggerPost, Post, TruckPost
from simulators.work.roster import driver_of
from simulators.work.timeline import Phase, Rows, Timeline
from simulators.work.truck import Truck

# Tonnes an hour that a jaw crusher crushes for each kW of its drive.
CRUSHES_TPH_PER_KW = 1.9


@dataclass
class Crew:
    """The machines of a site that work in one shift."""

    seed: int
    window: Window
    posts: list[Post]
    timelines: dict[str, Timeline]
    dice: Dice
    misuse: float
    stops: float
    diggers: dict[str, Digger] = field(default_factory=dict)
    dumps: dict[str, DumpPoint] = field(default_factory=dict)

    def operator(self, post: Post) -> Operator:
        """Return who drives this machine in this shift."""
        window, seed, machine = self.window, self.seed, post.machine
        driver = driver_of(machine, window, seed)
        tempting = Dice(seed, machine.id, "misuse", window.start_s)
        habit = Habit.of(driver.skill, self.misuse, tempting, is_of_truck=isinstance(post, TruckPost))
        own, crew = Dice(seed, machine.id, "operator", window.start_s), Dice(seed, machine.site, "crew", window.start_s)
        breaks = sorted([*rests(window, own, crew), *repairs(machine, window, seed, self.stops)])
        operator = Operator.on(window, driver, habit, own, breaks)
        return replace(operator, pace=operator.pace * post.pace)

    def timeline(self, post: Post) -> Timeline:
        """Return what the machine has done so far."""
        return self.timelines[post.machine.id]

    def dump(self, zone: str | None) -> DumpPoint:
        """Return the dump point of a zone, without limits where no crusher works."""
        return self.dumps.setdefault(zone or "", DumpPoint())


def plan_day(posts: Iterable[Post], day: Day, seed: int, misuse: float = 0.0, stops: float = 0.0) -> dict[str, Rows]:
    """Return the phases of every machine of a site from the day's start to its stop; at both everybody stands, off.

    Operators misuse their machines, and machines stand for small reasons, so many times as often as is typical.
    """
    posts = list(posts)
    timelines = {post.machine.id: Timeline(day.start_s) for post in posts}
    for window in day.windows():
        working = [post for post in posts if window.shift in post.machine.shifts]
        _work(Crew(seed, window, working, timelines, Dice(seed, day.site.id, window.start_s), misuse, stops))
    for post in posts:
        habit = Habit(Dice(seed, post.machine.id, "night", day.ordinal), misuse)
        take_out(post, timelines[post.machine.id], day.stop_s, habit)
        timelines[post.machine.id].until(Phase.OFF, day.stop_s, post.rest)
    return {machine: Rows.of(timeline.rows) for machine, timeline in timelines.items()}


def _work(crew: Crew) -> None:
    crushers = [post for post in crew.posts if isinstance(post, CrusherPost)]
    for post in crushers:
        rate = post.model.rated_power_kw * CRUSHES_TPH_PER_KW / 3.6 / post.pace
        crew.dumps[post.machine.works_at] = DumpPoint(post.model.payload_kg, rate)
    for face in (post for post in crew.posts if isinstance(post, DiggerPost)):
        crew.diggers[face.machine.works_at] = Digger(face, crew.operator(face), crew.timeline(face))
    _haul(crew)
    for digger in crew.diggers.values():
        digger.stop()
    for post in crushers:
        _run_crusher(crew, post)


def _haul(crew: Crew) -> None:
    """Let everybody who drives take their turn in order of time: whoever comes first is served first."""
    actors: list[Truck | Carrier] = [*_trucks(crew), *_carriers(crew)]
    for digger in crew.diggers.values():
        digger.start()
    for actor in actors:
        actor.start()
    turns = [(actor.timeline.now_s, number) for number, actor in enumerate(actors)]
    heapq.heapify(turns)
    while turns:
        _, number = heapq.heappop(turns)
        if actors[number].step():
            heapq.heappush(turns, (actors[number].timeline.now_s, number))


def _trucks(crew: Crew) -> list[Truck]:
    """Return the trucks that somebody loads in this shift; the others stay in the yard."""
    return [
        Truck(post, crew.operator(post), crew.timeline(post), crew.diggers[post.machine.works_at], dump)
        for post in crew.posts
        if isinstance(post, TruckPost) and post.machine.works_at in crew.diggers
        for dump in [crew.dump(post.machine.dumps_at)]
    ]


def _carriers(crew: Crew) -> list[Carrier]:
    return [
        Carrier(post, crew.operator(post), crew.timeline(post), crew.dump(post.machine.dumps_at))
        for post in crew.posts
        if isinstance(post, CarrierPost)
    ]


def _run_crusher(crew: Crew, post: CrusherPost) -> None:
    timeline = crew.timeline(post)
    timeline.until(Phase.OFF, crew.window.start_s + crew.dice.uniform(6, 14) * 60, post.rest)
    dump = crew.dumps[post.machine.works_at]
    stop = max(crew.window.stop_s - crew.dice.uniform(4, 6) * 60, timeline.now_s)
    if dump.feeds:
        crush(timeline, dump, stop, post.rest)
    else:
        timeline.until(Phase.TURN_OVER, stop, post.rest)
