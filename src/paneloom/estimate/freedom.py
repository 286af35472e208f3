"""Degrees of freedom by the rule of a named package.

"reghdfe" (Correia, version 6) counts, with clusters that nest the units, the slopes, the times that can be
told apart from the units and one for the constant: slopes + T - components + 1, that is slopes + T in a
connected panel. "ivreghdfe" (ivreg2 with absorbed effects) counts no constant there, but at least one effect.
Without nesting both count every effect that can be told apart, N + T - components. The reference distribution
of clustered errors has clusters - 1 degrees of freedom; "reghdfe" takes no more than the rows leave.
"""

from __future__ import annotations

from paneloom.algebra.effects import Effects
from paneloom.errors import PaneloomError
from paneloom.estimate.counts import DegreesOfFreedom


def degrees_of_freedom(
    preset: str,
    effects: Effects,
    *,
    rows: int,
    slopes: int,
    units: int,
    times: int,
    components: int,
    clusters: int | None,
) -> DegreesOfFreedom:
    """The count of parameters, the factor on the covariance and the reference distribution.

    ``clusters`` is None for iid errors; clusters always nest units here.

    Raises
    ------
    PaneloomError
        ``too-few-rows`` when nothing is left, ``one-cluster`` for fewer than two clusters.
    """
    unit = units if "unit" in effects else 0
    time = times if "time" in effects else 0
    nested = unit if clusters is not None else 0
    redundant = components if effects == "unit+time" else 0
    absorbed = unit + time - nested - redundant
    constant = _constant(preset, effects, nested, absorbed)
    parameters = slopes + absorbed + constant
    factor, df = 1.0, rows - parameters
    if clusters is not None:
        factor = _cluster_factor(rows, parameters, clusters)
        df = min(clusters - 1, rows - slopes - absorbed) if preset == "reghdfe" else clusters - 1
    counted = DegreesOfFreedom(
        preset, rows, slopes, unit, time, constant, nested, redundant, parameters, clusters, factor, df
    )
    if counted.residual <= 0:
        raise PaneloomError("too-few-rows", rows=rows, parameters=rows - counted.residual)
    return counted


def _cluster_factor(rows: int, parameters: int, clusters: int) -> float:
    if clusters < 2:
        raise PaneloomError("one-cluster")
    return (rows - 1) / max(rows - parameters, 1) * clusters / (clusters - 1)


def _constant(preset: str, effects: Effects, nested: int, absorbed: int) -> int:
    if effects == "none":
        return 1
    if preset == "ivreghdfe":
        return 1 if absorbed == 0 else 0
    return 1 if nested else 0
