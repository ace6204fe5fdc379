"""Does the platform answer as the protocol for makers of telematics says?"""

import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.database import connect
from ingest.delivery.ledger import fold
from models.messages import GapReason, Stream, decode_ack, decode_gap, topic
from models.messages.ack import PATIENCE_S
from services.kit.testing import Database, see
from simulators.outbox import Rule
from tests.ingest.intake import Intake, arrival

DOCUMENT = (Path(__file__).parents[2] / "docs" / "machine-protocol.md").read_text()
MACHINE = "l350-07"
_TIME = re.compile(r"\b17698\d{8}\b")
_BEGIN_MS = 1_769_846_399_000


def blocks(kind: str) -> list[str]:
    """Return the examples of a kind."""
    return re.findall(rf"^```{kind}\n(.*?)^```", DOCUMENT, re.MULTILINE | re.DOTALL)


def exchange() -> Iterator[tuple[str, Stream, bytes]]:
    """Yield who says what on which topic, as if it had begun an hour ago."""
    begin_ms = time.time_ns() // 1_000_000 - 3_600_000
    for line in blocks("exchange")[0].splitlines():
        who, stream, payload = line.split(maxsplit=2)
        shifted = _TIME.sub(lambda found: str(int(found[0]) - _BEGIN_MS + begin_ms), payload)
        yield who, Stream(stream), shifted.encode()


async def test_the_example_of_an_exchange_is_what_happens(intake: Intake, database: Database) -> None:
    see(database, MACHINE, "customer:acme")
    answered = 0
    async with await connect(intake.settings.database_url, "test") as connection:
        for who, stream, payload in exchange():
            if who == ">":
                await intake.give(arrival(topic(MACHINE, stream), payload, retain=stream is Stream.STATE))
                continue
            folded = await fold(connection)
            assert folded is not None
            [mark] = await folded.marks.take(10)
            said = decode_ack(payload)
            assert (mark.boot, mark.watermark) == (said.boot, said.watermark)
            assert tuple(folded.refused.get((MACHINE, said.boot), ())) == said.rejected
            answered += 1
    assert answered == 6
    assert len(intake.rows("select from telemetry.reading")) == 5


@pytest.mark.parametrize(("kind", "decode"), [("json ack", decode_ack), ("json gap", decode_gap)])
def test_the_examples_follow_the_contract(kind: str, decode: object) -> None:
    assert callable(decode)
    assert [decode(block.encode()) for block in blocks(kind)]


def test_the_document_names_every_reason_topic_and_bound() -> None:
    named = set(re.findall(r"`([a-z-_]+)`", DOCUMENT))
    assert {reason.value for reason in GapReason} <= named
    assert {stream.value for stream in (Stream.TELEMETRY, Stream.EVENT, Stream.STATE, Stream.GAP, Stream.ACK)} <= named
    rule = Rule()
    for bound in (rule.window, rule.most_unconfirmed, round(rule.longest_pause_s), PATIENCE_S):
        assert f"{bound:,}" in DOCUMENT
