"""What does the telematics unit of a machine publish that speaks Sparkplug B?"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from models.signals import signal
from models.sparkplug import (
    BD_SEQ,
    BOOLEAN,
    DOUBLE,
    FLOAT,
    LONG,
    REBIRTH,
    DataType,
    Metric,
    Payload,
    Verb,
    encode_payload,
    topic,
)
from simulators.feed import Batch, Feed
from simulators.link import Link
from simulators.telematics.message import Reading
from simulators.world import MachineStory

_NUMBERS = 256
# Aliases from here on, so that they are not the places in a list by chance.
_FIRST_ALIAS = 100

Values = Mapping[str, float | None]


@dataclass
class Node:
    """An edge node that is its machine: `bd_seq` counts its connections, `seq` its messages since the last birth."""

    machine: str
    names: Sequence[str]
    bd_seq: int = 0
    seq: int = 0

    def birth(self, time_ms: int, values: Values) -> tuple[str, bytes]:
        """Return topic and payload of the birth: every metric with name, alias, type and present value."""
        self.seq = 0
        own = [
            Metric(name=BD_SEQ, time_ms=time_ms, datatype=DataType.INT64, field=LONG, value=self.bd_seq),
            Metric(name=REBIRTH, time_ms=time_ms, datatype=DataType.BOOLEAN, field=BOOLEAN, value=0),
        ]
        signals = [self._metric(name, values.get(name), time_ms)._replace(name=name) for name in self.names]
        return topic(Verb.NBIRTH, self.machine), self._payload(time_ms, [*own, *signals])

    def data(self, readings: Sequence[tuple[int, Values]], *, historical: bool = False) -> tuple[str, bytes]:
        """Return topic and payload of readings, each of its own time; None is sent as null."""
        metrics = list(self._metrics(readings, historical=historical))
        return topic(Verb.NDATA, self.machine), self._payload(readings[-1][0], metrics)

    def death(self, time_ms: int) -> tuple[str, bytes]:
        """Return topic and payload of the will of a connection, which its birth refers to."""
        told = Metric(name=BD_SEQ, time_ms=time_ms, datatype=DataType.INT64, field=LONG, value=self.bd_seq)
        return topic(Verb.NDEATH, self.machine), encode_payload(Payload(time_ms, None, [told]))

    def _metrics(self, readings: Sequence[tuple[int, Values]], *, historical: bool) -> Iterator[Metric]:
        for time_ms, values in readings:
            for name, value in values.items():
                yield self._metric(name, value, time_ms, historical=historical)

    def _metric(self, name: str, value: float | None, time_ms: int, *, historical: bool = False) -> Metric:
        alias, datatype, field = self._described[name]
        if value is None:
            return Metric(None, alias, time_ms, datatype, historical, is_null=True)
        return Metric(None, alias, time_ms, datatype, historical, field=field, value=value)

    @cached_property
    def _described(self) -> Mapping[str, tuple[int, DataType, int]]:
        """Return the alias, data type and field of each signal."""
        precise = {name for name in self.names if signal(name).column_type == "double precision"}
        types = {name: (DataType.DOUBLE, DOUBLE) if name in precise else (DataType.FLOAT, FLOAT) for name in self.names}
        return {name: (_FIRST_ALIAS + place, *types[name]) for place, name in enumerate(self.names)}

    def _payload(self, time_ms: int, metrics: Sequence[Metric]) -> bytes:
        seq, self.seq = self.seq, (self.seq + 1) % _NUMBERS
        return encode_payload(Payload(time_ms, seq, metrics))


@dataclass
class NodeFeed:
    """What a machine measures, one reading after the other, rounded as its sensors resolve.

    With a `link` its clock goes wrong as that link has it.
    """

    story: MachineStory
    period_s: float
    link: Link | None = None

    @property
    def machine(self) -> str:
        """Return the machine's id."""
        return self.story.unit.machine.id

    def messages(self, start_s: float, stop_s: float) -> list[Reading]:
        """Return the readings of the moments from start to before stop, in order of time."""
        feed = Feed(self.story, "", self.period_s, batch=1_000_000)
        return [one for batch in feed.batches(start_s, stop_s) for one in self._readings(batch)]

    def _readings(self, batch: Batch) -> Iterator[Reading]:
        scale = np.array([[10.0 ** signal(name).decimals] for name in batch.names])
        rounded = np.rint(batch.values * scale) / scale
        for time_s, column in zip(batch.times.tolist(), rounded.T.tolist(), strict=True):
            told = (None if math.isnan(value) else value for value in column)
            ahead_s = self.link.ahead_s(time_s) if self.link else 0.0
            yield Reading(time_s, self.machine, dict(zip(batch.names, told, strict=True)), ahead_s)
