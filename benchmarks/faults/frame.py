"""How are the packets of an MQTT stream told apart, sent twice and put out of order?"""

from collections.abc import Iterator

import numpy as np

_QOS = 0x06
_DUPLICATE = 0x08
_RETAIN = 0x01
_LONGEST_LENGTH = 4
_HELD = 4
_TWICE, _LATER = 0.3, 0.5


class Packets:
    """Splits a stream of bytes into MQTT packets."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Yield the packets that are whole with these bytes."""
        self._rest += data
        while end := _end(self._rest):
            yield self._rest[:end]
            self._rest = self._rest[end:]


class Scrambler:
    """Sends numbered messages twice and holds some back behind later ones, as a bad network with retries does."""

    def __init__(self, chance: np.random.Generator) -> None:
        self._chance = chance
        self._held: list[bytes] = []

    def pass_on(self, packet: bytes) -> Iterator[bytes]:
        """Yield what goes on for a packet: nothing yet, itself, or others too."""
        if not is_numbered(packet):
            yield from self.release()
            yield packet
            return
        if len(self._held) < _HELD and self._chance.random() < _LATER:
            self._held.append(packet)
            return
        yield packet
        if self._chance.random() < _TWICE:
            yield bytes([packet[0] | _DUPLICATE]) + packet[1:]
        if self._held and self._chance.random() < _LATER:
            yield self._held.pop(int(self._chance.integers(len(self._held))))

    def release(self) -> Iterator[bytes]:
        """Yield what is held back, the last first."""
        while self._held:
            yield self._held.pop()


def is_numbered(packet: bytes) -> bool:
    """Return whether it is a telemetry or event message; states and declarations keep their order."""
    # Retained messages are states; only what bears a sequence number may come in any order.
    return packet[0] & 0xF0 == 0x30 and packet[0] & (_QOS | _RETAIN) == 0x02 and _names_stream(packet[:128])


def _names_stream(head: bytes) -> bool:
    return b"/telemetry" in head or b"/event" in head


def _end(data: bytes) -> int:
    """Return where the first packet ends, 0 when it is not whole."""
    length = 0
    for place in range(1, min(len(data), _LONGEST_LENGTH + 1)):
        length |= (data[place] & 0x7F) << (7 * (place - 1))
        if not data[place] & 0x80:
            end = place + 1 + length
            return end if end <= len(data) else 0
    return 0
