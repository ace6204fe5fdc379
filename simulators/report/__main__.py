"""Which pictures of a shift does the documentation show?"""

import argparse
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from simulators.__main__ import DEMO
from simulators.fleet import Fault, FaultMode, Fleet, load_fleet
from simulators.report.shift import shift_drawing
from simulators.shift import day_at

_HOUR_S, _DAY_S = 3600.0, 86_400.0
# No other period of the fault begins in the days that are looked at.
_ONCE = 10**6


class Scene(NamedTuple):
    """A shift of a machine: from when on, for how many hours, and the fault that begins and grows in it, in hours."""

    name: str
    machine: str
    start: str
    hours: float
    mode: FaultMode
    onset_h: float
    growth_h: float
    reach: float
    shows: Sequence[str]


_SCENES = (
    Scene(
        name="shift-truck",
        machine="yar-ht-01",
        start="2026-01-19T22:00:00Z",
        hours=12,
        mode=FaultMode.RADIATOR_FOULING,
        onset_h=2,
        growth_h=9,
        reach=1.3,
        shows=("coolant_temperature_c", "hydraulic_oil_temperature_c"),
    ),
    Scene(
        name="shift-loader",
        machine="skb-wl-01",
        start="2026-06-17T04:00:00Z",
        hours=8,
        mode=FaultMode.HYDRAULIC_FILTER_CLOGGING,
        onset_h=1,
        growth_h=6,
        reach=1.0,
        shows=("hydraulic_filter_drop_bar", "hydraulic_oil_temperature_c"),
    ),
)


def draw(fleet: Fleet, scene: Scene) -> str:
    """Return the picture of a shift as SVG."""
    start_s = datetime.fromisoformat(scene.start).timestamp()
    site = next(one.site for one in fleet.machines if one.id == scene.machine)
    day = day_at(next(one for one in fleet.sites if one.id == site), start_s)
    onset = day.ordinal % _ONCE + (start_s - day.start_s + scene.onset_h * _HOUR_S) / _DAY_S
    fault = Fault(
        mode=scene.mode, period_days=_ONCE, onset_day=onset, growth_days=scene.growth_h / 24, reach=scene.reach
    )
    span = (start_s, start_s + scene.hours * _HOUR_S)
    return shift_drawing(fleet, scene.machine, fault, span, scene.shows)


def main() -> None:
    """Draw every scene into the folder that the command line names."""
    parser = argparse.ArgumentParser(prog="python -m simulators.report", description="Draw the pictures of shifts.")
    parser.add_argument("folder", type=Path, help="where the SVG files go")
    folder, fleet = parser.parse_args().folder, load_fleet(DEMO)
    for scene in _SCENES:
        (folder / f"{scene.name}.svg").write_text(draw(fleet, scene), encoding="utf-8")


if __name__ == "__main__":
    main()
