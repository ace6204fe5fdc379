"""Do the committed SQL files say what the signal catalogue says?"""

from pathlib import Path

import pytest

from ingest.columns import FILES, fill


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_committed_sql_equals_what_the_catalogue_generates(path: Path) -> None:
    assert path.read_text() == fill(path.read_text()), "write it anew with `python -m ingest.columns`"
