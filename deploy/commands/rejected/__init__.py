"""Which messages were refused, what is in them, and are they stored after a fix?"""

import asyncio
import json
import sys
from collections import Counter
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any, TypeVar

import psycopg
from rich.console import Console

from deploy.commands.rejected import wording
from deploy.commands.rejected.place import ingest_settings
from deploy.failure import Failure
from ingest.database import Connection, connect
from ingest.rejects import Wanted, count_rejects, get_reject, list_rejects
from ingest.replay import Outcome, Replay, Replayed
from ingest.settings import IngestSettings

Result = TypeVar("Result")

_MOST_TOLD = 20


def show_list(wanted: Wanted, *, limit: int, as_json: bool) -> None:
    """Print the newest of the refused messages and how many there were, or one JSON object a line."""
    settings = ingest_settings()
    found = _ask(settings, lambda connection: list_rejects(connection, wanted, limit))
    if as_json:
        _print(*(json.dumps(wording.fields(one)) for one in found))
        return
    counted = _ask(settings, lambda connection: count_rejects(connection, wanted))
    _print(*map(wording.line, found), wording.sum_up(len(found), counted, full=len(found) == limit))


def show_one(number: int, *, raw: bool) -> None:
    """Print everything that is known of a message, or with `raw` its bytes alone; raises Failure for an unknown id."""
    found = _ask(ingest_settings(), lambda connection: get_reject(connection, number))
    if found is None:
        raise Failure(f"No refused message has the id {number}.", "See which there are: howdah rejected list")
    if raw:
        sys.stdout.buffer.write(found.payload)
        sys.stdout.buffer.flush()
        return
    _print(*wording.describe(found))


def replay(wanted: Wanted, *, dry_run: bool, as_json: bool) -> int:
    """Store what can be stored at present and say what became of each message; return 1 where an id is none of them."""
    settings = ingest_settings()
    done = _run(Replay(settings, dry_run=dry_run).run(wanted))
    missing = sorted(set(wanted.ids or ()) - {one.id for one in done})
    if as_json:
        _print(json.dumps({"dry_run": dry_run, **summary(done), "missing": missing}))
    else:
        _print(wording.outcome(summary(done), dry_run=dry_run), *_left(done))
        _print(*(f"{number:>9}  is not refused: see howdah rejected show {number}" for number in missing))
    return 1 if missing else 0


def summary(done: Sequence[Replayed]) -> dict[str, Any]:
    """Return how many messages were stored, were there already, cannot be replayed, and were refused by reason."""
    told = Counter(one.outcome for one in done)
    reasons = Counter(one.rejected.reason.value for one in done if one.rejected)
    whole = {outcome.value: told[outcome] for outcome in (Outcome.STORED, Outcome.DUPLICATE, Outcome.CUT)}
    return {"messages": len(done), **whole, "rejected": dict(sorted(reasons.items()))}


def _left(done: Sequence[Replayed]) -> list[str]:
    left = [one for one in done if one.outcome in (Outcome.REJECTED, Outcome.CUT)]
    more = [f"           and {len(left) - _MOST_TOLD} more: howdah rejected list"] if len(left) > _MOST_TOLD else []
    return [*map(wording.left, left[:_MOST_TOLD]), *more]


def _ask(settings: IngestSettings, question: Callable[[Connection], Awaitable[Result]]) -> Result:
    async def asked() -> Result:
        async with await connect(settings.database_url, "rejected") as connection:
            return await question(connection)

    return _run(asked())


def _run(work: Coroutine[Any, Any, Result]) -> Result:
    try:
        return asyncio.run(work)
    except (psycopg.OperationalError, OSError) as error:
        told = " ".join(str(error).split())
        remedy = "Try again when it answers: what was replayed until then is stored, and is not replayed twice."
        raise Failure(f"The database does not answer: {told}", remedy) from error


def _print(*lines: str) -> None:
    console = Console(highlight=False, soft_wrap=True)
    for line in lines:
        console.print(line, markup=False)
