"""Solving a design on the swept factor: least squares, two-stage least squares."""

from __future__ import annotations

from dataclasses import replace

from paneloom.algebra.solve import least_squares, two_stage
from paneloom.estimate.records import Records
from paneloom.estimate.solved import Solved
from paneloom.study.designs import Design


def solve(design: Design, records: Records) -> Solved:
    """The design solved by its estimator; without endogenous regressors by least squares.

    Raises
    ------
    PaneloomError
        ``collinear``, ``no-variation``, ``ill-conditioned``, ``not-identified``.
    """
    if not design.endogenous:
        return Solved(design, least_squares(records.factor, design.outcome, design.slopes), records)
    solution = two_stage(records.factor, design.outcome, design.slopes, design.endogenous, design.instruments)
    return Solved(design, solution, records)


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
