"""How do very many machines stand in the list, and how do many users at once fare with it?"""

import asyncio
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psycopg

from benchmarks.page.door import Door, View

_COME = (Path(__file__).parent / "come.sql").read_text(encoding="utf-8")
_GO = (Path(__file__).parent / "go.sql").read_text(encoding="utf-8")
# Between two pages somebody reads.
_READS_S = 2.0


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


async def together(door: Door, views: Sequence[View], users: int, seconds: float) -> dict[str, list[float]]:
    """Return the milliseconds of the answers that so many signed-in users got, by page, each reading two seconds before
    the next one; raises RuntimeError for an answer that is none."""
    took: dict[str, list[float]] = {view.name: [] for view in views}
    sessions = [await asyncio.to_thread(_cookies, door) for _ in range(users)]
    until = time.monotonic() + seconds
    reading = [_User(door, n, cookies).read(views, until, took) for n, cookies in enumerate(sessions)]
    await asyncio.gather(*reading)
    return took


def _cookies(door: Door) -> httpx.Cookies:
    with httpx.Client(base_url=door.url, timeout=30) as client:
        door.sign_in(client)
        return client.cookies


@dataclass(frozen=True)
class _User:
    """Somebody who is signed in."""

    door: Door
    number: int
    cookies: httpx.Cookies

    async def read(self, views: Sequence[View], until: float, took: Mapping[str, list[float]]) -> None:
        """Open pages in turn until it is late, and note how many milliseconds each took."""
        async with httpx.AsyncClient(base_url=self.door.url, cookies=self.cookies, timeout=60) as client:
            # Not all of them press at once.
            await asyncio.sleep(_READS_S * (self.number % 20) / 20)
            turn = self.number
            while time.monotonic() < until:
                view = views[turn % len(views)]
                began = time.perf_counter()
                answer = await client.get(view.path)
                took[view.name].append(1000 * (time.perf_counter() - began))
                if answer.status_code != httpx.codes.OK:
                    raise RuntimeError(f"{view.path} was answered with {answer.status_code}.")
                turn += 1
                await asyncio.sleep(_READS_S)
