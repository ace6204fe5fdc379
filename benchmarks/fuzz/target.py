"""Which decoders are there, and is an answer the same in every way in which a message is read?"""

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np

from benchmarks.fuzz import example
from ingest.decode.sparkplug.desk import Desk, Message
from ingest.decode.sparkplug.extract import extract
from models.messages import (
    Forms,
    Rejected,
    Telemetry,
    decode_ack,
    decode_event,
    decode_gap,
    decode_snapshot,
    decode_state,
    decode_telemetry,
    decode_together,
    parse_topic,
)
from models.messages.block import Block
from models.sparkplug import PREFIX, Place, Verb, decode_payload
from models.sparkplug import parse_topic as parse_node

Decode = Callable[[bytes], object]


class Disagreement(Exception):
    """Two ways of reading one message gave two answers."""


@dataclass(frozen=True)
class Target:
    """A decoder, and good messages for it."""

    name: str
    decode: Decode
    seeds: list[bytes]


def targets() -> list[Target]:
    """Return every decoder of what comes from outside."""
    return [
        Target("telemetry", decode_telemetry, example.telemetry()),
        Target("telemetry, together", _Together().decode, example.telemetry()),
        Target("event", decode_event, [example.event()]),
        Target("state", decode_state, [example.state()]),
        Target("gap", decode_gap, [example.gap()]),
        Target("ack", decode_ack, [example.ack()]),
        Target("snapshot", lambda payload: decode_snapshot(payload, example.WINDOW), [example.snapshot()]),
        Target("sparkplug, payload", decode_payload, [*example.births(), *example.data()]),
        Target("sparkplug, birth", _Birth().decode, example.births()),
        Target("sparkplug, data", _Data().decode, example.data()),
        Target("topic", _topic, example.topics()),
    ]


@dataclass
class _Together:
    """Telemetry as ingest reads it, many messages at once; what it takes must be what `decode_telemetry` says."""

    forms: Forms = field(default_factory=Forms)

    def decode(self, payload: bytes) -> object:
        blocks, odd = decode_together([payload], self.forms)
        if odd:
            return decode_telemetry(payload)
        try:
            alone = decode_telemetry(payload)
        except Rejected as rejected:
            raise Disagreement(f"together: taken; alone: {rejected.reason}") from rejected
        if not _is_same(blocks[0], alone):
            raise Disagreement(f"together: {blocks[0]}; alone: {alone}")
        return alone


def _is_same(block: Block, alone: Telemetry) -> bool:
    together = dict(zip(block.column.tolist(), block.values, strict=True))
    told = dict(zip(alone.columns.tolist(), alone.values, strict=True))
    return (
        (block.boots[0], block.seqs[0]) == (alone.boot, alone.seq)
        and np.array_equal(block.time_ms[0], alone.time_ms)
        and np.array_equal(block.keys[0], alone.keys)
        and together.keys() == told.keys()
        and all(np.array_equal(values, told[column], equal_nan=True) for column, values in together.items())
        and {name: list(values) for name, values in block.extra.get(0, {}).items()}
        == {name: list(values) for name, values in alone.extra.items()}
    )


@dataclass
class _Birth:
    """Births of a node and of a device of it, in turn."""

    desk: Desk = field(default_factory=lambda: Desk(most_held=10, is_host=True))
    turn: int = 0

    def decode(self, payload: bytes) -> object:
        self.turn += 1
        verb, device = (Verb.NBIRTH, "") if self.turn % 2 else (Verb.DBIRTH, "pump")
        place = Place(verb, f"m-{self.turn % 7}", device)
        return self.desk.read(place, Message(payload, example.TIME_MS, example.WINDOW))


@dataclass
class _Data:
    """What a born node says; what is read at once must be what is read metric by metric."""

    desk: Desk = field(default_factory=lambda: Desk(most_held=10, is_host=True))

    def decode(self, payload: bytes) -> object:
        self.desk.know("m-1", "", [("", 1, example.births()[0])], 0)
        place, message = Place(Verb.NDATA, "m-1", ""), Message(payload, example.TIME_MS, example.WINDOW)
        report = self.desk.read(place, message)
        if report.hold is None and report.telemetry is not None:
            vocabulary = self.desk.sessions["m-1"].vocabularies[""]
            slow = extract(decode_payload(payload), vocabulary, example.TIME_MS, example.WINDOW).readings
            if slow is None or sorted(slow.keys.tolist()) != sorted(report.telemetry.keys.tolist()):
                raise Disagreement(f"at once: {report.telemetry}; one by one: {slow}")
        return report


def _topic(payload: bytes) -> object:
    text = payload.decode("utf-8", "surrogateescape")
    return parse_node(text) if text.startswith(PREFIX) else parse_topic(text)
