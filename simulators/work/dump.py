"""When may the next load be dumped, and when does the crusher crush it?"""

import math
from dataclasses import dataclass, field

from simulators.work.post import Trip
from simulators.work.timeline import Phase, Timeline

# From such a share of its hopper on the chamber of a crusher is choked: it crushes all that it can.
CHOKED = 0.06


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
    level = 0.0
    for (time_s, load_kg), until_s in zip(dump.feeds, [*(time for time, _ in dump.feeds[1:]), stop_s], strict=True):
        timeline.until(Phase.TURN_OVER, time_s, place)
        level = _worked_off(timeline, dump, max(until_s, timeline.now_s) - timeline.now_s, place, level + load_kg)
    timeline.until(Phase.TURN_OVER, stop_s, place)


def _worked_off(timeline: Timeline, dump: DumpPoint, seconds: float, place: Trip, level: float) -> float:
    """Let a crusher work for some time, and return what is left: of the last of it the chamber gets less and less."""
    choked = CHOKED * dump.capacity_kg
    full = min(max(level - choked, 0.0) / dump.rate_kgps, seconds)
    if full > 0:
        left = level - full * dump.rate_kgps
        timeline.spend(Phase.CRUSH, full, place, (level, left))
        level, seconds = left, seconds - full
    # What comes out falls with what is left, so that a straight line down to nothing takes twice as long.
    share = min(seconds * dump.rate_kgps / (2 * choked), 1.0)
    if level > 0 and share > 0:
        left = level * (1 - share) / (1 + share)
        timeline.spend(Phase.CRUSH, share * 2 * choked / dump.rate_kgps, place, (level, left))
        level = left
    return level
