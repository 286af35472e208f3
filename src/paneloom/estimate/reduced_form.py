"""Outcome and endogenous regressors on the instruments, all exogenous regressors taken out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from paneloom.algebra.factor import Factor
from paneloom.algebra.record import Floats, Record, frozen
from paneloom.study.designs import Design


@dataclass(frozen=True, slots=True, eq=False)
class ReducedForm(Record):
    """The reduced forms in a basis of instruments that is orthonormal after the exogenous regressors.

    Parameters
    ----------
    names
        The outcome and the m endogenous regressors.
    instruments
        (k, L) makes the orthonormal instruments out of the columns of the factor.
    outcomes, residuals
        (k, m + 1) make the outcomes less the exogenous regressors, and less the instruments too.
    coefficients
        (L, m + 1) on the orthonormal instruments, which are also the products of both.
    left
        (m + 1, m + 1) triangle of the residuals: left'left are their cross-products.
    triangle
        (L, L) makes the instruments, less the exogenous regressors, out of the orthonormal ones.
    exogenous
        How many exogenous regressors there are.
    """

    names: tuple[str, ...]
    instruments: Floats
    outcomes: Floats
    residuals: Floats
    coefficients: Floats
    left: Floats
    triangle: Floats
    exogenous: int


def reduced_form(design: Design, swept: Factor) -> ReducedForm:
    """The reduced forms of a design whose columns are independent."""
    exogenous = tuple(name for name in design.slopes if name not in design.endogenous)
    names = (design.outcome, *design.endogenous)
    order = exogenous + design.instruments + names
    upper = swept.select(order).upper
    p, last = len(exogenous), len(exogenous) + len(design.instruments)
    columns = np.zeros((len(swept.names), len(order)))
    for at, name in enumerate(order):
        columns[swept.names.index(name), at] = 1.0
    without = columns[:, p:] - columns[:, :p] @ np.linalg.solve(upper[:p, :p], upper[:p, p:])
    triangle = upper[p:last, p:last]
    instruments = np.linalg.solve(triangle.T, without[:, : last - p].T).T
    outcomes, coefficients = without[:, last - p :], upper[p:last, last:]
    return ReducedForm(
        names=names,
        instruments=frozen(instruments),
        outcomes=frozen(outcomes),
        residuals=frozen(outcomes - instruments @ coefficients),
        coefficients=frozen(coefficients),
        left=frozen(upper[last:, last:]),
        triangle=frozen(triangle),
        exogenous=p,
    )
