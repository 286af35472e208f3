"""From designs to estimates: designs are gathered into requests, each request is asked once, each design solved."""

from __future__ import annotations

from dataclasses import dataclass

from paneloom.errors import PaneloomError, Place
from paneloom.estimate.answers import Answers
from paneloom.estimate.estimate import Estimate
from paneloom.estimate.models.methods import MODELS
from paneloom.estimate.records import ask
from paneloom.estimate.requests import request_of
from paneloom.estimate.single import fit
from paneloom.estimate.winsorize import cuts_of, told, with_cuts
from paneloom.panel.panel import Panel
from paneloom.study.designs import TableDesign


@dataclass(frozen=True, slots=True)
class EstimateTable:
    """The estimates of one table, in the order of its columns."""

    design: TableDesign
    estimates: tuple[Estimate, ...]


def fit_table(panel: Panel, table: TableDesign, answers: Answers | None = None) -> EstimateTable:
    """The estimates of one table of the study; ``answers`` are those that it shares with other tables.

    Raises
    ------
    PaneloomError
        What the sample, the effects or the regressors do not allow, with the table and column it happened in.
    """
    known = answers or Answers(panel, table.designs)
    estimates = []
    for column, design in enumerate(table.designs, start=1):
        try:
            cuts = cuts_of(panel, design)
            seen = with_cuts(panel, cuts)
            if design.model in MODELS:
                estimates.append(told(MODELS[design.model](seen, design), cuts))
                continue
            records = ask(seen.rows, request_of(seen, design)) if cuts else known.of(design)
            estimates.append(told(fit(seen, design, records), cuts))
        except PaneloomError as error:
            raise _in_column(error, table.name, column) from error
    return EstimateTable(table, tuple(estimates))


def _in_column(error: PaneloomError, table: str, column: int) -> PaneloomError:
    where = error.where or Place(file=table, key=f"({column})")
    located = PaneloomError(error.slug, where=where, seen=error.seen)
    located.details = error.details
    return located
