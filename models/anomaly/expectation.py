"""Which value should a column have under the conditions of the moment?"""

from dataclasses import dataclass

import numpy as np

from models.anomaly.scale import Floats, Spread, spread

_RIDGE = 1e-3


@dataclass(frozen=True)
class Expectation:
    """A ridge regression on conditions, their squares and products: a column of `weights` for each column of rows."""

    conditions: Spread
    weights: Floats

    def of(self, conditions: Floats) -> Floats:
        """Return what is expected, a row for each row of conditions; a condition that is NaN counts as its middle."""
        return np.asarray(_basis(self.conditions.of(conditions)) @ self.weights)


def expect(rows: Floats, conditions: Floats) -> Expectation:
    """Return the expectation of each column of `rows` that these healthy rows tell; NaN are left out.

    Ridge regression, Hoerl and Kennard 1970: (B'B + k I)^-1 B'y, with k in proportion to the number of rows.
    """
    usual = spread(conditions)
    basis = _basis(usual.of(conditions))
    weights = [_solved(basis[seen], column[seen]) for column in rows.T for seen in [np.isfinite(column)]]
    return Expectation(usual, np.array(weights).reshape(rows.shape[1], basis.shape[1]).T)


def _solved(basis: Floats, values: Floats) -> Floats:
    penalty = _RIDGE * max(len(values), 1) * np.eye(basis.shape[1])
    penalty[0, 0] = 1e-9
    return np.asarray(np.linalg.solve(basis.T @ basis + penalty, basis.T @ values))


def _basis(scaled: Floats) -> Floats:
    """Return 1, the conditions, and all products of two of them; beyond five deviations a condition counts as five."""
    held = np.clip(np.nan_to_num(scaled), -5, 5)
    first, second = np.triu_indices(held.shape[1])
    return np.column_stack([np.ones(len(held)), held, held[:, first] * held[:, second]])
