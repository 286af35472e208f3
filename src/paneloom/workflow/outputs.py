"""All files of a run, as bytes in memory."""

from __future__ import annotations

import re
from collections.abc import Iterator

from paneloom.present.figure import Figure
from paneloom.present.table import Table
from paneloom.render.drawings import Drawing, draw_figure, draw_map
from paneloom.render.markdown import markdown_table
from paneloom.render.xlsx import xlsx_book, xlsx_table
from paneloom.report.document import document
from paneloom.report.ledger_file import ledger_csv
from paneloom.report.page import page
from paneloom.report.panel_file import panel_csv
from paneloom.report.results import Exhibit, Results
from paneloom.report.results_json import results_json
from paneloom.report.scores_file import scores_parquet
from paneloom.study.resolve import resolved_toml

PAGE, DOCUMENT = "report.html", "report.docx"


def output_files(results: Results, part: str | None = None) -> dict[str, bytes]:
    """The files of a whole run, or only the tables and figures when one part was run, by their paths.

    Raises
    ------
    PaneloomError
        ``font-lacks-glyphs`` when a figure has a character that no font at hand has.
    """
    drawings = {
        exhibit.item.name: _drawn(exhibit)
        for exhibit in results.exhibits
        if not isinstance(exhibit.item, Table)
    }
    files = dict(_exhibit_files(results, drawings))
    if part is None:
        files |= dict(_whole_files(results, drawings))
    return files


def file_name(exhibit: Exhibit) -> str:
    """The name of an exhibit's files without an ending: plain letters and digits, "table-05-regress-baseline"."""
    kind = "table" if isinstance(exhibit.item, Table) else "figure"
    name = re.sub(r"[^a-z0-9]+", "-", exhibit.item.name.lower()).strip("-")
    return f"{kind}-{exhibit.number:02d}{exhibit.letter}-{name}"


def _drawn(exhibit: Exhibit) -> Drawing:
    item = exhibit.item
    assert not isinstance(item, Table)
    return draw_figure(item) if isinstance(item, Figure) else draw_map(item)


def _exhibit_files(results: Results, drawings: dict[str, Drawing]) -> Iterator[tuple[str, bytes]]:
    formats = results.study.output.formats
    for exhibit in results.exhibits:
        item, name = exhibit.item, file_name(exhibit)
        if isinstance(item, Table):
            if "markdown" in formats:
                yield f"tables/{name}.md", markdown_table(item).encode("utf-8")
            if "xlsx" in formats:
                yield f"tables/{name}.xlsx", xlsx_table(item)
        else:
            if "png" in formats:
                yield f"figures/{name}.png", drawings[item.name].png
            if "svg" in formats:
                yield f"figures/{name}.svg", drawings[item.name].svg


def _whole_files(results: Results, drawings: dict[str, Drawing]) -> Iterator[tuple[str, bytes]]:
    study = results.study
    formats = study.output.formats
    if "html" in formats:
        yield PAGE, page(results, {name: drawing.svg for name, drawing in drawings.items()}).encode("utf-8")
    if "docx" in formats:
        yield DOCUMENT, document(results, {name: drawing.png for name, drawing in drawings.items()})
    if "xlsx" in formats:
        yield "tables.xlsx", xlsx_book(results.tables, contents=results.language)
    if results.scores is not None:
        yield "scores.parquet", scores_parquet(results.scores, study.unit, study.time)
    yield "results.json", results_json(results).encode("utf-8")
    # A spreadsheet takes UTF-8 for its own encoding unless a mark says otherwise.
    if results.panel is not None:
        yield "panel.csv", panel_csv(results.panel, results.filled, study).encode("utf-8-sig")
    yield "ledger.csv", ledger_csv(results.ledger).encode("utf-8-sig")
    yield "study.resolved.toml", resolved_toml(study, results.language).encode("utf-8")
