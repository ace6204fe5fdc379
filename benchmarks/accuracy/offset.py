"""After how many truck loads is a scale found that is three per cent off?"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from benchmarks.accuracy.quarry import Worked
from benchmarks.accuracy.weighed import Weighed, carried_by
from models.weighing.balance import Balance, Comparison, State, Weighing, connected, of_load
from models.weighing.load import back_kg, own_scale

# The bias that is seeded into one scale after the other, either way, and after how many loads nobody waits for it.
BIAS, _MOST = 0.03, 240
_ASKED, _STANDS = 60, 10


@dataclass(frozen=True)
class _Found:
    """After how many loads a scale was found: of its own, of its group since its first, of its site since the first."""

    own: int
    group: int
    site: int


@dataclass(frozen=True)
class Blame:
    """Of scales: after how many loads each was found when it was off, either way (None: not); how often another one was
    called off meanwhile; and, of how many in all, those that were called off in 60 loads while nothing was wrong."""

    found: Sequence[_Found | None]
    others: int
    wrongly: int
    scales: int


def located(recorded: Sequence[Worked], found: Sequence[Weighed]) -> dict[str, object]:
    """Return after how many loads a scale is found that is 3 % off, and how often a sound one is blamed.

    Each scale is made too heavy and too light in turn. A scale is called off where it is so for ten loads in a row.
    `bias_located_after` counts the loads of the scale itself, of the slowest; None where some scale was not found.
    """
    return told(blame(recorded, found))


def told(one: Blame) -> dict[str, object]:
    """Return the figures of scales that were blamed."""
    known = [each for each in one.found if each is not None]
    all_known = bool(known) and len(known) == len(one.found)
    return {
        "bias_located_after": max(each.own for each in known) if all_known else None,
        "bias_located_after_group_loads": max(each.group for each in known) if all_known else None,
        "bias_located_after_site_loads": max(each.site for each in known) if all_known else None,
        "bias_located_median": float(np.median([each.own for each in known])) if known else None,
        "bias_located_within60": sum(each.own <= _ASKED for each in known) / max(len(one.found), 1),
        "group_within60": sum(each.group <= _ASKED for each in known) / max(len(one.found), 1),
        "scales": one.scales,
        "wrongly_off": one.wrongly,
        "others_off": one.others,
    }


def blame(recorded: Sequence[Worked], found: Sequence[Weighed]) -> Blame:
    """Return which scales of a fleet are blamed, with and without a bias in one of them."""
    after: list[_Found | None] = []
    others = wrongly = scales = 0
    for site in sorted({one.worked.site for one in found}):
        timed = [*_comparisons(recorded, found, site)]
        ends = np.array([end_s for end_s, _ in timed])
        end_of = {id(one): end_s for end_s, one in timed}
        for group in connected([one for _, one in timed]):
            names = sorted({scale for one in group for scale in one.scales})
            # Of two scales alone nobody can tell which is off.
            for scale in names if len(names) > 2 else ():
                for bias in (BIAS, -BIAS):
                    count, other = _after(group, names, {scale: bias}, scale)
                    after.append(_found(group[:count], scale, ends, end_of) if count else None)
                    others += other
            scales += len(names) if len(names) > 2 else 0
            wrongly += len(_blamed(group[:_ASKED], names, {})) if len(names) > 2 else 0
    return Blame(after, others, wrongly, scales)


def _comparisons(
    recorded: Sequence[Worked], found: Sequence[Weighed], site: str
) -> Iterator[tuple[float, Comparison]]:
    """Yield the loads of a site that two scales weighed, with when each was full, in order of time."""
    own = {one.machine: carried_by(one) for one in recorded if one.site == site and one.cycles}
    loads = (load for one in found if one.worked.site == site for load in one.loads if load.truck is not None)
    for load in sorted(loads, key=lambda load: load.end_s):
        theirs = own[str(load.truck)]
        told = own_scale(load, theirs)
        if told is not None and load.payload_kg > 0:
            yield load.end_s, of_load(load, told, back_kg(told, theirs))


def _wrong(comparison: Comparison, wrong: Mapping[str, float]) -> Comparison:
    """Return what scales that are off by some shares would have told."""
    return replace(comparison, one=_off(comparison.one, wrong), other=_off(comparison.other, wrong))


def _off(weighing: Weighing, wrong: Mapping[str, float]) -> Weighing:
    more = sum(share * wrong.get(scale, 0.0) for scale, share in weighing.shares.items())
    return replace(weighing, kg=weighing.kg * (1 + more))


def _named(group: Sequence[Comparison], names: Sequence[str], wrong: Mapping[str, float]) -> Iterator[list[str]]:
    """Yield which scales are called off after each load."""
    balance = Balance(names)
    for one in group:
        balance.add(_wrong(one, wrong))
        yield [each.scale for each in balance.verdicts() if each.state is State.OFF]


def _blamed(group: Sequence[Comparison], names: Sequence[str], wrong: Mapping[str, float]) -> set[str]:
    """Return which scales were called off for ten loads in a row."""
    stood, blamed = dict.fromkeys(names, 0), set()
    for off in _named(group, names, wrong):
        stood = {name: stood[name] + 1 if name in off else 0 for name in names}
        blamed |= {name for name, count in stood.items() if count == _STANDS}
    return blamed


def _after(
    group: Sequence[Comparison], names: Sequence[str], wrong: Mapping[str, float], scale: str
) -> tuple[int | None, int]:
    """Return after how many loads of a group a scale alone is called off and stays so for ten, and how many others were
    called off for ten before."""
    stood, others = 0, dict.fromkeys(names, 0)
    blamed: set[str] = set()
    for count, off in enumerate(_named(group[:_MOST], names, wrong), 1):
        stood = stood + 1 if off == [scale] else 0
        others = {name: others[name] + 1 if name in off and name != scale else 0 for name in names}
        blamed |= {name for name, times in others.items() if times == _STANDS}
        if stood == _STANDS:
            return count - _STANDS + 1, len(blamed)
    return None, len(blamed)


def _found(group: Sequence[Comparison], scale: str, ends: np.ndarray, end_of: Mapping[int, float]) -> _Found:
    mine = [place for place, one in enumerate(group) if scale in one.scales]
    site = int(np.sum(ends <= end_of[id(group[-1])]))
    return _Found(len(mine), len(group) - mine[0], site)
