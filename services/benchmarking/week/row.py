"""How are the sums of a machine's week written down, and read again?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec
import numpy as np

from models.benchmarking.indicator import Week
from models.benchmarking.tally import Tally


@dataclass(frozen=True)
class Part:
    """A week of a machine, or the part of it in which one owner had it, and what it is to be made of."""

    machine: str
    kind: str
    model: str
    from_time: datetime
    to_time: datetime
    samples: int
    cycles: int
    cycle_s: float


@dataclass(frozen=True)
class Sums:
    """What a machine did in a part: where it hauled most, hours in which it told anything, loads by its own counter
    (None: it has none), the sums of its indicators, and those of the cycles of which all is known (None: none)."""

    region: str
    site: str
    way: str
    told_h: float
    counted: int | None
    week: Week
    haulage: Tally | None

    @property
    def written(self) -> dict[str, object]:
        """Return it as it is kept."""
        names = ("region", "site", "way", "told_h", "counted")
        haulage = None if self.haulage is None else written(self.haulage)
        plain = {name: getattr(self, name) for name in names}
        return {**plain, "week": msgspec.json.encode(self.week).decode(), "haulage": haulage}


def written(tally: Tally) -> str:
    """Return the tally of one machine as it is kept: JSON."""
    return msgspec.json.encode({name: getattr(tally, name)[0].tolist() for name in _NAMES}).decode()


def read_week(text: str) -> Week:
    """Return the sums of a week as they were kept."""
    return msgspec.json.decode(text, type=Week)


def read_tallies(texts: Sequence[str]) -> Tally:
    """Return what was kept of the cycles of some weeks, an entry each."""
    told = [msgspec.json.decode(text) for text in texts]
    return Tally(**{name: np.array([one[name] for one in told]) for name in _NAMES})


_NAMES = tuple(Tally.__dataclass_fields__)
