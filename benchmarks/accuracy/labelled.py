"""Which measurements, times and labels does a CSV file hold, and where is it wrong?"""

import csv
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_SEPARATORS = (";", ",", "\t", "|")
_MISSING = frozenset({"", "nan", "na", "n/a", "null", "none", "-", "?"})
_LABELS = {
    **dict.fromkeys(("0", "false", "no", "normal", "healthy", "ok"), False),
    **dict.fromkeys(("1", "true", "yes", "anomaly", "anomalous", "abnormal", "fault"), True),
}


class BadTable(ValueError):
    """A file that cannot be used: what is wrong, where, and what would be right."""

    def __init__(self, path: Path, said: str, line: int | None = None) -> None:
        super().__init__(f"{path}{f', line {line}' if line else ''}: {said}")


@dataclass(frozen=True)
class Labelled:
    """Rows in order of time: `values` (a column for each of `names`, NaN is missing), and whether each is an anomaly.

    `ignored` are columns that hold no numbers.
    """

    names: list[str]
    values: NDArray[np.float64]
    time_s: NDArray[np.float64]
    anomaly: NDArray[np.bool_]
    ignored: list[str]


def read_labelled(path: Path, time: str, label: str, leave_out: Sequence[str] = ()) -> Labelled:
    """Return the table of a CSV file, or raise `BadTable`."""
    header, rows = _rows(path)
    for column in (time, label, *leave_out):
        if column not in header:
            raise BadTable(path, f"there is no column {column!r}; there are {', '.join(header)}", 1)
    cells = dict(zip(header, zip(*(row for _, row in rows), strict=True), strict=True))
    lines = [line for line, _ in rows]
    columns = {name: cells[name] for name in header if name not in (time, label, *leave_out)}
    numeric = [name for name, column in columns.items() if any(_number(cell) is not None for cell in column)]
    if not numeric:
        raise BadTable(path, "no column holds numbers; right is one column for each measurement", 1)
    values = [_numbers(path, name, columns[name], lines) for name in numeric]
    return Labelled(
        numeric,
        np.array(values, dtype=np.float64).T,
        _times(path, time, cells[time], lines),
        _anomalies(path, label, cells[label], lines),
        [name for name in columns if name not in numeric],
    )


def _rows(path: Path) -> tuple[list[str], list[tuple[int, list[str]]]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise BadTable(path, f"cannot be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise BadTable(path, f"is not text in UTF-8: {error.reason} at byte {error.start}") from None
    lines = text.splitlines()
    if len([line for line in lines if line.strip()]) < 2:
        raise BadTable(path, "holds no rows; right is a line of column names, and a line for each moment")
    separator = max(_SEPARATORS, key=lines[0].count)
    reader = csv.reader(lines, delimiter=separator)
    header = [name.strip() for name in next(reader)]
    if len(set(header)) < len(header):
        twice = next(name for name in header if header.count(name) > 1)
        raise BadTable(path, f"two columns are called {twice!r}; right is a name of its own for each", 1)
    rows = [(reader.line_num, [cell.strip() for cell in row]) for row in reader if any(cell.strip() for cell in row)]
    for line, row in rows:
        if len(row) != len(header):
            raise BadTable(path, f"has {len(row)} cells; right are {len(header)}, as many as there are columns", line)
    return header, rows


def _number(cell: str) -> float | None:
    """Return the number in a cell, None where it holds none; a comma may stand for the point."""
    try:
        number = float(cell.replace(",", ".") if cell.count(",") == 1 else cell)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _numbers(path: Path, name: str, cells: Sequence[str], lines: Sequence[int]) -> list[float]:
    found = []
    for cell, line in zip(cells, lines, strict=True):
        number = _number(cell)
        if number is None and cell.lower() not in (*_MISSING, "inf", "-inf"):
            raise BadTable(path, f"column {name!r} holds {cell!r:.40}; right is a number, or nothing", line)
        found.append(math.nan if number is None else number)
    return found


def _times(path: Path, name: str, cells: Sequence[str], lines: Sequence[int]) -> NDArray[np.float64]:
    times: list[float] = []
    for cell, line in zip(cells, lines, strict=True):
        time_s = _moment(cell)
        if time_s is None:
            right = "right is for example 2026-01-31T06:00:00Z, or a number of seconds"
            raise BadTable(path, f"column {name!r} holds {cell!r:.40}, which is no time; {right}", line)
        if times and time_s < times[-1]:
            said = f"column {name!r} goes back to {cell!r}; right are rows in order of time"
            raise BadTable(path, said, line)
        times.append(time_s)
    return np.array(times)


def _moment(cell: str) -> float | None:
    number = _number(cell)
    if number is not None:
        return number
    try:
        told = datetime.fromisoformat(cell)
    except ValueError:
        return None
    return (told if told.tzinfo else told.replace(tzinfo=UTC)).timestamp()


def _anomalies(path: Path, name: str, cells: Sequence[str], lines: Sequence[int]) -> NDArray[np.bool_]:
    found = []
    for cell, line in zip(cells, lines, strict=True):
        number = _number(cell)
        word = f"{number:g}" if number is not None else cell.lower()
        if word not in _LABELS:
            raise BadTable(path, f"column {name!r} holds {cell!r:.40}; right is 1 for an anomaly, else 0", line)
        found.append(_LABELS[word])
    return np.array(found)
