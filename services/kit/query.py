"""Which named statements does a program speak, and over what?"""

import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, LiteralString, cast

from psycopg import AsyncConnection
from psycopg.rows import TupleRow

Connection = AsyncConnection[TupleRow]

_NAME = re.compile(r"^-- name: (\w+)\n", re.MULTILINE)


class Queries(Mapping[str, LiteralString]):
    """The named statements of the `sql/queries.sql` beside the module that makes this."""

    def __init__(self, path: Path | None = None) -> None:
        # Asking for the whole stack would read every source file on it.
        beside = Path(sys._getframe(1).f_code.co_filename).parent / "sql" / "queries.sql"
        parts = _NAME.split((path or beside).read_text())
        # The text is part of the program: it is read from the package, never made from input.
        self._statements = {
            name: cast(LiteralString, text.strip()) for name, text in zip(parts[1::2], parts[2::2], strict=True)
        }

    def __getitem__(self, name: str) -> LiteralString:
        return self._statements[name]

    def __iter__(self) -> Any:
        return iter(self._statements)

    def __len__(self) -> int:
        return len(self._statements)
