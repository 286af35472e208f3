"""What a covariance estimator gives back."""

from __future__ import annotations

from dataclasses import dataclass

from paneloom.algebra.record import Floats, Record
from paneloom.estimate.counts import DegreesOfFreedom


@dataclass(frozen=True, slots=True, eq=False)
class Sandwich(Record):
    """A covariance of p slopes and the constant at the grand means.

    Parameters
    ----------
    matrix
        (p + 1, p + 1); the last row and column belong to the constant.
    freedom
        How parameters were counted, and the factor on the matrix.
    reference
        (p + 1,) degrees of freedom of the t distribution that each coefficient refers to, infinite for the
        normal distribution.
    facts
        Conventions that moved a number, as pairs: ("lags", "3"), ("kernel", "bartlett").
    warnings
        Keys of ``words.toml`` (group "covariance").
    """

    matrix: Floats
    freedom: DegreesOfFreedom
    reference: Floats
    facts: tuple[tuple[str, str], ...] = ()
    warnings: tuple[str, ...] = ()
