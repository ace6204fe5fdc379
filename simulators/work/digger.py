"""How does an excavator or a wheel loader load trucks?"""

from dataclasses import dataclass

from models.machines import Kind
from simulators.work.operator import Operator
from simulators.work.post import DiggerPost, Trip
from simulators.work.timeline import Phase, Timeline

# Typical seconds from one bucket to the next, and the share of a pass after which the bucket opens.
PASS_S = {Kind.EXCAVATOR: 24.0, Kind.WHEEL_LOADER: 36.0}
OPENS_AT = {Kind.EXCAVATOR: 0.62, Kind.WHEEL_LOADER: 0.66}
_BUCKET_SPREAD = 0.06


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
        while (breaks := self.operator.breaks) and max(time_s, timeline.now_s) >= breaks[0][0]:
            timeline.until(Phase.WAIT, breaks[0][0], self.post.stand)
            self.operator.rest(timeline, self.post.stand)
        return max(time_s, timeline.now_s)

    def buckets(self, target_kg: float) -> list[float]:
        """Return the buckets that make a truck's load; the last one tops it up."""
        dice, full = self.operator.dice, self.post.model.payload_kg
        buckets: list[float] = []
        while (missing := target_kg - sum(buckets)) > 0.25 * full:
            buckets.append(min(missing, dice.gauss(0.93, _BUCKET_SPREAD) * full))
        return buckets

    def load(self, truck: Timeline, under: Trip, target_kg: float) -> float:
        """Load the truck that stands under the bucket from now on; return what it then carries in kg."""
        self.timeline.until(Phase.WAIT, truck.now_s, self.post.stand)
        loaded = 0.0
        for bucket in self.buckets(target_kg):
            seconds = self.operator.dice.about(PASS_S[self.post.model.kind] * self.operator.pace, 0.12)
            self.timeline.spend(Phase.PASS, seconds, self.post.work, (bucket, bucket), moved_kg=bucket)
            truck.spend(Phase.BEING_LOADED, seconds, under, (loaded, loaded + bucket))
            loaded += bucket
        return loaded

    def stop(self) -> None:
        """End the shift, at rest and switched off."""
        self.ready_s(self.operator.home_by_s - 900)
        leaves = self.operator.home_by_s - self.operator.dice.uniform(240, 480)
        home = self.post.home
        self.timeline.until(Phase.WAIT, leaves - (1.3 * home.seconds if home else 0), self.post.stand)
        if home is not None:
            self.timeline.spend(Phase.EMPTY_TRIP, self.operator.time(home), home)
        self.operator.stop(self.timeline, self.post.rest)
