"""An estimate: coefficients, their covariance and its kind, and everything needed to believe them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import numpy as np

from paneloom.algebra.record import Floats, Record
from paneloom.errors import PaneloomError, nearest
from paneloom.estimate.alternative import Alternative
from paneloom.estimate.check import Check
from paneloom.estimate.coefficient import Coefficient, coefficient_table
from paneloom.estimate.counts import DegreesOfFreedom, RowCount
from paneloom.render.text import text_table
from paneloom.study.designs import Design
from paneloom.wording import Language, say

Method = Literal["ols", "2sls", "liml", "gmm", "between", "first-difference", "random-effects", "mundlak"]
INSTRUMENTAL = ("2sls", "liml", "gmm")


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Estimate(Record):
    """A fitted model; printed, it is a short table in English.

    Parameters
    ----------
    design
        What was asked.
    method
        How coefficients were found: "ols" and those of ``INSTRUMENTAL`` after exact absorption of the effects;
        the others are the models of ``estimate/models``.
    names
        The p slopes, x before controls.
    coefficients, covariance
        (p,) and (p, p), in the units of the outcome and the regressors.
    constant, constant_error
        The intercept at the grand means, mean(y) - mean(x)'b, and its standard error.
    kind
        Of the covariance, a name of ``estimate/covariance/methods.py``: "iid", or "cluster" (Liang-Zeger
        sandwich, clusters of ``design.cluster``), ...
    rows, freedom
        How many rows, units and times; how many parameters, and the factor.
    reference
        (p + 1,) degrees of freedom of the t distribution of each slope and of the constant; infinite for the
        normal distribution. One number, ``freedom.df``, for most kinds; Satterthwaite's for CR2.
    facts
        Further conventions of the covariance and the method, as pairs: ("lags", "3").
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
    warnings
        Keys of ``words.toml`` (group "covariance").
    alternatives
        Errors, p values and intervals by other means, shown beside these where clusters are few.
    """

    design: Design
    method: Method
    names: tuple[str, ...]
    coefficients: Floats
    covariance: Floats
    constant: float
    constant_error: float
    kind: str
    rows: RowCount
    freedom: DegreesOfFreedom
    reference: Floats
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
    facts: tuple[tuple[str, str], ...] = ()
    warnings: tuple[str, ...] = ()
    alternatives: tuple[Alternative, ...] = ()

    @property
    def errors(self) -> Floats:
        """(p,) standard errors."""
        return np.sqrt(np.diag(self.covariance))

    @property
    def t(self) -> Floats:
        """(p,) t statistics against zero; infinite, or NaN, where nothing is left of an error."""
        return _ratio(self.coefficients, self.errors)

    @property
    def p(self) -> Floats:
        """(p,) two-sided p values of the t distribution with ``reference`` degrees of freedom."""
        from scipy.special import stdtr

        return np.asarray(2 * stdtr(self.reference[:-1], -np.abs(self.t)))

    def interval(self, level: float = 0.95) -> Floats:
        """(p, 2) confidence intervals of the same t distribution."""
        from scipy.special import stdtrit

        half = stdtrit(self.reference[:-1], 0.5 + level / 2) * self.errors
        return np.column_stack([self.coefficients - half, self.coefficients + half])

    def tidy(self, level: float = 0.95) -> tuple[Coefficient, ...]:
        """The slopes as records, in the order of ``names``; ``low`` and ``high`` are ends of ``interval(level)``.

        A list of them is what data frame libraries take: ``pandas.DataFrame(estimate.tidy())``.
        """
        columns = (self.coefficients, self.errors, self.t, self.p, *self.interval(level).T)
        rows = zip(self.names, *(column.tolist() for column in columns), strict=True)
        return tuple(Coefficient(*row) for row in rows)

    def __getitem__(self, name: str) -> Coefficient:
        """The slope of one regressor.

        Raises
        ------
        PaneloomError
            ``unknown-column``, with the nearest name and all that there are.
        """
        if name not in self.names:
            like = nearest(name, self.names)
            raise PaneloomError("unknown-column", seen=name, nearest=like, known=self.names)
        return self.tidy()[self.names.index(name)]

    def __iter__(self) -> Iterator[str]:
        return iter(self.names)

    def text(self, language: Language = "en") -> str:
        """What was estimated and how, a line for each slope, and what it rests on; columns go by their names."""
        return text_table(
            coefficient_table(self.tidy(), _model(self, language), _facts(self, language), language)
        )

    def html(self, language: Language = "en") -> str:
        """The same as a table of HTML, every name escaped."""
        from paneloom.render.html import html_table

        slopes, sentences = self.tidy(), _facts(self, language)
        return html_table(coefficient_table(slopes, _model(self, language), sentences, language))

    def _repr_html_(self) -> str:
        return self.html()

    def __repr__(self) -> str:
        return self.text().rstrip("\n")

    @property
    def constant_p(self) -> float:
        """Two-sided p value of the constant."""
        from scipy.special import stdtr

        t = _ratio(np.array(self.constant), np.array(self.constant_error))
        return float(2 * stdtr(self.reference[-1], -np.abs(t)))


def _ratio(values: Floats, errors: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(values / errors)


def _model(made: Estimate, language: Language) -> str:
    """The model on one line: its variables, its method, its effects, its errors."""
    design = made.design
    named = {
        "outcome": design.outcome,
        "regressors": ", ".join(made.names),
        "instruments": ", ".join(design.instruments),
        "effects": ", ".join(design.absorb),
        "cluster": design.cluster,
        "clusters": made.freedom.clusters,
        "second_cluster": design.second_cluster,
        "second_clusters": made.freedom.second_clusters,
        "lags": dict(made.facts).get("lags"),
        "distance": f"{design.distance or 0:g}",
    }
    kind = "two-way" if made.kind == "cluster" and design.second_cluster else made.kind
    keys = ["model", made.method, *(["effects"] if design.absorb else []), kind]
    return say("estimate.separator", language).join(say(f"estimate.{key}", language, **named) for key in keys)


def _facts(made: Estimate, language: Language) -> tuple[str, ...]:
    constant = {"value": f"{made.constant:.6g}", "error": f"{made.constant_error:.6g}"}
    rows, fit = made.rows, f"{made.r2_within:.4f}"
    sample = {"rows": f"{rows.used:,}", "units": rows.units, "times": rows.times, "df": made.freedom.df}
    return (
        say("estimate.constant", language, **constant),
        say("estimate.sample", language, **sample),
        *([say("estimate.fit", language, r2=fit)] if made.method == "ols" else []),
    )
