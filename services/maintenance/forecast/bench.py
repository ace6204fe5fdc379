"""Which models of life are asked at this moment?"""

from functools import cache
from pathlib import Path

from services.maintenance.forecast.life import Teller

_NONE = "No model of the life of parts is at hand; `howdah train` makes one."


class Bench:
    """The models of life that play a role, opened once for each version."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder

    def tellers(self) -> list[Teller]:
        """Return the champion, or who says why there is none, and the challenger where there is one."""
        return [Teller("champion", _NONE)]


@cache
def bench_of(folder: Path | None) -> Bench:
    """Return the one bench of a process over a folder: models are large, and slow to open."""
    return Bench(folder)
