"""When is what rolled up, so that it takes little while messages flow and is current when they pause?"""

import time

from ingest import metric
from ingest.database import Connection
from ingest.rollup.closing import close_minutes
from ingest.rollup.coarsening import roll_days, roll_hours
from ingest.rollup.ledger import Ledger
from ingest.rollup.recomputation import roll_up

# While messages flow, hours and days follow the minutes in no more than this share of the time, and a larger one while
# more are waiting; but at the latest after so long.
_SHARE, _SHARE_BEHIND, _COARSE_EVERY_S = 0.01, 0.05, 60.0
# Minutes are closed for so many machines at a time, in this share of the time: those of a large fleet all over the next
# minute. With each further minute that waits the share grows.
_MACHINES_AT_A_TIME, _CLOSING_SHARE = 2_000, 0.4


class Roller:
    """Closes minutes soon after they are over, and brings hours and days up to date when there is time for it."""

    def __init__(self, ledger: Ledger, every_s: float) -> None:
        self._ledger = ledger
        self._every_s = every_s
        self._minutes_at = self._closing_at = self._coarse_at = self._coarse_at_last = 0.0
        # What a process that ended has left.
        self._is_coarse_stale = True

    async def work(self, connection: Connection) -> bool:
        """Do some of what is due, and return whether there is time for more of it at once."""
        ledger, started = self._ledger, time.monotonic()
        behind = ledger.minutes_behind
        if behind and (ledger.lulls or started >= self._closing_at):
            await self._close_minutes(connection, min(1.0, _CLOSING_SHARE * behind))
        started = time.monotonic()
        if started >= self._minutes_at:
            self._minutes_at = started + self._every_s
            self._note(await roll_up(connection, worker=ledger.worker, followed=ledger.followed), started)
        if self._is_coarse_due():
            await self._roll_coarse(connection)
        return (self._is_coarse_stale or bool(ledger.minutes_behind)) and ledger.lulls

    async def _close_minutes(self, connection: Connection, share: float) -> None:
        started = time.monotonic()
        self._note(await close_minutes(connection, self._ledger, _MACHINES_AT_A_TIME), started)
        ended = time.monotonic()
        self._closing_at = ended + (ended - started) * (1 / share - 1)

    def _note(self, done: int, started: float) -> None:
        metric.MARKS.inc(done)
        if done:
            metric.ROLLUP_SECONDS.observe(time.monotonic() - started)
            self._is_coarse_stale = True

    def _is_coarse_due(self) -> bool:
        now = time.monotonic()
        if self._is_coarse_stale:
            return self._ledger.lulls or now >= self._coarse_at
        # Another worker may have left something.
        return now >= self._coarse_at_last

    async def _roll_coarse(self, connection: Connection) -> None:
        started = time.monotonic()
        self._is_coarse_stale = bool(await roll_hours(connection) or await roll_days(connection))
        ended = time.monotonic()
        share = _SHARE_BEHIND if self._is_coarse_stale else _SHARE
        self._coarse_at_last = ended + _COARSE_EVERY_S
        self._coarse_at = min(ended + (ended - started) / share, self._coarse_at_last)
