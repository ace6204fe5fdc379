"""Of what does the time consist between the end of a pass or cycle and the event that tells it?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from benchmarks.site.ground import Ground
from benchmarks.site.live import Heard, Shown, moment_of
from models.machines import Kind
from simulators.shift import day_at
from simulators.truth import cycles, passes


@dataclass(frozen=True)
class Delay:
    """When something truly ended, which reading showed it, and when that came and the event was heard: Unix seconds."""

    ended_s: float
    shown_s: float
    received_s: float
    heard_s: float


@dataclass(frozen=True)
class Delays:
    """Delays of all passes or cycles of which an event was heard, and of how many none was."""

    found: tuple[Delay, ...]
    missed: int

    def figures(self) -> dict[str, float | int | None]:
        """Return medians and 99 % quantiles in seconds: after the true end, after the reading that shows it, and of the
        parts of the latter: until that reading was received, and until the event was heard."""
        parts = {
            "after_end": [one.heard_s - one.ended_s for one in self.found],
            "after_shown": [one.heard_s - one.shown_s for one in self.found],
            "shown_after_end": [one.shown_s - one.ended_s for one in self.found],
            "receiving": [one.received_s - one.shown_s for one in self.found],
            "working": [one.heard_s - one.received_s for one in self.found],
        }
        told: dict[str, float | int | None] = {"count": len(self.found), "missed": self.missed}
        for name, seconds in parts.items():
            for share, said in ((0.5, "p50"), (0.99, "p99")):
                told[f"{name}_{said}_s"] = round(float(np.quantile(seconds, share)), 3) if seconds else None
        return told


def of_passes(ground: Ground, shown: Shown) -> Delays:
    """Return the delays of `load-changed` behind the passes that truly ended while it was listened."""
    told: dict[str, list[tuple[float, Heard]]] = {}
    for one in _told(shown, "load-changed"):
        told.setdefault(one.event.subject, []).append((moment_of(one.event.data["lifted"]), one))
        told.setdefault(str(one.event.data["digger"]), []).append((moment_of(one.event.data["lifted"]), one))
    found, missed = [], 0
    for machine, rows in _truth(ground, shown, Kind.WHEEL_LOADER, Kind.EXCAVATOR):
        for start_s, stop_s in rows:
            during = [(lifted, one) for lifted, one in told.get(machine, []) if start_s < lifted < stop_s]
            delay = _delay(ground, machine, stop_s, _settled(ground, machine, during), during)
            missed += delay is None
            found += [delay] if delay else []
    return Delays(tuple(found), missed)


def of_cycles(ground: Ground, shown: Shown) -> Delays:
    """Return the delays of `cycle-ended` behind the haul cycles that truly ended while it was listened."""
    told = [
        (str(one.event.data["machine"]), moment_of(one.event.data["stop"]), one) for one in _told(shown, "cycle-ended")
    ]
    found, missed = [], 0
    for machine, rows in _truth(ground, shown, Kind.HAUL_TRUCK):
        for _, stop_s in rows:
            same = [(stop, one) for name, stop, one in told if name == machine and abs(stop - stop_s) < 30]
            delay = _delay(ground, machine, stop_s, same[0][0] if same else None, same)
            missed += delay is None
            found += [delay] if delay else []
    return Delays(tuple(found), missed)


def _told(shown: Shown, kind: str) -> Iterator[Heard]:
    yield from (one for one in shown.heard if one.event.type.endswith(kind))


def _truth(ground: Ground, shown: Shown, *kinds: Kind) -> Iterator[tuple[str, list[tuple[float, float]]]]:
    """Yield the machines of some kinds, with the begins and ends of their passes or cycles that ended meanwhile."""
    for name, story in ground.world.machines.items():
        # A loader that carries what it fills its bucket with tips it long after.
        if story.unit.model.kind in kinds and (story.unit.machine.dumps_at is None or Kind.HAUL_TRUCK in kinds):
            day = story.day(day_at(story.site.layout.site, shown.first_s))
            rows = cycles(day, {}) if story.unit.model.kind is Kind.HAUL_TRUCK else passes(day, {})
            spans = [(float(str(row["start"])), float(str(row["stop"]))) for row in rows]
            yield name, [(start, stop) for start, stop in spans if shown.first_s <= stop <= shown.last_s]


def _settled(ground: Ground, machine: str, during: Sequence[tuple[float, Heard]]) -> float | None:
    """Return the time of the reading that showed a pass to be over."""
    if not during:
        return None
    lifted = datetime.fromtimestamp(during[0][0], UTC)
    query = "select extract(epoch from ended)::float8 from weighing.pass where machine = %s and lifted = %s"
    with ground.admin() as connection:
        row = connection.execute(query, [machine, lifted]).fetchone()
    return float(row[0]) if row else None


def _delay(
    ground: Ground, machine: str, ended_s: float, shown_s: float | None, told: Sequence[tuple[float, Heard]]
) -> Delay | None:
    if shown_s is None or not told:
        return None
    query = (
        "select extract(epoch from received_at)::float8 from telemetry.reading"
        " where machine = %s and time between %s and %s order by time limit 1"
    )
    around = [datetime.fromtimestamp(shown_s + far, UTC) for far in (-0.01, 0.01)]
    with ground.admin() as connection:
        row = connection.execute(query, [machine, *around]).fetchone()
    return Delay(ended_s, shown_s, float(row[0]) if row else shown_s, min(one.at_s for _, one in told))
