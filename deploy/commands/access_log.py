"""Is a customer's log of access as it was written?"""

import gzip
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import Annotated, Any

import httpx
import jwt
import psycopg
import typer
from psycopg.rows import dict_row
from rich.console import Console

from deploy.commands.database import running_url
from deploy.failure import Failure
from deploy.state import Home
from models.chain import Broken, Entry, first_broken
from services.kit.auth import ALGORITHM

access_log = typer.Typer(no_args_is_help=True, help="Check the log of who read a customer's data.")
_START = "Start it with `howdah up`."
_HEADS = "access.log_head.jsonl"


@dataclass(frozen=True)
class Head:
    """How a chain stood when it was signed; `document` is the text whose digest was signed."""

    owner: str
    number: int
    sha256: str
    document: str
    signature: str


@access_log.callback()
def _several() -> None:
    """Check the log of who read a customer's data."""


@access_log.command("verify")
def verify_log(
    file: Annotated[
        Path | None, typer.Argument(help="access.log.jsonl[.gz] of an export, or saved pages.", exists=True)
    ] = None,
    customer: Annotated[str | None, typer.Option(help="Instead of a file: this customer's, as it is kept.")] = None,
    head: Annotated[
        Path | None, typer.Option(help="Signed heads: an answer of /v1/access-log/head, or those of an export.")
    ] = None,
    keys: Annotated[Path | None, typer.Option(help="The platform's keys.json, to check signatures by.")] = None,
) -> None:
    """Check the chain of a log, and name the first entry that was changed, moved or taken out."""
    if (file is None) == (customer is None):
        raise Failure("It is not said which log.", "Name a file, or a customer with --customer.")
    kept = _read(file) if file else _kept("log", customer or "")
    signed = _heads(file, head) if file or head else _kept("log_head", customer or "")
    entries = [_entry(one) for one in kept]
    heads = [_head(one) for one in signed]
    known = _keys(keys) if keys or file else _published()
    if broken := check(entries, heads, known):
        raise Failure(f"Entry {broken.number} of '{broken.owner}' does not hold: {broken.why}.", _REMEDY)
    if not entries:
        raise Failure("The log has no entries, so there is nothing to check.", _EMPTY)
    Console().print(_told(entries, heads, signatures=known is not None), highlight=False, soft_wrap=True)


def _told(entries: Sequence[Entry], heads: Sequence[Head], *, signatures: bool) -> str:
    owners = ", ".join(sorted({one.owner for one in entries}))
    checked = "signatures checked" if signatures else "signatures not checked: name the platform's keys with --keys"
    return f"{len(entries)} entries of {owners} hold, and {len(heads)} heads ({checked})."


_REMEDY = "Somebody changed it, or the file: ask whoever runs the platform, and compare with a head that you kept."

_EMPTY = (
    "What others read comes into the log when its hour is over; /api/registry/v1/access-log/current tells of before."
)


def check(entries: Iterable[Entry], heads: Iterable[Head], keys: dict[str, jwt.PyJWK] | None) -> Broken | None:
    """Return the first entry that does not hold by the chains of their owners or by signed heads; None where all do.

    Without keys a head counts by what it says, and its signature is not looked at.
    """
    ordered = sorted(entries, key=lambda one: (one.owner, one.number))
    for _, chain in groupby(ordered, lambda one: one.owner):
        if broken := first_broken(chain):
            return broken
    known = {(one.owner, one.number): one.sha256 for one in ordered}
    return next((broken for one in heads if (broken := _contradicted(one, known, keys))), None)


def _contradicted(head: Head, known: dict[tuple[str, int], str], keys: dict[str, jwt.PyJWK] | None) -> Broken | None:
    told = json.loads(head.document)
    if (told["owner"], told["number"], told["sha256"]) != (head.owner, head.number, head.sha256):
        return Broken(head.owner, head.number, "its head says another thing than what was signed")
    if keys is not None and not _is_signed(head, keys):
        return Broken(head.owner, head.number, "its head is not signed by a key of the platform")
    if head.number and known.get((head.owner, head.number)) != head.sha256:
        return Broken(head.owner, head.number, "it is not the one that was signed")
    return None


def _is_signed(head: Head, keys: dict[str, jwt.PyJWK]) -> bool:
    try:
        key = keys[str(jwt.get_unverified_header(head.signature).get("kid"))]
        payload = jwt.api_jws.decode(head.signature, key, [ALGORITHM])
    except (jwt.InvalidTokenError, KeyError):
        return False
    return bool(payload.decode() == sha256(head.document.encode()).hexdigest())


def _read(path: Path) -> Iterator[dict[str, Any]]:
    content = path.read_bytes()
    text = (gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content).decode()
    try:
        for told in _documents(text):
            yield from told.get("items", [told])
    except (ValueError, AttributeError) as error:
        raise Failure(f"{path} is no log: {error}.", "Take access.log.jsonl.gz of `howdah export`.") from error


def _documents(text: str) -> list[Any]:
    """Return what stands in a file: one document over several lines, or one in each line."""
    try:
        return [json.loads(text)]
    except ValueError:
        return [json.loads(line) for line in text.splitlines()]


def _heads(file: Path | None, head: Path | None) -> Iterable[dict[str, Any]]:
    beside = [file.parent / f"{_HEADS}{end}" for end in ("", ".gz")] if file else []
    chosen = head or next((one for one in beside if one.exists()), None)
    return _read(chosen) if chosen else ()


def _entry(told: dict[str, Any]) -> Entry:
    try:
        return Entry(*(told[name] for name in Entry.__annotations__))
    except KeyError as error:
        raise Failure(f"An entry has no {error}.", "Take access.log.jsonl.gz of `howdah export`.") from error


def _head(told: dict[str, Any]) -> Head:
    return Head(*({**told, **told.get("receipt", {}), "sha256": told["sha256"]}[name] for name in Head.__annotations__))


def _kept(table: str, customer: str) -> list[dict[str, Any]]:
    query = {"log": "select * from access.log", "log_head": "select * from access.log_head"}[table]
    with psycopg.connect(running_url("svc_registry", _START), row_factory=dict_row) as connection:
        connection.execute("select set_config('howdah.viewers', %s, true)", [f"customer:{customer}"])
        if connection.execute("select from registry.customer where id = %s", [customer]).fetchone() is None:
            raise Failure(f"There is no customer '{customer}'.", "Their ids are at /api/registry/v1/customers.")
        return connection.execute(query.encode()).fetchall()


def _published() -> dict[str, jwt.PyJWK]:
    """Return the keys that the running platform publishes; raises Failure where it does not answer."""
    told = Home.of_project().told()
    if told is None:
        raise Failure("No platform runs here whose keys could be asked for.", _START)
    try:
        answer = httpx.get(f"{told['services']['registry']}/v1/keys.json", timeout=5).raise_for_status()
    except (httpx.HTTPError, KeyError) as error:
        raise Failure(
            f"The registry does not tell its keys: {error}.", "See `howdah status`, or name --keys."
        ) from error
    return _set_of(answer.json())


def _keys(path: Path | None) -> dict[str, jwt.PyJWK] | None:
    if path is None:
        return None
    try:
        return _set_of(json.loads(path.read_text()))
    except (ValueError, jwt.PyJWKSetError) as error:
        raise Failure(f"{path} holds no keys: {error}.", "Take what /api/registry/v1/keys.json answers.") from error


def _set_of(told: dict[str, Any]) -> dict[str, jwt.PyJWK]:
    return {key.key_id or "": key for key in jwt.PyJWKSet.from_dict(told).keys}
