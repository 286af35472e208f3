"""The variances of unit effects and of the rest, of which random effects are weighed.

The model is y = x b + u_i + e_it, X with a constant. Q centres within units, P = I - Q takes unit means, Z are
the dummies of the units; n rows, U units with T_i rows each.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from paneloom.algebra.centre import centred_within
from paneloom.algebra.record import Floats, Integers, Record, frozen
from paneloom.errors import PaneloomError

# A column of which less is left beside the others adds nothing to the rank.
DEPENDENT = 1e-10


@dataclass(frozen=True, slots=True, eq=False)
class VarianceComponents(Record):
    """``unit`` and ``rest`` are variances; ``theta`` (U,) is the share of its mean that is taken off each unit.

    ``is_cut`` says that the variance of the unit effects was estimated below zero and set to zero.
    """

    rule: str
    unit: float
    rest: float
    theta: Floats
    is_cut: bool


@dataclass(frozen=True, slots=True, eq=False)
class Regression(Record):
    """An outcome (n,), regressors (n, k) with the constant, instruments (n, l) or None, and starts of units (U,)."""

    y: Floats
    x: Floats
    z: Floats | None
    starts: Integers

    @property
    def counts(self) -> Integers:
        """(U,) rows of each unit."""
        return np.asarray(np.diff(np.r_[self.starts, self.y.size]))

    def within(self) -> tuple[float, int]:
        """Residual sum of squares and rank of the regression centred within units."""
        ones = np.ones(self.y.size)
        return self._explained(lambda columns: centred_within(columns, self.starts, ones))

    def between(self, weights: Floats) -> tuple[float, int]:
        """The same of the unit means times ``weights`` (U,)."""
        scale = (weights / self.counts)[:, None]
        return self._explained(lambda columns: np.add.reduceat(columns, self.starts, axis=0) * scale)

    def _explained(self, transformed: Callable[[Floats], Floats]) -> tuple[float, int]:
        """Columns are taken relative to their lengths before the transformation, to tell rounding from numbers."""
        x = fitted = transformed(scaled(self.x))
        y = transformed(self.y[:, None])
        if self.z is not None:
            basis = independent_basis(transformed(scaled(self.z)))
            fitted = basis @ (basis.T @ x)
        b = np.linalg.lstsq(fitted, y, rcond=DEPENDENT)[0]
        return float(((y - x @ b) ** 2).sum()), independent_basis(fitted).shape[1]


def swamy_arora(model: Regression) -> tuple[float, float]:
    """Swamy and Arora (1972) with the harmonic mean of T_i: Stata's ``xtreg, re``, linearmodels.

    rest = RSS within / (n - U - rank); unit = RSS between / (U - rank) - rest / harmonic mean of T_i, the
    between regression on unweighted unit means. Ranks count what each of the two regressions can tell apart.
    """
    rest = _rest(model)
    rss, rank = model.between(np.ones(model.starts.size))
    _check_units(model, rank)
    harmonic = model.starts.size / float((1.0 / model.counts).sum())
    return rss / (model.starts.size - rank) - rest / harmonic, rest


def baltagi_chang(model: Regression) -> tuple[float, float]:
    """Swamy-Arora made unbiased in unbalanced panels: Baltagi and Chang (1994); Stata's ``re sa``, plm's "swar".

    unit = (RSS between - (U - rank) rest) / (n - tr((X'PX)^-1 X'ZZ'X)), the unit means weighted by T_i.
    """
    rest = _rest(model)
    rss, rank = model.between(np.sqrt(model.counts))
    _check_units(model, rank)
    sums = np.add.reduceat(model.x, model.starts, axis=0)
    between = sums.T @ (sums / model.counts[:, None])
    trace = float(np.trace(np.linalg.pinv(between, rcond=DEPENDENT, hermitian=True) @ (sums.T @ sums)))
    return (rss - (model.starts.size - rank) * rest) / (model.y.size - trace), rest


def wallace_hussain(model: Regression) -> tuple[float, float]:
    """Wallace and Hussain (1969) from residuals of pooled OLS, made unbiased (Baltagi and Chang 1994, section 3).

    Both variances solve e'Qe and e'Pe set equal to their expectations, e the residuals of pooled OLS.
    """
    x, counts, n, units = model.x, model.counts, model.y.size, model.starts.size
    e = model.y - x @ np.linalg.lstsq(x, model.y, rcond=None)[0]
    means = np.add.reduceat(e, model.starts) / counts
    between = float((counts * means**2).sum())
    sums = np.add.reduceat(x, model.starts, axis=0)
    g, h = sums.T @ (sums / counts[:, None]), sums.T @ sums
    s = np.linalg.pinv(x.T @ x, hermitian=True)
    rank = float(np.trace(s @ (x.T @ x)))
    sg, sh = s @ g, s @ h
    of_within = (float(np.trace(sh - sg @ sh)), n - units - rank + float(np.trace(sg)))
    of_between = (n - 2 * float(np.trace(sh)) + float(np.trace(sg @ sh)), units - float(np.trace(sg)))
    unit, rest = np.linalg.solve(np.array([of_within, of_between]), [float(e @ e) - between, between])
    return float(unit), float(rest)


RULES: Mapping[str, Callable[[Regression], tuple[float, float]]] = MappingProxyType(
    {"swamy-arora": swamy_arora, "baltagi-chang": baltagi_chang, "wallace-hussain": wallace_hussain}
)


def variance_components(rule: str, model: Regression) -> VarianceComponents:
    """The variances by a rule of ``RULES``; theta_i = 1 - sqrt(rest / (T_i unit + rest)).

    Raises
    ------
    PaneloomError
        ``too-few-rows``, ``too-few-units``; ``no-variance-left`` where nothing is left of the rest.
    """
    unit, rest = RULES[rule](model)
    if rest <= DEPENDENT**2 * float(model.y @ model.y) / model.y.size:
        raise PaneloomError("no-variance-left", rule=rule)
    kept = max(unit, 0.0)
    theta = 1 - np.sqrt(rest / (model.counts * kept + rest))
    return VarianceComponents(rule, kept, rest, frozen(theta), unit < 0)


def _rest(model: Regression) -> float:
    rss, rank = model.within()
    left = model.y.size - model.starts.size - rank
    if left <= 0:
        raise PaneloomError("too-few-rows", rows=model.y.size, parameters=model.y.size - left)
    return rss / left


def _check_units(model: Regression, rank: int) -> None:
    if model.starts.size <= rank:
        raise PaneloomError("too-few-units", units=model.starts.size, parameters=rank)


def scaled(columns: Floats) -> Floats:
    """(n, k) the columns divided by their lengths."""
    length = np.linalg.norm(columns, axis=0)
    return np.asarray(columns / np.where(length > 0, length, 1.0))


def independent_basis(columns: Floats) -> Floats:
    """(n, r) orthonormal columns that span those of ``columns`` (n, k); what adds less than 1e-10 adds nothing."""
    from scipy.linalg import qr

    q, upper, _ = qr(columns, mode="economic", pivoting=True)
    return np.asarray(q[:, : int((np.abs(np.diag(upper)) > DEPENDENT).sum())])
