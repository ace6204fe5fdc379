"""Where in the catalogue do the signals of a message belong?"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from models.messages.document import text
from models.messages.rejection import Flaw, Reason, Rejected
from models.signals import CATALOGUE, NAMES

MAX_EXTRA_SIGNALS = 64
SIGNAL_NAME = r"^[a-z][a-z0-9_]{0,62}$"
UNCATALOGUED = -1

_COLUMN = {name: column for column, name in enumerate(NAMES)}
_LOW = np.array([entry.low for entry in CATALOGUE])
_HIGH = np.array([entry.high for entry in CATALOGUE])


@dataclass(frozen=True, slots=True)
class Layout:
    """The signals of a message in their order: `places[k]` is signal k's place in the catalogue, or UNCATALOGUED.

    `names` are those that are catalogued, `extra` the others.
    """

    places: NDArray[np.intp]
    names: tuple[str, ...]
    extra: tuple[str, ...]

    @property
    def rows(self) -> NDArray[np.intp]:
        """Return which signals are catalogued."""
        return np.flatnonzero(self.places != UNCATALOGUED)


# A machine sends the same signals in the same order all day.
@lru_cache(maxsize=1024)
def layout_of(names: tuple[str, ...]) -> Layout:
    """Return where signals belong; raises `Rejected` for a name that no signal can have, and for too many strangers."""
    extra = tuple(name for name in names if name not in _COLUMN)
    if len(extra) > MAX_EXTRA_SIGNALS:
        raise Rejected(
            Reason.WRONG_SHAPE, f"{len(extra)} signals are not in the catalogue, at most {MAX_EXTRA_SIGNALS} may be."
        )
    for name in extra:
        text("a signal's name", name, SIGNAL_NAME)
    places = np.array([_COLUMN.get(name, UNCATALOGUED) for name in names], dtype=np.intp)
    return Layout(places, tuple(name for name in names if name in _COLUMN) if extra else names, extra)


def clear(columns: NDArray[np.intp], values: NDArray[np.float64]) -> dict[int, Flaw]:
    """Make values NaN that their sensors cannot report, and return what was wrong, by row.

    Row k of `values` belongs to the signal at `columns[k]` of the catalogue.
    """
    outside = (values < _LOW[columns, None]) | (values > _HIGH[columns, None])
    if not outside.any():
        return {}
    rows = np.flatnonzero(outside.any(axis=1))
    counts, examples = outside[rows].sum(axis=1), values[rows, outside[rows].argmax(axis=1)]
    values[outside] = np.nan
    told = zip(rows.tolist(), columns[rows].tolist(), counts.tolist(), examples.tolist(), strict=True)
    return {row: Flaw(NAMES[column], count, example) for row, column, count, example in told}
