"""How are refused messages written down for people and for programs?"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from ingest.rejects import Reject, Whole
from ingest.replay import Outcome, Replayed

_SHOWN_BYTES = 4096
_PER_LINE = 16


def line(reject: Reject) -> str:
    """Return a message as one line of the list."""
    about = (f"{reject.id:>9}", _time(reject.received_at), f"{reject.machine or '–':<16}", f"{reject.reason:<16}")
    return "  ".join([*about, plain(reject.detail)])


def fields(reject: Reject) -> dict[str, Any]:
    """Return a message as the fields of a JSON object."""
    times = {"received_at": reject.received_at, "replayed_at": reject.replayed_at}
    told = {name: time.isoformat() if time else None for name, time in times.items()}
    return {**asdict(reject), **told, "sentence": reject.sentence, "whole": reject.is_whole}


def sum_up(listed: int, counted: Mapping[str, int], *, full: bool) -> str:
    """Return how many messages are listed, and how many were counted by reason on the days since then."""
    first = "No message is refused" if not listed else f"{'The newest ' if full else ''}{_messages(listed)}"
    if not counted:
        return f"{first}."
    reasons = ", ".join(f"{number} {reason}" for reason, number in counted.items())
    return f"{first}. Counted on these days, also where not kept or stored since: {reasons}."


def describe(whole: Whole) -> Iterator[str]:
    """Yield everything that is known of a message, its bytes as text where they are, else as a hex dump."""
    yield f"Message {whole.id}: {whole.reason}"
    yield whole.sentence
    about = {
        "detail": plain(whole.detail),
        "topic": plain(whole.topic) + (", retained" if whole.retain else ""),
        "machine": whole.machine or "none that is known",
        "received": _time(whole.received_at),
        "replayed": f"{_time(whole.replayed_at)}: {whole.outcome}" if whole.replayed_at else "never",
        "size": f"{whole.payload_bytes} bytes, {_kept(whole)}",
        "sha256": whole.sha256,
    }
    yield from (f"  {name:<9} {text}" for name, text in about.items() if text)
    yield ""
    yield from show_bytes(whole.payload)


def show_bytes(payload: bytes) -> Iterator[str]:
    """Yield bytes as the text that they are, or as a hex dump, which no terminal takes for a command."""
    shown = payload[:_SHOWN_BYTES]
    text = _text(payload)
    if text is not None:
        yield text[:_SHOWN_BYTES]
    else:
        yield from (_dumped(place, shown[place : place + _PER_LINE]) for place in range(0, len(shown), _PER_LINE))
    if len(payload) > _SHOWN_BYTES:
        yield f"… {len(payload) - _SHOWN_BYTES} bytes more: see them with --raw"


def outcome(summary: Mapping[str, Any], *, dry_run: bool) -> str:
    """Return in one sentence what became, or would become, of messages."""
    refused: Mapping[str, int] = summary["rejected"]
    again = f" ({', '.join(f'{number} {reason}' for reason, number in refused.items())})" if refused else ""
    parts = {
        "stored": summary["stored"],
        "there already": summary["duplicate"],
        f"refused again{again}": sum(refused.values()),
        "not kept whole, so that they cannot be replayed": summary["cut"],
    }
    told = ", ".join(f"{number} {words}" for words, number in parts.items() if number) or "nothing to replay"
    head = (
        f"{_messages(summary['messages'])} {'would be replayed; a dry run changes nothing' if dry_run else 'replayed'}"
    )
    return f"{head}: {told}."


def left(replayed: Replayed) -> str:
    """Return what became of a message that is not stored, as one line."""
    if replayed.outcome == Outcome.CUT:
        return f"{replayed.id:>9}  only its beginning is kept: a machine that still has it can send it again"
    told = replayed.rejected
    return f"{replayed.id:>9}  {told.reason.value:<16}  {plain(told.detail)}" if told else f"{replayed.id:>9}"


def plain(text: str) -> str:
    """Return text on one line, with what a terminal would obey written as an escape."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def _text(payload: bytes) -> str | None:
    try:
        text = payload.decode()
    except UnicodeDecodeError:
        return None
    return text if all(c.isprintable() or c in "\n\t" for c in text) else None


def _dumped(place: int, some: bytes) -> str:
    seen = "".join(chr(byte) if 32 <= byte < 127 else "." for byte in some)
    return f"{place:08x}  {some.hex(' '):<{3 * _PER_LINE}} {seen}"


def _kept(whole: Whole) -> str:
    return "kept whole" if whole.is_whole else f"of which the first {whole.kept_bytes} are kept: it cannot be replayed"


def _time(time: datetime) -> str:
    return f"{time.astimezone(UTC):%Y-%m-%d %H:%M:%S}Z"


def _messages(number: int) -> str:
    return "1 message" if number == 1 else f"{number} messages"
