"""When was the link of a machine really in trouble?"""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow.parquet as pq

from simulators.link import Link
from simulators.truth.table import TABLES, Row


def links(link: Link, start_s: float, stop_s: float) -> Iterator[Row]:
    """Yield the troubles of a machine's link that there are from start to before stop."""
    for one in link.troubles(start_s, stop_s):
        row = {"machine": link.machine, "kind": one.kind.value, "detail": one.detail or None}
        yield {**row, "start": one.start_s, "stop": one.stop_s}


def write_links(of: Iterable[Link], start_s: float, stop_s: float, file: Path) -> None:
    """Write the troubles of some links from start to before stop as a table of the truth."""
    file.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(TABLES["link"].of(row for link in of for row in links(link, start_s, stop_s)), file)
