"""The coverage of the variables as a table."""

from __future__ import annotations

from collections.abc import Sequence

from paneloom.panel.variable_coverage import VariableCoverage
from paneloom.present.cell import EMPTY, INTEGER, Cell, Format
from paneloom.present.notes import notes
from paneloom.present.table import Column, Row, Table
from paneloom.study.labels import label_of
from paneloom.study.model import Study
from paneloom.wording import Language, say

YEAR = Format("fixed", 0)
HEADINGS = ("first", "last", "observed", "filled", "missing")


def coverage_table(covered: Sequence[VariableCoverage], study: Study, language: Language) -> Table:
    """A row for each variable: first and last year observed, values observed, filled and missing."""
    rows = tuple(
        Row(
            label_of(study, one.name, language),
            (
                *(EMPTY if year is None else Cell(year, YEAR) for year in (one.first, one.last)),
                *(Cell(count, INTEGER) for count in (one.observed, one.filled, one.missing)),
            ),
        )
        for one in covered
    )
    totals = {one.observed + one.filled + one.missing for one in covered}
    sentences = [say("panel.coverage_note", language, rows=f"{total:,}") for total in sorted(totals)]
    return Table(
        name="coverage",
        title=say("panel.coverage_title", language),
        columns=tuple(Column((say(f"panel.{word}", language),), "right") for word in HEADINGS),
        rows=rows,
        stub_heading=say("panel.variable", language),
        notes=notes(study, language, sentences, source=""),
    )
