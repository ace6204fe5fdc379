"""How does a wheel loader carry from a pile to a dump point?"""

from dataclasses import dataclass

from simulators.misuse.outing import stray
from simulators.work.dump import DumpPoint
from simulators.work.operator import Operator
from simulators.work.post import CarrierPost
from simulators.work.timeline import Phase, Timeline

_FILL_S = 11.0
_TIP_S = 8.0
# Lorries and trains come in batches: after so many buckets there is a pause of about so many seconds.
_BATCH = (8, 18)
_PAUSE_S = 570.0


@dataclass
class Carrier:
    """A wheel loader that loads and carries, in one shift."""

    post: CarrierPost
    operator: Operator
    timeline: Timeline
    dump: DumpPoint
    load_kg: float = 0.0
    left_in_batch: int = 0

    def start(self) -> None:
        """Begin the shift and drive to the pile."""
        self.operator.start(self.timeline, self.post.rest)
        stray(self.post, self.operator, self.timeline)
        self.operator.drive(self.timeline, Phase.EMPTY_TRIP, self.post.out)

    def step(self) -> bool:
        """Bring one bucket as far as the dump point, or dump it there; return false when the shift is over."""
        if self.load_kg:
            self._tip()
            return True
        while self.operator.rest(self.timeline, self.post.stand):
            pass
        self._pause()
        if self.timeline.now_s + self._cycle_s() > self.operator.home_by_s:
            self._leave()
            return False
        self._carry()
        return True

    def _carry(self) -> None:
        dice = self.operator.dice
        self.load_kg = dice.gauss(self.operator.fill + 0.01, 0.05) * self.post.model.payload_kg
        fills = dice.about(_FILL_S * self.operator.pace, 0.15)
        self.timeline.spend(Phase.FILL, fills, self.post.fill, (0, self.load_kg))
        load = (self.load_kg, self.load_kg)
        self.timeline.spend(Phase.LOADED_TRIP, self.operator.time(self.post.carry), self.post.carry, load)

    def _tip(self) -> None:
        load, self.load_kg = self.load_kg, 0.0
        opens = self.dump.open_s(self.timeline.now_s, load)
        # A bucket over a full hopper is lowered again: the engine idles.
        self.operator.wait(self.timeline, Phase.QUEUE, opens, self.post.tip, load)
        self.timeline.spend(Phase.TIP, self.operator.dice.about(_TIP_S, 0.1), self.post.tip, (load, 0), moved_kg=load)
        self.dump.take(self.timeline.now_s, load)
        self.timeline.spend(Phase.EMPTY_TRIP, self.operator.time(self.post.back), self.post.back)

    def _pause(self) -> None:
        self.left_in_batch -= 1
        if self.left_in_batch <= 0:
            self.left_in_batch = self.operator.dice.randint(*_BATCH)
            latest = self.operator.home_by_s - self._cycle_s()
            pause = self.timeline.now_s + self.operator.dice.about(_PAUSE_S, 0.6)
            self.operator.wait(self.timeline, Phase.WAIT, min(pause, latest), self.post.stand)

    def _cycle_s(self) -> float:
        driving = self.post.carry.seconds + self.post.back.seconds + self.post.home.seconds
        return 1.3 * (driving + _FILL_S + _TIP_S) + 420.0

    def _leave(self) -> None:
        self.timeline.spend(Phase.EMPTY_TRIP, self.operator.time(self.post.home), self.post.home)
        self.operator.stop(self.timeline, self.post.rest)
