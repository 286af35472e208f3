"""From designs to estimates: designs are gathered into requests, each request is asked once, each design solved."""

from __future__ import annotations

from dataclasses import dataclass, replace

from paneloom.errors import PaneloomError, Place
from paneloom.estimate.checks.first_stage import first_stage_f
from paneloom.estimate.checks.methods import TESTS, Tested
from paneloom.estimate.estimate import Estimate
from paneloom.estimate.estimators import solve, solve_first_stage
from paneloom.estimate.few_clusters import alternatives_of
from paneloom.estimate.made import made_of
from paneloom.estimate.models.methods import MODELS
from paneloom.estimate.records import Records, Request, ask
from paneloom.estimate.requests import gather, modelled
from paneloom.panel.panel import Panel
from paneloom.study.designs import Design, TableDesign

PERFECT_FIT = 1e-24


@dataclass(frozen=True, slots=True)
class EstimateTable:
    """The estimates of one table, in the order of its columns."""

    design: TableDesign
    estimates: tuple[Estimate, ...]


def fit_table(panel: Panel, table: TableDesign) -> EstimateTable:
    """The estimates of one table of the study.

    Raises
    ------
    PaneloomError
        What the sample, the effects or the regressors do not allow, with the table and column it happened in.
    """
    requests = iter(gather(panel, tuple(design for design in table.designs if design.model not in MODELS)))
    answers: dict[Request, Records] = {}
    estimates = []
    for column, design in enumerate(table.designs, start=1):
        try:
            if design.model in MODELS:
                estimates.append(MODELS[design.model](panel, design))
                continue
            request = next(requests)
            if request not in answers:
                answers[request] = ask(panel.rows, request)
            estimates.append(fit(panel, design, answers[request]))
        except PaneloomError as error:
            raise _in_column(error, table.name, column) from error
    return EstimateTable(table, tuple(estimates))


def fit(panel: Panel, design: Design, records: Records) -> Estimate:
    """One model from the records of its sample.

    Raises
    ------
    PaneloomError
        ``absorbed``, ``collinear``, ``no-variation``, ``ill-conditioned``, ``too-few-rows``, ``one-cluster``,
        ``perfect-fit``.
    """
    nearly = records.check_absorbed(modelled(design))
    solved = solve(design, records)
    made = made_of(solved)
    if solved.solution.rss <= PERFECT_FIT * solved.solution.tss:
        raise PaneloomError("perfect-fit", outcome=design.outcome)
    stages = tuple(made_of(solve_first_stage(design, name, records)) for name in design.endogenous)
    made = replace(made, first_stages=stages, nearly_absorbed=nearly)
    checks = [first_stage_f(stage, design.instruments) for stage in stages]
    tested = Tested(panel, solved, made)
    for name in design.tests:
        checks += TESTS[name].make(tested)
    return replace(made, checks=tuple(checks), alternatives=alternatives_of(solved, made))


def _in_column(error: PaneloomError, table: str, column: int) -> PaneloomError:
    where = error.where or Place(file=table, key=f"({column})")
    located = PaneloomError(error.slug, where=where, seen=error.seen)
    located.details = error.details
    return located
