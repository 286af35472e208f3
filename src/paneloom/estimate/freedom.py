"""Degrees of freedom by the rule of a named package.

"reghdfe" (Correia, version 6) counts, with clusters that nest the units, the slopes, all times but one and
one for the constant: slopes + T. "ivreghdfe" (ivreg2 with absorbed effects) counts slopes + T - 1 there, and
at least one. Without nesting both count every effect that can be told apart, N + T - components.
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
    redundant = _redundant(effects, nested, components)
    absorbed = unit + time - nested - redundant
    constant = _constant(preset, effects, nested, absorbed)
    parameters = slopes + absorbed + constant
    if rows - parameters - nested <= 0:
        raise PaneloomError("too-few-rows", rows=rows, parameters=parameters + nested)
    factor, df = 1.0, rows - parameters
    if clusters is not None:
        if clusters < 2:
            raise PaneloomError("one-cluster")
        factor = (rows - 1) / (rows - parameters) * clusters / (clusters - 1)
        df = clusters - 1
    return DegreesOfFreedom(
        preset=preset,
        rows=rows,
        slopes=slopes,
        unit=unit,
        time=time,
        constant=constant,
        nested=nested,
        redundant=redundant,
        parameters=parameters,
        clusters=clusters,
        factor=factor,
        df=df,
    )


def _redundant(effects: Effects, nested: int, components: int) -> int:
    """Levels that cannot be told apart: one time for each component, or one when the units are nested."""
    if effects != "unit+time":
        return 0
    return 1 if nested else components


def _constant(preset: str, effects: Effects, nested: int, absorbed: int) -> int:
    if effects == "none":
        return 1
    if preset == "ivreghdfe":
        return 1 if absorbed == 0 else 0
    return 1 if nested else 0
