"""From designs to estimates: designs are gathered into requests, each request is asked once, each design solved."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from paneloom.algebra.effects import Effects
from paneloom.algebra.record import frozen
from paneloom.algebra.solve import Solution, least_squares, two_stage
from paneloom.errors import PaneloomError, Place
from paneloom.estimate.checks.first_stage import first_stage_f
from paneloom.estimate.covariance.cluster import cluster
from paneloom.estimate.covariance.iid import iid
from paneloom.estimate.estimate import Estimate
from paneloom.estimate.freedom import degrees_of_freedom
from paneloom.estimate.records import Records, Request, ask
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
    requests = gather(panel, table.designs)
    answers = {request: ask(panel.rows, request) for request in dict.fromkeys(requests)}
    estimates = []
    for column, (design, request) in enumerate(zip(table.designs, requests, strict=True), start=1):
        try:
            estimates.append(fit(design, answers[request]))
        except PaneloomError as error:
            raise _in_column(error, table.name, column) from error
    return EstimateTable(table, tuple(estimates))


def gather(panel: Panel, designs: tuple[Design, ...]) -> tuple[Request, ...]:
    """The request that serves each design; designs on one sample with the same effects share theirs."""
    shared: dict[Request, tuple[str, ...]] = {}
    bare = [_bare_request(panel, design) for design in designs]
    for request, design in zip(bare, designs, strict=True):
        shared[request] = tuple(dict.fromkeys(shared.get(request, ()) + _modelled(design)))
    return tuple(replace(request, columns=shared[request]) for request in bare)


def fit(design: Design, records: Records) -> Estimate:
    """One model from the records of its sample.

    Raises
    ------
    PaneloomError
        ``absorbed``, ``collinear``, ``no-variation``, ``ill-conditioned``, ``too-few-rows``, ``one-cluster``,
        ``perfect-fit``.
    """
    nearly = records.check_absorbed(_modelled(design))
    solution = _solved(design, records)
    made = _estimate(design, solution, records)
    if solution.rss <= PERFECT_FIT * solution.tss:
        raise PaneloomError("perfect-fit", outcome=design.outcome)
    first_stages = tuple(_first_stage(design, name, records) for name in design.endogenous)
    checks = tuple(first_stage_f(stage, design.instruments) for stage in first_stages)
    return replace(made, first_stages=first_stages, checks=checks, nearly_absorbed=nearly)


def _bare_request(panel: Panel, design: Design) -> Request:
    return Request((), design.sample, _effects(panel, design), design.cluster, design.weights)


def _effects(panel: Panel, design: Design) -> Effects:
    unit, time = panel.study.unit in design.absorb, panel.study.time in design.absorb
    if unit:
        return "unit+time" if time else "unit"
    return "time" if time else "none"


def _modelled(design: Design) -> tuple[str, ...]:
    return tuple(dict.fromkeys((design.outcome, *design.slopes, *design.instruments)))


def _solved(design: Design, records: Records) -> Solution:
    if design.endogenous:
        return two_stage(records.factor, design.outcome, design.slopes, design.endogenous, design.instruments)
    return least_squares(records.factor, design.outcome, design.slopes)


def _first_stage(design: Design, endogenous: str, records: Records) -> Estimate:
    exogenous = tuple(name for name in design.slopes if name not in design.endogenous)
    stage = replace(
        design,
        outcome=endogenous,
        regressors=design.instruments,
        controls=exogenous,
        endogenous=(),
        instruments=(),
    )
    return _estimate(stage, _solved(stage, records), records)


def _estimate(design: Design, solution: Solution, records: Records) -> Estimate:
    raw = records.first.totals.select((design.outcome, *solution.names))
    freedom = degrees_of_freedom(
        design.dof,
        records.first.effects,
        rows=records.rows.used,
        slopes=len(solution.names),
        units=records.rows.units,
        times=records.rows.times,
        components=records.sweep.components,
        clusters=records.tensor.clusters if design.errors == "cluster" else None,
    )
    means, weight = raw.mean[1:], raw.weight
    if design.errors == "cluster":
        covariance = cluster(solution, records.tensor, records.sweep.basis, means, weight, freedom.factor)
    else:
        covariance = iid(solution, means, weight, freedom.df)
    p = len(solution.names)
    return Estimate(
        design=design,
        method="2sls" if design.endogenous else "ols",
        names=solution.names,
        coefficients=solution.coefficients,
        covariance=frozen(covariance[:p, :p]),
        constant=float(raw.mean[0] - means @ solution.coefficients),
        constant_error=float(np.sqrt(covariance[p, p])),
        kind="cluster" if design.errors == "cluster" else "iid",
        rows=records.rows,
        freedom=freedom,
        r2_within=1 - solution.rss / solution.tss,
        r2_overall=1 - solution.rss / float(raw.scatter[0, 0]),
        rss=solution.rss,
        sigma=float(np.sqrt(solution.rss / freedom.residual)),
        outcome_mean=float(raw.mean[0]),
        condition=solution.condition,
        digits=solution.digits,
    )


def _in_column(error: PaneloomError, table: str, column: int) -> PaneloomError:
    where = error.where or Place(file=table, key=f"({column})")
    located = PaneloomError(error.slug, where=where, seen=error.seen)
    located.details = error.details
    return located
