"""What did a machine measure, and when?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import chain
from reprlib import repr as quoted
from typing import Any

import numpy as np
import orjson
from numpy.typing import NDArray

from models.messages.document import (
    BOOT,
    MAX_TIME_MS,
    integer,
    read_object,
    refuse_repeated_keys,
    text,
)
from models.messages.layout import clear, layout_of
from models.messages.rejection import Flaw, Reason, Rejected
from models.signals import NAMES, signal

MAX_SAMPLES = 1000
FIELDS = frozenset({"boot", "seq", "time_ms", "signals"})

_NUMBER_OR_MISSING = {float, int, type(None)}
_EXTRA_DECIMALS = 6


@dataclass(frozen=True, slots=True)
class Telemetry:
    """A batch of readings: `values[k, i]` is signal `names[k]` at `time_ms[i]`, NaN where there is none.

    `names` are catalogued and `columns` their places in the catalogue; what nobody catalogued yet is in `extra`, with
    None where there is none. `flaws` tells which values were left out because no sensor can report them.
    """

    boot: str
    seq: int
    time_ms: NDArray[np.int64]
    names: tuple[str, ...]
    columns: NDArray[np.intp]
    values: NDArray[np.float64]
    extra: Mapping[str, Sequence[float | None]]
    flaws: tuple[Flaw, ...] = ()

    @property
    def signals(self) -> dict[str, NDArray[np.float64]]:
        """Return the catalogued signals by name, one value a time, NaN where there is none."""
        return dict(zip(self.names, self.values, strict=True))

    @property
    def keys(self) -> NDArray[np.int64]:
        """Return the key of every reading, equal when the same message is sent again."""
        return sample_keys(self.boot, self.seq, len(self.time_ms))


def decode_telemetry(payload: bytes) -> Telemetry:
    """Return the batch of a telemetry message, or raise `Rejected`; values out of range become NaN and a flaw."""
    message = read_object(payload, FIELDS)
    boot, seq = text("boot", message["boot"], BOOT), integer("seq", message["seq"])
    time_ms = _times(message["time_ms"])
    signals = _signals(message["signals"], len(time_ms))
    refuse_repeated_keys(payload, len(FIELDS) + len(signals))
    layout = layout_of(tuple(signals))
    columns, values = layout.places[layout.rows], np.array(list(signals.values()), dtype=np.float64)[layout.rows]
    flaws = tuple(clear(columns, values).values())
    extra = {name: [None if value is None else float(value) for value in signals[name]] for name in layout.extra}
    return Telemetry(boot, seq, time_ms, layout.names, columns, values, extra, flaws)


def encode_telemetry(
    boot: str, seq: int, time_ms: Sequence[int], signals: Mapping[str, Sequence[float | None] | NDArray[np.float64]]
) -> bytes:
    """Return the payload of a telemetry message, values rounded as the catalogue says and NaN or None as null."""
    values = np.array(list(signals.values()), dtype=np.float64)
    scale = _scale(tuple(signals))
    rounded = np.rint(values * scale) / scale
    message = {
        "boot": boot,
        "seq": seq,
        "time_ms": [int(t) for t in time_ms],
        "signals": dict(zip(signals, rounded, strict=True)),
    }
    return orjson.dumps(message, option=orjson.OPT_SERIALIZE_NUMPY)


def sample_keys(boot: str, seq: int, n: int) -> NDArray[np.int64]:
    """Return the keys of the `n` readings of one message: a hash of (boot, seq) plus the place in the message.

    A boot cannot hold the separator, so two messages share a hash only by chance, one in 2^64.
    """
    first = np.frombuffer(first_key(boot, seq), dtype=">u8").astype(np.uint64)
    return (first + np.arange(n, dtype=np.uint64)).view(np.int64)


def first_key(boot: str, seq: int) -> bytes:
    """Return the eight bytes of the key of a message's first reading."""
    return blake2b(f"{boot}|{seq}".encode(), digest_size=8).digest()


@lru_cache(maxsize=1024)
def _scale(names: tuple[str, ...]) -> NDArray[np.float64]:
    decimals = [signal(name).decimals if name in NAMES else _EXTRA_DECIMALS for name in names]
    return np.array([[10.0**places] for places in decimals])


def _times(times: Any) -> NDArray[np.int64]:
    if not isinstance(times, list):
        raise Rejected(Reason.WRONG_TYPE, f"time_ms is {quoted(times)}, not a list.")
    if not 1 <= len(times) <= MAX_SAMPLES:
        raise Rejected(Reason.WRONG_SHAPE, f"time_ms has {len(times)} times, not 1 to {MAX_SAMPLES}.")
    if set(map(type, times)) != {int} or min(times) < 0 or max(times) > MAX_TIME_MS:
        times = [integer("a time in time_ms", time, high=MAX_TIME_MS) for time in times]
    if len(set(times)) < len(times):
        raise Rejected(Reason.REPEATED_TIME, f"{len(times)} times, {len(set(times))} of them different.")
    return np.array(times, dtype=np.int64)


def _signals(signals: Any, samples: int) -> dict[str, list[float | None]]:
    if not isinstance(signals, dict) or not set(map(type, signals.values())) <= {list}:
        raise Rejected(Reason.WRONG_TYPE, f"signals is {quoted(signals)}, not an object of lists.")
    if not signals:
        raise Rejected(Reason.WRONG_SHAPE, "signals is empty; send at least one signal.")
    if set(map(len, signals.values())) != {samples}:
        raise Rejected(Reason.LENGTH_MISMATCH, _odd_length(signals, samples))
    if not set(map(type, chain.from_iterable(signals.values()))) <= _NUMBER_OR_MISSING:
        raise Rejected(Reason.WRONG_TYPE, _odd_value(signals))
    return signals


def _odd_length(signals: Mapping[str, Sequence[object]], samples: int) -> str:
    name, length = next((name, len(values)) for name, values in signals.items() if len(values) != samples)
    return f"{quoted(name)} has {length} values for {samples} times."


def _odd_value(signals: Mapping[str, Sequence[object]]) -> str:
    name, odd = next(
        (name, value) for name, values in signals.items() for value in values if type(value) not in _NUMBER_OR_MISSING
    )
    return f"{quoted(name)} holds {quoted(odd)}, which is neither a number nor null."
