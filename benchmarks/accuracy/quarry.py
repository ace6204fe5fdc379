"""What did the machines of a fleet tell second by second over some days, and what did they really move?"""

from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy.recording import START_S
from models.machines import Generation, Kind
from models.weighing.motion import HELPFUL, NEEDED
from simulators.calibration import Calibration, calibrate
from simulators.fleet import Fleet
from simulators.shift import Day, day_at
from simulators.truth import cycles, passes
from simulators.truth.table import Row
from simulators.work.timeline import Phase
from simulators.world import MachineStory, World

_DAY_S = 86_400.0
# The scale is calibrated on the day before, when the machine has worked for so long, with so much of its full scale
# and so many lifts.
_WARMED_S, _WEIGHT, _LIFTS = 2 * 3600.0, 0.8, 5
_TOLD = (*NEEDED, *HELPFUL, "latitude_deg", "longitude_deg", "payload_kg", "crusher_throughput_tph")
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Worked:
    """One machine: what it told every second (None: an old unit, which tells snapshots), and the truth.

    `passes` and `cycles` are rows of the simulator's tables of these names; `calibration` is what it told while its
    scale was calibrated on the day before, None where it has no boom or did not work.
    """

    machine: str
    kind: Kind
    model: str
    site: str
    works_at: str
    dumps_at: str | None
    time_s: Floats
    values: Mapping[str, Floats] | None
    passes: tuple[Row, ...]
    cycles: tuple[Row, ...]
    calibration: Calibration | None


def record(fleet: Fleet, seed: int, days: int, processes: int = 1) -> list[Worked]:
    """Return what the machines of a fleet told over so many days from `START_S` on, by site and machine."""
    sites = sorted({machine.site for machine in fleet.machines})
    if processes == 1:
        return [one for site in sites for one in _of_site(fleet, seed, days, site)]
    with ProcessPoolExecutor(processes) as pool:
        several = [[value] * len(sites) for value in (fleet, seed, days)]
        return [one for found in pool.map(_of_site, *several, sites) for one in found]


def _of_site(fleet: Fleet, seed: int, days: int, site: str) -> list[Worked]:
    world = World.begin(fleet.of_site(site), seed, START_S - _DAY_S)
    calibrations = {name: _calibrated(story) for name, story in world.machines.items()}
    time_s = np.arange(START_S, START_S + days * _DAY_S)
    told: dict[str, list[dict[str, Floats]]] = {name: [] for name in world.machines}
    # Day by day for all of them: what the site keeps of a day is soon forgotten.
    for moments in np.split(time_s, days):
        for name, story in world.machines.items():
            told[name].append(_told(story, moments))
    truth = _truth(world, days)
    return [
        _worked(story, time_s, told[name], truth[name], calibrations[name]) for name, story in world.machines.items()
    ]


def _told(story: MachineStory, moments: Floats) -> dict[str, Floats]:
    if story.unit.machine.generation is Generation.LEGACY:
        return {}
    values = story.measured(moments)
    return {name: values[name] for name in _TOLD if name in values}


def _calibrated(story: MachineStory) -> Calibration | None:
    unit = story.unit
    if unit.model.kind not in (Kind.WHEEL_LOADER, Kind.EXCAVATOR) or unit.machine.generation is Generation.LEGACY:
        return None
    day = story.day(day_at(story.site.layout.site, START_S - _DAY_S))
    worked = np.flatnonzero(np.isin(day.rows.phase, (Phase.PASS, Phase.FILL)))
    if not len(worked):
        return None
    return calibrate(story, float(day.rows.start_s[worked[0]]) + _WARMED_S, _WEIGHT * unit.model.payload_kg, _LIFTS)


def _truth(world: World, days: int) -> dict[str, tuple[list[Row], list[Row]]]:
    found: dict[str, tuple[list[Row], list[Row]]] = {name: ([], []) for name in world.machines}
    some = next(iter(world.machines.values()))
    site = some.site.layout.site
    first, last = (day_at(site, moment).ordinal for moment in (START_S, START_S + days * _DAY_S - 1))
    for ordinal in range(first, last + 1):
        for place, machine, row in _day_truth(world, Day(site, ordinal)):
            if START_S <= float(str(row["start"])) < START_S + days * _DAY_S:
                found[machine][place].append(row)
    return found


def _day_truth(world: World, day: Day) -> Iterator[tuple[int, str, Row]]:
    """Yield the passes (0) and haul cycles (1) of a site's machines on a day."""
    ones = {name: story.day(day) for name, story in world.machines.items()}
    trucks = {name: one.rows for name, one in ones.items() if one.unit.model.kind is Kind.HAUL_TRUCK}
    diggers = {name: one.rows for name, one in ones.items() if one.unit.machine.dumps_at is None}
    for name, one in ones.items():
        if one.unit.model.kind is Kind.HAUL_TRUCK:
            yield from ((1, name, row) for row in cycles(one, diggers))
        elif one.unit.model.kind is not Kind.CRUSHER:
            yield from ((0, name, row) for row in passes(one, trucks))


def _worked(
    story: MachineStory,
    time_s: Floats,
    told: list[dict[str, Floats]],
    truth: tuple[list[Row], list[Row]],
    calibration: Calibration | None,
) -> Worked:
    unit = story.unit
    return Worked(
        machine=unit.machine.id,
        kind=unit.model.kind,
        model=unit.model.id,
        site=unit.machine.site,
        works_at=unit.machine.works_at,
        dumps_at=unit.machine.dumps_at,
        time_s=time_s,
        values={name: np.concatenate([part[name] for part in told]) for name in told[0]} or None,
        passes=tuple(truth[0]),
        cycles=tuple(truth[1]),
        calibration=calibration,
    )
