"""Benefit of the doubt (Melyn and Moesen 1991; Cherchye et al. 2007): each row with the weights best for it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from paneloom.algebra.record import Floats

# A multiplier of a program with entries up to 1 that is 0 but for the tolerance of the solver.
NO_MULTIPLIER = 1e-9


def doubt_scores(z: Floats, reference: Floats) -> Floats:
    """(n,) scores of the rows of ``z`` (n, k) against the rows of ``reference`` (r, k), all at least 0.

    The score of a row is the largest sum of w z over w >= 0 with which no row of the reference exceeds 1
    (Cherchye et al. 2007, equation 2): one linear program for each row. A row of the reference has 1 at most; one
    that is not in it may have more. A column whose values in the reference are all 0 has no say. A row that lacks
    a value has no score.
    """
    complete = ~np.isnan(z).any(axis=1)
    score = np.full(len(z), np.nan)
    rows, back = np.unique(z[complete], axis=0, return_inverse=True)
    weight, _ = best_weights(rows, undominated(reference))
    score[complete] = (weight * rows).sum(axis=1)[back.reshape(-1)]
    return score


def best_weights(z: Floats, reference: Floats) -> tuple[Floats, NDArray[np.bool_]]:
    """(n, k) weights best for each row of ``z`` (n, k), and (n,) whether there are no others.

    The solution of a program is the only one when k constraints hold it in place: as many as have a multiplier.
    """
    highest = reference.max(axis=0, initial=0.0)
    at = np.flatnonzero(highest > 0)
    weight, is_single = np.zeros(z.shape), np.zeros(len(z), dtype=np.bool_)
    if not at.size:
        return weight, is_single
    frontier = reference[:, at] / highest[at]
    for i, row in enumerate(z[:, at] / highest[at]):
        if row.any():
            found, is_single[i] = _solved(row, frontier)
            weight[i, at] = found / highest[at]
    return weight, is_single


def _solved(row: Floats, frontier: Floats) -> tuple[Floats, bool]:
    """(k,) weights best for a row, and whether they are the only ones.

    The dual is solved, the least sum of multiples of the frontier's rows that reaches the row in every column:
    it has k constraints instead of r, and its multipliers are the weights.
    """
    # SciPy takes a quarter of a second to import.
    from scipy.optimize import linprog

    ones = np.ones(len(frontier))
    made = linprog(ones, A_ub=-frontier.T, b_ub=-row, method="highs-ds", options={"presolve": False})
    # Some row of the frontier has a value in every column, so that there is a solution.
    assert made.status == 0, made.message
    found = np.maximum(-made.ineqlin.marginals, 0.0)
    # The solver keeps constraints to 1e-7; with the largest brought to 1 they hold to a rounding.
    largest = float((frontier @ found).max())
    found = found / largest if largest > 0 else found
    multipliers = np.concatenate([made.x, made.slack])
    return found, int((np.abs(multipliers) > NO_MULTIPLIER).sum()) >= row.size


def undominated(reference: Floats) -> Floats:
    """The rows of ``reference`` (r, k) that no other equals or exceeds in every column, each once.

    With weights of at least 0 a row that another exceeds never binds, so that the scores are the same.
    """
    rows = np.unique(reference, axis=0)
    # One that exceeds another in every column has the larger sum, and so comes first.
    rows = rows[np.argsort(-rows.sum(axis=1), kind="stable")]
    kept = np.zeros((0, reference.shape[1]))
    for row in rows:
        if not (kept >= row).all(axis=1).any():
            kept = np.vstack([kept, row])
    return kept
