"""Least squares in rational numbers: no rounding anywhere."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import log10

Numbers = Sequence[Fraction]
Matrix = Sequence[Numbers]
ALL_DIGITS = 16.0


def product(a: Matrix, b: Matrix) -> list[list[Fraction]]:
    """A' B of two lists of rows."""
    right = list(zip(*b, strict=True))
    return [
        [sum((p * q for p, q in zip(left, column, strict=True)), Fraction(0)) for column in right]
        for left in zip(*a, strict=True)
    ]


def solved(a: Matrix, b: Matrix) -> list[list[Fraction]]:
    """The solution X of A X = B by elimination; ``ValueError`` where A is singular."""
    rows = [[*left, *right] for left, right in zip(a, b, strict=True)]
    size = len(rows)
    for at in range(size):
        pivot = next((r for r in range(at, size) if rows[r][at]), None)
        if pivot is None:
            raise ValueError("singular")
        rows[at], rows[pivot] = rows[pivot], rows[at]
        head = rows[at][at]
        rows[at] = [value / head for value in rows[at]]
        for other in range(size):
            factor = rows[other][at]
            if other != at and factor:
                rows[other] = [v - factor * w for v, w in zip(rows[other], rows[at], strict=True)]
    return [row[size:] for row in rows]


def two_stage(y: Numbers, x: Matrix, z: Matrix) -> list[Fraction]:
    """Coefficients of 2SLS of ``y`` on the rows ``x`` with instruments ``z``; least squares where z is x."""
    fitted = fitted_rows(x, z)
    return [row[0] for row in solved(product(fitted, x), product(fitted, [[value] for value in y]))]


def fitted_rows(x: Matrix, z: Matrix) -> list[list[Fraction]]:
    """The rows of x projected on z."""
    if x is z:
        return [list(row) for row in x]
    first = solved(product(z, z), product(z, x))
    columns = list(zip(*first, strict=True))
    return [
        [sum((p * q for p, q in zip(row, column, strict=True)), Fraction(0)) for column in columns]
        for row in z
    ]


def clustered(y: Numbers, x: Matrix, z: Matrix, clusters: Sequence[int]) -> list[Fraction]:
    """The variances of ``two_stage`` clustered by ``clusters``, without a small-sample factor."""
    b = two_stage(y, x, z)
    fitted = fitted_rows(x, z)
    scores: dict[int, list[Fraction]] = {}
    for value, row, hat, cluster in zip(y, x, fitted, clusters, strict=True):
        e = value - sum((p * q for p, q in zip(row, b, strict=True)), Fraction(0))
        own = scores.setdefault(cluster, [Fraction(0)] * len(b))
        scores[cluster] = [s + h * e for s, h in zip(own, hat, strict=True)]
    size = len(b)
    identity = [[Fraction(int(i == j)) for j in range(size)] for i in range(size)]
    influence = product(solved(product(fitted, fitted), identity), list(zip(*scores.values(), strict=True)))
    return [sum((value * value for value in row), Fraction(0)) for row in influence]


def digits(found: float, truth: Fraction) -> float:
    """Decimal digits that agree, 16 at most; those of the absolute error where the truth is 0."""
    gap = abs(Fraction(found) - truth)
    gap = gap / abs(truth) if truth else gap
    return min(ALL_DIGITS, -log10(gap)) if gap else ALL_DIGITS
