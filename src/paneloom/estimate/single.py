"""One design from the records of its sample: solved, with its covariance, first stages and tests."""

from __future__ import annotations

from dataclasses import replace

from paneloom.errors import PaneloomError
from paneloom.estimate.checks.instruments import instrument_checks
from paneloom.estimate.checks.methods import TESTS, Tested
from paneloom.estimate.estimate import Estimate
from paneloom.estimate.estimators import solve, solve_first_stage
from paneloom.estimate.few_clusters import alternatives_of
from paneloom.estimate.made import made_of
from paneloom.estimate.records import Records
from paneloom.estimate.requests import modelled
from paneloom.panel.panel import Panel
from paneloom.study.designs import Design

PERFECT_FIT = 1e-24


def fit(panel: Panel, design: Design, records: Records) -> Estimate:
    """One model from the records of its sample.

    Raises
    ------
    PaneloomError
        ``absorbed``, ``collinear``, ``no-variation``, ``ill-conditioned``, ``too-few-rows``, ``one-cluster``,
        ``perfect-fit``, ``gmm-weights``.
    """
    nearly = records.check_absorbed(modelled(design))
    solved = solve(design, records)
    made = made_of(solved)
    if solved.solution.rss <= PERFECT_FIT * solved.solution.tss:
        raise PaneloomError("perfect-fit", outcome=design.outcome)
    stages = tuple(made_of(solve_first_stage(design, name, records)) for name in design.endogenous)
    made = replace(made, first_stages=stages, nearly_absorbed=nearly)
    tested = Tested(panel, solved, made)
    checks = [*instrument_checks(tested)]
    for name in design.tests:
        checks += TESTS[name].make(tested)
    return replace(made, checks=tuple(checks), alternatives=alternatives_of(solved, made))
