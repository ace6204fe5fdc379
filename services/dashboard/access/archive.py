"""How does all that the platform keeps of a customer become one archive?"""

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import aclosing
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from zipfile import ZIP_DEFLATED, ZipFile

from fastapi import APIRouter, Request
from starlette.responses import StreamingResponse

from services.dashboard import session
from services.dashboard.access.phrase import ROOMS
from services.dashboard.fleet.source import Gathered, Source
from services.kit.errors import NotPermitted, Unavailable
from services.kit.handover import BelongingsClient
from services.kit.migrate import owners

router = APIRouter(include_in_schema=False)

READINGS = "telemetry.reading_v1"
# Lines of JSON shrink to a tenth at the quickest level; more would keep a core busy for little.
_LEVEL = 1
_READ_ME = """What the platform keeps of {customer}, as far as {customer} sees it.

Each file holds one table: service.table.jsonl, one row a line, each line a JSON object (https://jsonlines.org).
A file without lines is a table that holds nothing of yours; single readings (telemetry.reading_v1) are there only
where they were asked for. Times are UTC, infinity is an open end; units stand in the names of columns
(_kg, _h, _kmh, _c). Bytes are told in hexadecimal behind \\x. manifest.json tells the rows and the SHA-256 of each
of these files.

What each service keeps:
{rooms}
access: Who read your data (access.log), and the signed heads of that log
"""
_running: set[str] = set()


class OneAtATime(Unavailable):
    """A customer takes all of their data home already."""

    code, title = "export-runs", "It is under way"

    def __init__(self) -> None:
        super().__init__("An archive of your data is being made already; wait until it is there, or break it off.")


@dataclass(frozen=True)
class _File:
    file: str
    rows: int
    sha256: str


@dataclass
class _Sink:
    """Where an archive is written, a piece at a time: what was written is taken out and sent."""

    held: bytearray = field(default_factory=bytearray)

    def write(self, data: bytes, /) -> int:
        """Take in a piece."""
        self.held += data
        return len(data)

    def flush(self) -> None:
        """Do nothing: what is held is sent by whoever takes it."""

    def close(self) -> None:
        """Do nothing: what is held is there until it is taken."""

    def take(self) -> bytes:
        """Return what was written since it was last taken."""
        taken = bytes(self.held)
        self.held.clear()
        return taken


@router.get("/access/data/export.zip", summary="All of one's data", description="As an archive, for customers.")
async def export_everything(request: Request, source: Gathered, readings: bool = False) -> StreamingResponse:
    customer = source.user.customer
    if customer is None:
        raise NotPermitted("Only users of a customer take their data home here; `howdah export` does so for them.")
    if customer in _running:
        raise OneAtATime
    # Where a service is away it is told as a page, and there is no archive that lacks what it keeps.
    kept = [one for one in await _kept(request, source) if readings or one[1] != READINGS]
    name = f"howdah-{customer}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(_archive(request, customer, kept), media_type="application/zip", headers=headers)


async def _kept(request: Request, source: Source) -> list[tuple[str, str]]:
    """Return what every service keeps, as its name and the table's."""
    # What else may stand in the catalogue, as ingest, keeps nothing that a service does not tell.
    rooms = {owner.name for owner in owners() if owner.role.startswith("svc_")} - {"dashboard"}
    services = [one.name for one in (await source.registry.services()).items if one.name in rooms]
    names = await asyncio.gather(*[_ask(request, name) for name in services])
    return [(service, table) for service, tables in zip(services, names, strict=True) for table in tables]


async def _ask(request: Request, service: str) -> Sequence[str]:
    return await (await _client(request, service)).names()


async def _client(request: Request, service: str) -> BelongingsClient:
    """Return the client of a service with a token of this moment: an archive can take longer than one holds."""
    principal = await session.user_of(request)
    return BelongingsClient(service, request.app.state.resources.http(service), principal.token)


async def _archive(request: Request, customer: str, kept: Sequence[tuple[str, str]]) -> AsyncIterator[bytes]:
    """Yield the archive. An error leaves it without its end, so that nobody takes it for a whole one."""
    _running.add(customer)
    sink, files = _Sink(), list[_File]()
    try:
        archive = ZipFile(sink, "w", ZIP_DEFLATED, compresslevel=_LEVEL)
        for service, table in kept:
            async for piece in _file(request, archive, sink, (service, table), files):
                yield piece
        told = {"customer": customer, "made_at": datetime.now(UTC).isoformat(), "files": [asdict(one) for one in files]}
        archive.writestr("manifest.json", json.dumps(told, indent=1))
        archive.writestr("README.txt", _read_me(customer, {service for service, _ in kept}))
        archive.close()
        yield sink.take()
    finally:
        _running.discard(customer)


def _read_me(customer: str, services: Collection[str]) -> str:
    rooms = "\n".join(f"{name}: {ROOMS.get(name, 'what this service keeps')}" for name in sorted(services))
    return _READ_ME.format(customer=customer, rooms=rooms)


async def _file(
    request: Request, archive: ZipFile, sink: _Sink, what: tuple[str, str], files: list[_File]
) -> AsyncIterator[bytes]:
    service, table = what
    rows, digest, name = 0, hashlib.sha256(), f"{table}.jsonl"
    client = await _client(request, service)
    with archive.open(name, "w", force_zip64=True) as member:
        async with aclosing(client.lines(table)) as lines:
            async for chunk in lines:
                rows += chunk.count(b"\n")
                digest.update(chunk)
                await asyncio.to_thread(member.write, chunk)
                if piece := sink.take():
                    yield piece
    files.append(_File(name, rows, digest.hexdigest()))
