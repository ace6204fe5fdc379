"""How are the readings of many machines written as messages at once?"""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
import orjson

from models.signals import signal
from simulators.light.herd import Block


def encode_readings(block: Block, boot: str, seq: int, time_ms: int) -> list[bytes]:
    """Return one telemetry payload for each machine of the block, as `encode_telemetry` would write it.

    Numbers are written by one call for all machines, and put into place with one template for each message.
    """
    scale = _scale(block.names)
    table = orjson.dumps(np.rint(block.values * scale) / scale, option=orjson.OPT_SERIALIZE_NUMPY)
    template = _template(block.names, boot, seq, time_ms)
    return [template % tuple(row.split(b",")) for row in table[2:-2].split(b"],[")]


def _template(names: Sequence[str], boot: str, seq: int, time_ms: int) -> bytes:
    signals = ",".join(f'"{name}":[%b]' for name in names)
    return f'{{"boot":"{boot}","seq":{seq},"time_ms":[{time_ms}],"signals":{{{signals}}}}}'.encode()


@lru_cache(maxsize=16)
def _scale(names: tuple[str, ...]) -> "np.typing.NDArray[np.float64]":
    return np.array([10.0 ** signal(name).decimals for name in names])
