"""Least squares and two-stage least squares on the rows of a factor, with the digits that can be trusted."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from paneloom.algebra.factor import Factor, triangle
from paneloom.algebra.record import Floats, Record, frozen
from paneloom.errors import PaneloomError

COLLINEAR = 1e-10
CONDITION_LIMIT = 1e10
SQUARED_CONDITION_LIMIT = 1e3
UNIT_ROUNDOFF = 2.0**-53


@dataclass(frozen=True, slots=True, eq=False)
class Solution(Record):
    """Coefficients and what their covariance needs.

    ``coefficients`` (p,); ``inverse`` (p, p), the inverse cross-product of the (fitted) regressors;
    ``fitted`` (k, p) makes the (fitted) regressors out of the columns of the factor and ``residual`` (k,)
    the residual; ``rss`` is the residual sum of squares, ``tss`` that of the swept outcome; ``condition``
    that of the scaled regressors, ``digits`` the decimal digits that rounding leaves of the worst coefficient;
    ``facts`` what the estimator chose, as pairs.
    """

    names: tuple[str, ...]
    coefficients: Floats
    inverse: Floats
    fitted: Floats
    residual: Floats
    rss: float
    tss: float
    condition: float
    digits: float
    facts: tuple[tuple[str, str], ...] = ()


def least_squares(swept: Factor, outcome: str, regressors: tuple[str, ...]) -> Solution:
    """The regression of ``outcome`` on ``regressors``.

    Raises
    ------
    PaneloomError
        ``collinear`` with the columns at fault, ``ill-conditioned`` above a condition of 1e10.
    """
    y = _columns(swept, (outcome,))
    if not regressors:
        empty = np.zeros((0, 0))
        return from_coefficients(swept, outcome, (), np.zeros(0), empty, _selector(swept, ()), 1.0)
    x = _columns(swept, regressors)
    scale = _lengths(x, regressors)
    stacked = triangle(np.hstack([x / scale, y]))
    _check_diagonal(stacked, regressors)
    beta, inverse, condition = _back(stacked, scale, _limit(swept))
    return from_coefficients(
        swept, outcome, regressors, beta[:, 0], inverse, _selector(swept, regressors), condition
    )


def two_stage(
    swept: Factor,
    outcome: str,
    regressors: tuple[str, ...],
    endogenous: tuple[str, ...],
    instruments: tuple[str, ...],
) -> Solution:
    """Two-stage least squares: ``endogenous`` regressors fitted from the others and the ``instruments``.

    Raises
    ------
    PaneloomError
        ``collinear`` among the exogenous columns and instruments or among the regressors; ``not-identified``
        when the instruments leave nothing of an endogenous regressor beside the others.
    """
    fitted = _fitted(swept, regressors, endogenous, instruments)
    return _solution(swept, outcome, regressors, fitted)


def k_class(
    swept: Factor,
    outcome: str,
    regressors: tuple[str, ...],
    endogenous: tuple[str, ...],
    instruments: tuple[str, ...],
    kappa: float,
) -> Solution:
    """The k-class estimator inverse(X'(I - kappa M) X) X'(I - kappa M) y, M what instruments leave; 1 is 2SLS.

    Its ``inverse`` is that of X'(I - kappa M) X, its ``fitted`` those of 2SLS.

    Raises
    ------
    PaneloomError
        As ``two_stage``; ``not-identified`` when kappa is so large that the cross-product is not positive.
    """
    fitted = _fitted(swept, regressors, endogenous, instruments)
    start = _solution(swept, outcome, regressors, fitted)
    if kappa == 1.0:
        return start
    columns = _selector(swept, regressors)
    xhat, left = swept.upper @ fitted, swept.upper @ (columns - fitted)
    # In the basis that makes the fitted regressors orthonormal only a small matrix differs from the identity.
    scale = np.sqrt((xhat**2).sum(axis=0))
    root = triangle(xhat / scale)
    beyond = np.linalg.solve(root.T, (left / scale).T)
    inner = np.eye(len(regressors)) - (kappa - 1.0) * (beyond @ beyond.T)
    if np.linalg.eigvalsh(inner)[0] <= COLLINEAR:
        raise PaneloomError("not-identified", column=endogenous[0])
    back = np.linalg.solve(root, np.eye(len(regressors))) / scale[:, None]
    inverse = back @ np.linalg.solve(inner, back.T)
    inverse = (inverse + inverse.T) / 2
    beta = start.coefficients - (kappa - 1.0) * (inverse @ (left.T @ (swept.upper @ start.residual)))
    return from_coefficients(swept, outcome, regressors, beta, inverse, fitted, start.condition)


def from_coefficients(
    swept: Factor,
    outcome: str,
    regressors: tuple[str, ...],
    beta: Floats,
    inverse: Floats,
    fitted: Floats,
    condition: float,
    facts: tuple[tuple[str, str], ...] = (),
) -> Solution:
    """The solution with these coefficients, and what is left of the outcome."""
    x = _columns(swept, regressors)
    y = swept.upper[:, swept.names.index(outcome)]
    residual = np.zeros(len(swept.names))
    np.subtract.at(residual, _places(swept, regressors), beta)
    residual[swept.names.index(outcome)] += 1.0
    e = swept.upper @ residual
    return Solution(
        names=regressors,
        coefficients=frozen(beta),
        inverse=frozen(inverse),
        fitted=frozen(fitted),
        residual=frozen(residual),
        rss=float(e @ e),
        tss=float(y @ y),
        condition=condition,
        digits=_digits(beta, inverse, x, y, e, condition if swept.squared else 1.0),
        facts=facts,
    )


def _fitted(
    swept: Factor, regressors: tuple[str, ...], endogenous: tuple[str, ...], instruments: tuple[str, ...]
) -> Floats:
    """(k, p) makes the regressors, the endogenous ones fitted from the instruments and the others."""
    exogenous = tuple(name for name in regressors if name not in endogenous)
    at = [regressors.index(name) for name in endogenous]
    first_stage = exogenous + instruments
    _check_independent(swept, first_stage)
    _check_independent(swept, regressors)
    z, fitted = _selector(swept, first_stage), _selector(swept, regressors)
    projection, _, _ = _solved(swept.upper @ z, swept.upper @ fitted[:, at], _limit(swept))
    fitted[:, at] = z @ projection
    _check_identified(swept, regressors, fitted)
    return fitted


def _solution(swept: Factor, outcome: str, regressors: tuple[str, ...], fitted: Floats) -> Solution:
    xhat = swept.upper @ fitted
    y = swept.upper[:, swept.names.index(outcome)]
    if regressors:
        coefficients, inverse, condition = _solved(xhat, y[:, None], _limit(swept))
        beta = coefficients[:, 0]
    else:
        beta, inverse, condition = np.zeros(0), np.zeros((0, 0)), 1.0
    return from_coefficients(swept, outcome, regressors, beta, inverse, fitted, condition)


def _digits(beta: Floats, inverse: Floats, x: Floats, y: Floats, e: Floats, squared: float) -> float:
    """Decimal digits left in the worst coefficient when every column is known to unit roundoff.

    First-order perturbation of least squares (Bjorck 1996, section 1.4), column by column: the term in the
    residual e goes with the square of the condition. ``squared`` is the condition that was squared already.
    """
    lengths, size, left = np.sqrt((x**2).sum(axis=0)), np.linalg.norm(y), np.linalg.norm(e)
    change = np.sqrt(np.diag(inverse)) * (size + np.abs(beta) @ lengths) + left * (np.abs(inverse) @ lengths)
    relative = change[beta != 0] / np.abs(beta[beta != 0])
    return max(0.0, -float(np.log10(UNIT_ROUNDOFF * squared * relative.max(initial=1.0))))


def _limit(swept: Factor) -> float:
    return SQUARED_CONDITION_LIMIT if swept.squared else CONDITION_LIMIT


def _selector(swept: Factor, names: tuple[str, ...]) -> Floats:
    chosen = np.zeros((len(swept.names), len(names)))
    chosen[_places(swept, names), np.arange(len(names))] = 1.0
    return chosen


def _columns(swept: Factor, names: tuple[str, ...]) -> Floats:
    return swept.upper[:, _places(swept, names)]


def _places(swept: Factor, names: tuple[str, ...]) -> list[int]:
    return [swept.names.index(name) for name in names]


def _solved(x: Floats, y: Floats, limit: float) -> tuple[Floats, Floats, float]:
    """Coefficients of y (n, q) on x (n, p), the inverse of x'x, and the condition of the scaled x."""
    scale = np.sqrt((x**2).sum(axis=0))
    return _back(triangle(np.hstack([x / scale, y])), scale, limit)


def _back(stacked: Floats, scale: Floats, limit: float) -> tuple[Floats, Floats, float]:
    """The same from the triangle of [x / scale, y]."""
    p = scale.size
    upper, right = stacked[:p, :p], stacked[:p, p:]
    condition = float(np.linalg.cond(upper))
    if condition > limit:
        raise PaneloomError("ill-conditioned", condition=f"{condition:.1e}")
    back = np.linalg.solve(upper, np.eye(p)) / scale[:, None]
    return np.linalg.solve(upper, right) / scale[:, None], back @ back.T, condition


def _check_independent(swept: Factor, names: tuple[str, ...]) -> None:
    """A column whose part beyond the columns before it is below 1e-10 of its length is collinear."""
    x = _columns(swept, names)
    _check_diagonal(triangle(x / _lengths(x, names)), names)


def _lengths(x: Floats, names: tuple[str, ...]) -> Floats:
    scale = np.sqrt((x**2).sum(axis=0))
    empty = tuple(name for name, length in zip(names, scale, strict=True) if length == 0)
    if empty:
        raise PaneloomError("no-variation", columns=empty)
    return np.asarray(scale)


def _check_diagonal(upper: Floats, names: tuple[str, ...]) -> None:
    for column, name in enumerate(names):
        if upper[column, column] < COLLINEAR:
            before = upper[:column, :column]
            weights = np.linalg.solve(before, upper[:column, column])
            others = tuple(names[i] for i in range(column) if abs(weights[i]) > np.sqrt(COLLINEAR))
            raise PaneloomError("collinear", column=name, others=others)


def _check_identified(swept: Factor, names: tuple[str, ...], fitted: Floats) -> None:
    """The lengths are those before fitting: what is fitted from useless instruments is short, and noise."""
    scale = np.sqrt((_columns(swept, names) ** 2).sum(axis=0))
    upper = triangle(swept.upper @ fitted / scale)
    lost = np.flatnonzero(np.diag(upper) < COLLINEAR)
    if lost.size:
        raise PaneloomError("not-identified", column=names[lost[0]])
