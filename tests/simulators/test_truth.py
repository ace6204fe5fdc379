"""Does the truth say what really happened, and is it the same on one process and on several?"""

from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from simulators.fleet import Fault, FaultMode, Fleet, Machine
from simulators.recording import Order, record
from simulators.truth import TABLES
from tests.simulators.conftest import moment

DAY_S, HOUR = 86_400.0, timedelta(hours=1)


@pytest.fixture(scope="module")
def order(demo: Fleet, tmp_path_factory: pytest.TempPathFactory) -> Order:
    """Return what to record: a day of two sites of the demo fleet, a reading every five minutes."""
    start = moment("2026-11-17T00:00:00Z")
    sites = {"dry-fork", "skarnberget"}
    fleet = replace(demo, machines=tuple(machine for machine in demo.machines if machine.site in sites))
    return Order(fleet, 1, start, start + DAY_S, 300.0, tmp_path_factory.mktemp("recording"))


@pytest.fixture(scope="module")
def truth(order: Order) -> dict[str, list[dict[str, Any]]]:
    """Return the rows of every table of the truth of that day."""
    assert dict(record(order)).keys() == {"dry-fork", "skarnberget"}
    return {name: pq.read_table(order.out / "truth" / f"{name}.parquet").to_pylist() for name in TABLES}


def test_several_processes_write_the_same_bytes_as_one(
    order: Order, truth: dict[str, list[dict[str, Any]]], tmp_path: Path
) -> None:
    assert truth["machine"]
    list(record(Order(order.fleet, order.seed, order.start_s, order.stop_s, order.step_s, tmp_path), processes=2))
    files = sorted(path.relative_to(order.out) for path in order.out.rglob("*.parquet"))
    assert files == sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*.parquet"))
    assert all((order.out / file).read_bytes() == (tmp_path / file).read_bytes() for file in files)


def test_every_machine_has_a_reading_at_every_step(order: Order, truth: dict[str, list[dict[str, Any]]]) -> None:
    for row in truth["machine"]:
        readings = pq.read_table(order.out / "readings" / f"{row['machine']}.parquet")
        assert readings.num_rows == DAY_S / order.step_s


def test_phases_follow_one_another_without_a_gap(truth: dict[str, list[dict[str, Any]]]) -> None:
    of_machine: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in truth["phase"]:
        of_machine[row["machine"]].append(row)
    assert len(of_machine) == len(truth["machine"])
    assert all(before["stop"] == after["start"] for rows in of_machine.values() for before, after in pairwise(rows))


def test_a_truck_carries_what_the_passes_into_it_brought(truth: dict[str, list[dict[str, Any]]]) -> None:
    brought: dict[tuple[str, str], list[dict[str, Any]]] = defaultdict(list)
    for row in truth["pass"]:
        if row["truck"]:
            brought[row["digger"], row["truck"]].append(row)
    assert len(truth["cycle"]) > 300
    for cycle in truth["cycle"]:
        inside = [
            row
            for row in brought[cycle["digger"], cycle["truck"]]
            if cycle["loading_at"] <= row["start"] < cycle["hauling_at"]
        ]
        # A cycle whose first bucket fell before the period has passes that are not told.
        if len(inside) == cycle["passes"]:
            assert sum(row["payload_kg"] for row in inside) == pytest.approx(cycle["payload_kg"])
            assert {row["cycle"] for row in inside} == {inside[0]["cycle"]}


def test_a_cycle_goes_through_its_phases_in_order(truth: dict[str, list[dict[str, Any]]]) -> None:
    names = ("start", "queue_at", "spot_at", "loading_at", "hauling_at", "dump_queue_at", "dumping_at", "stop")
    for cycle in truth["cycle"]:
        moments = [cycle[name] for name in names if cycle[name] is not None]
        assert moments == sorted(moments)
        assert cycle["fuel_l"] > 0
        assert cycle["distance_m"] > cycle["climb_m"] > 0
        assert cycle["queue_s"] <= (cycle["loading_at"] - cycle["queue_at"]).total_seconds()


def test_passes_of_one_bucket_are_counted_and_belong_to_one_truck(truth: dict[str, list[dict[str, Any]]]) -> None:
    loads = [row["payload_kg"] for row in truth["pass"]]
    assert min(loads) > 300
    assert {row["place"] for row in truth["pass"] if row["truck"]} >= {1, 2, 3, 4}


def test_the_true_fuel_of_each_hour_is_what_the_counter_grows_by(
    order: Order, truth: dict[str, list[dict[str, Any]]]
) -> None:
    burners = {row["machine"] for row in truth["machine"]} - {
        row["machine"] for row in truth["machine"] if row["kind"] == "crusher"
    }
    assert {row["machine"] for row in truth["fuel"]} == burners
    for machine in burners:
        told = pq.read_table(order.out / "readings" / f"{machine}.parquet", columns=["time", "fuel_used_l"]).to_pylist()
        counter = {row["time"]: row["fuel_used_l"] for row in told}
        hours = [row for row in truth["fuel"] if row["machine"] == machine and row["hour"] + HOUR in counter]
        assert len(hours) == 23
        grown = [counter[row["hour"] + HOUR] - counter[row["hour"]] for row in hours]
        assert grown == pytest.approx([row["fuel_l"] for row in hours], abs=0.01)
        assert all(row["running_s"] > 0 for row in hours if row["fuel_l"] > 0)


def test_mud_in_the_bucket_is_told_beside_the_payload_of_every_pass(truth: dict[str, list[dict[str, Any]]]) -> None:
    mud = [row["mud_kg"] for row in truth["pass"]]
    assert 0 <= min(mud) < 20 < max(mud) < 200


def test_severity_rises_from_onset_to_failure_and_is_gone_after_the_repair(demo: Fleet, tmp_path: Path) -> None:
    fault = Fault(mode=FaultMode.ALTERNATOR, period_days=3, onset_day=0.5, growth_days=1.5, reach=1.3)
    fleet = replace(demo.of_site("dry-fork"), machines=(_with(demo, "dry-ht-01", fault), _with(demo, "dry-ex-01")))
    start = moment("2026-11-16T00:00:00Z")
    list(record(Order(fleet, 1, start, start + 6 * DAY_S, 3600.0, tmp_path)))
    lives, severity = (
        pq.read_table(tmp_path / "truth" / f"{name}.parquet").to_pylist() for name in ("degradation", "severity")
    )
    inside = [
        life
        for life in lives
        if life["onset_at"].timestamp() > start and life["repair_at"].timestamp() < start + 6 * DAY_S
    ]
    assert inside
    for life in inside:
        assert life["onset_at"] < life["failure_at"] < life["repair_at"]
        rows = {row["time"]: row["severity"] for row in severity if life["onset_at"] < row["time"] < life["repair_at"]}
        assert list(rows.values()) == sorted(rows.values())
        assert {value == 1 for time, value in rows.items() if time > life["failure_at"]} == {True}
        assert max(value for time, value in rows.items() if time < life["failure_at"]) < 1
    repaired = {life["repair_at"] for life in lives}
    assert not any(repair <= row["time"] < repair + HOUR for row in severity for repair in repaired)


def _with(demo: Fleet, machine: str, *faults: Fault) -> Machine:
    return replace(next(one for one in demo.machines if one.id == machine), faults=faults)
