"""How does a haul truck cycle between a digger and a dump point?"""

from dataclasses import dataclass
from enum import Enum, auto

from simulators.misuse.kind import Misuse
from simulators.misuse.outing import stray
from simulators.work.digger import Digger
from simulators.work.dump import DumpPoint
from simulators.work.operator import Operator
from simulators.work.post import TruckPost
from simulators.work.timeline import Phase, Timeline

_DUMP_S = 32.0
# Beyond this share of the rated payload a truck is overloaded; who overloads it brings it to such shares.
OVERLOADED, _OVERLOADS = 1.10, (1.14, 1.32)
# Room for a queue on the way when deciding whether one more load can be brought before the shift ends.
_RESERVE_S = 420.0


class Stage(Enum):
    """Where a truck must decide what it does next."""

    AT_DIGGER = auto()
    AT_DUMP = auto()
    HOME = auto()


@dataclass
class Truck:
    """A haul truck in one shift."""

    post: TruckPost
    operator: Operator
    timeline: Timeline
    digger: Digger
    dump: DumpPoint
    stage: Stage = Stage.AT_DIGGER
    load_kg: float = 0.0

    def start(self) -> None:
        """Begin the shift and drive to the digger."""
        self.operator.start(self.timeline, self.post.rest)
        stray(self.post, self.operator, self.timeline)
        self.operator.drive(self.timeline, Phase.EMPTY_TRIP, self.post.out)

    def step(self) -> bool:
        """Go on to the next place where somebody may be waiting; return whether there is one."""
        match self.stage:
            case Stage.AT_DIGGER:
                self._at_digger()
            case Stage.AT_DUMP:
                self._at_dump()
            case Stage.HOME:
                pass
        return self.stage is not Stage.HOME

    def _at_digger(self) -> None:
        if self.operator.rest(self.timeline, self.post.queue):
            return
        begins = self.digger.ready_s(self.timeline.now_s)
        if begins + self._cycle_s() > self.operator.home_by_s:
            self._leave(self.post.retreat.seconds, from_dump=False)
            return
        if self._may_linger(begins) and self.operator.linger(self.timeline, self.post.queue):
            return
        self.operator.wait(self.timeline, Phase.QUEUE, begins, self.post.queue)
        self.timeline.spend(Phase.SPOT, self.operator.time(self.post.spot), self.post.spot)
        load = self.load_kg = self.digger.load(self.timeline, self.post.under, self._target_kg())
        slower = max(load / self.post.model.payload_kg, 1.0) if load > OVERLOADED * self.post.model.payload_kg else 1.0
        self.operator.drive(self.timeline, Phase.LOADED_TRIP, self.post.haul, load, slower)
        self.stage = Stage.AT_DUMP

    def _at_dump(self) -> None:
        load = self.load_kg
        opens = self.dump.open_s(self.timeline.now_s, load)
        self.operator.wait(self.timeline, Phase.QUEUE, opens, self.post.hold, load)
        self.timeline.spend(Phase.SPOT, self.operator.time(self.post.reverse), self.post.reverse, (load, load))
        self.timeline.spend(Phase.DUMP, self.operator.dice.about(_DUMP_S, 0.1), self.post.tip, (load, 0), moved_kg=load)
        self.dump.take(self.timeline.now_s, load)
        if self.timeline.now_s + self.post.back.seconds + self._cycle_s() > self.operator.home_by_s:
            self._leave(self.post.home.seconds, from_dump=True)
            return
        self.operator.drive(self.timeline, Phase.EMPTY_TRIP, self.post.back)
        self.stage = Stage.AT_DIGGER

    def _target_kg(self) -> float:
        """Return what the truck is to carry: about what it may, or more."""
        share = self.operator.dice.gauss(0.97, 0.04)
        if self.operator.habit.tempted(Misuse.OVERLOAD):
            share = self.operator.habit.dice.uniform(*_OVERLOADS)
        return share * self.post.model.payload_kg

    def _may_linger(self, begins_s: float) -> bool:
        return begins_s + 2 * self._cycle_s() < self.operator.home_by_s

    def _cycle_s(self) -> float:
        """Return how long it takes at most to bring one more load and drive home."""
        driving = self.post.haul.seconds + self.post.reverse.seconds + self.post.home.seconds
        return 1.3 * (driving + 240 + _DUMP_S) + _RESERVE_S

    def _leave(self, seconds: float, *, from_dump: bool) -> None:
        post = self.post
        spare = self.operator.home_by_s - self.timeline.now_s - 1.2 * seconds - 240
        wait = min(max(spare, 0.0), self.operator.dice.uniform(0, 240))
        self.timeline.until(Phase.IDLE, self.timeline.now_s + wait, post.tip if from_dump else post.queue)
        trip = post.home if from_dump else post.retreat
        self.timeline.spend(Phase.EMPTY_TRIP, self.operator.time(trip), trip)
        self.operator.stop(self.timeline, post.rest)
        self.stage = Stage.HOME
