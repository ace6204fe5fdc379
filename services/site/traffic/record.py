"""How are the passages of an hour kept as bytes?"""

import numpy as np
from numpy.typing import NDArray

from models.traffic.passage import Passages

# Little-endian, 24 bytes: when it began (Unix seconds), seconds spent, of these stood, metres risen, the place of the
# segment in the list beside, whether along the drawn direction, and the load (1, 0, or -1: not told).
RECORD = np.dtype(
    [
        ("enter_s", "<f8"),
        ("seconds", "<f4"),
        ("stood_s", "<f4"),
        ("rise_m", "<f4"),
        ("segment", "<i2"),
        ("forward", "?"),
        ("loaded", "i1"),
    ]
)
_COLUMNS = ("enter_s", "seconds", "stood_s", "rise_m", "segment", "forward", "loaded")


def records(passages: Passages) -> NDArray[np.void]:
    """Return passages as records, in their order."""
    kept = np.empty(len(passages), dtype=RECORD)
    for name in _COLUMNS:
        kept[name] = getattr(passages, name)
    return kept


def passages_of(kept: NDArray[np.void], machine: NDArray[np.int64]) -> Passages:
    """Return records as passages of machines."""
    columns = {name: kept[name].astype(np.float64) for name in _COLUMNS[:4]}
    return Passages(
        segment=kept["segment"].astype(np.int64),
        forward=kept["forward"].astype(np.bool_),
        loaded=kept["loaded"].astype(np.int64),
        machine=machine,
        **columns,
    )
