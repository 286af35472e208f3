"""The degrees of freedom of a solved model under the rule that its design names."""

from __future__ import annotations

from paneloom.estimate.counts import DegreesOfFreedom
from paneloom.estimate.freedom import degrees_of_freedom
from paneloom.estimate.solved import Solved


def counted(solved: Solved, clusters: int | None = None) -> DegreesOfFreedom:
    """Parameters, factor and reference distribution; ``clusters`` is None where errors are not clustered.

    Raises
    ------
    PaneloomError
        ``too-few-rows``, ``one-cluster``.
    """
    records = solved.records
    return degrees_of_freedom(
        solved.design.dof,
        records.first.effects,
        rows=records.rows.used,
        slopes=len(solved.names),
        units=records.rows.units,
        times=int(records.first.block.times.size),
        components=records.sweep.components,
        clusters=clusters,
    )
