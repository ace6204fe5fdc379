"""Which messages are sent, and which rows must they become?"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
import orjson
from numpy.typing import NDArray
from psycopg import sql

from models.machines import Kind
from models.messages import encode_telemetry
from models.signals import Signal, signals_of

_LEFT_OUT = frozenset(
    {
        "air_filter_drop_kpa",
        "brake_pressure_bar",
        "clutch_slip_percent",
        "def_level_percent",
        "dpf_drop_kpa",
        "hydraulic_filter_drop_bar",
        "idle_hours_h",
        "load_count",
        "pitch_deg",
        "transmission_oil_pressure_kpa",
        "tyre_front_left_kpa",
        "tyre_front_right_kpa",
        "tyre_rear_left_kpa",
        "tyre_rear_right_kpa",
    }
)
# 32 of a wheel loader's 46: in 6 of them, the same share as in all, a value takes eight bytes.
SIGNALS: tuple[Signal, ...] = tuple(s for s in signals_of(Kind.WHEEL_LOADER) if s.name not in _LEFT_OUT)

_POOL = 4096
# A machine's rows follow each other in the pool; two machines begin at different ones.
_STRIDE = 37
# What a sum is weighed with, so that values in the wrong row, column or machine change it.
_MODULUS, _MACHINE_WEIGHT = 1_000_003, 31
_ROWS_AT_A_TIME, _PACKETS_AT_A_TIME = 50_000, 2_000

Integers = NDArray[np.int64]


def machine_id(number: int) -> str:
    """Return the name of a machine."""
    return f"m-{number:06d}"


@dataclass(frozen=True)
class Load:
    """`messages` of `readings` each, in turn from `machines`, whose readings are `step_ms` apart in event time."""

    machines: int
    messages: int
    readings: int
    begin_ms: int
    step_ms: int = 1000
    first_machine: int = 0

    @property
    def rows(self) -> int:
        """Return how many rows the messages make."""
        return self.messages * self.readings

    def times_ms(self, first: int, last: int) -> Integers:
        """Return the event times of messages [first, last), a row for each message."""
        machine, place = self._places(first, last)
        return np.asarray(self.begin_ms + place * self.step_ms + machine * self.step_ms // self.machines)

    def packets(self, first: int, last: int) -> Iterator[tuple[bytes, bytes]]:
        """Yield topic and payload of messages [first, last), made while they are asked for."""
        for begin in range(first, last, _PACKETS_AT_A_TIME):
            yield from self._packets(begin, min(begin + _PACKETS_AT_A_TIME, last))

    def _packets(self, first: int, last: int) -> Iterator[tuple[bytes, bytes]]:
        fragments = payload_ends(self.readings)
        for message, times in enumerate(self.times_ms(first, last).tolist(), first):
            rank, machine = divmod(message, self.machines)
            name = b"m-%06d" % (self.first_machine + machine)
            # The boot is the machine's name, because a peer cannot see the topic.
            payload = b'{"boot":"%b","seq":%d,"time_ms":%b,%b' % (
                name,
                rank,
                orjson.dumps(times),
                fragments[(machine * _STRIDE + rank * self.readings) % _POOL],
            )
            yield b"fleet/v1/%b/telemetry" % name, payload

    def last_places(self, count: int) -> list[tuple[str, int]]:
        """Return machine and last event time of the last messages: once they are stored, so is nearly everything."""
        numbers = range(max(0, self.messages - count), self.messages)
        times = self.times_ms(numbers.start, numbers.stop)[:, -1].tolist()
        machines = [machine_id(self.first_machine + number % self.machines) for number in numbers]
        return list(zip(machines, times, strict=True))

    def values(self, first: int, last: int) -> NDArray[np.float64]:
        """Return the rows of messages [first, last), in the order of SIGNALS."""
        machine, place = self._places(first, last)
        rows = _pool()[((machine * _STRIDE + place) % _POOL).ravel()]
        return np.asarray(rows / _scale(), dtype=np.float64)

    def checksum(self) -> int:
        """Return the sum over all rows of their values, weighed by column, machine and time, modulo 2^64."""
        return sum(map(self._partial_checksum, range(0, self.messages, _ROWS_AT_A_TIME))) % 2**64

    def _partial_checksum(self, first: int) -> int:
        last = min(first + _ROWS_AT_A_TIME, self.messages)
        machine, place = self._places(first, last)
        value = _row_sums()[(machine * _STRIDE + place) % _POOL].astype(np.uint64)
        since = self.times_ms(first, last) - self.begin_ms
        weight = since % _MODULUS + _MACHINE_WEIGHT * (self.first_machine + machine) + 1
        return int((weight.astype(np.uint64) * value).sum(dtype=np.uint64))

    def _places(self, first: int, last: int) -> tuple[Integers, Integers]:
        """Return the machine of each of the messages, and of each of their readings its place among its machine's."""
        rank, machine = np.divmod(np.arange(first, last), self.machines)
        return machine[:, None], rank[:, None] * self.readings + np.arange(self.readings)


@cache
def payload_ends(readings: int) -> list[bytes]:
    """Return how payloads of so many readings end, with the signals, by the first of their rows in the pool."""
    values = np.concatenate([_pool(), _pool()[:readings]]).T / _scale()[:, None]
    return [_fragment(values[:, first : first + readings]) for first in range(_POOL)]


def checksum_sql(load: Load) -> sql.Composed:
    """Return the expression that adds up in the database what `Load.checksum` adds up here."""
    value = sql.SQL("{place} * round({name}::float8 * {scale}::float8)::bigint")
    values = [
        value.format(place=place, name=sql.Identifier(s.name), scale=10**s.decimals)
        for place, s in enumerate(SIGNALS, 1)
    ]
    parts = {"begin": load.begin_ms, "modulus": _MODULUS, "factor": _MACHINE_WEIGHT, "whole": 2**64}
    return sql.SQL(
        """coalesce(mod(sum((
            mod((extract(epoch from time) * 1000)::bigint - {begin}, {modulus})
            + {factor} * substr(machine, 3)::bigint + 1
        ) * ({values})), {whole}), 0)"""
    ).format(values=sql.SQL(" + ").join(values), **parts)


def _fragment(values: NDArray[np.float64]) -> bytes:
    columns = {s.name: column for s, column in zip(SIGNALS, values, strict=True)}
    payload = encode_telemetry("", 0, [0], columns)
    return payload[payload.index(b'"signals":') :]


@cache
def _scale() -> NDArray[np.float64]:
    return np.asarray(10.0 ** np.array([s.decimals for s in SIGNALS]))


@cache
def _pool() -> Integers:
    """Return the rows that all messages are made of, in units of each signal's last decimal: random walks."""
    chance = np.random.default_rng(7)
    return np.stack([_walk(s, chance) for s in SIGNALS], axis=1)


def _walk(s: Signal, chance: np.random.Generator) -> Integers:
    scale = 10**s.decimals
    if s.counter:
        steps = chance.integers(0, max(2, scale // 100), _POOL)
        return np.asarray(int(12_345.6 * scale) + steps.cumsum(), dtype=np.int64)
    low, high = max(s.low, 0.0), min(s.high, 20_000.0)
    middle, swing = (low + high) / 2, (high - low) / 4
    waves = np.sin(np.linspace(0, chance.uniform(20, 200), _POOL)) + chance.normal(0, 0.02, _POOL)
    return np.asarray(np.rint(np.clip(middle + swing * waves, low, high) * scale), dtype=np.int64)


@cache
def _row_sums() -> Integers:
    return np.asarray(_pool() @ np.arange(1, len(SIGNALS) + 1), dtype=np.int64)
