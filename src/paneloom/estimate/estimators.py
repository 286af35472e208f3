"""Solving a design on the swept factor: least squares, or an estimator with instruments."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

from paneloom.algebra.solve import Solution, least_squares, two_stage
from paneloom.estimate.gmm import gmm
from paneloom.estimate.liml import liml
from paneloom.estimate.records import Records
from paneloom.estimate.solved import Solved
from paneloom.study.designs import Design


def _two_stage(design: Design, records: Records) -> Solution:
    return two_stage(records.factor, design.outcome, design.slopes, design.endogenous, design.instruments)


INSTRUMENTAL: Mapping[str, Callable[[Design, Records], Solution]] = MappingProxyType(
    {"2sls": _two_stage, "liml": liml, "gmm": gmm}
)


def solve(design: Design, records: Records) -> Solved:
    """The design solved by its estimator; without endogenous regressors by least squares.

    Raises
    ------
    PaneloomError
        ``collinear``, ``no-variation``, ``ill-conditioned``, ``not-identified``, ``gmm-weights``.
    """
    if not design.endogenous:
        return Solved(design, least_squares(records.factor, design.outcome, design.slopes), records)
    return Solved(design, INSTRUMENTAL[design.estimator](design, records), records)


def solve_first_stage(design: Design, endogenous: str, records: Records) -> Solved:
    """One endogenous regressor on the instruments and all exogenous regressors."""
    exogenous = tuple(name for name in design.slopes if name not in design.endogenous)
    stage = replace(
        design,
        outcome=endogenous,
        regressors=design.instruments,
        controls=exogenous,
        endogenous=(),
        instruments=(),
    )
    return solve(stage, records)
