"""What was seen while a backlog was drained?"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from benchmarks.ingest.check import Verdict
from benchmarks.usage import OURSELVES, Reading


@dataclass(frozen=True)
class Sample:
    """One measurement of one consumer: `stored_s` until every row could be read, `current_s` until rollups were too.

    In `paused_s` of the time between them nobody worked: rollups follow by a clock. `used` is the processor time until
    the later of the two, `clients` that of the database's processes by whom they serve.
    """

    name: str
    messages: int
    rows: int
    stored_s: float
    current_s: float
    used: Reading
    verdict: Verdict
    batch_rows: float = 0.0
    bytes_per_row: float = 0.0
    rss_mb: float = 0.0
    paused_s: float = 0.0
    clients: Mapping[str, float] = field(default_factory=dict)

    @property
    def worked_s(self) -> float:
        """Return the seconds of the whole work, from the first message until everything is current."""
        return self.current_s - self.paused_s

    def cpu_s_per_million(self) -> dict[str, float]:
        """Return the processor seconds that each part used for a million rows."""
        return {name: used / self.rows * 1e6 for name, used in self.used.parts.items() if name != OURSELVES}
