"""How are the messages of many machines written at once, ready for the wire?"""

from collections.abc import Sequence
from functools import cache

import numpy as np

from models.messages import Stream, topic
from simulators.fleet.geography import Array
from simulators.light.field import Field, Text, field_of

# MQTT 5: a PUBLISH with QoS 0, and no properties after the topic.
_PUBLISH, _NO_PROPERTIES = b"\x30", b"\x00"
# What changes from one message to the next beside the values, and how many places it takes.
_SEQ, _TIME_MS = 10, 14


class Press:
    """The messages of machines that measure the same, set once; each time only the numbers in them change.

    The machines' names must be equally long: then all messages are.
    """

    def __init__(self, names: Sequence[str], machines: Sequence[str], boot: str) -> None:
        fields = [field_of(name) for name in names]
        before = f'{{"boot":"{boot}","seq":', f',"time_ms":[{" " * _TIME_MS}],"signals":{{'
        text = bytearray(f"{before[0]}{' ' * _SEQ}{before[1]}".encode())
        self._seq = len(before[0])
        self._time_ms = self._seq + _SEQ + before[1].index(" ")
        self._fields: list[tuple[Field, int]] = []
        for name, field in zip(names, fields, strict=True):
            text += f'"{name}":['.encode()
            self._fields.append((field, len(text)))
            text += b" " * field.width + b"],"
        text[-1:] = b"}}"
        heads = [_head(machine, len(text)) for machine in machines]
        if len({len(head) for head in heads}) > 1:
            raise ValueError("The names of machines that are written together must be equally long.")
        self._start = len(heads[0])
        self._sheet = np.array([[*head, *text] for head in heads], np.uint8)

    def print(self, values: Array, seq: int, time_ms: int) -> Text:
        """Return a PUBLISH packet of telemetry in each row; the next call writes over it.

        `values` has a row for each machine and a column for each signal.
        """
        page = self._sheet[:, self._start :]
        for number, place, width in ((seq, self._seq, _SEQ), (time_ms, self._time_ms, _TIME_MS)):
            page[:, place : place + width] = np.frombuffer(b"%*d" % (width, number), np.uint8)
        columns = np.ascontiguousarray(values.T)
        for (field, place), column in zip(self._fields, columns, strict=True):
            field.write(column, page[:, place : place + field.width])
        return self._sheet

    def payloads(self) -> list[bytes]:
        """Return the payloads of the packets that were printed last."""
        return [row.tobytes() for row in self._sheet[:, self._start :]]


def _head(machine: str, length: int) -> bytes:
    """Return what stands before a payload of so many bytes: the packet's header, and the machine's topic."""
    name = topic(machine, Stream.TELEMETRY).encode()
    addressed = len(name).to_bytes(2, "big") + name + _NO_PROPERTIES
    return _PUBLISH + length_of(len(addressed) + length) + addressed


@cache
def length_of(value: int) -> bytes:
    """Return a length as MQTT writes it: seven bits a byte, the lowest first."""
    low, high = value & 0x7F, value >> 7
    return bytes([low]) if not high else bytes([low | 0x80]) + length_of(high)
