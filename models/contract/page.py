"""How do people read the signal catalogue and the reasons for a refusal?"""

from collections.abc import Iterable, Iterator

from models.machines import Kind
from models.messages import Reason
from models.signals import CATALOGUE, Band, Signal, Subsystem

_HEADINGS = ("signal", "unit", "range", "healthy", "what it is", "J1939 SPN", "ISO 15143-3", "machines")


def signals_page() -> str:
    """Return the signal catalogue in Markdown, one table a subsystem."""
    tables = (
        table for subsystem in Subsystem for table in ("", f"## {subsystem.capitalize()}", "", *_table(subsystem))
    )
    return _page(
        "# Signals",
        "",
        f"The {len(CATALOGUE)} signals that every part of the platform knows, generated from `models/signals`. A value",
        "outside its range is one that the sensor cannot report: it is left out, the rest of its message is stored. A",
        "machine whose value leaves the healthy band deserves a look; bands with *running* count only while the engine",
        "or the crusher turns. Signals marked with Σ are counters, which only grow.",
        *tables,
    )


def reasons_page() -> str:
    """Return the reasons for which a message is refused, in Markdown."""
    rows = (f"| `{reason}` | {reason.sentence} |" for reason in Reason)
    return _page(
        "# Reasons",
        "",
        "Why a message is not stored, or not all of it. Whatever is refused is kept with its reason and its bytes.",
        "",
        "| reason | what is wrong, what would be right |",
        "|---|---|",
        *rows,
    )


def _page(*lines: str) -> str:
    return "\n".join(lines) + "\n"


def _table(subsystem: Subsystem) -> Iterator[str]:
    yield _row(_HEADINGS)
    yield _row("---" for _ in _HEADINGS)
    yield from (_row(_cells(entry)) for entry in CATALOGUE if entry.subsystem is subsystem)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cells(entry: Signal) -> Iterator[str]:
    yield f"`{entry.name}`{' Σ' if entry.counter else ''}"
    yield entry.unit
    yield f"{_number(entry.low)} to {_number(entry.high)}"
    yield _healthy(entry.healthy)
    yield entry.description
    yield str(entry.spn or "")
    yield entry.iso15143 or ""
    yield "all" if entry.kinds == frozenset(Kind) else ", ".join(kind.label for kind in Kind if kind in entry.kinds)


def _healthy(band: Band | None) -> str:
    if band is None:
        return ""
    match band.low, band.high:
        case low, None:
            limits = f"≥ {low:g}"
        case None, high:
            limits = f"≤ {high:g}"
        case low, high:
            limits = f"{low:g} to {high:g}"
    return f"{limits}, running" if band.while_running else limits


def _number(value: float) -> str:
    return f"{value:,.10g}"
