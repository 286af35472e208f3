"""The records of a fitted column once more, with what a reading needs beyond those it was fitted from."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from paneloom.algebra.record import Floats
from paneloom.estimate.estimate import Estimate
from paneloom.estimate.estimators import solve
from paneloom.estimate.made import made_of
from paneloom.estimate.records import Need, ask
from paneloom.estimate.requests import modelled, needs_of, request_of
from paneloom.estimate.solved import Solved
from paneloom.estimate.winsorize import as_fitted
from paneloom.panel.panel import Panel
from paneloom.study.designs import Design

# Methods of which every moment a reading needs is a sum over clusters.
FROM_MOMENTS = ("ols", "2sls")


def solved_again(
    panel: Panel, design: Design, needs: tuple[Need, ...] = (), *, by_unit: bool = False
) -> Solved:
    """The design solved from records of its own; ``by_unit`` keeps moments apart for units, not for clusters."""
    seen = as_fitted(panel, design)
    request = replace(request_of(seen, design), needs=needs)
    if by_unit:
        request = replace(request, cluster=None)
    return solve(design, ask(seen.rows, request))


def refitted(panel: Panel, design: Design) -> Estimate:
    """The design fitted on rows of its own, without tests and without other errors beside its own.

    Raises
    ------
    PaneloomError
        Whatever its sample or its columns do not allow.
    """
    bare = replace(design, tests=(), few_clusters="off")
    solved = solved_again(panel, bare, needs_of(bare))
    solved.records.check_absorbed(modelled(bare))
    return made_of(solved)


def reference_p(t: Floats, df: Floats | float) -> Floats:
    """Two-sided p values of the t distribution."""
    from scipy.special import stdtr

    return np.asarray(2 * stdtr(df, -np.abs(t)))


def is_of_moments(made: Estimate) -> bool:
    """Whether the model is a within model solved by least squares, one stage or two, after an exact sweep."""
    return made.design.model == "within" and made.method in FROM_MOMENTS
