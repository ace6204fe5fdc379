"""Are the worn machines of the demo fleet found within a week, and the sound ones left in peace?"""

from collections.abc import Mapping
from datetime import UTC, datetime

import numpy as np
import pytest

from models.band import WINDOW_MINUTES, Excursion, Flags, judge, settled
from models.downsample import Floats, Samples, Times
from models.signals import Signal, drive_speed
from services.diagnostics.minute import banded
from simulators.__main__ import DEMO
from simulators.fleet import FaultMode, load_fleet
from simulators.world import MachineStory, World

BEGIN = datetime(2026, 7, 1, tzinfo=UTC).timestamp()
MINUTES = 7 * 1440
# The signal that shows each kind of wear first.
SHOWN_BY = {
    FaultMode.HYDRAULIC_FILTER_CLOGGING: "hydraulic_filter_drop_bar",
    FaultMode.ALTERNATOR: "battery_voltage_v",
    FaultMode.RADIATOR_FOULING: "coolant_temperature_c",
    FaultMode.TYRE_PRESSURE_LOSS: "tyre_rear_left_kpa",
    FaultMode.CLUTCH_SLIP: "clutch_slip_percent",
    FaultMode.AIR_FILTER_CLOGGING: "air_filter_drop_kpa",
}


@pytest.fixture(scope="module")
def found() -> Mapping[str, set[str]]:
    """What a week of looking every quarter of an hour finds on each machine of the demo fleet, by signal."""
    world = World.begin(load_fleet(DEMO), 1, BEGIN)
    return {machine: _found(story) for machine, story in world.machines.items()}


def _found(story: MachineStory) -> set[str]:
    kind = story.unit.model.kind
    time_s = np.asarray(BEGIN + 60.0 * np.arange(MINUTES), np.float64)
    values = story.measured(time_s)
    speed, limit = drive_speed(kind)
    time_us = (time_s * 1_000_000).astype(np.int64)
    running = settled(time_us, np.asarray(values[speed] > limit))
    return {
        entry.name
        for entry in banded(kind)
        if entry.name in values and _ever_found(entry, _minutes(entry, time_us, values[entry.name], running))
    }


def _minutes(entry: Signal, time_us: Times, values: Floats, running: Flags) -> Samples:
    there = ~np.isnan(values)
    if entry.healthy and entry.healthy.while_running:
        there &= running
    value = values[there]
    return Samples(time_us[there], value, value, value, np.ones(len(value), np.int64), 60_000_000)


def _ever_found(entry: Signal, minutes: Samples) -> bool:
    assert entry.healthy is not None
    if not len(minutes) or all(map(entry.healthy.holds, (float(minutes.low.min()), float(minutes.high.max())))):
        return False
    ends = range(WINDOW_MINUTES, len(minutes), 15)
    verdicts = (judge(minutes.at(slice(end - WINDOW_MINUTES, end)), entry.healthy) for end in ends)
    return any(isinstance(verdict, Excursion) for verdict in verdicts)


def test_every_worn_machine_is_found_by_the_signal_that_shows_it(found: Mapping[str, set[str]]) -> None:
    worn = {machine.id: {SHOWN_BY[fault.mode] for fault in machine.faults} for machine in load_fleet(DEMO).machines}
    assert sum(map(bool, worn.values())) >= 6
    missed = {machine: signals - found[machine] for machine, signals in worn.items() if signals - found[machine]}
    assert missed == {}


def test_nothing_is_found_on_a_sound_machine(found: Mapping[str, set[str]]) -> None:
    sound = [machine.id for machine in load_fleet(DEMO).machines if not machine.faults]
    assert len(sound) >= 18
    assert {machine: found[machine] for machine in sound if found[machine]} == {}
