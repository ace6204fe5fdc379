"""When is a machine's link in trouble?"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from models.machines import Generation
from simulators.link.trouble import LONGEST_S, RATES, WRONG_S, LinkTrouble, Rate, Trouble
from simulators.noise import Dice
from simulators.operation import Unit

_DAY_S = 86_400.0
# Older units have weaker radios, and some machines work in worse places than others.
_WEAKER = {Generation.LEGACY: 2.0, Generation.SPARKPLUG: 1.4, Generation.JSON: 1.0}
_PLACES = 0.6


@dataclass(frozen=True)
class Link:
    """The link of one machine under one seed, in trouble `often` times as often as is typical: never when 0.

    Troubles that would begin before `calm_until_s`, in Unix seconds, do not come about.
    """

    machine: str
    seed: int
    often: float
    calm_until_s: float = -math.inf

    @staticmethod
    def of(unit: Unit, calm_until_s: float = -math.inf) -> "Link":
        """Return the link of a machine."""
        place = math.exp(_PLACES * unit.trait("link")) * _WEAKER[unit.machine.generation]
        return Link(unit.machine.id, unit.seed, unit.link * place, calm_until_s)

    def troubles(self, start_s: float, stop_s: float) -> list[Trouble]:
        """Return the troubles that there are from start to before stop, in order of their beginning."""
        days = range(int(start_s // _DAY_S) - 1, int(stop_s // _DAY_S) + 1)
        found = (trouble for day in days for trouble in _troubles(self, day))
        return [one for one in found if one.start_s < stop_s and max(one.stop_s, one.start_s + 1e-6) > start_s]

    def at(self, kind: LinkTrouble, time_s: float) -> Trouble | None:
        """Return the trouble of a kind that there is at a moment; of several, the one that lasts longest."""
        day = int(time_s // _DAY_S)
        both = (*_troubles(self, day - 1), *_troubles(self, day))
        now = [one for one in both if one.kind is kind and one.start_s <= time_s < one.stop_s]
        return max(now, key=lambda one: one.stop_s, default=None)

    def offline_until_s(self, time_s: float) -> float | None:
        """Return when a machine that is offline at a moment comes back, or None when it is not offline."""
        until_s = None
        while found := self.at(LinkTrouble.OFFLINE, until_s or time_s):
            until_s = found.stop_s
        return until_s

    def offline_from_s(self, time_s: float) -> float:
        """Return when a machine that is online at a moment goes offline, or two days later where that is sooner."""
        later = self.troubles(time_s, time_s + 2 * _DAY_S)
        return next((one.start_s for one in later if one.kind is LinkTrouble.OFFLINE), time_s + 2 * _DAY_S)

    def ahead_s(self, time_s: float) -> float:
        """Return by how many seconds the machine's clock is ahead."""
        wrong = self.at(LinkTrouble.CLOCK, time_s)
        return wrong.size if wrong else 0.0

    def rebooted_s(self, start_s: float, stop_s: float) -> float | None:
        """Return when the unit began anew the last time from start to before stop, or None when it did not."""
        if self.often == 0:
            return None
        found = [one.start_s for one in self.troubles(start_s, stop_s) if one.kind is LinkTrouble.REBOOT]
        return max((moment for moment in found if start_s <= moment < stop_s), default=None)


@lru_cache(maxsize=4096)
def _troubles(link: Link, day: int) -> tuple[Trouble, ...]:
    """Return the troubles that begin on a day, counted from the epoch."""
    found = [trouble for kind, rate in RATES.items() for trouble in _drawn(link, day, (kind, rate))]
    after = (one for one in found if one.start_s >= link.calm_until_s)
    return tuple(sorted(after, key=lambda one: one.start_s))


def _drawn(link: Link, day: int, of: tuple[LinkTrouble, Rate]) -> Iterator[Trouble]:
    kind, rate = of
    if link.often == 0:
        return
    dice = Dice(link.seed, link.machine, "link", kind, day)
    clock = dice.expovariate(rate.a_day * link.often)
    while clock < 1:
        start = (day + clock) * _DAY_S
        lasts = min(dice.about(rate.seconds, rate.spread), LONGEST_S) if rate.seconds else 0.0
        size = dice.choice((-1, 1)) * math.exp(dice.uniform(*map(math.log, WRONG_S)))
        yield Trouble(kind, start, start + lasts, size if kind is LinkTrouble.CLOCK else 0.0)
        clock += dice.expovariate(rate.a_day * link.often)
