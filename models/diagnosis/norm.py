"""What is usual for each quantity of a kind of machine under the conditions of a minute?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from models.diagnosis.condition import CARRIAGE, HYDRAULIC, Conditions, Flags, Floats
from models.diagnosis.quantity import AIR, HELD, IDLE, RESTING, SAGGED, SUNK, WAITED, quantities
from models.machines import Kind

Number = TypeVar("Number", np.float32, np.float64)

_RIDGE = 1e-4
# So many minutes of all machines are fitted on; a quantity with fewer than the least has no norm.
_MOST, _FEWEST = 24_000, 50
_NEARLY = 0.95
# What the hydraulics do is expected without themselves.
_WITHOUT_HYDRAULICS = frozenset({"hydraulic_pressure_bar", IDLE, SUNK, SAGGED})
_WITHOUT_ALL = frozenset({AIR, RESTING})
# A boom that is held depends on how it is carried alone.
_BY_CARRIAGE = frozenset({HELD, SUNK, WAITED, SAGGED})
_APART = _WITHOUT_HYDRAULICS | _WITHOUT_ALL | _BY_CARRIAGE


@dataclass(frozen=True)
class Sample:
    """Healthy minutes of one machine: conditions, quantities and which of them are judged."""

    conditions: Conditions
    values: Floats
    judged: Flags


@dataclass(frozen=True)
class Norm:
    """The expected value of each quantity: `weights` of the basis of conditions (a column each), and the mean and the
    standard deviation of what is expected, in the quantity's unit."""

    kind: Kind
    centre: Floats
    scale: Floats
    weights: Floats
    usual: Floats
    spread: Floats

    def expected(self, columns: Floats) -> Floats:
        """Return what is expected under conditions, a column for each quantity."""
        scaled = ((columns - self.centre) / self.scale).astype(np.float32)
        return np.asarray(_basis(scaled) @ self.weights.astype(np.float32), dtype=np.float64)


def fit_norm(kind: Kind, samples: Sequence[Sample]) -> Norm:
    """Return the norm of a kind of machine, by ridge regression over healthy minutes of several machines.

    Each machine has an offset of its own, so that what tells machines apart is not taken for an effect of conditions;
    the norm has the mean of them.
    """
    taken = [_taken(sample, _MOST // len(samples)) for sample in samples]
    columns = np.vstack([columns for columns, _, _ in taken])
    centre, scale = columns.mean(axis=0), columns.std(axis=0) + 1e-6
    own = np.eye(len(taken))[np.repeat(np.arange(len(taken)), [len(columns) for columns, _, _ in taken])]
    values, judged = np.vstack([values for _, values, _ in taken]), np.vstack([judged for _, _, judged in taken])
    basis = _basis((columns - centre) / scale)
    weights = _fitted(kind, basis, own, values, judged)
    expected = np.where(judged, basis @ weights, np.nan)
    empty = ~judged.any(axis=0)
    expected[:, empty] = 0.0
    return Norm(kind, centre, scale, weights, np.nanmean(expected, axis=0), np.nanstd(expected, axis=0) + 1e-6)


def _taken(sample: Sample, most: int) -> tuple[Floats, Floats, Flags]:
    some = np.flatnonzero(sample.judged.any(axis=1))
    some = some[:: max(1, len(some) // most)]
    return sample.conditions.columns[some], sample.values[some], sample.judged[some]


def _fitted(kind: Kind, basis: Floats, own: Floats, values: Floats, judged: Flags) -> Floats:
    """Return the weights of each quantity, a column each; 0 where too few minutes tell."""
    seen = judged & np.isfinite(values)
    settled = judged[:, 0]
    # What nearly always comes is solved for together, over the minutes in which all of it came.
    often = np.count_nonzero(seen[settled], axis=0) > _NEARLY * np.count_nonzero(settled)
    whole = settled & seen[:, often].all(axis=1)
    weights = np.zeros((basis.shape[1], values.shape[1]))
    for names, rows in _together(kind, often, whole, seen):
        chosen = _chosen(quantities(kind)[names[0]], basis.shape[1])
        if np.count_nonzero(rows) >= _FEWEST:
            weights[np.ix_(chosen, names)] = _solved(
                basis[np.ix_(rows, chosen)], own[rows], values[np.ix_(rows, names)]
            )
    return weights


def _together(kind: Kind, often: Flags, whole: Flags, seen: Flags) -> Iterator[tuple[NDArray[np.intp], Flags]]:
    """Yield quantities that are solved for together, and over which minutes."""
    apart = np.array([name in _APART for name in quantities(kind)])
    yield from ((names, whole) for names in [np.flatnonzero(often & ~apart)] if len(names))
    yield from ((np.array([place]), seen[:, place]) for place in np.flatnonzero(~often | apart).tolist())


def _chosen(name: str, width: int) -> NDArray[np.intp]:
    """Return which columns of the basis a quantity is expected from; air and a battery at rest from none."""
    if name in _WITHOUT_ALL:
        return np.array([0])
    count = round((np.sqrt(9 + 8 * (width - 1)) - 3) / 2)
    used = np.ones(count, dtype=bool)
    if name in _BY_CARRIAGE:
        used = np.isin(np.arange(count), CARRIAGE)
    if name in _WITHOUT_HYDRAULICS:
        used[count - HYDRAULIC :] = False
    first, second = np.triu_indices(count)
    return np.flatnonzero(np.concatenate([[True], used, used[first] & used[second]]))


def _solved(basis: Floats, own: Floats, values: Floats) -> Floats:
    """Return weights of the basis, whose first column is 1 and gets the mean of the machines' own offsets."""
    present = own.any(axis=0)
    design = np.column_stack([basis[:, 1:], own[:, present]])
    width = basis.shape[1] - 1
    penalty = np.concatenate([np.full(width, _RIDGE * len(values)), np.ones(np.count_nonzero(present))])
    middle = values.mean(axis=0)
    found = np.linalg.solve(design.T @ design + np.diag(penalty), design.T @ (values - middle))
    return np.vstack([middle + found[width:].mean(axis=0), found[:width]])


def _basis(scaled: NDArray[Number]) -> NDArray[Number]:
    """Return 1, the conditions, and all products of two of them; beyond what was seen only straight lines go on."""
    scaled, held = np.clip(scaled, -8, 8), np.clip(scaled, -2.5, 2.5)
    first, second = np.triu_indices(held.shape[1])
    return np.column_stack([np.ones(len(held), dtype=scaled.dtype), scaled, held[:, first] * held[:, second]])
