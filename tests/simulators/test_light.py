"""Is a very large fleet cheap, and does it still say what a machine could say?"""

import asyncio
import math
import time
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import orjson
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from models.machines import Kind
from models.messages import decode_telemetry, encode_telemetry
from models.signals import NAMES, signal
from services.kit.mqtt import Message, Mqtt, Options, Subscription
from simulators.__main__ import app
from simulators.clock import Clock
from simulators.fleet import Fleet
from simulators.light import Bank, Herd, Press, make_bank
from simulators.light.broadcast import Tour, send_herd
from simulators.light.field import field_of
from tests.ingest.broker import Broker
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
    for block in Herd(bank, 400, 1).at(7):
        press = Press(block.names, block.machines, "boot-1")
        packets = press.print(block.values, 7, 1_794_895_200_000)
        assert len(packets) == len(block.machines)
        for row, payload in enumerate(press.payloads()):
            values = dict(zip(block.names, ([value] for value in block.values[row].tolist()), strict=True))
            assert orjson.loads(payload) == orjson.loads(encode_telemetry("boot-1", 7, [1_794_895_200_000], values))
            assert not decode_telemetry(payload).flaws


@pytest.mark.parametrize("name", sorted(NAMES))
def test_every_signal_is_written_as_it_is_measured_from_end_to_end_of_its_range(name: str) -> None:
    one = signal(name)
    step = 10.0**-one.decimals
    edges = [one.low, one.high, 0.0, step, -step, 9 * step, 1.0, -1.0, 9.999, 10.0, 99.95, -0.5, 12.3456789, math.nan]
    values = np.array([value for value in edges if not (value < one.low or value > one.high)])
    field = field_of(name)
    place = np.zeros((len(values), field.width), np.uint8)
    field.write(values, place)
    told = [orjson.loads(row.tobytes()) for row in place]
    assert told == [None if math.isnan(value) else round(float(np.rint(value / step) * step), 9) for value in values]


def test_machines_whose_names_differ_in_length_are_not_written_together() -> None:
    with pytest.raises(ValueError, match="equally long"):
        Press(("engine_speed_rpm",), ["m-1", "m-10"], "b")


def test_parts_of_a_herd_have_each_machine_once_and_measure_what_the_herd_does(bank: Bank) -> None:
    herd = Herd(bank, 50, 1)
    whole = {name: row for block in herd.at(5) for name, row in zip(block.machines, block.values, strict=True)}
    pieces = [block for part in herd.parts(3) for block in part.at(5)]
    parts = {name: row for block in pieces for name, row in zip(block.machines, block.values, strict=True)}
    assert sum(len(block.machines) for block in pieces) == len(parts) == 50
    assert all(np.array_equal(parts[name], row, equal_nan=True) for name, row in whole.items())


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


def test_a_period_of_a_light_fleet_is_written_and_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    period = ["--from", "2026-11-17T06:00:00Z", "--to", "2026-11-17T06:01:00Z"]
    for folder in ("one", "two"):
        done = CliRunner().invoke(app, ["--light", "--machines", "41", *period, "--out", str(tmp_path / folder)])
        assert done.exit_code == 0, done.output
        assert "41 machines, 246 readings" in done.output
    files = sorted(one.name for one in (tmp_path / "one" / "readings").iterdir())
    assert files == sorted(f"{kind.value.replace('_', '-')}.parquet" for kind in Kind)
    for file in files:
        one, other = (tmp_path / folder / "readings" / file for folder in ("one", "two"))
        assert one.read_bytes() == other.read_bytes()
        table = pq.read_table(one)
        assert table.num_rows == 6 * len(set(table["machine"].to_pylist()))
        assert {name for name in table.schema.names if name not in ("time", "machine")} <= set(NAMES)


async def test_a_light_fleet_sends_at_its_pace_and_ends(bank: Bank, broker: Broker) -> None:
    now = time.time()
    tour = Tour(broker.url("herd"), bank, 100, 1, Clock(now - 60, now, 60.0), now - 30)
    async with Mqtt(broker.url("watch"), Options((Subscription("fleet/v1/+/telemetry"),))) as watcher:
        await watcher.wait_connected()
        with get_context("spawn").Manager() as manager:
            sent = await asyncio.to_thread(send_herd, tour, 2, manager.Event())
        heard: list[Message] = []
        async with asyncio.timeout(20):
            while len(heard) < sent.messages:
                heard += await watcher.take()
    told = [decode_telemetry(message.payload) for message in heard]
    assert sent.messages == len(heard) == 300
    assert len({message.topic for message in heard}) == 100
    assert {round(one.time_ms[0] / 1000 - now) for one in told} == {-60, -50, -40}
