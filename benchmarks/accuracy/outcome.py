"""What became of each failure: was it found, when, and what was it called?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy.recording import START_S, Life, Recording
from models.anomaly.episode import Episode
from models.diagnosis.mode import Mode
from models.diagnosis.verdict import BESIDE, Verdicts

# What is left of a failure fades within a day of its repair, and the first judged hours of a machine tell nobody.
AFTER_REPAIR_S = 86_400.0
_HOUR_S = 3600.0


@dataclass(frozen=True)
class Case:
    """A machine of the test: what it sent, what was said of it by a model that never saw it, and its alarms."""

    recording: Recording
    verdicts: Verdicts
    alarms: tuple[Episode, ...]


@dataclass(frozen=True)
class Outcome:
    """What became of one failure.

    `lead_share` is the time from its alarm to its failure over that from its onset, None for a sensor or where nothing
    was found; `names` are the candidates at the end, the best first; `at_alarm` those when the alarm was raised.
    """

    life: Life
    found: bool
    lead_share: float | None
    names: tuple[Mode, ...]
    at_alarm: tuple[Mode, ...]

    def named(self, most: int) -> bool:
        """Return whether the failure's own name is among the first candidates."""
        return place(self.names, self.life) < most

    def named_at_alarm(self) -> bool:
        """Return whether the failure's own name was the first candidate when the alarm was raised."""
        return place(self.at_alarm, self.life) == 0

    def called_sensor(self) -> bool:
        """Return whether the first candidate is a failure of a sensor."""
        return any(mode.is_of_sensor for mode in self.names[:1])

    @property
    def is_of_sensor(self) -> bool:
        """Return whether a sensor failed, and not the machine."""
        return self.life.mode.startswith("sensor_")


def place(names: Sequence[Mode], life: Life) -> float:
    """Return at which place candidates name a failure, beginning with 0: its mode, and its sensor or tyre where it has
    one; infinite where none does."""
    own = (life.mode, life.where)
    return next((place for place, one in enumerate(names) if (one.name, one.where) == own), np.inf)


def deadline_s(life: Life) -> float:
    """Return until when a failure must be found: a part until it fails, a sensor until it is exchanged."""
    return life.repair_s if life.mode.startswith("sensor_") else min(life.failure_s, life.repair_s)


def reason_to_exclude(life: Life, stop_s: float) -> str | None:
    """Return why a failure does not count, None where it does."""
    if life.onset_s >= stop_s or life.repair_s <= START_S:
        return "outside the time"
    if life.onset_s < START_S:
        return "began before the recording"
    if deadline_s(life) > stop_s:
        return "not yet failed at the end"
    if not np.isfinite(life.failure_s):
        return "repaired before it failed"
    return None


def outcomes(case: Case, stop_s: float) -> Iterator[Outcome]:
    """Yield what became of each failure of a machine that counts."""
    for life in case.recording.lives:
        if reason_to_exclude(life, stop_s) is None:
            yield _outcome(case, life)


def _outcome(case: Case, life: Life) -> Outcome:
    verdicts = case.verdicts
    time_s = (verdicts.hour + 1) * _HOUR_S
    alarm = _alarmed(case.alarms, len(time_s))
    inside = (time_s > life.onset_s) & (time_s <= deadline_s(life))
    # An alarm that was on already is no alarm for this failure, until it names it.
    fresh = np.zeros(len(time_s), dtype=bool)
    for first, behind in case.alarms:
        if time_s[first] > life.onset_s:
            fresh[first:behind] = True
    seen = [
        hour
        for hour in np.flatnonzero(alarm & inside).tolist()
        if fresh[hour] or place(candidates(verdicts, hour, life), life) < 2
    ]
    if not seen:
        return Outcome(life, False, None, (), ())
    lead = (life.failure_s - time_s[seen[0]]) / (life.failure_s - life.onset_s)
    of_sensor = life.mode.startswith("sensor_")
    return Outcome(
        life,
        True,
        None if of_sensor else float(lead),
        candidates(verdicts, seen[-1], life),
        candidates(verdicts, seen[0], life),
    )


def candidates(verdicts: Verdicts, hour: int, life: Life) -> tuple[Mode, ...]:
    """Return the failures that an hour speaks for, the best first.

    Where the best leaves much unexplained there is a second failure, and maybe a third, with candidates of its own:
    those are told where they name what is asked for sooner.
    """
    if not verdicts.modes:
        return ()
    first = _ranked(verdicts.modes, verdicts.odds[hour])
    levels = [first, *(_ranked(verdicts.modes, one) for one in verdicts.beside[:, hour] if one.max() >= BESIDE)]
    best = min(levels, key=lambda level: place(level, life))
    return best if place(best, life) < 2 else levels[-1]


def _ranked(modes: Sequence[Mode], odds: NDArray[np.float64]) -> tuple[Mode, ...]:
    return tuple(modes[place] for place in np.argsort(-odds).tolist()[:12])


def _alarmed(alarms: Sequence[Episode], hours: int) -> NDArray[np.bool_]:
    flags = np.zeros(hours, dtype=bool)
    for first, behind in alarms:
        flags[first:behind] = True
    return flags


def false_alarms(case: Case) -> list[float]:
    """Return when alarms were raised while no part of the machine was beyond its onset, nor repaired the day before."""
    raised_s = [float(case.verdicts.hour[one.first] + 1) * _HOUR_S for one in case.alarms]
    return [time_s for time_s in raised_s if not is_ill(case.recording, time_s)]


def healthy_days(recording: Recording, stop_s: float) -> float:
    """Return how many days a machine was without a failure beyond its onset."""
    hours = np.arange(START_S, stop_s, _HOUR_S)
    return sum(not is_ill(recording, float(hour)) for hour in hours) / 24


def is_ill(recording: Recording, time_s: float) -> bool:
    """Return whether a part of a machine is beyond its onset, or was repaired within the day before."""
    return any(life.onset_s <= time_s < life.repair_s + AFTER_REPAIR_S for life in recording.lives)
