"""Three kinds of R² of a model of a panel: squared correlations of outcome and fit, as Stata's ``xtreg`` prints."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from paneloom.algebra.centre import centred_within
from paneloom.algebra.record import Floats
from paneloom.estimate.unit_effects.panel_rows import PanelRows


class Fits(NamedTuple):
    """Squared correlations within units, between unit means, and over all rows; 0 where the fit does not vary."""

    within: float
    between: float
    overall: float


def fits(rows: PanelRows, outcome: Floats, fitted: Floats) -> Fits:
    """The squared correlations of ``outcome`` (n,) and ``fitted`` (n,), x b without the unit effects."""
    both = np.column_stack([outcome, fitted])
    within = centred_within(both, rows.starts, np.ones(len(both)))
    length = np.linalg.norm(both - both.mean(axis=0), axis=0)
    return Fits(*(_squared_correlation(part, length) for part in (within, rows.means(both), both)))


def _squared_correlation(both: Floats, length: Floats) -> float:
    centred = both - both.mean(axis=0)
    y, f = (centred**2).sum(axis=0)
    # What is left of a column that does not vary here is rounding.
    if min(y, f) <= 0 or (np.sqrt([y, f]) < 1e-12 * length).any():
        return 0.0
    return float((centred[:, 0] @ centred[:, 1]) ** 2 / (y * f))
