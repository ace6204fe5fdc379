"""Does an outbox survive the loss of power at any moment, and damage to its file?"""

import os
import random
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from models.messages import GapReason
from simulators.outbox import Message, Outbox, Store
from simulators.outbox.log import Log
from tests.ingest.broker import Broker
from tests.patience import until
from tests.simulators.platform import MACHINE, machine, platform, put, sending

ROOT = Path(__file__).parents[2]


@dataclass
class Recorder:
    """Processes that measure into a file, one after the other, until their power is cut."""

    process: subprocess.Popen[str]

    def cut(self, boot: str, lines: int) -> int:
        """Let a machine measure, cut its power when it has called so many numbers safe, and return the last of them."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{boot}\n")
        self.process.stdin.flush()
        child = int(self.process.stdout.readline().removeprefix("process "))
        told: list[str] = []
        while not told or told[-1] != "cut":
            told.append(self.process.stdout.readline().rstrip())
            if len(told) == lines:
                os.kill(child, signal.SIGKILL)
        return int(told[-2])


@contextmanager
def recording(file: Path) -> Iterator[Recorder]:
    """Yield what measures into a file."""
    command = [sys.executable, "-m", "tests.simulators.recorder", str(file)]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield Recorder(process)
        process.kill()


def kept(file: Path) -> dict[str, list[Message]]:
    """Return the messages of each boot that a file holds."""
    log = Log(file)
    found = {left.boot.name: log.page(left.boot.number, -1, 1_000_000) for left in list(log.left())}
    log.close()
    return found


async def test_what_was_safe_is_there_after_every_loss_of_power_and_no_number_is_used_twice(
    broker: Broker, tmp_path: Path
) -> None:
    chance, file = random.Random(7), tmp_path / "o.db"
    with recording(file) as recorder:
        safe = {f"b-{place}": recorder.cut(f"b-{place}", chance.randrange(1, 12)) for place in range(20)}
    found = kept(file)
    assert list(found) == list(safe)
    for boot, messages in found.items():
        assert [message.seq for message in messages] == list(range(len(messages)))
        assert len(messages) > safe[boot]
        assert all(f'"boot":"{boot}","seq":{message.seq},'.encode() in message.payload for message in messages)
    async with platform(broker) as hearing, machine(broker, file, "b-last") as outbox:
        await until(lambda: outbox.unconfirmed == 0)
        assert {boot: len(hearing.seqs(boot)) for boot in found} == {boot: len(m) for boot, m in found.items()}


def test_a_torn_end_costs_only_what_was_written_last(tmp_path: Path) -> None:
    chance, file = random.Random(11), tmp_path / "o.db"
    journal = file.with_name("o.db-wal")
    with recording(file) as recorder:
        for place in range(6):
            recorder.cut(f"b-{place}", chance.randrange(5, 12))
            with journal.open("r+b") as torn:
                torn.truncate(max(0, journal.stat().st_size - chance.randrange(1, 12_000)))
            for messages in kept(file).values():
                assert [message.seq for message in messages] == list(range(len(messages)))


@pytest.mark.parametrize("damage", ["middle", "all"])
async def test_what_a_damaged_file_has_lost_is_declared_and_the_rest_is_sent(
    broker: Broker, tmp_path: Path, damage: str
) -> None:
    file = tmp_path / "o.db"
    async with Store(file) as store:
        put(Outbox(MACHINE, "b-1", broker.url(MACHINE), store), 2000)
    size = file.stat().st_size
    with file.open("r+b") as broken:
        broken.seek(size // 2 if damage == "middle" else 0)
        broken.write(b"\xa5" * (8192 if damage == "middle" else size))
    async with platform(broker) as hearing, machine(broker, file, "b-2") as outbox:
        put(outbox, 3)
        await until(lambda: outbox.unconfirmed == 0)
        assert hearing.seqs("b-2") == [0, 1, 2]
        declared = {seq for gap in hearing.gaps for seq in range(gap.from_seq, gap.to_seq + 1)}
        if damage == "middle":
            assert {gap.reason for gap in hearing.gaps} == {GapReason.STORAGE_FAILED}
            assert set(hearing.seqs("b-1")) | declared == set(range(2000))
            assert 0 < len(declared) < 500
    assert file.with_name("o.db.broken").exists()


async def test_damage_while_a_machine_runs_is_declared_too(broker: Broker, tmp_path: Path) -> None:
    file = tmp_path / "o.db"
    async with Store(file) as store:
        outbox = Outbox(MACHINE, "b-1", broker.url(MACHINE), store)
        put(outbox, 2000)
        await store.settled()
        for part in (file, file.with_name("o.db-wal")):
            with part.open("r+b") as broken:
                broken.write(b"\xa5" * part.stat().st_size)
        async with platform(broker) as hearing, sending(outbox):
            put(outbox, 3)
            await until(lambda: outbox.unconfirmed == 0)
            declared = {seq for gap in hearing.gaps for seq in range(gap.from_seq, gap.to_seq + 1)}
            assert set(hearing.seqs("b-1")) | declared == set(range(2003))


async def test_the_name_of_an_earlier_boot_is_refused(tmp_path: Path) -> None:
    async with Store(tmp_path / "o.db") as store:
        put(Outbox(MACHINE, "b-1", f"mqtt://{MACHINE}@127.0.0.1:1", store))
    async with Store(tmp_path / "o.db") as store:
        with pytest.raises(ValueError, match="had a boot 'b-1' before"):
            Outbox(MACHINE, "b-1", f"mqtt://{MACHINE}@127.0.0.1:1", store)
