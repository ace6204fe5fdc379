"""Which columns, and which parts of the SQL files, follow from the signal catalogue?"""

import re
from collections.abc import Callable
from pathlib import Path

from models.signals import CATALOGUE, Signal

FILES = (Path(__file__).parent / "sql" / "0001_telemetry.sql", Path(__file__).parent / "sql" / "queries.sql")

# Eight-byte columns come first, so that no row spends bytes on alignment.
STORED: tuple[Signal, ...] = tuple(sorted(CATALOGUE, key=lambda signal: signal.column_type != "double precision"))

_SECTION = re.compile(r"^( *)-- generated: (\w+)\n.*?^ *-- end\n", re.MULTILINE | re.DOTALL)


def fill(text: str) -> str:
    """Return an SQL file with its generated sections written as the catalogue says."""
    return _SECTION.sub(_section, text)


def _section(found: re.Match[str]) -> str:
    indent, name = found.groups()
    lines = [f"-- generated: {name}", *SECTIONS[name](), "-- end"]
    return "".join(f"{indent}{line}\n" for line in lines)


def _reading() -> list[str]:
    return [f"{s.name} {s.column_type}," for s in STORED]


def _latest() -> list[str]:
    return [f"{s.name}_time timestamptz," for s in STORED] + _reading()


def _rollup() -> list[str]:
    return [
        f"{s.name}_mean {s.column_type}, {s.name}_min {s.column_type}, {s.name}_max {s.column_type},"
        f" {s.name}_count integer not null,"
        for s in STORED
    ]


def _latest_v1() -> list[str]:
    return [
        f", case when t.{column}_time >= p.from_time and t.{column}_time < p.to_time then t.{value} end as {value}"
        for column in (s.name for s in CATALOGUE)
        for value in (column, f"{column}_time")
    ]


SECTIONS: dict[str, Callable[[], list[str]]] = {
    "reading": _reading,
    "latest": _latest,
    "rollup": _rollup,
    "latest_v1": _latest_v1,
}


def main() -> None:
    """Write the generated sections of the SQL files anew."""
    for path in FILES:
        path.write_text(fill(path.read_text()))


if __name__ == "__main__":
    main()
