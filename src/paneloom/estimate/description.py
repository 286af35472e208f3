"""Descriptive statistics, correlations and variance inflation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from paneloom.algebra.record import Floats, Integers, Record, frozen
from paneloom.algebra.totals import Totals
from paneloom.errors import PaneloomError
from paneloom.panel.panel import Panel
from paneloom.study.sample import Sample
from paneloom.study.sections import Describe

DEPENDENT = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class Description(Record):
    """Statistics of k variables, each over the rows where it is present; (k,) unless said otherwise.

    ``sd`` has the divisor n - 1; NaN for a single value. ``correlation`` (k, k) is Pearson's over the ``correlation_n`` rows where
    all variables are present; None when not asked. ``vif`` (q,) of ``vif_names``: 1 / (1 - R2) of each on
    the others, without effects, over the rows where all of them are present; infinite when dependent, NaN
    when there are no more rows than regressors, which any of them fits.
    """

    names: tuple[str, ...]
    n: Integers
    mean: Floats
    sd: Floats
    minimum: Floats
    median: Floats
    maximum: Floats
    correlation: Floats | None
    correlation_n: int
    vif_names: tuple[str, ...]
    vif: Floats
    vif_n: int


def describe(panel: Panel, part: Describe) -> Description:
    """The description that ``[describe]`` asks for.

    Raises
    ------
    PaneloomError
        ``no-values`` for a variable without a single value.
    """
    names, engine = part.variables, panel.rows
    extents = engine.extents(names, Sample())
    empty = tuple(name for name, n in zip(names, extents.n, strict=True) if n == 0)
    if empty:
        raise PaneloomError("no-values", columns=empty)
    each = [engine.totals((name,), Sample()) for name in names]
    joint = engine.totals(names, Sample(complete=names)) if part.correlations else None
    inflated = engine.totals(part.vif, Sample(complete=part.vif))
    return Description(
        names=names,
        n=frozen(extents.n, np.int64),
        mean=frozen([total.mean[0] for total in each]),
        sd=frozen([total.deviation[0] if total.n > 1 else np.nan for total in each]),
        minimum=extents.minimum,
        median=frozen(engine.quantiles(names, (0.5,), Sample())[:, 0]),
        maximum=extents.maximum,
        correlation=frozen(joint.correlation) if joint else None,
        correlation_n=joint.n if joint else 0,
        vif_names=part.vif,
        vif=frozen(variance_inflation(inflated)),
        vif_n=inflated.n,
    )


def variance_inflation(totals: Totals) -> Floats:
    """(k,) 1 / (1 - R2) of each column on the others (Marquardt 1970).

    Infinite for a column that the others hold or that does not vary; the columns beside it keep their own.
    NaN where the constant and the other columns are as many as the rows, and so fit any column.
    """
    if totals.n <= len(totals.names):
        return np.full(len(totals.names), np.nan)
    varies = np.diag(totals.scatter) > 0
    correlation = np.where(np.outer(varies, varies), totals.correlation, 0.0)
    inflation = np.full(varies.size, np.inf)
    for column in np.flatnonzero(varies):
        others = np.delete(np.arange(varies.size), column)
        toward = correlation[others, column]
        slopes = np.linalg.lstsq(correlation[np.ix_(others, others)], toward, rcond=DEPENDENT)[0]
        unexplained = 1.0 - float(toward @ slopes)
        if unexplained > DEPENDENT:
            inflation[column] = 1.0 / unexplained
    return inflation
