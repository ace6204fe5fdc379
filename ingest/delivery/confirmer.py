"""When does a machine hear what the platform has made safe, however many machines there are?"""

import asyncio
import math
import time
from collections.abc import Mapping, Sequence

import psycopg
import structlog

from ingest import metric
from ingest.database import Connection, connect
from ingest.delivery.ledger import Mark, Marks, changed, fold
from ingest.settings import IngestSettings
from models.messages import MAX_PATIENCE_S, PATIENCE_S, Ack, Stream, encode_ack, topic
from services.kit.mqtt import Delivery, Mqtt, NotConnected

log = structlog.get_logger()

# Passes take no more than this share of the time: with very many machines each hears less often.
_SHARE = 0.1
_AT_A_TIME = 200
# A pass that is asked for begins no sooner after the one before, and the next one soon too: whoever asked goes on.
_SOON_S, _NEXT_S = 0.1, 0.25
_LONGEST_PAUSE_S = 1.0
# However long passes take, the next one begins after so long: what held them up may be over.
_SLOWEST_S = 10.0
# What a process that ended may have folded without telling it.
_UNTOLD_S = 60.0

_Refused = Mapping[tuple[str, str], Sequence[tuple[int, str]]]


class Confirmer:
    """Folds what batches noted and tells the machines, on a connection to the database of its own."""

    def __init__(self, mqtt: Mqtt, settings: IngestSettings) -> None:
        self._mqtt = mqtt
        self._settings = settings
        self._every_s = settings.ack_every_s
        self._is_awaited = asyncio.Event()
        self._next_s = settings.ack_every_s
        self._busy_s = 0.0
        self._parts = 1

    def hurry(self) -> None:
        """Let the machines hear soon: one of them waits for it."""
        self._is_awaited.set()

    async def run(self) -> None:
        """Work until cancelled; while the database is away, wait for it."""
        pause_s = _SOON_S
        while True:
            try:
                connection = await connect(self._settings.database_url, "ingest-delivery", statement_timeout_s=300)
                async with connection:
                    await self._tell(await changed(connection, _UNTOLD_S), {})
                    pause_s = _SOON_S
                    while True:
                        await self._confirm(connection)
            except (psycopg.Error, OSError) as error:
                log.warning("confirming_waits", error=f"{type(error).__name__}: {error}")
            await asyncio.sleep(pause_s)
            pause_s = min(2 * pause_s, _LONGEST_PAUSE_S)

    async def _confirm(self, connection: Connection) -> None:
        """Make one pass, and pause so that passes keep to their share of the time."""
        self._is_awaited.clear()
        started = time.monotonic()
        folded = await fold(connection)
        busy_s = time.monotonic() - started
        if folded is not None:
            self._parts = folded.parts
            for outcome, messages in folded.outcomes.items():
                metric.OUTCOMES.labels(outcome).inc(messages)
            busy_s += await self._tell(folded.marks, folded.refused)
        # One long pass is a database, or a process, that stood still: only two of them are a large fleet.
        busy_s, self._busy_s = min(busy_s, self._busy_s), busy_s
        self._every_s = max(self._settings.ack_every_s, min(busy_s / _SHARE, _SLOWEST_S))
        if folded is not None and folded.more:
            return
        await self._pause(busy_s)

    async def _pause(self, busy_s: float) -> None:
        """Pause until it is time, or soon when somebody waits; after that sooner than usual for some times."""
        soonest_s = max(_SOON_S, min(busy_s / _SHARE, _SLOWEST_S))
        await asyncio.sleep(soonest_s)
        try:
            await asyncio.wait_for(self._is_awaited.wait(), self._next_s - busy_s - soonest_s)
        except TimeoutError:
            self._next_s = min(2 * self._next_s, self._every_s)
        else:
            self._next_s = _NEXT_S

    async def _tell(self, marks: Marks, refused: _Refused) -> float:
        """Publish how far boots are settled and return how long that took, without the waiting for a connection.

        What the broker did not take is published again: the machine would wait for it.
        """
        patience_s = min(MAX_PATIENCE_S, max(PATIENCE_S, math.ceil(2 * self._every_s * self._parts)))
        busy_s = 0.0
        while some := await marks.take(_AT_A_TIME):
            payloads = [(mark.machine, encode_ack(_ack(mark, refused, patience_s))) for mark in some]
            while payloads:
                await self._mqtt.wait_connected()
                began = time.monotonic()
                payloads = await self._publish(payloads)
                busy_s += time.monotonic() - began
        return busy_s

    async def _publish(self, payloads: Sequence[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
        """Publish acknowledgements and return those for which the connection was lost before the broker had them."""
        sent = []
        for machine, payload in payloads:
            try:
                sent.append(self._mqtt.send(topic(machine, Stream.ACK), payload, retain=True))
            except NotConnected:
                break
        if sent:
            await asyncio.wait(sent)
        metric.ACKS.inc(sum(one.exception() is None for one in sent))
        lost = [told for told, one in zip(payloads, sent, strict=False) if _is_lost(one, told[0])]
        return [*lost, *payloads[len(sent) :]]


def _ack(mark: Mark, refused: _Refused, patience_s: int) -> Ack:
    return Ack(mark.boot, mark.watermark, tuple(refused.get((mark.machine, mark.boot), ())), patience_s)


def _is_lost(sent: asyncio.Future[Delivery], machine: str) -> bool:
    error = sent.exception()
    if error is None or isinstance(error, NotConnected):
        return error is not None
    log.error("ack_refused", machine=machine, error=str(error), meaning="the machine will send again until it hears")
    return False
