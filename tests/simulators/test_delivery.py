"""Does a recording say what of it arrives, as the messages of a history do?"""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest

from models.machines import Generation
from simulators.fleet import Fleet, Machine
from simulators.history import write_history
from simulators.link import Line, Link, LinkTrouble
from simulators.link.delivery import deliver
from simulators.recording import Order, record
from simulators.world import World
from tests.simulators.conftest import moment

START, HOURS, STEP_S = moment("2026-11-17T06:00:00Z"), 30, 20.0
STOP = START + HOURS * 3600


@dataclass(frozen=True)
class Said:
    """Something said at a moment."""

    time_s: float


@pytest.mark.parametrize(("keeps", "again"), [(None, True), (900, False), (1, False)])
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_arrives_is_what_a_line_carries(keeps: int | None, seed: int, *, again: bool) -> None:
    link = Link("m-1", seed, 12.0)
    times = np.arange(START, STOP, STEP_S)
    carried = Line[Said](link, keeps, again).carry([Said(time_s) for time_s in times.tolist()], STOP + 1e6)
    found = deliver(link, times, keeps, again=again)
    assert [one.time_s for one in carried] == times[found.place].tolist()
    assert (np.diff(found.at_s) >= 0).all()
    assert (found.at_s >= times[found.place]).all()


@pytest.fixture(scope="module")
def weak(demo: Fleet) -> Fleet:
    """Return one machine of each generation, with links that are very bad."""
    chosen: dict[Generation, Machine] = {}
    for machine in demo.of_site("skarnberget").machines:
        chosen.setdefault(machine.generation, machine)
    return replace(demo.of_site("skarnberget"), machines=tuple(chosen.values()), link=12.0)


@pytest.fixture(scope="module")
def recorded(weak: Fleet, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a recording."""
    folder: Path = tmp_path_factory.mktemp("recording")
    assert sum(count for _, count in record(Order(weak, 3, START, STOP, STEP_S, folder))) == 3 * 3600 * HOURS / STEP_S
    return folder


def test_a_recording_delivers_late_twice_with_wrong_clocks_and_several_boots_as_the_truth_has_it(
    weak: Fleet, recorded: Path
) -> None:
    truth = pq.read_table(recorded / "truth" / "link.parquet").to_pylist()
    json = next(one.id for one in weak.machines if one.generation is Generation.JSON)
    known = {kind: [one for one in truth if (one["machine"], one["kind"]) == (json, kind)] for kind in LinkTrouble}
    table = _rows(recorded, json)
    assert set(table["boot"]) == set(range(len(known[LinkTrouble.REBOOT]) + 1))
    assert len(set(table["time"])) < len(table["time"])
    assert (np.diff(table["received_at"]) >= np.timedelta64(0)).all()
    assert (np.diff(table["time"]) < np.timedelta64(0)).any()
    ahead_s = set(((table["told_at"] - table["time"]) / np.timedelta64(1, "ms") / 1000).round(1))
    assert set() < ahead_s - {0.0} <= {float(one["detail"].removesuffix(" s")) for one in known[LinkTrouble.CLOCK]}
    for one in known[LinkTrouble.OFFLINE]:
        start, stop = (np.datetime64(one[side].replace(tzinfo=None)) for side in ("start", "stop"))
        assert not np.any((table["received_at"] >= start) & (table["received_at"] < stop) & (table["time"] >= start))


def test_an_old_unit_delivers_the_snapshots_that_its_history_has(weak: Fleet, recorded: Path, tmp_path: Path) -> None:
    old = next(one.id for one in weak.machines if one.generation is Generation.LEGACY)
    world = World.begin(weak, 3, START)
    list(write_history(replace(world, machines={old: world.machines[old]}), START, STOP, 60.0, tmp_path))
    assert len(_rows(recorded, old)["time"]) == len((tmp_path / f"{old}.jsonl").read_bytes().splitlines())


def test_over_a_good_link_every_reading_arrives_at_once_and_once(weak: Fleet, tmp_path: Path) -> None:
    good = replace(weak, link=0.0)
    list(record(Order(good, 3, START, START + 3600, STEP_S, tmp_path)))
    for machine in good.machines:
        table = _rows(tmp_path, machine.id)
        if machine.generation is not Generation.LEGACY:
            assert len(table["time"]) == 3600 / STEP_S
            assert (table["time"] == table["received_at"]).all()
        assert set(table["boot"]) <= {0}


def _rows(folder: Path, machine: str) -> dict[str, Any]:
    table = pq.read_table(folder / "delivery" / f"{machine}.parquet")
    readings = set(pq.read_table(folder / "readings" / f"{machine}.parquet")["time"].to_pylist())
    assert set(table["time"].to_pylist()) <= readings
    return {name: table[name].to_numpy() for name in table.schema.names}
