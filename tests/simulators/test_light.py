"""Is a very large fleet cheap, and does it still say what a machine could say?"""

import numpy as np
import pytest

from models.machines import Kind
from models.messages import decode_telemetry, encode_telemetry
from models.signals import signal
from simulators.fleet import Fleet
from simulators.light import Bank, Herd, encode_readings, make_bank
from tests.simulators.conftest import moment

START = moment("2026-11-17T06:00:00Z")


@pytest.fixture(scope="module")
def bank(demo: Fleet) -> Bank:
    """Return reels of the demo fleet's kinds, a row every ten seconds."""
    return make_bank(demo, 1, START, 10.0)


def test_there_is_a_reel_of_every_kind(bank: Bank) -> None:
    assert set(bank.reels) == set(Kind)


def test_a_herd_has_as_many_machines_as_were_asked_for_and_each_once(bank: Bank) -> None:
    herd = Herd(bank, 1001, 1)
    names = [name for block in herd.at(0) for name in block.machines]
    assert len(herd) == len(names) == len(set(names)) == 1001


def test_messages_written_together_say_what_messages_written_one_by_one_say(bank: Bank) -> None:
    for block in Herd(bank, 40, 1).at(7):
        for row, payload in enumerate(encode_readings(block, "boot-1", 7, 1_794_895_200_000)):
            values = dict(zip(block.names, ([value] for value in block.values[row].tolist()), strict=True))
            assert payload == encode_telemetry("boot-1", 7, [1_794_895_200_000], values)
            assert not decode_telemetry(payload).flaws


def test_counters_of_a_herd_never_go_back(bank: Bank) -> None:
    herd = Herd(bank, 40, 1)
    before = list(herd.at(0))
    for step in range(100, 4000, 100):
        for earlier, block in zip(before, herd.at(step), strict=True):
            counters = [place for place, name in enumerate(block.names) if signal(name).counter]
            assert (block.values[:, counters] >= earlier.values[:, counters]).all()
        before = list(herd.at(step))


def test_machines_of_a_herd_differ_and_the_same_seed_gives_the_same(bank: Bank) -> None:
    first, again, other = (next(iter(Herd(bank, 40, seed).at(3))).values for seed in (1, 1, 2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
    assert len(np.unique(first[:, 0])) == len(first)
