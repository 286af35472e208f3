"""How far columns spread in the rows of a model: before its effects and after them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from paneloom.algebra.record import Floats, Record
from paneloom.estimate.estimate import Estimate
from paneloom.estimate.readings.again import solved_again
from paneloom.panel.panel import Panel


@dataclass(frozen=True, slots=True, eq=False)
class Spreads(Record):
    """Of the outcome first, then the slopes: ``mean``, ``sd`` and ``within`` (1 + p,), and ``vif`` (p,).

    Both standard deviations divide by rows less one, ``within`` the sum of squares left by the effects; weights
    are scaled to sum to the rows. ``vif`` is 1 / (1 - R²) of each slope on the others after the effects.
    """

    mean: Floats
    sd: Floats
    within: Floats
    vif: Floats


def spreads(panel: Panel, made: Estimate) -> Spreads:
    """The spreads in the rows that a within model was fitted on."""
    solved = solved_again(panel, made.design)
    records = solved.records
    names = (made.design.outcome, *made.names)
    raw = records.first.totals.select(names)
    rows = records.rows.used
    scale = rows / (raw.weight * max(rows - 1, 1))
    swept = records.factor.select(names)
    regressors = records.factor.select(made.names)
    lengths = np.where(regressors.norms > 0, regressors.norms, 1.0)
    inverse = np.linalg.inv(regressors.upper / lengths)
    return Spreads(
        np.asarray(raw.mean),
        np.sqrt(np.diag(raw.scatter) * scale),
        swept.norms * np.sqrt(scale),
        np.asarray((inverse**2).sum(axis=1)),
    )
