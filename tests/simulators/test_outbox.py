"""Does a machine keep and send its messages as docs/machine-protocol.md says, on a real broker?"""

from pathlib import Path

import pytest

from models.messages import GapReason, Stream
from simulators.outbox import Limits, Message, Outbox, Rule, Store
from simulators.outbox.content import MAX_MESSAGE_BYTES
from tests.ingest.broker import Broker
from tests.patience import dawdle, until
from tests.simulators.platform import machine, platform, put, reading, report, sending


async def test_messages_are_sent_in_order_and_forgotten_when_they_are_confirmed(broker: Broker, tmp_path: Path) -> None:
    async with platform(broker) as hearing, machine(broker, tmp_path / "o.db") as outbox:
        put(outbox, 1200)
        await until(lambda: outbox.unconfirmed == 0)
        assert [seq for _, seq in hearing.heard] == list(range(1200))
        await until(lambda: outbox.shelf.messages == 0)
        assert (outbox.watermark, outbox.sent, outbox.lost) == (1199, 1200, 0)


async def test_a_number_that_is_not_next_is_refused(tmp_path: Path, broker: Broker) -> None:
    async with machine(broker, tmp_path / "o.db") as outbox:
        with pytest.raises(ValueError, match="numbers without gaps: 0 comes next, not 1"):
            outbox.put(Message(1, Stream.TELEMETRY, 0, b"{}"))


async def test_what_was_not_confirmed_is_sent_again_until_it_is(broker: Broker, tmp_path: Path) -> None:
    async with platform(broker) as hearing, machine(broker, tmp_path / "o.db") as outbox:
        put(outbox)
        await until(lambda: outbox.unconfirmed == 0)
        hearing.ignored = {3, 4}
        put(outbox, 9)
        await until(lambda: hearing.seqs("b-1") == [0, 1, 2, 5, 6, 7, 8, 9])
        hearing.ignored = set()
        await until(lambda: outbox.unconfirmed == 0)
        await until(lambda: [hearing.counts["b-1", seq] for seq in (0, 2, 3, 4, 9)] == [1, 1, 1, 1, 2])


async def test_while_nothing_is_confirmed_only_the_first_message_is_sent_again_and_again(
    broker: Broker, tmp_path: Path
) -> None:
    async with platform(broker) as hearing, machine(broker, tmp_path / "o.db") as outbox:
        put(outbox)
        await until(lambda: outbox.unconfirmed == 0)
        hearing.confirms = False
        put(outbox, 50)
        await until(lambda: hearing.counts["b-1", 1] == 3)
        assert {hearing.counts["b-1", seq] for seq in range(2, 51)} == {1}
        hearing.confirms = True
        await until(lambda: outbox.unconfirmed == 0)


async def test_no_more_than_the_window_waits_for_the_platforms_word(broker: Broker, tmp_path: Path) -> None:
    rule = Rule(most_unconfirmed=20)
    async with platform(broker) as hearing, machine(broker, tmp_path / "o.db", rule=rule) as outbox:
        hearing.confirms = False
        put(outbox, 100)
        await until(lambda: len(hearing.seqs("b-1")) == 20)
        await hearing.confirm("b-1")
        await until(lambda: len(hearing.seqs("b-1")) == 40)
        hearing.confirms = True
        await hearing.confirm("b-1")
        await until(lambda: outbox.unconfirmed == 0)


async def test_what_a_broker_lost_that_had_taken_it_is_sent_again(broker: Broker, tmp_path: Path) -> None:
    async with machine(broker, tmp_path / "o.db") as outbox:
        async with platform(broker) as hearing:
            put(outbox)
            await until(lambda: outbox.unconfirmed == 0)
            hearing.confirms = False
            put(outbox, 300)
            await until(lambda: len(hearing.seqs("b-1")) == 301)
        broker.stop()
        put(outbox, 10)
        (broker.folder / "state" / "mosquitto.db").unlink()
        broker.start()
        async with platform(broker) as again:
            again.settled["b-1"] = {0}
            await until(lambda: outbox.unconfirmed == 0)
            assert again.seqs("b-1") == list(range(1, 311))


async def test_a_new_connection_asks_with_one_message_and_sends_nothing_twice_that_arrived(
    broker: Broker, tmp_path: Path
) -> None:
    async with platform(broker) as hearing, Store(tmp_path / "o.db") as store:
        outbox = Outbox("m-1", "b-1", broker.url("m-1"), store)
        async with sending(outbox):
            hearing.confirms = False
            put(outbox, 300)
            await until(lambda: len(hearing.heard) == 300)
        hearing.confirms = True
        put(outbox, 50)
        async with sending(outbox):
            await until(lambda: outbox.unconfirmed == 0)
        assert {key: times for key, times in hearing.counts.items() if times > 1} == {("b-1", 0): 2}
        assert hearing.seqs("b-1") == list(range(350))


async def test_what_nobody_subscribed_to_is_sent_again(broker: Broker, tmp_path: Path) -> None:
    async with machine(broker, tmp_path / "o.db") as outbox:
        put(outbox, 3)
        await until(lambda: outbox.refused == 3)
        async with platform(broker) as hearing:
            await until(lambda: outbox.unconfirmed == 0)
            assert hearing.seqs("b-1") == [0, 1, 2]


async def test_old_boots_are_sent_first_after_a_restart(broker: Broker, tmp_path: Path) -> None:
    file = tmp_path / "o.db"
    for boot in ("b-1", "b-2"):
        async with machine(broker, file, boot) as outbox:
            put(outbox, 700)
    async with platform(broker) as hearing, machine(broker, file, "b-3") as outbox:
        put(outbox, 5)
        await until(lambda: outbox.unconfirmed == 0)
        assert list(dict.fromkeys(hearing.heard)) == [
            *(("b-1", seq) for seq in range(700)),
            *(("b-2", seq) for seq in range(700)),
            *(("b-3", seq) for seq in range(5)),
        ]
        assert list(outbox.shelf.chapters) == ["b-3"]


async def test_a_full_outbox_declares_its_oldest_telemetry_lost_and_keeps_events(
    broker: Broker, tmp_path: Path
) -> None:
    limits = Limits(most_messages=100)
    async with Store(tmp_path / "o.db", limits) as store:
        outbox = Outbox("m-1", "b-1", broker.url("m-1"), store)
        put(outbox, 20)
        report(outbox)
        put(outbox, 300)
        await store.settled()
        await until(lambda: outbox.shelf.messages <= 100)
    async with platform(broker) as hearing, machine(broker, tmp_path / "o.db", "b-2") as outbox:
        await until(lambda: outbox.unconfirmed == 0)
        gaps = {(gap.from_seq, gap.to_seq): gap for gap in hearing.gaps}
        assert hearing.seqs("b-1")[0] == 20
        assert list(gaps) == [(0, 19), (21, hearing.seqs("b-1")[1] - 1)]
        assert {gap.reason for gap in gaps.values()} == {GapReason.OUTBOX_FULL}
        assert (gaps[0, 19].from_time_ms, gaps[0, 19].to_time_ms) == (1_000_000, 1_019_000)


async def test_a_message_that_no_broker_takes_is_declared_and_not_sent(broker: Broker, tmp_path: Path) -> None:
    async with platform(broker) as hearing, machine(broker, tmp_path / "o.db") as outbox:
        put(outbox)
        put(outbox, 2, lambda _boot, _seq: b"x" * (MAX_MESSAGE_BYTES + 1))
        put(outbox)
        await until(lambda: outbox.unconfirmed == 0)
        assert hearing.seqs("b-1") == [0, 3]
        last = hearing.gaps[-1]
        assert (last.from_seq, last.to_seq, last.reason) == (1, 2, GapReason.UNSENDABLE)


async def test_a_full_disk_is_a_declared_gap_and_no_end(broker: Broker, tmp_path: Path) -> None:
    async with Store(tmp_path / "o.db", most_pages=40) as store:
        outbox = Outbox("m-1", "b-1", broker.url("m-1"), store)
        put(outbox, 600, lambda boot, seq: reading(boot, seq) + b" " * 1000)
        await store.settled()
        await until(lambda: outbox.lost > 0)
        async with platform(broker) as hearing, sending(outbox):
            await until(lambda: outbox.unconfirmed == 0)
            put(outbox, 10)
            await until(lambda: outbox.unconfirmed == 0)
            kept = hearing.seqs("b-1")
            declared = {seq for gap in hearing.gaps for seq in range(gap.from_seq, gap.to_seq + 1)}
            assert {gap.reason for gap in hearing.gaps} == {GapReason.STORAGE_FAILED}
            assert set(kept) | declared == set(range(610))
            assert set(kept) & declared == set()
            assert kept[-10:] == list(range(600, 610))


async def test_what_the_platform_has_lost_and_the_machine_no_longer_keeps_is_declared(
    broker: Broker, tmp_path: Path
) -> None:
    async with platform(broker) as hearing, machine(broker, tmp_path / "o.db") as outbox:
        put(outbox, 10)
        await until(lambda: outbox.unconfirmed == 0)
        hearing.settled["b-1"] = {0, 1, 2}
        while not hearing.gaps:
            put(outbox)
            await dawdle(0.2)
        assert {(gap.from_seq, gap.reason) for gap in hearing.gaps} == {(3, GapReason.NOT_KEPT)}
