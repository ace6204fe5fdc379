"""Which columns, and which parts of the SQL files, follow from the signal catalogue?"""

import re
from collections.abc import Callable
from pathlib import Path

from models.consent import group_of
from models.signals import CATALOGUE, Signal

FOLDER = Path(__file__).parent / "sql"
FILES = tuple(FOLDER / name for name in ("0001_telemetry.sql", "rollup.sql", "staging.sql", "capability.sql"))

DOUBLES: tuple[Signal, ...] = tuple(s for s in CATALOGUE if s.column_type == "double precision")
REALS: tuple[Signal, ...] = tuple(s for s in CATALOGUE if s.column_type == "real")
STORED: tuple[Signal, ...] = DOUBLES + REALS


def scale(s: Signal) -> int | None:
    """Return how many of its last decimals make one unit, for a signal that the table of readings counts in these.

    A whole number of four bytes says what a double says in eight; None where it would not fit, or a real does as well.
    """
    units = 10**s.decimals
    fits = max(abs(s.low), abs(s.high)) * units < 2**31
    return units if s.column_type == "double precision" and fits else None


def small_scale(s: Signal) -> int | None:
    """Return how many of its last decimals make one unit, for a real that two bytes count in these; None for others."""
    units = 10**s.decimals
    fits = max(abs(s.low), abs(s.high)) * units < 2**15
    return units if s.column_type == "real" and fits else None


# Larger columns come first, so that no row spends bytes on alignment.
WIDE: tuple[Signal, ...] = tuple(s for s in DOUBLES if scale(s) is None)
SMALL: tuple[Signal, ...] = tuple(s for s in REALS if small_scale(s))
NARROW: tuple[Signal, ...] = tuple(s for s in STORED if s not in WIDE and s not in SMALL)

_SECTION = re.compile(r"^( *)-- generated: (\w+)\n.*?^ *-- end\n", re.MULTILINE | re.DOTALL)
_Line = Callable[[Signal], str]


def fill(text: str) -> str:
    """Return an SQL file with its generated sections written as the catalogue says."""
    return _SECTION.sub(_section, text)


def _section(found: re.Match[str]) -> str:
    indent, name = found.groups()
    signals, line = SECTIONS[name]
    lines = [f"-- generated: {name}", *map(line, signals), "-- end"]
    return "".join(f"{indent}{line}\n" for text in lines for line in text.splitlines())


def _row(s: Signal) -> str:
    return f"{s.name} {'integer' if scale(s) else 'smallint' if s in SMALL else s.column_type},"


def _shown(s: Signal, row: str) -> str:
    """Return what a row of the table of readings tells of a signal."""
    if s in SMALL:
        return f"coalesce({row}.{s.name}::real / {small_scale(s)}::real, {row}.exact[{SMALL.index(s) + 1}])"
    units = scale(s)
    return f"{row}.{s.name} / {units}::double precision" if units else f"{row}.{s.name}"


def _is_told(s: Signal, row: str) -> str:
    """Return whether a row of the table of readings tells anything of a signal."""
    return f"{_shown(s, row) if s in SMALL else f'{row}.{s.name}'} is not null"


def _counted(s: Signal) -> str:
    if s in SMALL:
        return f"telemetry.counted(new.{s.name}, {small_scale(s)}),"
    units = scale(s)
    return f"round(new.{s.name} * {units})," if units else f"new.{s.name},"


def _exact(s: Signal) -> str:
    comma = "" if s is SMALL[0] else ", "
    return f"{comma}case when telemetry.counted(new.{s.name}, {small_scale(s)}) is null then new.{s.name} end"


def _rollup(s: Signal) -> str:
    kind = s.column_type
    return f"{s.name}_mean {kind}, {s.name}_min {kind}, {s.name}_max {kind}, {s.name}_count integer,"


def _may(s: Signal) -> str:
    """Return whether the viewers of a visible period may have a signal."""
    return f"p.groups & {group_of(s).bit} <> 0"


def _rollup_v1(s: Signal) -> str:
    may, count = f"case when {_may(s)} then", f"coalesce(t.{s.name}_count, t.readings)"
    return (
        f"{may} t.{s.name}_mean end as {s.name}_mean,"
        f" {may} coalesce(t.{s.name}_min, t.{s.name}_mean) end as {s.name}_min,"
        f" {may} coalesce(t.{s.name}_max, t.{s.name}_mean) end as {s.name}_max,"
        f" case when {_may(s)} and t.{s.name}_mean is not null then {count} else 0 end as {s.name}_count,"
    )


def _latest_v1(s: Signal) -> str:
    held = f"(t.{s.name}_time is null or t.{s.name}_time >= p.from_time and t.{s.name}_time < p.to_time)"
    seen = f"{_may(s)} and {held}"
    return (
        f", case when {seen} then t.{s.name} end as {s.name}\n"
        f", case when t.{s.name} is not null and {seen} then coalesce(t.{s.name}_time, t.time) end as {s.name}_time"
    )


def _minute_values(s: Signal) -> str:
    # sum / count is a third of avg's work, which keeps a square sum too; without a value it is null.
    mean = f"sum(r.{s.name}::double precision) / count(r.{s.name})"
    return (
        f"({mean})::{s.column_type} as {s.name}_mean, min(r.{s.name}) as {s.name}_min, max(r.{s.name}) as {s.name}_max,"
        f" count(r.{s.name})::integer as {s.name}_count,"
    )


def _count(s: Signal, rollup: str) -> str:
    """Return of how many values of a signal the rows of a rollup tell."""
    counted = f"coalesce({rollup}.{s.name}_count, {rollup}.readings)"
    return f"sum(case when {rollup}.{s.name}_mean is not null then {counted} end)"


def _coarser_values(s: Signal) -> str:
    count = _count(s, "r")
    total = f"sum(r.{s.name}_mean * coalesce(r.{s.name}_count, r.readings)::double precision)"
    return (
        f"({total} / nullif({count}, 0))::{s.column_type} as {s.name}_mean,"
        f" min(coalesce(r.{s.name}_min, r.{s.name}_mean)) as {s.name}_min,"
        f" max(coalesce(r.{s.name}_max, r.{s.name}_mean)) as {s.name}_max, {count}::integer as {s.name}_count,"
    )


def _narrowed(s: Signal) -> str:
    return (
        f"a.{s.name}_mean, nullif(a.{s.name}_min, a.{s.name}_mean), nullif(a.{s.name}_max, a.{s.name}_mean),"
        f" nullif(nullif(a.{s.name}_count, 0), a.readings),"
    )


def _rollup_update(s: Signal) -> str:
    return " ".join(f"{s.name}_{c} = excluded.{s.name}_{c}," for c in ("mean", "min", "max", "count"))


def _newer(s: Signal) -> str:
    seen, kept = (f"coalesce({row}.{s.name}_time, {row}.time)" for row in ("excluded", "latest"))
    return f"excluded.{s.name} is not null and (latest.{s.name} is null or {seen} > {kept})"


def _latest_update(s: Signal) -> str:
    seen, kept = (f"coalesce({row}.{s.name}_time, {row}.time)" for row in ("excluded", "latest"))
    kept = f"when latest.{s.name} is not null then {kept}"
    return (
        f"{s.name} = case when {_newer(s)} then excluded.{s.name} else latest.{s.name} end,\n"
        f"{s.name}_time = nullif(case when {_newer(s)} then {seen} {kept} end, greatest(latest.time, excluded.time)),"
    )


def _latest_renewal(s: Signal) -> str:
    kept = f"case when s.{s.name} is null and l.{s.name} is not null then coalesce(l.{s.name}_time, l.time) end"
    return f"{s.name} = coalesce(s.{s.name}, l.{s.name}),\n{s.name}_time = {kept},"


def _last_values(s: Signal) -> str:
    value, told = _shown(s, "r"), f"filter (where {_is_told(s, 'r')})"
    return f"last({value}, r.time) {told} as {s.name}, max(r.time) {told} as {s.name}_time,"


SECTIONS: dict[str, tuple[tuple[Signal, ...], _Line]] = {
    "wide": (WIDE, _row),
    "narrow": (NARROW, _row),
    "small": (SMALL, _row),
    "exact": (SMALL, _exact),
    "columns": (STORED, lambda s: f"{s.name},"),
    "shown": (STORED, lambda s: f"{_shown(s, 'r')} as {s.name},"),
    "counted": (STORED, _counted),
    "reading": (STORED, lambda s: f"{s.name} {s.column_type},"),
    "staged_columns": (STORED, lambda s: f"s.{s.name},"),
    "stored_columns": (STORED, lambda s: f"r.{s.name},"),
    "latest_times": (STORED, lambda s: f"{s.name}_time timestamptz,"),
    "latest_columns": (STORED, lambda s: f"{s.name}, {s.name}_time,"),
    "time_columns": (STORED, lambda s: f"{s.name}_time,"),
    "latest_update": (STORED, _latest_update),
    "latest_newer": (STORED, lambda s: f"or {_newer(s)}"),
    "latest_renewal": (STORED, _latest_renewal),
    "last_values": (STORED, _last_values),
    "reading_v1": (STORED, lambda s: f"case when {_may(s)} then t.{s.name} end as {s.name},"),
    "latest_v1": (STORED, _latest_v1),
    "group": (STORED, lambda s: f"when '{s.name}' then {group_of(s).bit}"),
    "rollup": (STORED, _rollup),
    "rollup_v1": (STORED, _rollup_v1),
    "rollup_columns": (STORED, lambda s: f"{s.name}_mean, {s.name}_min, {s.name}_max, {s.name}_count,"),
    "mean_columns": (STORED, lambda s: f"{s.name}_mean,"),
    "single_values": (STORED, lambda s: f"{_shown(s, 'r')},"),
    "minute_values": (STORED, _minute_values),
    "coarser_values": (STORED, _coarser_values),
    "narrowed": (STORED, _narrowed),
    "rollup_update": (STORED, _rollup_update),
    "newest": (STORED, lambda s: f", case when l.{s.name} is not null then coalesce(l.{s.name}_time, l.time) end"),
    "hours": (STORED, lambda s: f", count(h.{s.name}_mean)"),
    "counts": (STORED, lambda s: f", {_count(s, 'h')}"),
    "told": (STORED, lambda s: f", {_is_told(s, 't')}"),
}


def main() -> None:
    """Write the generated sections of the SQL files anew."""
    for path in FILES:
        path.write_text(fill(path.read_text()))


if __name__ == "__main__":
    main()
