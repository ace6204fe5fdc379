"""Are messages cut out of a connection's bytes as they were sent, wherever the bytes are split?"""

import asyncio
import itertools
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

from deploy.port import LOOPBACK
from services.kit.mqtt import Message, Mqtt
from services.kit.mqtt.stream import Malformed, PacketStream, acknowledgements
from tests.patience import until

PINGRESP = b"\xd0\x00"
CONNACK = b"\x20\x03\x00\x00\x00"


@dataclass(frozen=True)
class Sent:
    """A message as a broker sends it."""

    topic: str
    payload: bytes
    qos: int
    retain: bool
    mid: int
    properties: bytes

    def packet(self) -> bytes:
        """Return its PUBLISH."""
        topic = self.topic.encode()
        mid = self.mid.to_bytes(2) if self.qos else b""
        return packet(
            0x30 | self.qos << 1 | self.retain, len(topic).to_bytes(2) + topic + mid + self.properties + self.payload
        )


def packet(head: int, content: bytes) -> bytes:
    """Return a control packet."""
    return bytes([head]) + number(len(content)) + content


def number(value: int) -> bytes:
    """Return a number of variable length."""
    digits = []
    while value > 127:
        digits.append(value & 127 | 128)
        value >>= 7
    return bytes([*digits, value])


def properties(texts: Iterable[tuple[str, str]], subscription: int | None) -> bytes:
    """Return the properties of a message, written by paho."""
    made: Any = cast(Any, Properties)(PacketTypes.PUBLISH)
    for text in texts:
        made.UserProperty = text
    if subscription:
        made.SubscriptionIdentifier = subscription
    return bytes(made.pack())


texts = st.text("aé/ö", max_size=80)
sent = st.builds(
    Sent,
    topic=texts,
    payload=st.binary(max_size=300),
    qos=st.integers(0, 1),
    retain=st.booleans(),
    mid=st.integers(1, 65_535),
    properties=st.builds(
        properties, st.lists(st.tuples(texts, texts), max_size=3), st.none() | st.integers(1, 268_435_455)
    ),
)
packets = st.lists(sent | st.sampled_from([PINGRESP, CONNACK, packet(0x90, b"\0\1\0\1")]), max_size=12)


def pieces(stream: bytes, cuts: Iterable[int]) -> Iterator[bytes]:
    """Yield the stream, split at these places."""
    edges = sorted({0, len(stream), *(cut % (len(stream) + 1) for cut in cuts)})
    yield from (stream[start:stop] for start, stop in itertools.pairwise(edges))


def read(parts: Iterable[bytes], most: int = 1000) -> tuple[list[Message], bytes]:
    """Return what a stream holds that comes in these parts."""
    stream = PacketStream(7)
    messages: list[Message] = []
    others = b""
    for part in parts:
        stream.add(part)
        while True:
            cut, rest = stream.cut(most)
            assert len(cut) <= most
            messages += cut
            others += rest
            if not stream.cut_short:
                break
    return messages, others


@settings(deadline=None)
@given(packets, st.lists(st.integers(0, 10_000), max_size=20), st.integers(1, 5))
def test_a_stream_holds_the_same_messages_wherever_it_is_split(
    wanted: list[Sent | bytes], cuts: list[int], most: int
) -> None:
    stream = b"".join(one if isinstance(one, bytes) else one.packet() for one in wanted)
    messages, others = read(pieces(stream, cuts), most)
    told = [one for one in wanted if isinstance(one, Sent)]
    assert [(m.topic, m.payload, m.qos, m.retain, m.mid) for m in messages] == [
        (one.topic, one.payload, one.qos, one.retain, one.mid if one.qos else 0) for one in told
    ]
    assert {m.generation for m in messages} <= {7}
    assert others == b"".join(one for one in wanted if isinstance(one, bytes))


def test_a_stream_may_come_byte_by_byte() -> None:
    one = Sent("fleet/v1/wl-01/telemetry", bytes(300), 1, False, 65_535, properties([("a", "b")], None))
    messages, others = read((one.packet() + PINGRESP + one.packet())[i : i + 1] for i in range(2 * 344 + 2))
    assert [(m.payload, m.mid) for m in messages] == [(bytes(300), 65_535)] * 2
    assert others == PINGRESP


def test_a_large_message_in_small_pieces_costs_no_more_than_its_bytes() -> None:
    large = Sent("a", bytes(256 * 1024), 1, False, 1, b"\0").packet()
    started = time.process_time()
    messages, _ = read(large[i : i + 2] for i in range(0, len(large), 2))
    # Looking at all that has come with every piece would copy 17 gigabytes.
    assert time.process_time() - started < 2
    assert len(messages[0].payload) == 256 * 1024


@pytest.mark.parametrize(
    "nonsense",
    [
        packet(0x32, b""),
        packet(0x32, b"\0"),
        packet(0x32, b"\0\1a"),
        packet(0x32, b"\0\1a\0\1"),
        packet(0x32, b"\0\x05a\0\1\0"),
        packet(0x32, b"\0\1a\0\1\x05ab"),
        packet(0x32, b"\0\1a\0\1\xff\xff"),
        packet(0x32, b"\0\1a\0\1\xff\xff\xff\xff\xff\1"),
        packet(0x30, b"\0\1a"),
        packet(0x34, b"\0\1a\0\1\0"),
        packet(0x36, b"\0\1a\0\1\0"),
        b"\x32\xff\xff\xff\xff\x01",
        b"\xd0\xff\xff\xff\xff\x01",
    ],
    ids=repr,
)
def test_nonsense_is_no_message(nonsense: bytes) -> None:
    good = Sent("a", b"1", 1, False, 1, b"\0").packet()
    with pytest.raises(Malformed):
        read([good + nonsense + good])


@given(st.binary(max_size=60), st.lists(st.integers(0, 60), max_size=5))
def test_no_bytes_do_worse_than_end_the_connection(anything: bytes, cuts: list[int]) -> None:
    heads = bytes([0x32]) + anything
    try:
        messages, others = read(pieces(heads, cuts))
    except Malformed:
        return
    assert sum(len(m.payload) for m in messages) + len(others) <= len(heads)


def test_a_topic_that_is_no_text_is_nobodys() -> None:
    bad = packet(0x32, b"\0\2\xff\xfe\0\1\0payload")
    assert [m.topic for m in read([bad])[0]] == ["\N{REPLACEMENT CHARACTER}"]


def test_acknowledgements_are_in_order() -> None:
    assert acknowledgements([1, 65_535]) == b"\x40\x02\x00\x01\x40\x02\xff\xff"


async def test_a_broker_that_talks_nonsense_is_left_and_asked_again() -> None:
    async def talk(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(CONNACK + packet(0x32, b"\0\1a"))
        await writer.drain()
        writer.close()

    server = await asyncio.start_server(talk, LOOPBACK, 0)
    port = server.sockets[0].getsockname()[1]
    async with server, Mqtt(f"mqtt://somebody@{LOOPBACK}:{port}") as mqtt:
        await until(lambda: mqtt.connections > 1)
        assert mqtt.last_failure is not None
        assert "no id" in mqtt.last_failure
