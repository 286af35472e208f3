"""Are the errors of a panel serially correlated? Wooldridge's test by first differences, as Drukker (2003) has it."""

from __future__ import annotations

import numpy as np

from paneloom.algebra.record import Floats, Integers
from paneloom.estimate.check import Check
from paneloom.estimate.checks.f_distribution import f_tail
from paneloom.estimate.checks.series import of_rows, series_of
from paneloom.panel.panel import Panel
from paneloom.study.designs import Design

EXACT = 1e-12


def wooldridge(panel: Panel, design: Design) -> Check:
    """F(1, G - 1) that the coefficient of residuals of first differences on their lags is -0.5.

    Errors without serial correlation have first differences with a correlation of -0.5 (Wooldridge 2010, section
    10.6.3). Changes are regressed on changes without a constant, their residuals on the residuals of the period
    before, without a constant too, and the variance is clustered by unit times G / (G - 1), G units with two
    residuals in a row: as the source of Stata's ``xtserial`` has it (Stata itself was not run). plm's ``pwfdtest`` adds a constant to the second
    regression. A change is between neighbours on the calendar; absorbed times are differenced dummies.
    """
    name, null = "wooldridge", "wooldridge_null"
    reason = of_rows(panel, design)
    if reason:
        return Check(name, null, reason=reason)
    rows = series_of(panel, design)
    later = _after(rows.units, rows.positions)
    right = np.hstack([rows.x, rows.dummies])
    dy, dx = rows.y[later] - rows.y[later - 1], right[later] - right[later - 1]
    if later.size <= dx.shape[1]:
        return Check(name, null, reason="wooldridge_short")
    length = np.linalg.norm(dx, axis=0)
    scaled = dx / np.where(length > 0, length, 1.0)
    e = dy - scaled @ np.linalg.lstsq(scaled, dy, rcond=None)[0]
    if e @ e <= EXACT * (dy @ dy):
        return Check(name, null, reason="no_rows_left")
    units = rows.units[later]
    second = _after(units, rows.positions[later])
    groups = int(np.unique(units[second]).size)
    before = e[second - 1]
    if groups < 2 or not before.any():
        return Check(name, null, reason="wooldridge_short")
    rho, variance = _through_origin(before, e[second], units[second])
    f = (rho + 0.5) ** 2 / (variance * groups / (groups - 1))
    df = (1, groups - 1)
    facts = (("coefficient", f"{rho:.6g}"), ("pairs", str(second.size)), ("step", str(rows.step)))
    return Check(name, null, statistic=f, df=df, p=f_tail(df, f), covariance="cluster", facts=facts)


def _after(units: Integers, positions: Integers) -> Integers:
    """The rows that have their unit's row of the period before just above them."""
    return np.flatnonzero((np.diff(units) == 0) & (np.diff(positions) == 1)) + 1


def _through_origin(x: Floats, y: Floats, units: Integers) -> tuple[float, float]:
    """The slope without a constant, and its variance clustered by unit without a factor."""
    square = float(x @ x)
    slope = float(x @ y) / square
    _, at = np.unique(units, return_inverse=True)
    scores = np.bincount(at, weights=x * (y - slope * x))
    return slope, float(scores @ scores) / square**2
