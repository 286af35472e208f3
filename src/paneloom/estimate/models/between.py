"""The between model: least squares on unit means."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from paneloom.algebra.record import frozen
from paneloom.estimate.estimate import Estimate
from paneloom.estimate.models.correlations import fits
from paneloom.estimate.models.refusals import check_model
from paneloom.estimate.models.transformed import fit_transformed, rows_of_design, transformed
from paneloom.estimate.rows import row_count
from paneloom.estimate.unit_effects.panel_rows import complete_sample, panel_rows
from paneloom.panel.panel import Panel
from paneloom.study.designs import Design


def between_model(panel: Panel, design: Design) -> Estimate:
    """The regression of unit means, one observation for each unit whatever its number of rows.

    Not weighted by T_i, as Stata's ``xtreg, be``, linearmodels and plm have it. With instruments it is two-stage
    least squares on unit means. ``freedom`` counts units, ``rows`` the rows behind them. ``r2_within`` and
    ``r2_overall`` are squared correlations of outcome and x b on the rows, "r2_between" among the facts is that of
    the regression itself, 1 - RSS / TSS.

    Raises
    ------
    PaneloomError
        ``model-absorb``, ``model-weights``, ``model-errors``, ...; what the sample and the regressors do not allow.
    """
    check_model(panel, design)
    frame = rows_of_design(panel, design)
    values = np.column_stack([frame.numbers[name] for name in design.columns])
    starts = np.flatnonzero(np.r_[True, frame.unit[1:] != frame.unit[:-1]])
    counts = np.diff(np.r_[starts, len(frame)])
    origin = values.mean(axis=0)
    means = origin + np.add.reduceat(values - origin, starts, axis=0) / counts[:, None]
    units = replace(
        transformed(frame, starts, means, design.columns), time=frozen(np.zeros(starts.size), np.int64)
    )
    made = fit_transformed(panel, design, units, ())
    rows = panel_rows(panel, design)
    found = fits(rows, rows.columns((design.outcome,))[:, 0], rows.columns(made.names) @ made.coefficients)
    facts = (
        ("estimator", made.method),
        ("unit_means", "unweighted"),
        ("r2", "squared_correlations"),
        ("r2_between", f"{made.r2_overall:.10g}"),
    )
    return replace(
        made,
        method="between",
        rows=row_count(panel.rows, complete_sample(design), starts.size, np.unique(frame.time).size),
        r2_within=found.within,
        r2_overall=found.overall,
        facts=made.facts + facts,
    )
