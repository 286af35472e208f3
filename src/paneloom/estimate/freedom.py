"""Degrees of freedom by the rule of a named package: the count of parameters, the factor, the reference."""

from __future__ import annotations

from paneloom.errors import PaneloomError
from paneloom.estimate.absorbed import Absorbed, Groups
from paneloom.estimate.counts import DegreesOfFreedom
from paneloom.estimate.presets import PRESETS


def degrees_of_freedom(
    preset: str, absorbed: Absorbed, groups: Groups, *, rows: int, slopes: int, singletons: int = 0
) -> DegreesOfFreedom:
    """The count of parameters, the factor on the covariance and the reference distribution.

    Raises
    ------
    PaneloomError
        ``too-few-rows`` when nothing is left, ``one-cluster`` for fewer than two clusters or periods.
    """
    rank = slopes + absorbed.rank
    if groups.family in ("clusters", "periods") and groups.fewest < 2:
        raise PaneloomError("one-cluster")
    if rows <= rank:
        raise PaneloomError("too-few-rows", rows=rows, parameters=rank)
    count = PRESETS[preset](absorbed, groups, rows, slopes)
    levels = {kind: absorbed.levels(kind) for kind in ("unit", "time", "other")}
    total = sum(levels.values()) + absorbed.trend
    return DegreesOfFreedom(
        preset=preset,
        rows=rows,
        slopes=slopes,
        unit=levels["unit"],
        time=levels["time"],
        constant=count.constant,
        nested=count.nested,
        redundant=count.redundant,
        parameters=slopes + total + count.constant - count.nested - count.redundant,
        clusters=groups.clusters if groups.family == "clusters" else None,
        factor=count.factor,
        df=count.df,
        family=groups.family,
        second_clusters=groups.second,
        trend=absorbed.trend,
        others=levels["other"],
        rank=rank,
        singletons=singletons,
    )
