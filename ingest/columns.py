"""Which columns, and which parts of the SQL files, follow from the signal catalogue?"""

import re
from collections.abc import Callable
from pathlib import Path

from models.signals import CATALOGUE, Signal

FOLDER = Path(__file__).parent / "sql"
FILES = tuple(FOLDER / name for name in ("0001_telemetry.sql", "queries.sql", "staging.sql", "capability.sql"))

# Eight-byte columns come first, so that no row spends bytes on alignment.
DOUBLES: tuple[Signal, ...] = tuple(s for s in CATALOGUE if s.column_type == "double precision")
REALS: tuple[Signal, ...] = tuple(s for s in CATALOGUE if s.column_type == "real")
STORED: tuple[Signal, ...] = DOUBLES + REALS

_SECTION = re.compile(r"^( *)-- generated: (\w+)\n.*?^ *-- end\n", re.MULTILINE | re.DOTALL)
_Line = Callable[[Signal], str]


def fill(text: str) -> str:
    """Return an SQL file with its generated sections written as the catalogue says."""
    return _SECTION.sub(_section, text)


def _section(found: re.Match[str]) -> str:
    indent, name = found.groups()
    lines = [f"-- generated: {name}", *map(SECTIONS[name], STORED), "-- end"]
    return "".join(f"{indent}{line}\n" for text in lines for line in text.splitlines())


def _rollup(s: Signal) -> str:
    kind = s.column_type
    return f"{s.name}_mean {kind}, {s.name}_min {kind}, {s.name}_max {kind}, {s.name}_count integer,"


def _latest_v1(s: Signal) -> str:
    seen = f"case when t.{s.name}_time >= p.from_time and t.{s.name}_time < p.to_time then"
    return f", {seen} t.{s.name} end as {s.name}\n, {seen} t.{s.name}_time end as {s.name}_time"


def _minute_values(s: Signal) -> str:
    # sum / count is a third of avg's work, which keeps a square sum too; without a value it is null.
    mean = f"sum(r.{s.name}::double precision) / count(r.{s.name}) as {s.name}_mean"
    return (
        f"{mean}, min(r.{s.name}) as {s.name}_min, max(r.{s.name}) as {s.name}_max,"
        f" count(r.{s.name})::integer as {s.name}_count,"
    )


def _coarser_values(s: Signal) -> str:
    weighted = f"sum(r.{s.name}_mean * r.{s.name}_count::double precision)"
    return (
        f"{weighted} / nullif(sum(r.{s.name}_count), 0) as {s.name}_mean, min(r.{s.name}_min) as {s.name}_min,"
        f" max(r.{s.name}_max) as {s.name}_max, sum(r.{s.name}_count)::integer as {s.name}_count,"
    )


def _rollup_update(s: Signal) -> str:
    return " ".join(f"{s.name}_{c} = excluded.{s.name}_{c}," for c in ("mean", "min", "max", "count"))


def _latest_update(s: Signal) -> str:
    newer = f"excluded.{s.name}_time > latest.{s.name}_time or latest.{s.name}_time is null"
    return (
        f"{s.name} = case when {newer} then excluded.{s.name} else latest.{s.name} end,\n"
        f"{s.name}_time = greatest(latest.{s.name}_time, excluded.{s.name}_time),"
    )


SECTIONS: dict[str, _Line] = {
    "columns": lambda s: f"{s.name},",
    "reading": lambda s: f"{s.name} {s.column_type},",
    "staged_columns": lambda s: f"s.{s.name},",
    "stored_columns": lambda s: f"r.{s.name},",
    "latest_times": lambda s: f"{s.name}_time timestamptz,",
    "latest_columns": lambda s: f"{s.name}, {s.name}_time,",
    "latest_update": _latest_update,
    "latest_v1": _latest_v1,
    "rollup": _rollup,
    "rollup_columns": lambda s: f"{s.name}_mean, {s.name}_min, {s.name}_max, {s.name}_count,",
    "single_values": lambda s: f"r.{s.name}, r.{s.name}, r.{s.name}, (r.{s.name} is not null)::integer,",
    "newest": lambda s: f", l.{s.name}_time",
    "hours": lambda s: f", count(nullif(h.{s.name}_count, 0))",
    "counts": lambda s: f", sum(h.{s.name}_count)",
    "told": lambda s: f", t.{s.name} is not null",
    "minute_values": _minute_values,
    "coarser_values": _coarser_values,
    "rollup_update": _rollup_update,
}


def main() -> None:
    """Write the generated sections of the SQL files anew."""
    for path in FILES:
        path.write_text(fill(path.read_text()))


if __name__ == "__main__":
    main()
