"""How is history stored that lies in files, through the same code as live messages?"""

import asyncio
import gzip
import math
import time
from base64 import b64decode
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import orjson

from ingest.database import connect
from ingest.fleet import Fleet
from ingest.pipeline import Pipeline
from ingest.rollup import roll_up, roll_up_everything
from ingest.settings import IngestSettings
from ingest.source import Arrival
from ingest.store import Store

_MESSAGES_AT_A_TIME = 300
_REPORT_EVERY_S = 2.0

Report = Callable[[str], None]


class NotMessages(Exception):
    """A file does not hold messages: one JSON object a line, with `topic` and `payload` or `payload_base64`."""


@dataclass(frozen=True)
class Summary:
    """What a back-fill did."""

    messages: int
    readings: int
    duplicates: int
    refused: int
    seconds: float

    def __str__(self) -> str:
        """Return it as one sentence."""
        return (
            f"{self.messages} messages in {self.seconds:.1f} s: {self.readings} readings stored,"
            f" {self.duplicates} were there already, {self.refused} messages refused in whole or in part."
        )


class Files:
    """Messages in files, as a source; a line needs no acknowledgement, since it stays where it is."""

    def __init__(self, path: Path) -> None:
        self._lines = _lines(path)
        self.safe = 0

    async def take(self) -> list[Arrival]:
        """Return the next messages, none at the end; raises NotMessages for a line that is none."""
        return list(islice(self._lines, _MESSAGES_AT_A_TIME))

    def ack(self, arrivals: Sequence[Arrival]) -> None:
        """Count what is stored."""
        self.safe += len(arrivals)


async def backfill(path: Path, settings: IngestSettings, report: Report) -> Summary:
    """Store the messages of a file, or of a folder's files, bring the rollups up to date, and return what was done."""
    started = time.monotonic()
    files, fleet = Files(path), Fleet()
    store = Store(
        settings.database_url, kept_rejects=settings.kept_rejects, kept_reject_bytes=settings.kept_reject_bytes
    )
    # What lies in a file is not sent again.
    patient = settings.model_copy(update={"explained_refusals": math.inf})
    pipeline = Pipeline(files, store, fleet, patient)
    async with await connect(settings.database_url, "ingest-backfill", statement_timeout_s=300) as connection:
        storing = asyncio.create_task(_store(files, pipeline, report), name="back-fill")
        try:
            while not storing.done():
                if not await roll_up(connection):
                    await asyncio.wait([storing], timeout=0.2)
        finally:
            storing.cancel()
            await asyncio.wait([storing])
            await store.reset()
        storing.result()
        await roll_up_everything(connection)
    tally = pipeline.tally
    return Summary(files.safe, tally.rows, tally.duplicates, tally.refused, time.monotonic() - started)


async def _store(files: Files, pipeline: Pipeline, report: Report) -> None:
    reported = time.monotonic()
    while arrivals := await files.take():
        await pipeline.process(arrivals)
        if time.monotonic() - reported > _REPORT_EVERY_S:
            reported = time.monotonic()
            report(f"{files.safe} messages, {pipeline.tally.rows} readings stored so far")


def _lines(path: Path) -> Iterator[Arrival]:
    for file in _files(path):
        with gzip.open(file) if file.suffix == ".gz" else file.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                yield _arrival(file, number, line)


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    found = sorted(p for p in path.iterdir() if p.name.endswith((".jsonl", ".jsonl.gz")))
    if not found:
        raise NotMessages(f"There is no .jsonl or .jsonl.gz file in {path}.")
    return found


def _arrival(file: Path, number: int, line: bytes) -> Arrival:
    try:
        message = orjson.loads(line)
        text, coded = message.get("payload"), message.get("payload_base64")
        payload = text.encode() if coded is None else b64decode(coded, validate=True)
        return Arrival(message["topic"], payload, False, time.time(), None)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise NotMessages(
            f'Line {number} of {file} is no message; a line looks like {{"topic": "fleet/v1/…", "payload": "…"}}.'
        ) from error
