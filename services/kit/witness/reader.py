"""Who is reading at this moment, over which path, and with which rights?"""

from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True)
class Reader:
    """Who reads: a token's subject or a program, over a route or at some work, with the rights of viewers."""

    subject: str
    path: str
    viewers: tuple[str, ...]


_CALLER: ContextVar[Reader | None] = ContextVar("caller", default=None)
_WORK: ContextVar[str] = ContextVar("work", default="")


def said_by(subject: str, path: str, viewers: tuple[str, ...]) -> None:
    """Let what the present task reads from here on be read by a caller."""
    _CALLER.set(Reader(subject, path, viewers))


def at_work(name: str) -> None:
    """Let what the present task reads be read by a program at some work."""
    _WORK.set(name)


def reading_now() -> Reader | None:
    """Return the caller for whom the present task works, None for a program's own work."""
    return _CALLER.get()


def reader_of(program: str, viewers: tuple[str, ...]) -> Reader:
    """Return who reads with the rights of some viewers: the caller where these are theirs, else the program itself."""
    caller = _CALLER.get()
    if caller is not None and caller.viewers == viewers:
        return caller
    return Reader(f"service:{program}", caller.path if caller else _WORK.get(), viewers)
