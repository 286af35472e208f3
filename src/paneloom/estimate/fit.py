"""From designs to estimates: designs are gathered into requests, each request is asked once, each design solved."""

from __future__ import annotations

from dataclasses import dataclass

from paneloom.errors import PaneloomError, Place
from paneloom.estimate.estimate import Estimate
from paneloom.estimate.models.methods import MODELS
from paneloom.estimate.records import Records, Request, ask
from paneloom.estimate.requests import gather
from paneloom.estimate.single import fit
from paneloom.estimate.winsorize import Cut, cuts_of, told, with_cuts
from paneloom.panel.panel import Panel
from paneloom.study.designs import TableDesign


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
    answers: dict[tuple[Request, tuple[Cut, ...]], Records] = {}
    estimates = []
    for column, design in enumerate(table.designs, start=1):
        try:
            cuts = cuts_of(panel, design)
            seen = with_cuts(panel, cuts)
            if design.model in MODELS:
                estimates.append(told(MODELS[design.model](seen, design), cuts))
                continue
            key = (next(requests), cuts)
            if key not in answers:
                answers[key] = ask(seen.rows, key[0])
            estimates.append(told(fit(seen, design, answers[key]), cuts))
        except PaneloomError as error:
            raise _in_column(error, table.name, column) from error
    return EstimateTable(table, tuple(estimates))


def _in_column(error: PaneloomError, table: str, column: int) -> PaneloomError:
    where = error.where or Place(file=table, key=f"({column})")
    located = PaneloomError(error.slug, where=where, seen=error.seen)
    located.details = error.details
    return located
