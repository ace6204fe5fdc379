"""Which of very many rows of deviations can no failure explain well, so that nobody needs to look at them closer?"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.diagnosis.condition import Flags, Floats
from models.diagnosis.deviation import Aspect
from models.diagnosis.signature import HEALTH, Signatures
from models.diagnosis.standing import Singles
from models.diagnosis.verdict import SIGN, SIGNS, prior

# Single precision is right to a tenth for rows without deviations beyond the one; others are looked at in any case.
_PLAIN, _ROUNDING = 30.0, 0.1


@dataclass(frozen=True)
class Screen:
    """The log likelihoods of failures against health as products of squares, values and flags of deviations with
    weights (place, effect): each group of failures that have the same effects has those from `first` on."""

    squares: Singles
    values: Singles
    flags: Floats
    first: NDArray[np.intp]
    members: tuple[tuple[int, ...], ...]
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
        means, sigmas = stack.means[np.concatenate(rows)], stack.sigmas[np.concatenate(rows)]
        weight = 1 / sigmas**2
        return cls(
            (-0.5 * (weight - 1 / HEALTH**2)).T.astype(np.float32),
            (means * weight).T.astype(np.float32),
            (-0.5 * means**2 * weight - np.log(sigmas / HEALTH)).T,
            np.cumsum([0, *(len(one) for one in rows[:-1])]),
            tuple(tuple(places) for places in groups.values()),
            found.main[[places[0] for places in groups.values()]],
            np.array([found.main[at] + SIGNS[mode.name] for at, mode in enumerate(found.modes) if mode.name in SIGNS]),
        )

    def passes(self, found: Signatures, values: Singles, known: Flags, jump: Floats, least: float) -> Flags:
        """Return which rows need a closer look: the log odds of any failure may exceed `least`."""
        size = np.abs(values).max(axis=1, initial=0.0)
        sure = (size > _PLAIN) | (values[:, self.signs] > SIGN).any(axis=1)
        rows = np.flatnonzero(~sure)
        sure[rows] = self._statistic(found, values[rows], known[rows], jump[rows]) > least - _ROUNDING
        return np.asarray(sure)

    def _statistic(self, found: Signatures, values: Singles, known: Flags, jump: Floats) -> Floats:
        each = values**2 @ self.squares + values @ self.values + self._constants(known)
        most = np.maximum.reduceat(each, self.first, axis=1)
        lengths = np.diff([*self.first, each.shape[1]])
        np.exp(each - np.repeat(most, lengths, axis=1), out=each)
        odds = most + np.log(np.add.reduceat(each, self.first, axis=1) / lengths)
        total = np.zeros(len(values))
        for place, members in enumerate(self.members):
            quantity = self.main[place] // len(Aspect)
            beforehand = sum(np.exp(prior(found.modes[one], jump[:, quantity])) for one in members)
            told = known[:, self.main[place]]
            total += np.where(told, beforehand * np.exp(np.minimum(odds[:, place], 50.0)), 0.0)
        return np.asarray(np.log(np.maximum(total, 1e-20)))

    def _constants(self, known: Flags) -> Singles:
        """Return what does not depend on values: machines of a fleet lack few different sets of signals."""
        packed = np.ascontiguousarray(np.packbits(known, axis=1))
        whole = packed.view(np.dtype((np.void, packed.shape[1]))).ravel()
        _, first, which = np.unique(whole, return_index=True, return_inverse=True)
        return np.asarray((known[first].astype(np.float64) @ self.flags).astype(np.float32)[which])
