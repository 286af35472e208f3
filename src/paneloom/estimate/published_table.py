"""Printed numbers of another study beside ours, as a table."""

from __future__ import annotations

from paneloom.estimate.published import CONSTANT, ComparedValue, Comparison, digits
from paneloom.present.cell import EMPTY, INTEGER, Cell, Format
from paneloom.present.notes import notes
from paneloom.present.table import Column, Row, Table
from paneloom.study.base import text_in
from paneloom.study.labels import label_of
from paneloom.study.model import Study
from paneloom.wording import Language, say

OF_THE_COLUMN = ("n", "r2_within", "r2_overall")


def published_table(comparison: Comparison, study: Study, language: Language) -> Table:
    """A row for each printed value: what it is, as printed, ours with as many digits, whether they agree.

    A column for the table's column and one for remarks stand only where some value has them.
    """
    values = comparison.values
    placed = any(value.printed.column is not None for value in values)
    remarked = any(value.printed.note for value in values)
    headings = ["statistic", *(["column"] if placed else []), "printed", "ours", "difference", "verdict"]
    headings += ["remark"] if remarked else []
    rows = []
    for value in values:
        cells = _cells(value, language)
        rows.append(Row(_term(value, study, language), tuple(cells[heading] for heading in headings)))
    published = comparison.published
    title = text_in(published.title, language)
    right = ("printed", "ours", "difference")
    return Table(
        name=f"published.{comparison.name}",
        title=title or say("published.title", language),
        columns=tuple(
            Column((say(f"published.{heading}", language),), "right" if heading in right else "left")
            for heading in headings
        ),
        rows=tuple(rows),
        stub_heading=say("published.term", language),
        notes=notes(
            study,
            language,
            [say("published.summary", language, agreeing=comparison.agreeing, values=len(values))],
            source=text_in(published.source, language),
        ),
    )


def _cells(value: ComparedValue, language: Language) -> dict[str, Cell]:
    printed = value.printed
    places = digits(printed.value)
    shown, finer = Format("fixed", places), Format("fixed", places + 2)
    if printed.statistic == "n":
        # A count is whole, whatever was printed for it.
        shown, finer = INTEGER, Format("fixed", places) if places else INTEGER
    verdict = "absent" if value.ours is None else "agrees" if value.agrees else "differs"
    return {
        "statistic": Cell(say(f"published.{printed.statistic}", language)),
        "column": EMPTY if printed.column is None else Cell(f"({printed.column})"),
        "printed": Cell(printed.value.replace("-", "\N{MINUS SIGN}")),
        "ours": EMPTY if value.ours is None else Cell(value.ours, shown),
        "difference": EMPTY if value.difference is None else Cell(value.difference, finer),
        "verdict": Cell(say(f"published.{verdict}", language)),
        "remark": Cell(text_in(printed.note, language)),
    }


def _term(value: ComparedValue, study: Study, language: Language) -> str:
    if value.printed.statistic in OF_THE_COLUMN and value.printed.column is not None:
        return say("published.whole_column", language)
    if value.printed.term == CONSTANT:
        return say("table.constant", language)
    return label_of(study, value.printed.term, language)
