"""How do very many machines stand in the list, and how do many users at once fare with it?"""

import asyncio
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import numpy as np
import psycopg

from benchmarks.page.door import Door, View

_COME = (Path(__file__).parent / "come.sql").read_text(encoding="utf-8")
_GO = (Path(__file__).parent / "go.sql").read_text(encoding="utf-8")
_NAMED, _CHARTED = re.compile(r'data-live="([^"]+)"'), re.compile(r'data-machine="([^"]+)"')


@contextmanager
def crowd(admin_url: str, machines: int) -> Iterator[None]:
    """Let so many machines be on a hundred sites more while this lasts, each with newest values, a third of them
    connected. Commissioning them one by one over the API would take ten minutes."""
    with psycopg.connect(admin_url, autocommit=True) as connection:
        try:
            for statement in _COME.split(";\n"):
                connection.execute(statement.encode(), {"machines": machines})
            yield
        finally:
            for statement in _GO.split(";\n"):
                connection.execute(statement.encode())


@dataclass(frozen=True)
class Manner:
    """How people use pages: how long they read between two, on average, and whether they stay on the page meanwhile and
    follow what happens there."""

    reads_s: float
    follows: bool


# People at work; and people who never look up, which finds out how many pages there can be.
AT_WORK, PRESSING = Manner(10.0, follows=True), Manner(2.0, follows=False)


async def together(
    door: Door, views: Sequence[View], users: int, seconds: float, manner: Manner
) -> dict[str, list[float]]:
    """Return the milliseconds of the answers that so many signed-in users got, by page; raises RuntimeError for an
    answer that is none."""
    took: dict[str, list[float]] = {view.name: [] for view in views}
    sessions = [await asyncio.to_thread(_cookies, door) for _ in range(users)]
    until = time.monotonic() + seconds
    reading = [
        _User(door, n, n / users, cookies, manner).read(views, until, took) for n, cookies in enumerate(sessions)
    ]
    await asyncio.gather(*reading)
    return took


def _cookies(door: Door) -> httpx.Cookies:
    with httpx.Client(base_url=door.url, timeout=30) as client:
        door.sign_in(client)
        return client.cookies


@dataclass(frozen=True)
class _User:
    """Somebody who is signed in, and how far into the others' pause they press first."""

    door: Door
    number: int
    behind: float
    cookies: httpx.Cookies
    manner: Manner

    async def read(self, views: Sequence[View], until: float, took: Mapping[str, list[float]]) -> None:
        """Open pages in turn until it is late, and note how many milliseconds each took."""
        # The same for the same number of users, but nobody presses with the others for ever.
        pause, turn = np.random.default_rng(self.number), self.number
        async with httpx.AsyncClient(base_url=self.door.url, cookies=self.cookies, timeout=60) as client:
            await asyncio.sleep(self.manner.reads_s * self.behind)
            while time.monotonic() < until:
                view = views[turn % len(views)]
                began = time.perf_counter()
                answer = await client.get(view.path)
                took[view.name].append(1000 * (time.perf_counter() - began))
                if answer.status_code != httpx.codes.OK:
                    raise RuntimeError(f"{view.path} was answered with {answer.status_code}.")
                turn += 1
                await self._stay(client, answer.text, self.manner.reads_s * pause.uniform(0.5, 1.5))

    async def _stay(self, client: httpx.AsyncClient, html: str, seconds: float) -> None:
        """Stay on a page for a while, following what happens there as its script does."""
        live = _live(html) if self.manner.follows else None
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                if live is None:
                    await asyncio.Event().wait()
                else:
                    await _follow(client, live)


async def _follow(client: httpx.AsyncClient, address: str) -> None:
    async with client.stream("GET", address, timeout=None) as stream:
        async for _ in stream.aiter_bytes():
            pass
    await asyncio.Event().wait()


def _live(html: str) -> str | None:
    """Return the address of the stream that a page follows: named by the page, or that of a machine's charts."""
    if named := _NAMED.search(html):
        return named[1].replace("&amp;", "&")
    charted = _CHARTED.search(html)
    return f"/machines/{charted[1]}/live" if charted else None
