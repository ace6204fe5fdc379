"""Does the network of the fault run repeat and reorder messages, and lose and alter none?"""

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.faults.frame import Packets, Scrambler

PING = b"\xc0\x00"


def publication(number: int, stream: str = "telemetry", first: int = 0x32) -> bytes:
    topic = f"fleet/v1/m/{stream}".encode()
    body = len(topic).to_bytes(2, "big") + topic + number.to_bytes(2, "big") + b"\x00" + b"x" * (number % 300)
    size, length = len(body), b""
    while True:
        size, low = divmod(size, 128)
        length += bytes([low | (0x80 if size else 0)])
        if not size:
            return bytes([first]) + length + body


@given(st.lists(st.integers(1, 1000), max_size=30), st.lists(st.integers(1, 200), min_size=1, max_size=50))
def test_packets_are_told_apart_wherever_the_stream_is_split(numbers: list[int], sizes: list[int]) -> None:
    sent = [publication(number) for number in numbers]
    stream, packets = b"".join(sent), Packets()
    got: list[bytes] = []
    for size in [*sizes, len(stream)]:
        got += packets.feed(stream[:size])
        stream = stream[size:]

    assert got == sent


@given(st.integers(0, 1000), st.integers(1, 200))
def test_every_message_comes_once_or_twice_and_unchanged(seed: int, messages: int) -> None:
    scrambler = Scrambler(np.random.default_rng(seed))
    sent = [publication(number) for number in range(1, messages + 1)]
    got = [packet for one in sent for packet in scrambler.pass_on(one)] + list(scrambler.release())

    # The second time a message bears the mark of a repetition.
    times = Counter(bytes([packet[0] & ~0x08]) + packet[1:] for packet in got)
    assert set(times) == set(sent)
    assert set(times.values()) <= {1, 2}


def test_messages_do_come_twice_and_out_of_order() -> None:
    scrambler = Scrambler(np.random.default_rng(1))
    sent = [publication(number) for number in range(1, 101)]
    got = [packet for one in sent for packet in scrambler.pass_on(one)]
    first_times = [packet for packet in got if not packet[0] & 0x08]

    assert len(got) > len(first_times)
    assert first_times != sorted(first_times, key=sent.index)


def test_nothing_overtakes_what_bears_no_number() -> None:
    scrambler = Scrambler(np.random.default_rng(1))
    state = publication(500, "state", 0x33)
    got = [packet for one in (publication(1), publication(2), state, PING) for packet in scrambler.pass_on(one)]

    assert got[-2:] == [state, PING]
