"""Do messages that are decoded together say what each of them says alone?"""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.messages import Block, Forms, Rejected, Telemetry, decode_telemetry, decode_together
from models.messages.document import MAX_PAYLOAD_BYTES
from models.signals import NAMES
from tests.models.example import TELEMETRY, damaged, mutated, telemetry

Told = tuple[object, ...]
GOOD = orjson.dumps(TELEMETRY)
SINGLE: dict[str, Any] = TELEMETRY | {"time_ms": [1], "signals": {"payload_kg": [-0.5], "engine_speed_rpm": [1e3]}}

good = telemetry().map(orjson.dumps)
bad = mutated(TELEMETRY).map(orjson.dumps)
broken = damaged(TELEMETRY)
wild = telemetry(in_range=False).map(orjson.dumps)


def told_alone(message: Telemetry) -> Told:
    """Return all that a message says, as values that compare."""
    columns = dict(zip(message.names, map(_comparable, message.values), strict=True))
    keys = message.keys.tolist()
    return message.boot, message.seq, message.time_ms.tolist(), keys, columns, _listed(message.extra), message.flaws


def told_together(block: Block) -> Iterator[tuple[int, Told]]:
    """Yield all that each message of a block says, as values that compare."""
    for number, place in enumerate(block.place.tolist()):
        pairs = np.flatnonzero(block.owner == number)
        columns = {NAMES[block.column[pair]]: _comparable(block.values[pair]) for pair in pairs}
        times, keys = block.time_ms[number].tolist(), block.keys[number].tolist()
        extra, flaws = _listed(block.extra.get(number, {})), tuple(block.flaws.get(number, ()))
        yield place, (block.boots[number], block.seqs[number], times, keys, columns, extra, flaws)


def _comparable(values: Any) -> bytes:
    # Byte by byte: a missing value equals a missing one, and -0 is not 0.
    return bytes(np.where(np.isnan(values), np.nan, values).tobytes())


def _listed(extra: Any) -> bytes:
    return orjson.dumps({name: list(values) for name, values in extra.items()})


def alone(payload: bytes) -> Told | None:
    """Return what the reference says of a payload, None where it refuses."""
    try:
        return told_alone(decode_telemetry(payload))
    except Rejected:
        return None


def together(payloads: Sequence[bytes], forms: Forms) -> tuple[dict[int, Told], list[int]]:
    """Return what each of the payloads says, and which were left over."""
    blocks, odd = decode_together(payloads, forms)
    return dict(pair for block in blocks for pair in told_together(block)), odd


@settings(deadline=None, max_examples=60)
@given(st.lists(good | wild | bad | broken, max_size=8))
def test_what_is_decoded_together_is_what_each_message_says(payloads: list[bytes]) -> None:
    forms = Forms(often=1)
    # The first time is the first that is seen of any shape, and the second every shape is known.
    for _ in range(2):
        told, odd = together(payloads, forms)
        assert sorted([*told, *odd]) == list(range(len(payloads)))
        for place, said in told.items():
            assert said == alone(payloads[place])


@settings(deadline=None, max_examples=60)
@given(st.lists(good | wild, min_size=1, max_size=8))
def test_no_good_message_is_left_over(payloads: list[bytes]) -> None:
    forms = Forms(often=1)
    assert together(payloads, forms)[1] == together(payloads, forms)[1] == []


@settings(deadline=None, max_examples=60)
@given(st.lists(damaged(SINGLE), min_size=1, max_size=8))
def test_a_damaged_message_of_a_known_shape_is_left_over_or_says_what_it_says_alone(payloads: list[bytes]) -> None:
    forms = Forms(often=1)
    together([orjson.dumps(SINGLE)], forms)
    told, _ = together(payloads, forms)
    assert all(said == alone(payloads[place]) for place, said in told.items())


def test_shapes_with_equally_many_signals_are_told_apart() -> None:
    names = [NAMES[i : i + 3] for i in range(12)]
    payloads = [orjson.dumps(SINGLE | {"signals": {name: [None] for name in of}}) for of in names]
    forms = Forms(often=2)
    for _ in range(4):
        told, odd = together(payloads, forms)
        assert odd == []
        assert told == {place: alone(payload) for place, payload in enumerate(payloads)}


@pytest.mark.parametrize(
    "odd",
    [
        b"",
        b"[1]",
        b'"a"',
        GOOD[:-1],
        b"\xff" + GOOD,
        orjson.dumps(TELEMETRY | {"more": 1}),
        orjson.dumps(TELEMETRY | {"seq": 7.0}),
        orjson.dumps(TELEMETRY | {"seq": True}),
        orjson.dumps(TELEMETRY | {"seq": -1}),
        orjson.dumps(TELEMETRY | {"boot": 1}),
        orjson.dumps(TELEMETRY | {"boot": "b\n"}),
        orjson.dumps(TELEMETRY | {"time_ms": "12"}),
        orjson.dumps(TELEMETRY | {"time_ms": {"1": 1, "2": 2}}),
        orjson.dumps(TELEMETRY | {"time_ms": [1, 1]}),
        orjson.dumps(TELEMETRY | {"time_ms": [1, 2**62]}),
        orjson.dumps(TELEMETRY | {"time_ms": [1], "signals": {"payload_kg": "1"}}),
        orjson.dumps(TELEMETRY | {"time_ms": [1], "signals": {"payload_kg": {"1": 1}}}),
        orjson.dumps(TELEMETRY | {"time_ms": [1], "signals": {"payload_kg": [True]}}),
        orjson.dumps(TELEMETRY | {"time_ms": [1], "signals": {"payload_kg": [[1]]}}),
        orjson.dumps(TELEMETRY | {"time_ms": [1], "signals": {}}),
        orjson.dumps(TELEMETRY | {"time_ms": [], "signals": {"payload_kg": []}}),
        orjson.dumps(TELEMETRY | {"signals": [[1, 2]]}),
        orjson.dumps(TELEMETRY | {"signals": {"payload_kg": [1]}}),
        orjson.dumps(TELEMETRY | {"signals": {"Payload": [1, 2]}}),
        GOOD.replace(b'"seq":7', b'"seq":6,"seq":7'),
        GOOD[:-1] + b" " * MAX_PAYLOAD_BYTES + b"}",
    ],
    ids=lambda payload: repr(payload[:60]),
)
def test_one_odd_message_is_left_over_and_leaves_the_others_alone(odd: bytes) -> None:
    forms = Forms(often=1)
    for _ in range(2):
        told, left = together([GOOD, odd, GOOD], forms)
        assert left == [1]
        assert told == {0: alone(GOOD), 2: alone(GOOD)}


@settings(deadline=None, max_examples=60)
@given(st.lists(good, min_size=1, max_size=6), st.data())
def test_some_messages_of_a_block_say_the_same_without_the_others(payloads: list[bytes], data: st.DataObject) -> None:
    for block in decode_together(payloads, Forms())[0]:
        kept = np.array(data.draw(st.lists(st.booleans(), min_size=len(block), max_size=len(block))))
        wanted = [pair for pair, keep in zip(told_together(block), kept, strict=True) if keep]
        assert list(told_together(block.only(kept))) == wanted


@given(good | wild)
def test_a_message_alone_is_a_block_too(payload: bytes) -> None:
    message = decode_telemetry(payload)
    assert list(told_together(Block.of(5, message))) == [(5, told_alone(message))]
