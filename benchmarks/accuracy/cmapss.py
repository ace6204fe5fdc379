"""What do files in the format of NASA's C-MAPSS engine data hold?"""

import gzip
from pathlib import Path

import numpy as np

from models.prognosis import History
from models.prognosis.history import Floats

# Unit, cycle, three operational settings, 21 sensors.
COLUMNS = 26
INPUTS = (*(f"setting_{number}" for number in range(1, 4)), *(f"sensor_{number}" for number in range(1, 22)))
_FIRST_SENSOR = 5


class Unreadable(ValueError):
    """A file is not in the format of C-MAPSS."""


def read_history(path: Path) -> History:
    """Return the rows of a train or test file, plain or gzip; raises Unreadable with file, line and what is right."""
    table = _numbers(path, COLUMNS)
    try:
        return History(
            table[:, 0].astype(np.int64), table[:, 1], table[:, 2:_FIRST_SENSOR], table[:, _FIRST_SENSOR:COLUMNS]
        )
    except ValueError as error:
        raise Unreadable(f"{path}: {error}") from error


def read_truth(path: Path) -> Floats:
    """Return the remaining life of each test unit, a number a line; raises Unreadable."""
    return _numbers(path, 1)[:, 0]


def _numbers(path: Path, columns: int) -> Floats:
    rows: list[list[float]] = []
    for number, line in enumerate(_lines(path), start=1):
        words = line.split()
        if not words:
            continue
        if len(words) != columns:
            raise Unreadable(f"{path}, line {number}: {len(words)} columns; {columns} numbers are right.")
        rows.append(_row(words, f"{path}, line {number}"))
    if not rows:
        raise Unreadable(f"{path}: there is no row in it.")
    return np.array(rows)


def _row(words: list[str], where: str) -> list[float]:
    try:
        return [float(word) for word in words]
    except ValueError:
        wrong = next(word for word in words if not _is_number(word))
        raise Unreadable(f"{where}: {wrong[:40]!r} is no number.") from None


def _is_number(word: str) -> bool:
    try:
        float(word)
    except ValueError:
        return False
    return True


def _lines(path: Path) -> list[str]:
    try:
        content = path.read_bytes()
        return (gzip.decompress(content) if content[:2] == b"\x1f\x8b" else content).decode("ascii").splitlines()
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise Unreadable(f"{path} cannot be read: {error}. A text file of numbers is right, plain or gzip.") from error
