"""When was the link of a machine really in trouble?"""

from collections.abc import Iterator

from simulators.link import Link
from simulators.operation import Unit
from simulators.truth.table import Row


def links(unit: Unit, start_s: float, stop_s: float) -> Iterator[Row]:
    """Yield the troubles of a machine's link that there are from start to before stop."""
    for one in Link.of(unit).troubles(start_s, stop_s):
        row = {"machine": unit.machine.id, "kind": one.kind.value, "detail": one.detail or None}
        yield {**row, "start": one.start_s, "stop": one.stop_s}
