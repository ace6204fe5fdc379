"""How does an excavator or a wheel loader load trucks?"""

from dataclasses import dataclass

from models.machines import Kind
from simulators.work.operator import Operator
from simulators.work.post import DiggerPost, Trip
from simulators.work.timeline import Phase, Timeline

# Typical seconds from one bucket to the next, and the share of a pass after which the bucket opens.
PASS_S = {Kind.EXCAVATOR: 26.0, Kind.WHEEL_LOADER: 36.0}
OPENS_AT = {Kind.EXCAVATOR: 0.62, Kind.WHEEL_LOADER: 0.66}
_BUCKET_SPREAD = 0.06
# Seconds of one go at cleaning the floor; nobody begins it when the next truck is near, and it takes such a share of
# the time until then.
TIDY_S = 21.0
_NEAR_S, _TIDIES = 60.0, (0.05, 0.50)


@dataclass
class Digger:
    """A loading machine in one shift."""

    post: DiggerPost
    operator: Operator
    timeline: Timeline

    def start(self) -> None:
        """Begin the shift and be at the face."""
        self.operator.start(self.timeline, self.post.rest)
        if self.post.out is not None:
            self.operator.drive(self.timeline, Phase.EMPTY_TRIP, self.post.out)

    def ready_s(self, time_s: float) -> float:
        """Return from when on a truck that comes at `time_s` can be served; breaks that are due come first."""
        timeline = self.timeline
        while (breaks := self.operator.breaks) and max(time_s, timeline.now_s) >= breaks[0].due_s:
            self._await(breaks[0].due_s)
            self.operator.rest(timeline, self.post.stand)
        return max(time_s, timeline.now_s)

    def buckets(self, target_kg: float) -> list[float]:
        """Return the buckets that make a truck's load; the last one tops it up."""
        dice, full = self.operator.dice, self.post.model.payload_kg
        buckets: list[float] = []
        while (missing := target_kg - sum(buckets)) > 0.25 * full:
            buckets.append(min(missing, dice.gauss(self.operator.fill, _BUCKET_SPREAD) * full))
        return buckets

    def load(self, truck: Timeline, under: Trip, target_kg: float) -> float:
        """Load the truck that stands under the bucket from now on; return what it then carries in kg."""
        self._await(truck.now_s)
        loaded = 0.0
        for bucket in self.buckets(target_kg):
            seconds = self.operator.dice.about(PASS_S[self.post.model.kind] * self.operator.pace, 0.12)
            self.timeline.spend(Phase.PASS, seconds, self.post.work, (bucket, bucket), moved_kg=bucket)
            truck.spend(Phase.BEING_LOADED, seconds, under, (loaded, loaded + bucket))
            loaded += bucket
        return loaded

    def _await(self, until_s: float) -> None:
        """Wait for the next truck; in the middle of a long wait clean the floor and heap up what was blasted."""
        timeline, dice = self.timeline, self.operator.dice
        rests = timeline.now_s + dice.uniform(5, 25)
        ends = rests + dice.uniform(*_TIDIES) * (until_s - _NEAR_S - rests)
        if rests < ends:
            timeline.until(Phase.WAIT, rests, self.post.stand)
            while timeline.now_s < ends:
                seconds = dice.about(TIDY_S * self.operator.pace, 0.15)
                timeline.spend(Phase.TIDY, min(seconds, until_s - timeline.now_s), self.post.tidy)
        self.operator.wait(timeline, Phase.WAIT, until_s, self.post.stand)

    def stop(self) -> None:
        """End the shift, at rest and switched off."""
        self.ready_s(self.operator.home_by_s - 900)
        leaves = self.operator.home_by_s - self.operator.dice.uniform(240, 480)
        home = self.post.home
        self._await(leaves - (1.3 * home.seconds if home else 0))
        if home is not None:
            self.timeline.spend(Phase.EMPTY_TRIP, self.operator.time(home), home)
        self.operator.stop(self.timeline, self.post.rest)
