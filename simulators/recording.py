"""How does a period of a fleet become files: what its sensors told, and the truth beside it?"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from models.machines import Kind
from models.signals import signal
from simulators.day import MachineDay
from simulators.degradation.truth import fuel, lives, severities
from simulators.delivery import write_delivery
from simulators.fleet import Fleet
from simulators.fleet.geography import Array
from simulators.link import Link
from simulators.shift import Day, day_at
from simulators.truth import TABLES, breakdowns, cycles, links, misuses, operators, passes, phases
from simulators.truth.table import Row
from simulators.world import MachineStory, World

_PRECISE = frozenset({"latitude_deg", "longitude_deg"})
# The column that says when what a row tells began, where it is no other than `start`.
_BEGINS = {"severity": "time", "fuel": "hour"}


@dataclass(frozen=True)
class Order:
    """What is to be recorded: a fleet under a seed, the moments from start to before stop, one reading every step."""

    fleet: Fleet
    seed: int
    start_s: float
    stop_s: float
    step_s: float
    out: Path


def record(order: Order, processes: int = 1) -> Iterator[tuple[str, int]]:
    """Write `readings/<machine>.parquet` and `truth/<table>.parquet`; yield each site with its number of readings.

    Beside the readings, `delivery/<machine>.parquet` says what of them arrives at the platform, and when.

    The same order gives the same bytes, on one process or several: sites are worked out apart from each other.
    """
    for folder in ("readings", "delivery", "truth"):
        (order.out / folder).mkdir(parents=True, exist_ok=True)
    sites = sorted({machine.site for machine in order.fleet.machines})
    found: dict[str, list[pa.Table]] = defaultdict(list)
    for site, (readings, truth) in zip(sites, _each(order, sites, processes), strict=True):
        for name, table in truth.items():
            found[name].append(table)
        yield site, readings
    for name, table in TABLES.items():
        whole = pa.concat_tables([table.schema.empty_table(), *found[name]])
        pq.write_table(whole, order.out / "truth" / f"{name}.parquet")


def _each(order: Order, sites: list[str], processes: int) -> Iterator[tuple[int, dict[str, pa.Table]]]:
    if processes == 1:
        yield from (_record_site(order, site) for site in sites)
        return
    with ProcessPoolExecutor(processes) as pool:
        yield from pool.map(_record_site, [order] * len(sites), sites)


def _record_site(order: Order, site: str) -> tuple[int, dict[str, pa.Table]]:
    """Write the readings of a site's machines and return how many they are, with the site's part of the truth."""
    world = World.begin(order.fleet.of_site(site), order.seed, order.start_s)
    stories = list(world.machines.values())
    writers = {story.unit.machine.id: _Writer(order, story) for story in stories}
    rows: dict[str, list[Row]] = {name: [] for name in TABLES}
    rows["machine"] += (_identity(story) for story in stories)
    for day in _days(stories[0], order):
        days = [story.day(day) for story in stories]
        with _whole(writers):
            for one in days:
                writers[one.unit.machine.id].write(one)
        for name, row in _truth(days):
            if order.start_s <= float(str(row[_BEGINS.get(name, "start")])) < order.stop_s:
                rows[name].append(row)
    rows["link"] += (row for story in stories for row in links(Link.of(story.unit), order.start_s, order.stop_s))
    rows["degradation"] += (row for story in stories for row in lives(story, order.start_s, order.stop_s))
    with _whole(writers):
        readings = sum(writer.close() for writer in writers.values())
    return readings, {name: TABLES[name].of(found) for name, found in rows.items()}


def _days(story: MachineStory, order: Order) -> Iterator[Day]:
    site = story.site.layout.site
    last = day_at(site, float(np.nextafter(order.stop_s, order.start_s))).ordinal
    yield from (Day(site, ordinal) for ordinal in range(day_at(site, order.start_s).ordinal, last + 1))


def _truth(days: Iterable[MachineDay]) -> Iterator[tuple[str, Row]]:
    """Yield rows of what the machines of a site did on one day, with their tables' names."""
    days = list(days)
    trucks = {day.unit.machine.id: day.rows for day in days if day.unit.model.kind is Kind.HAUL_TRUCK}
    diggers = {
        day.unit.machine.id: day.rows
        for day in days
        if day.unit.model.kind in (Kind.EXCAVATOR, Kind.WHEEL_LOADER) and day.unit.machine.dumps_at is None
    }
    for day in days:
        yield from (("phase", row) for row in phases(day))
        yield from (("severity", row) for row in severities(day.decay))
        yield from (("fuel", row) for row in fuel(day))
        yield from (("operator", row) for row in operators(day))
        yield from (("breakdown", row) for row in breakdowns(day))
        yield from (("misuse", row) for row in misuses(day))
        if day.unit.model.kind is Kind.HAUL_TRUCK:
            yield from (("cycle", row) for row in cycles(day, diggers))
        elif day.unit.model.kind is not Kind.CRUSHER:
            yield from (("pass", row) for row in passes(day, trucks))


def _identity(story: MachineStory) -> Mapping[str, object]:
    machine, model = story.unit.machine, story.unit.model
    return {
        "machine": machine.id,
        "kind": model.kind.value,
        "model": model.id,
        "generation": machine.generation.value,
        "customer": machine.customer,
        "site": machine.site,
        "works_at": machine.works_at,
        "dumps_at": machine.dumps_at,
        "rated_power_kw": model.rated_power_kw,
        "mass_kg": model.mass_kg,
        "payload_kg": model.payload_kg,
    }


class _Writer:
    """The readings of one machine, a group of rows for each of its site's days."""

    def __init__(self, order: Order, story: MachineStory) -> None:
        self._order = order
        self._story = story
        self._file: pq.ParquetWriter | None = None
        self._times: list[Array] = []

    def write(self, day: MachineDay) -> None:
        """Write what the machine measured on a day, as far as it lies in the period."""
        order = self._order
        start, stop = max(order.start_s, day.day.start_s), min(order.stop_s, day.day.stop_s)
        times = np.arange(np.ceil(start / order.step_s), np.ceil(stop / order.step_s)) * order.step_s
        if not len(times):
            return
        values = self._story.measured(np.asarray(times, dtype=np.float64))
        columns = [pa.array(np.rint(times * 1000).astype(np.int64)).cast(pa.timestamp("ms", tz="UTC"))]
        columns += [pa.array(value.astype(_kind(name)), from_pandas=True) for name, value in values.items()]
        table = pa.table(columns, names=["time", *values])
        if self._file is None:
            path = order.out / "readings" / f"{self._story.unit.machine.id}.parquet"
            self._file = pq.ParquetWriter(path, table.schema)
        self._file.write_table(table)
        self._times.append(np.asarray(times, dtype=np.float64))

    def abandon(self) -> None:
        """Leave the file as it is."""
        if self._file is not None:
            self._file.is_open = False

    def close(self) -> int:
        """End the file and return how many readings it holds."""
        if self._file is None:
            return 0
        self._file.close()
        times = np.concatenate(self._times)
        file = self._order.out / "delivery" / f"{self._story.unit.machine.id}.parquet"
        write_delivery(self._story, times, self._order.stop_s, file)
        return len(times)


@contextmanager
def _whole(writers: Mapping[str, _Writer]) -> Iterator[None]:
    """Leave all files as they are when the disk takes no more: each would try to end itself, and fail, again."""
    try:
        yield
    except OSError:
        for writer in writers.values():
            writer.abandon()
        raise


def _kind(name: str) -> type[np.float64] | type[np.float32]:
    precise = name in _PRECISE or signal(name).column_type == "double precision"
    return np.float64 if precise else np.float32
