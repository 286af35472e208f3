"""The codebook: a line for each variable and source of a first study, with what its cells hold."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from paneloom.panel.ledger import Ledger
from paneloom.panel.ledger_table import rule_text
from paneloom.present.cell import Cell
from paneloom.present.table import Column, Row, Table
from paneloom.render.markdown import markdown_table
from paneloom.report.csv_lines import csv_text, harmless
from paneloom.wording import Language, say
from paneloom.workflow.survey.columns import RawColumn, first_of
from paneloom.workflow.survey.draft import Draft, DraftSource, DraftVariable

COLUMNS = (
    "variable", "label", "unit", "file", "sheet", "column", "layout", "first", "last", "units", "observed", "min",
    "max", "numeric", "flags", "in_study",
)  # fmt: skip


def codebook(draft: Draft, ledger: Ledger, language: Language) -> tuple[tuple[str, ...], ...]:
    """The lines, under no heading: variables in the order of the study, then the columns that were left out."""
    flags = flags_of(ledger, language)
    return tuple(_lines(draft, flags, language))


def codebook_csv(lines: Sequence[Sequence[str]], language: Language) -> str:
    """The codebook as CSV, under a line of headings, with the mark that spreadsheets tell UTF-8 by."""
    head = [say(f"codebook.{name}", language) for name in COLUMNS]
    return "\N{BYTE ORDER MARK}" + csv_text([head, *([harmless(cell) for cell in line] for line in lines)])


def codebook_markdown(lines: Sequence[Sequence[str]], title: str, language: Language) -> str:
    """The codebook as one table of Markdown."""
    heads = [say(f"codebook.{name}", language) for name in COLUMNS]
    columns = tuple(Column((text,), "left") for text in heads[1:])
    rows = tuple(Row(line[0], tuple(Cell(text) for text in line[1:])) for line in lines)
    return markdown_table(Table("codebook", title, columns, rows, stub_heading=heads[0]))


def flags_of(ledger: Ledger, language: Language) -> dict[str, str]:
    """What the screen says of each variable: "jump 3; zero 1"."""
    counts: dict[str, dict[str, int]] = {}
    for entry in ledger.of("flagged"):
        of_rule = counts.setdefault(entry.variable, {})
        of_rule[entry.rule] = of_rule.get(entry.rule, 0) + entry.count
    return {
        name: "; ".join(f"{rule_text(rule, language)} {count}" for rule, count in rules.items())
        for name, rules in counts.items()
    }


def _lines(draft: Draft, flags: Mapping[str, str], language: Language) -> Iterator[tuple[str, ...]]:
    for one in draft.variables:
        for source, column in one.parts:
            told = _told(one, source, language)
            yield _line(one.key, source, column, flags.get(one.key, ""), told)
    for source in draft.sources:
        for column in source.outs:
            yield _line("", source, column, "", say(f"survey.{column.reason}", language))


def _told(one: DraftVariable, source: DraftSource, language: Language) -> str:
    """Whether a variable is read, or why not."""
    problem = one.problem or source.problem
    if problem is not None:
        return first_of(problem).what(language)
    return say("codebook.yes", language)


def _line(key: str, source: DraftSource, column: RawColumn, flags: str, told: str) -> tuple[str, ...]:
    settings = source.raw.source
    return (
        key,
        column.label,
        column.unit,
        settings.file,
        settings.sheet or "",
        column.column or "",
        settings.layout or "",
        *("" if year is None else str(year) for year in (column.first, column.last)),
        str(column.units),
        str(column.observed),
        *("" if value is None else f"{value:.10g}" for value in (column.minimum, column.maximum)),
        f"{column.numeric:.0%}",
        flags,
        told,
    )
