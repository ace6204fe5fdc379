"""What is a haul cycle, and which phases has it?"""

import itertools
from dataclasses import dataclass

PHASES = ("return", "queue", "spot", "load", "haul", "dump_queue", "dump_spot", "dump")


@dataclass(frozen=True)
class Cycle:
    """A haul cycle, from setting out empty until the body is empty; moments are Unix seconds.

    It drives empty from `start_s`, queues from `queue_at_s`, goes under the bucket from `spot_at_s`, is loaded from
    `loading_at_s`, hauls from `hauling_at_s`, queues from `dump_queue_at_s`, goes to the edge from `dump_spot_at_s`,
    and dumps from `dumping_at_s` to `stop_s`. Zones are None where none is near. `queue_s` and `dump_queue_s` are what
    was waited, breaks left out; `payload_kg` (None: no scale) is what the truck's own scale told on the way; `loaded_m`
    is the way from the loader to the dump; `climb_m` is None where no height is told; `hole_s` is the longest time on
    the way in which nothing was told: no more than five minutes, beyond which nobody knows whether it was one cycle.
    Where it set out, was loaded and dumped is told in metres east and north.
    """

    start_s: float
    queue_at_s: float
    spot_at_s: float
    loading_at_s: float
    hauling_at_s: float
    dump_queue_at_s: float
    dump_spot_at_s: float
    dumping_at_s: float
    stop_s: float
    loaded_at: str | None
    dumped_at: str | None
    payload_kg: float | None
    distance_m: float
    loaded_m: float
    climb_m: float | None
    queue_s: float
    dump_queue_s: float
    hole_s: float
    start_m: tuple[float, float]
    loading_m: tuple[float, float]
    dumping_m: tuple[float, float]

    @property
    def phases(self) -> dict[str, tuple[float, float]]:
        """Return when each phase began and ended, in their order; one that took no time begins where it ends."""
        edges = (
            self.start_s,
            self.queue_at_s,
            self.spot_at_s,
            self.loading_at_s,
            self.hauling_at_s,
            self.dump_queue_at_s,
            self.dump_spot_at_s,
            self.dumping_at_s,
            self.stop_s,
        )
        return dict(zip(PHASES, itertools.pairwise(edges), strict=True))
