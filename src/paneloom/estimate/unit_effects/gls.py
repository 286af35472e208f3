"""Feasible generalised least squares for random unit effects: least squares on quasi-demeaned rows.

Each column, the constant too, loses theta_i times its unit mean (Fuller and Battese 1973; Baltagi 2021, chapters
2.3 and 9.2). With instruments it is the generalised two-stage least squares of Balestra and
Varadharajan-Krishnakumar (1987): the instruments are transformed alike (Stata's ``xtivreg, re``).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from paneloom.algebra.factor import factor
from paneloom.algebra.record import Floats, Record, frozen
from paneloom.algebra.solve import Solution, least_squares, two_stage
from paneloom.algebra.sweep import CONSTANT
from paneloom.estimate.unit_effects.panel_rows import PanelRows, panel_rows
from paneloom.estimate.unit_effects.variance_components import (
    DEPENDENT,
    Regression,
    VarianceComponents,
    independent_basis,
    scaled,
    variance_components,
)
from paneloom.panel.panel import Panel
from paneloom.study.designs import Design


@dataclass(frozen=True, slots=True, eq=False)
class Columns(Record):
    """The columns of a random-effects regression, all but the constant less their grand means.

    ``origin`` (k,) holds the grand means that were taken off; 0 for dummies, so that the constant is that of the
    average time. ``front`` are the constant and the dummies of all times but the first, ``slopes`` the regressors of the
    design, ``means`` unit means of those that vary within units, ``dummy_means`` those of time dummies.
    """

    rows: PanelRows
    names: tuple[str, ...]
    values: Floats
    front: tuple[str, ...]
    slopes: tuple[str, ...]
    means: tuple[str, ...]
    dummy_means: tuple[str, ...]
    origin: Floats

    @property
    def regressors(self) -> tuple[str, ...]:
        """All right-hand columns, those that are not blamed for being collinear first."""
        return self.front + self.dummy_means + self.slopes + self.means

    def at(self, names: tuple[str, ...]) -> Floats:
        """(n, len(names)) some of the columns."""
        return np.asarray(self.values[:, [self.names.index(name) for name in names]])


@dataclass(frozen=True, slots=True, eq=False)
class RandomEffects(Record):
    """A solved random-effects regression.

    ``star`` (n, k) holds the columns quasi-demeaned, of which ``solution`` is the regression.
    """

    design: Design
    columns: Columns
    components: VarianceComponents
    star: Floats
    solution: Solution

    @property
    def parameters(self) -> int:
        """Slopes, dummies and the constant."""
        return len(self.solution.names)

    @property
    def scores(self) -> Floats:
        """(n, p) what each row adds to the deviation of the coefficients from the truth."""
        solution = self.solution
        return np.asarray(
            (self.star @ solution.fitted) * (self.star @ solution.residual)[:, None] @ solution.inverse
        )


def random_effects(panel: Panel, design: Design, *, with_means: bool) -> RandomEffects:
    """The regression on quasi-demeaned rows; ``with_means`` adds unit means of the regressors (Mundlak 1978).

    Raises
    ------
    PaneloomError
        What the sample, the regressors and the variance components do not allow.
    """
    columns = columns_of(panel, design, with_means=with_means)
    at, rows = columns.at, columns.rows
    y, x = at((design.outcome,))[:, 0], at(columns.regressors)
    exogenous = tuple(name for name in columns.regressors if name not in design.endogenous)
    z = at(exogenous + design.instruments) if design.endogenous else None
    components = variance_components(design.components, Regression(y, x, z, rows.starts))
    star = columns.values - rows.spread(components.theta[:, None] * rows.means(columns.values))
    made = factor(columns.names, star, np.ones(len(star)))
    if design.endogenous:
        solution = two_stage(made, design.outcome, columns.regressors, design.endogenous, design.instruments)
    else:
        solution = least_squares(made, design.outcome, columns.regressors)
    return RandomEffects(design, columns, components, frozen(star), solution)


def columns_of(panel: Panel, design: Design, *, with_means: bool) -> Columns:
    """The columns of a design; time dummies when times are absorbed."""
    rows = panel_rows(panel, design)
    own = tuple(dict.fromkeys((design.outcome, *design.slopes, *design.instruments)))
    raw = rows.columns(own)
    origin = raw.mean(axis=0)
    origin = origin + (raw - origin).mean(axis=0)
    called: dict[str, str] = {}
    times = np.unique(rows.times)[1:] if panel.study.time in design.absorb else np.zeros(0, dtype=np.int64)
    dummies = (rows.times[:, None] == times).astype(np.float64)
    front = (CONSTANT, *(f"time {time}" for time in times))
    names, shift = front + own, np.r_[np.zeros(len(front)), origin]
    values = np.hstack([np.ones((len(raw), 1)), dummies - dummies.mean(axis=0), raw - origin])
    if with_means:
        wanted = tuple(name for name in (*front[1:], *own[1:]) if name not in design.endogenous)
        beside = [at for at, name in enumerate(names) if name != design.outcome]
        own_values = values[:, [names.index(name) for name in wanted]]
        kept, added = _unit_means(rows, wanted, values[:, beside], own_values)
        called = {name: mean_name(name, panel.study.unit) for name in kept}
        shift = np.r_[shift, shift[[names.index(name) for name in kept]]]
        names, values = names + tuple(called.values()), np.hstack([values, added])
    return Columns(
        rows=rows,
        names=names,
        values=frozen(values),
        front=front,
        slopes=design.slopes,
        means=tuple(mean for name, mean in called.items() if name not in front),
        dummy_means=tuple(mean for name, mean in called.items() if name in front),
        origin=frozen(shift),
    )


def mean_name(name: str, unit: str) -> str:
    """The unit mean of a column as an expression of the study file."""
    return f"mean({name} by {unit})"


def _unit_means(
    rows: PanelRows, names: tuple[str, ...], beside: Floats, values: Floats
) -> tuple[tuple[str, ...], Floats]:
    """Those of the unit means of ``values`` (n, len(names)) that add to the columns ``beside`` and to each other.

    A regressor that does not vary within units is its own mean, and so is the sum of the dummies of times that
    some units share with no others.
    """
    basis = independent_basis(scaled(beside))
    kept, added = [], []
    for name, column in zip(names, values.T, strict=True):
        mean = rows.spread(rows.means(column[:, None]))[:, 0]
        beyond = mean - basis @ (basis.T @ mean)
        beyond = beyond - basis @ (basis.T @ beyond)
        length = float(np.linalg.norm(beyond))
        if length > DEPENDENT * float(np.linalg.norm(column)):
            kept.append(name)
            added.append(mean)
            basis = np.column_stack([basis, beyond / length])
    return tuple(kept), np.column_stack(added) if added else np.zeros((len(values), 0))
