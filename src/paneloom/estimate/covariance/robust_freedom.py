"""The small-sample factor and the reference distribution of covariances that are not one-way clustered."""

from __future__ import annotations

from dataclasses import replace

from paneloom.estimate.counts import DegreesOfFreedom
from paneloom.estimate.covariance.counted import counted
from paneloom.estimate.solved import Solved


def row_freedom(solved: Solved, *, corrected: bool) -> DegreesOfFreedom:
    """Of sums over rows rather than groups of them, with the factor of the preset only if ``corrected``."""
    freedom = counted(solved, family="rows")
    return freedom if corrected else replace(freedom, factor=1.0)


def period_freedom(solved: Solved, periods: int) -> DegreesOfFreedom:
    """Of errors from a series of ``periods`` sums: Driscoll-Kraay, and Newey-West where the preset says so."""
    return counted(solved, periods, family="periods")


def two_way_freedom(solved: Solved, second: int) -> DegreesOfFreedom:
    """Of errors clustered two ways: effects that lie within either clustering may not count."""
    return counted(solved, solved.records.tensor.clusters, second=second)
