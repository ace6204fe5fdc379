"""When does what a machine measured arrive at the platform, how often, and in which order?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from simulators.fleet.geography import Array
from simulators.link.line import BACKLOG_S, COPIED, COPY_S, LATE
from simulators.link.schedule import Link
from simulators.link.trouble import LinkTrouble, Trouble
from simulators.noise import Dice


@dataclass(frozen=True)
class Delivery:
    """What arrived, in its order: which of the moments that were told each is, and when it arrived, in Unix seconds."""

    place: NDArray[np.int64]
    at_s: Array


def deliver(link: Link, times: Array, keeps: int | None = None, *, again: bool = True) -> Delivery:
    """Return what arrives of messages that are told at some moments, in rising order: what a `Line` does, for many."""
    at_s = times + _late_s(link, times) if again else times.copy()
    kept = np.ones(len(times), bool)
    for start_s, stop_s in _outages(link, times):
        inside = np.arange(*np.searchsorted(times, (start_s, stop_s)))
        waits = inside if keeps is None else inside[-keeps:]
        kept[inside] = False
        kept[waits] = True
        at_s[waits] = stop_s + BACKLOG_S * np.arange(1, len(waits) + 1)
    place = np.flatnonzero(kept)
    twice, copied_s = _copies(link, times, at_s) if again else (place[:0], at_s[:0])
    place, at_s = np.concatenate([place, twice]), np.concatenate([at_s[place], copied_s])
    order = np.argsort(at_s, kind="stable")
    return Delivery(place[order], at_s[order])


def _troubles(link: Link, times: Array, kind: LinkTrouble) -> list[Trouble]:
    if not len(times):
        return []
    return [one for one in link.troubles(float(times[0]), float(times[-1]) + 1) if one.kind is kind]


def _outages(link: Link, times: Array) -> list[tuple[float, float]]:
    """Return from when to when the machine is offline; outages that meet are one."""
    joined: list[tuple[float, float]] = []
    for one in _troubles(link, times, LinkTrouble.OFFLINE):
        if joined and one.start_s <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], one.stop_s))
        else:
            joined.append((one.start_s, one.stop_s))
    return joined


def _inside(times: Array, troubles: list[Trouble]) -> NDArray[np.int64]:
    """Return which of the moments lie in any of the troubles, each once."""
    found = [np.arange(*np.searchsorted(times, (one.start_s, one.stop_s))) for one in troubles]
    return np.unique(np.concatenate([np.zeros(0, np.int64), *found]))


def _late_s(link: Link, times: Array) -> Array:
    """Return by how many seconds each is late that is told while the link confuses messages."""
    late_s = np.zeros(len(times))
    for place in _inside(times, _troubles(link, times, LinkTrouble.REORDER)).tolist():
        spacing_s = times[place] - times[place - 1] if place else 0.0
        late_s[place] = _dice(link, times[place], "late").uniform(0, LATE) * spacing_s
    return late_s


def _copies(link: Link, times: Array, at_s: Array) -> tuple[NDArray[np.int64], Array]:
    """Return which come twice, and when they come again."""
    found = []
    for place in _inside(times, _troubles(link, times, LinkTrouble.DUPLICATE)).tolist():
        dice = _dice(link, times[place], "copy")
        if dice.random() < COPIED:
            found.append((place, at_s[place] + dice.uniform(*COPY_S)))
    return np.array([place for place, _ in found], np.int64), np.array([late_s for _, late_s in found])


def _dice(link: Link, time_s: float, name: str) -> Dice:
    return Dice(link.seed, link.machine, name, round(1000 * time_s))
