"""Which of the readings in a recording does the platform get, when, and in which order?"""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from numpy.typing import NDArray

from models.machines import Generation
from simulators.fleet.geography import Array
from simulators.link import Link, LinkTrouble
from simulators.link.delivery import Delivery, deliver
from simulators.telematics.past import KEPT
from simulators.telematics.snapshot import snapshot_times
from simulators.world import MachineStory

_TIME = pa.timestamp("ms", tz="UTC")


def write_delivery(story: MachineStory, times: Array, stop_s: float, file: Path) -> None:
    """Write a row for everything that arrives before a moment of what was measured at `times`, in rising order.

    A row names when it was received, the `time` of the reading that it is about, when that was by the machine's own
    clock, and in which boot of the unit, counted from 0. A reading that comes twice has two rows, a lost one none.
    """
    link = Link.of(story.unit)
    told, found = _delivered(story, link, times)
    before = found.at_s < stop_s
    moments, at_s = told[found.place[before]], found.at_s[before]
    # An old unit tells at moments of its own: what it tells then is the newest reading.
    reading = np.searchsorted(times, moments, side="right") - 1
    columns = {
        "received_at": _milliseconds(at_s),
        "time": _milliseconds(times[reading]),
        "told_at": _milliseconds(moments + _ahead_s(story, link, moments)),
        "boot": pa.array(_boots(link, moments, times)),
    }
    pq.write_table(pa.table(columns), file)


def _delivered(story: MachineStory, link: Link, times: Array) -> tuple[Array, Delivery]:
    """Return at which moments a unit tells something, and what becomes of that."""
    match story.unit.machine.generation:
        case Generation.LEGACY:
            told = snapshot_times(story, float(times[0]), float(times[-1]))
            return told, deliver(link, told, keeps=1, again=False)
        case Generation.SPARKPLUG:
            return times, deliver(link, times, keeps=KEPT, again=False)
        case Generation.JSON:
            return times, deliver(link, times)


def _ahead_s(story: MachineStory, link: Link, moments: Array) -> Array:
    """Return by how much the machine's clock is ahead; an old unit has the satellites' time."""
    ahead_s = np.zeros(len(moments))
    if story.unit.machine.generation is Generation.LEGACY or not len(moments):
        return ahead_s
    known = link.troubles(float(moments.min()), float(moments.max()) + 1)
    # Of several the one counts that lasts longest.
    for one in sorted((one for one in known if one.kind is LinkTrouble.CLOCK), key=lambda one: one.stop_s):
        ahead_s[(moments >= one.start_s) & (moments < one.stop_s)] = one.size
    return ahead_s


def _boots(link: Link, moments: Array, times: Array) -> NDArray[np.int64]:
    known = link.troubles(float(times[0]), float(times[-1]) + 1)
    return np.searchsorted([one.start_s for one in known if one.kind is LinkTrouble.REBOOT], moments)


def _milliseconds(moments: Array) -> pa.Array:
    return pa.array(np.rint(moments * 1000).astype(np.int64)).cast(_TIME)
