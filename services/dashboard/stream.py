"""How does a page hear of what happens after it was sent?"""

import asyncio
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import orjson
from starlette.responses import StreamingResponse

from services.kit.errors import Problem

Part = TypeVar("Part")

# A browser asks again by itself; a stream that ends now and then takes a fresh token and never outlives a session.
LASTS = timedelta(minutes=10)


def event(name: str, data: Any) -> bytes:
    """Return one server-sent event: HTML as it is, everything else as JSON."""
    text = data if isinstance(data, str) else orjson.dumps(data).decode()
    lines = "\n".join(f"data: {line}" for line in text.splitlines() or [""])
    return f"event: {name}\n{lines}\n\n".encode()


def streamed(events: AsyncIterator[bytes]) -> StreamingResponse:
    """Return a response that sends events as they come."""
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(_told(events), media_type="text/event-stream", headers=headers)


async def _told(events: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield b"retry: 3000\n\n"
    try:
        async for one in events:
            yield one
    except Problem as problem:
        yield event("away", {"code": problem.code, "detail": str(problem.detail)})


async def parsed(chunks: AsyncIterator[bytes]) -> AsyncIterator[tuple[str, str]]:
    """Yield the name and the data of each server-sent event in a stream of bytes; comments are left out."""
    rest = b""
    async for chunk in chunks:
        *blocks, rest = (rest + chunk).replace(b"\r\n", b"\n").split(b"\n\n")
        for block in blocks:
            fields = [line.partition(":") for line in block.decode().split("\n") if not line.startswith(":")]
            told = [(name, value.removeprefix(" ")) for name, _, value in fields]
            if data := [value for name, value in told if name == "data"]:
                yield next((value for name, value in told if name == "event"), "message"), "\n".join(data)


async def beats(every_s: float) -> AsyncIterator[datetime]:
    """Yield the present time at a steady pace, for as long as one stream lasts."""
    begun = datetime.now(UTC)
    while datetime.now(UTC) - begun < LASTS:
        await asyncio.sleep(every_s)
        yield datetime.now(UTC)


def changed(before: dict[str, Part], parts: Mapping[str, Part]) -> dict[str, Part]:
    """Return the parts that are not as they were before, and remember them."""
    found = {name: part for name, part in parts.items() if before.get(name) != part}
    before.update(found)
    return found
