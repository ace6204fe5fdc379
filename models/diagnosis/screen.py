"""Which of very many rows of deviations can no failure explain well, so that nobody needs to look at them closer?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.diagnosis.condition import Flags, Floats
from models.diagnosis.deviation import Aspect
from models.diagnosis.mode import Mode
from models.diagnosis.odds import SIGN, constants, priors
from models.diagnosis.signature import SIGNS, Signatures
from models.diagnosis.standing import Singles

# Single precision is right to a tenth for rows without deviations beyond the one; others are looked at in any case.
_PLAIN, _ROUNDING = 30.0, 0.1
# So many rows are weighed at once: what they need stays in a processor's own memory.
_AT_ONCE = 1000


@dataclass(frozen=True)
class Screen:
    """The effects of failures as in `Stack`, (effect, place): each group of failures that have the same ones has those
    from `first` on, and is of the `modes` from `begins` on; `main` is the group's own place."""

    squares: Singles
    values: Singles
    flags: Floats
    first: NDArray[np.intp]
    modes: tuple[Mode, ...]
    begins: NDArray[np.intp]
    main: NDArray[np.intp]
    signs: NDArray[np.intp]

    @classmethod
    def of(cls, found: Signatures) -> "Screen":
        """Return the screen of a kind of machine."""
        groups: dict[tuple[str, str], list[int]] = {}
        for place, mode in enumerate(found.modes):
            if mode.name not in SIGNS:
                # An offset of a sensor and a drift look the same but for how suddenly they came.
                groups.setdefault(("", mode.where) if mode.is_of_sensor else (mode.name, mode.where), []).append(place)
        stack = found.stack
        rows = [np.arange(stack.first[places[0]], stack.first[places[0] + 1]) for places in groups.values()]
        every = np.concatenate(rows)
        return cls(
            stack.squares[every],
            stack.values[every],
            stack.flags[every],
            np.cumsum([0, *(len(one) for one in rows[:-1])]),
            tuple(found.modes[place] for places in groups.values() for place in places),
            np.cumsum([0, *(len(places) for places in groups.values())][:-1]),
            found.main[[places[0] for places in groups.values()]],
            np.array([found.main[at] + SIGNS[mode.name] for at, mode in enumerate(found.modes) if mode.name in SIGNS]),
        )

    def passes(self, values: Singles, known: Flags, jump: Floats, least: float) -> Flags:
        """Return which rows need a closer look: the log odds of any failure may exceed `least`."""
        size = np.abs(values).max(axis=1, initial=0.0)
        sure = (size > _PLAIN) | (values[:, self.signs] > SIGN).any(axis=1)
        plain = np.flatnonzero(~sure)
        for begin in range(0, len(plain), _AT_ONCE):
            rows = plain[begin : begin + _AT_ONCE]
            sure[rows] = self._may_exceed(values[rows], known[rows], jump[rows], least - _ROUNDING)
        return np.asarray(sure)

    def _may_exceed(self, values: Singles, known: Flags, jump: Floats, least: float) -> Flags:
        """Return of which rows the log odds of all failures together exceed `least`.

        The likelihood of a failure is the mean of those of its effects, which is no more than the greatest of them:
        most rows need no other.
        """
        beforehand = self._beforehand(known, jump)
        logs = self.squares @ (values**2).T + self.values @ values.T + constants(self.flags, known).T
        most = np.maximum.reduceat(logs, self.first, axis=0)
        exceeds = _together(beforehand, most) > least
        rows = np.flatnonzero(exceeds)
        counts = np.diff([*self.first, len(logs)])
        grown = np.exp(logs[:, rows] - np.repeat(most[:, rows], counts, axis=0))
        mean = np.add.reduceat(grown, self.first, axis=0) / counts[:, None]
        exceeds[rows] = _together(beforehand[:, rows], most[:, rows] + np.log(mean)) > least
        return np.asarray(exceeds)

    def _beforehand(self, known: Flags, jump: Floats) -> Floats:
        """Return the odds of each group (group, row) before its effects are looked at, 0 where it could not be told."""
        counts = np.diff([*self.begins, len(self.modes)])
        quantity = np.repeat(self.main // len(Aspect), counts)
        odds = np.exp(priors(self.modes, jump[:, quantity])).T
        return np.asarray(np.add.reduceat(odds, self.begins, axis=0) * known[:, self.main].T)


def _together(beforehand: Floats, logs: Floats) -> Floats:
    total = (beforehand * np.exp(np.minimum(logs, 50.0))).sum(axis=0)
    return np.asarray(np.log(np.maximum(total, 1e-20)))
