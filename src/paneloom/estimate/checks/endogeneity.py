"""Are the endogenous regressors endogenous? The regression tests of Durbin, Wu and Hausman."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from scipy.special import chdtrc

from paneloom.algebra.factor import triangle
from paneloom.algebra.record import Floats, frozen
from paneloom.algebra.solve import Solution, least_squares
from paneloom.estimate.check import Check
from paneloom.estimate.checks.f_distribution import f_tail
from paneloom.estimate.checks.instrumented import Instrumented, is_regular
from paneloom.estimate.covariance.methods import METHODS
from paneloom.estimate.solved import Solved


@dataclass(frozen=True, slots=True, eq=False)
class Controlled(Solved):
    """A regression some columns of which are residuals: only their slopes are asked for, never the constant."""

    @property
    def means(self) -> Floats:
        """(p,) zeros."""
        return np.zeros(len(self.solution.names))


def endogeneity(model: Instrumented) -> tuple[Check, ...]:
    """Wu-Hausman F, and Durbin's statistic under iid errors.

    Least squares with the residuals of the first stages among the regressors (Hausman 1978, section 3;
    Wooldridge 2010, section 6.3.1): F that these have coefficient zero, under the covariance of the model with
    the parameters of this regression counted. Durbin's (1954) is N (RSS - RSS with them) / RSS.
    """
    name, null = "wu_hausman", "exogenous_null"
    solved = model.tested.solved
    if model.reason == "first_stage_exact":
        return (Check(name, null, reason=model.reason),)
    design = replace(solved.design, errors=model.kind)
    solution = _controlled(model)
    if solution is None:
        return (Check(name, null, reason="first_stage_exact"),)
    sandwich = METHODS[model.kind].make(Controlled(design, solution, solved.records))
    p, count = len(solved.names), len(model.endogenous)
    last = slice(p, p + count)
    covariance, found = sandwich.matrix[last, last], solution.coefficients[last]
    if not is_regular(covariance):
        return (Check(name, null, reason="first_stage_singular"),)
    df = (count, sandwich.freedom.df)
    f = float(found @ np.linalg.solve(covariance, found)) / count
    checks = [Check(name, null, statistic=f, df=df, p=f_tail(df, f), covariance=model.kind)]
    if model.kind == "iid":
        plain = least_squares(solved.records.factor, solved.design.outcome, solved.design.slopes).rss
        durbin = solved.records.rows.used * (plain - solution.rss) / plain
        checks.append(
            Check(
                "durbin",
                null,
                statistic=durbin,
                df=(count,),
                p=float(chdtrc(count, durbin)),
                covariance="iid",
            )
        )
    return tuple(checks)


def _controlled(model: Instrumented) -> Solution | None:
    """The regression with the residuals of the first stages; None when they are regressors again."""
    solved = model.tested.solved
    swept, names = solved.records.factor, solved.names
    columns = np.zeros((len(swept.names), len(names)))
    for at, name in enumerate(names):
        columns[swept.names.index(name), at] = 1.0
    columns = np.hstack([columns, model.form.residuals[:, 1:]])
    x, y = swept.upper @ columns, swept.upper[:, swept.names.index(solved.design.outcome)]
    scale = np.sqrt((x**2).sum(axis=0))
    whole = triangle(np.column_stack([x / scale, y]))
    root, right = whole[:-1, :-1], whole[:-1, -1]
    if np.abs(np.diag(root)).min() < 1e-10:
        return None
    back = np.linalg.solve(root, np.eye(scale.size)) / scale[:, None]
    beta = back @ right
    residual = -columns @ beta
    residual[swept.names.index(solved.design.outcome)] += 1.0
    e = swept.upper @ residual
    return replace(
        solved.solution,
        names=(*names, *(f"residual of {name}" for name in model.endogenous)),
        coefficients=frozen(beta),
        inverse=frozen(back @ back.T),
        fitted=frozen(columns),
        residual=frozen(residual),
        rss=float(e @ e),
    )
