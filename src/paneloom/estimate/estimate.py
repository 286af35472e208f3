"""An estimate: coefficients, their covariance and its kind, and everything needed to believe them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from paneloom.algebra.record import Floats, Record
from paneloom.estimate.check import Check
from paneloom.estimate.counts import DegreesOfFreedom, RowCount
from paneloom.study.designs import Design

Method = Literal["ols", "2sls"]
CovarianceKind = Literal["iid", "cluster"]


@dataclass(frozen=True, slots=True, eq=False)
class Estimate(Record):
    """A fitted model.

    Parameters
    ----------
    design
        What was asked.
    method
        Ordinary or two-stage least squares, both after exact absorption of the effects.
    names
        The p slopes, x before controls.
    coefficients, covariance
        (p,) and (p, p), in the units of the outcome and the regressors.
    constant, constant_error
        The intercept at the grand means, mean(y) - mean(x)'b, and its standard error.
    kind
        Of the covariance: "iid", or "cluster" (Liang-Zeger sandwich, clusters of ``design.cluster``).
    rows, freedom
        How many rows, units and times; how many parameters, factor and reference distribution.
    r2_within, r2_overall
        1 - RSS / TSS with the total sum of squares of the outcome after all absorbed effects, and around its
        grand mean (the effects then count as fit). For 2SLS both are descriptive and may be negative.
    rss, sigma
        Residual sum of squares; sqrt(rss / freedom.residual).
    outcome_mean
        Weighted mean of the outcome in the sample.
    digits
        Decimal digits that rounding leaves of the worst coefficient, by first-order perturbation.
    first_stages
        For 2SLS, the regression of each endogenous regressor on all exogenous ones and the instruments, with
        the same covariance.
    nearly_absorbed
        Columns of which the effects leave less than 1e-10: what is estimated from them deserves a warning.
    """

    design: Design
    method: Method
    names: tuple[str, ...]
    coefficients: Floats
    covariance: Floats
    constant: float
    constant_error: float
    kind: CovarianceKind
    rows: RowCount
    freedom: DegreesOfFreedom
    r2_within: float
    r2_overall: float
    rss: float
    sigma: float
    outcome_mean: float
    condition: float
    digits: float
    checks: tuple[Check, ...] = ()
    first_stages: tuple[Estimate, ...] = ()
    nearly_absorbed: tuple[str, ...] = ()

    @property
    def errors(self) -> Floats:
        """(p,) standard errors."""
        return np.sqrt(np.diag(self.covariance))

    @property
    def t(self) -> Floats:
        """(p,) t statistics against zero."""
        return np.asarray(self.coefficients / self.errors)

    @property
    def p(self) -> Floats:
        """(p,) two-sided p values of the t distribution with ``freedom.df`` degrees of freedom."""
        from scipy.special import stdtr

        return np.asarray(2 * stdtr(self.freedom.df, -np.abs(self.t)))

    def interval(self, level: float = 0.95) -> Floats:
        """(p, 2) confidence intervals of the same t distribution."""
        from scipy.special import stdtrit

        half = stdtrit(self.freedom.df, 0.5 + level / 2) * self.errors
        return np.column_stack([self.coefficients - half, self.coefficients + half])

    @property
    def constant_p(self) -> float:
        """Two-sided p value of the constant."""
        from scipy.special import stdtr

        return float(2 * stdtr(self.freedom.df, -abs(self.constant / self.constant_error)))
