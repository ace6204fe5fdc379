"""Do decoders take or refuse whatever comes, and never fail?"""

from benchmarks.fuzz.__main__ import table
from benchmarks.fuzz.mutator import Chance, Mutator
from benchmarks.fuzz.run import fuzz
from benchmarks.fuzz.target import Target, targets


def test_no_message_makes_a_decoder_fail() -> None:
    result = fuzz(20_000, seed=1)
    assert result.failures == [], table(result, 1)
    assert result.messages == 20_000
    assert set(result.taken) == {target.name for target in targets()}


def test_a_decoder_that_fails_is_found() -> None:
    planted = Target("planted", lambda payload: 1 / (len(payload) - 5), [b'{"a": 1}'])
    result = fuzz(2_000, 1, [planted])
    assert "ZeroDivisionError" in result.failures[0]
    assert "5 bytes" in result.failures[0]


def test_the_same_seed_gives_the_same_messages() -> None:
    first, again = (Mutator([b'{"a": 1}'], Chance([7])) for _ in range(2))
    messages = [first.draw() for _ in range(500)]
    assert messages == [again.draw() for _ in range(500)]
    assert len(set(messages)) > 250
