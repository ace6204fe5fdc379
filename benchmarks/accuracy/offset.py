"""After how many truck loads is a scale found that is three per cent off, and how often is a sound one blamed?"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from benchmarks.accuracy.belt import belt_runs, judged
from benchmarks.accuracy.quarry import Worked, record
from benchmarks.accuracy.recording import START_S
from benchmarks.accuracy.weighed import Weighed, carried_by, loaded_kg, weighed
from models.weighing.balance import Balance, Comparison, State, Weighing, connected, of_load
from models.weighing.belt import Run
from models.weighing.load import back_kg, own_scale
from simulators.fleet import Fleet

# The bias that is seeded into one scale after the other, either way, and after how many loads nobody waits for it.
BIAS, _MOST = 0.03, 240
# A scale is blamed that is called off for so many loads in a row; so many loads are asked for.
_STANDS, _ASKED = 10, 60
# One that truly weighs half of that wrong by itself is no sound scale.
_SOUND = BIAS / 2
# Belts are reconciled by half of a day.
_SHIFT_S = 43_200.0


@dataclass(frozen=True)
class Loads:
    """A number of loads: of a scale itself, and of all scales that it can be compared with, since its first."""

    own: int
    group: int


@dataclass
class Blame:
    """How scales were blamed that were off, either way, and that were sound.

    `found` has for each after how many loads it alone was blamed (None: not), `others` how often another one was
    before; `wrongly` are those of all `scales` that were blamed in 60 loads while nothing was wrong with any. Where a
    scale truly was off by itself nothing is seeded: `faulty` are those, and `faulty_named` how many were blamed.
    """

    found: list[Loads | None] = field(default_factory=list)
    others: int = 0
    wrongly: int = 0
    scales: int = 0
    faulty: int = 0
    faulty_named: int = 0

    def figures(self) -> dict[str, object]:
        """Return the figures of all scales; `bias_located_after` is the slowest's, None where one was not found."""
        known = [one for one in self.found if one is not None]
        whole = len(known) == len(self.found) > 0
        return {
            "bias_located_after": max(one.group for one in known) if whole else None,
            "bias_located_own_loads": max(one.own for one in known) if whole else None,
            "bias_located_median": float(np.median([one.group for one in known])) if known else None,
            "bias_located_within60": sum(one.group <= _ASKED for one in known) / max(len(self.found), 1),
            "scales": self.scales,
            "others_off": self.others,
            "wrongly_off": self.wrongly,
            "truly_off": self.faulty,
            "truly_off_named": self.faulty_named,
        }


def evaluate(fleet: Fleet, seeds: Iterable[int]) -> dict[str, object]:
    """Return the figures of the scales of a fleet over a day of each of some seeds."""
    blame, seeds, runs = Blame(), [*seeds], list[Run]()
    for seed in seeds:
        recorded = record(fleet, seed, 1)
        found = [*weighed(recorded)]
        judge(blame, recorded, found)
        for site in sorted({one.site for one in recorded}):
            for begin_s in (START_S, START_S + _SHIFT_S):
                runs += belt_runs(recorded, found, site, begin_s, begin_s + _SHIFT_S)
    return {**blame.figures(), **judged(runs), "seeds": seeds, "fleet": fleet.name}


def located(recorded: Sequence[Worked], found: Sequence[Weighed]) -> dict[str, object]:
    """Return after how many loads a scale is found that is 3 % off, each made too heavy and too light in turn.

    Counted are the loads of all scales that can be compared with it, since the first in which it took part itself.
    """
    blame = Blame()
    judge(blame, recorded, found)
    return blame.figures()


def judge(blame: Blame, recorded: Sequence[Worked], found: Sequence[Weighed]) -> None:
    """Add how the scales of a fleet are blamed."""
    for site in sorted({one.worked.site for one in found}):
        true_kg = dict[int, float]()
        pairs = []
        for one, kg in _comparisons(recorded, found, site):
            pairs.append(one)
            true_kg[id(one)] = kg
        for group in connected(pairs):
            names = sorted({scale for one in group for scale in one.scales})
            # Of two scales alone nobody can tell which is off.
            if len(names) > 2:
                _judge(blame, group, names, _faulty(group[:_ASKED], true_kg))


def _faulty(group: Sequence[Comparison], true_kg: Mapping[int, float]) -> set[str]:
    """Return the scales that truly weigh wrong by themselves."""
    errors: dict[str, list[float]] = {}
    for one in group:
        for weighing in (one.one, one.other):
            for scale in weighing.shares if true_kg[id(one)] else ():
                errors.setdefault(scale, []).append(weighing.kg / true_kg[id(one)] - 1)
    return {scale for scale, each in errors.items() if abs(float(np.median(each))) > _SOUND}


def _judge(blame: Blame, group: Sequence[Comparison], names: Sequence[str], faulty: set[str]) -> None:
    blamed = {name for off in _blamed(group[:_ASKED], names, {}) for name in off}
    blame.scales += len(names)
    blame.wrongly += len(blamed - faulty)
    blame.faulty += len(faulty)
    blame.faulty_named += len(blamed & faulty)
    for scale in names if not faulty else ():
        first = next(place for place, one in enumerate(group) if scale in one.scales)
        for bias in (BIAS, -BIAS):
            others: set[str] = set()
            count = None
            for place, off in enumerate(_blamed(group[:_MOST], names, {scale: bias}), 2 - _STANDS):
                others |= off - {scale}
                if off == {scale}:
                    count = place
                    break
            blame.others += len(others)
            mine = sum(scale in one.scales for one in group[:count])
            blame.found.append(Loads(mine, max(count - first, 1)) if count is not None else None)


def _comparisons(recorded: Sequence[Worked], found: Sequence[Weighed], site: str) -> Iterator[tuple[Comparison, float]]:
    """Yield the loads of a site that two scales weighed, with what they truly were in kg, in order of time."""
    own = {one.machine: carried_by(one) for one in recorded if one.site == site and one.cycles}
    loads = ((one, load) for one in found if one.worked.site == site for load in one.loads if load.truck is not None)
    for one, load in sorted(loads, key=lambda each: each[1].end_s):
        theirs = own[str(load.truck)]
        told = own_scale(load, theirs)
        if told is not None and load.payload_kg > 0:
            yield of_load(load, told, back_kg(told, theirs)), loaded_kg(one, load)


def _blamed(group: Sequence[Comparison], names: Sequence[str], wrong: Mapping[str, float]) -> Iterator[set[str]]:
    """Yield after each load which scales have been called off for ten in a row, where some are off by some shares."""
    balance, stood = Balance(names), dict.fromkeys(names, 0)
    for one in group:
        balance.add(replace(one, one=_off(one.one, wrong), other=_off(one.other, wrong)))
        off = {each.scale for each in balance.verdicts() if each.state is State.OFF}
        stood = {name: stood[name] + 1 if name in off else 0 for name in names}
        yield {name for name, count in stood.items() if count >= _STANDS}


def _off(weighing: Weighing, wrong: Mapping[str, float]) -> Weighing:
    """Return what scales that are off by some shares would have told."""
    more = sum(share * wrong.get(scale, 0.0) for scale, share in weighing.shares.items())
    return replace(weighing, kg=weighing.kg * (1 + more))
