"""When may the next load be dumped, and when does the crusher crush it?"""

import math
from dataclasses import dataclass, field

from simulators.work.post import Trip
from simulators.work.timeline import Phase, Timeline


@dataclass
class DumpPoint:
    """One place where one machine dumps at a time; over a crusher it holds so much, emptied at so many kg a second."""

    capacity_kg: float = math.inf
    rate_kgps: float = math.inf
    free_s: float = -math.inf
    empty_s: float = -math.inf
    feeds: list[tuple[float, float]] = field(default_factory=list)

    def open_s(self, time_s: float, load_kg: float) -> float:
        """Return from when on, not before `time_s`, a load finds the place free and room in the hopper."""
        room = min(self.capacity_kg, self.capacity_kg - load_kg)
        fits = self.empty_s - max(room, 0.0) / self.rate_kgps if math.isfinite(self.capacity_kg) else -math.inf
        return max(time_s, self.free_s, fits)

    def take(self, time_s: float, load_kg: float) -> None:
        """Take a load whose last stone falls at `time_s`."""
        self.free_s = time_s
        self.empty_s = max(self.empty_s, time_s) + load_kg / self.rate_kgps
        self.feeds.append((time_s, load_kg))


def crush(timeline: Timeline, dump: DumpPoint, stop_s: float, place: Trip) -> None:
    """Let a crusher work off what was dumped until `stop_s`; its load is what lies in the hopper."""
    level, seconds_per_kg = 0.0, 1 / dump.rate_kgps
    for (time_s, load_kg), until_s in zip(dump.feeds, [*(time for time, _ in dump.feeds[1:]), stop_s], strict=True):
        timeline.until(Phase.TURN_OVER, time_s, place)
        level += load_kg
        seconds = min(level * seconds_per_kg, max(until_s, timeline.now_s) - timeline.now_s)
        left = level - seconds * dump.rate_kgps
        timeline.spend(Phase.CRUSH, seconds, place, (level, left))
        level = left
    timeline.until(Phase.TURN_OVER, stop_s, place)
