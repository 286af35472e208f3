"""The Word document: every chapter of the page, with native tables."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from paneloom.present.table import Table
from paneloom.render.docx import add_heading, add_picture, add_table, add_text, new_document, save
from paneloom.report.chapters import Block, Facts, Heading, chapters
from paneloom.report.results import Exhibit, Results, notes_below
from paneloom.wording import Language, say

if TYPE_CHECKING:
    from docx.document import Document


def document(results: Results, pictures: Mapping[str, bytes]) -> bytes:
    """The bytes of the document; ``pictures`` has the PNG of every figure and map by its name."""
    made = new_document(results.title, results.language)
    if results.study.study.simulated:
        _set_header(made, say("page.simulated", results.language))
    for chapter in chapters(results, brief=True):
        add_heading(made, chapter.heading, below=_table_next(chapter.blocks))
        for at, block in enumerate(chapter.blocks, start=1):
            if isinstance(block, Heading):
                add_heading(made, block.text, 2, below=_table_next(chapter.blocks[at:]))
            else:
                _add(made, block, pictures, results.language, _table_next(chapter.blocks[at:]))
    return save(made)


def _table_next(blocks: tuple[Block, ...]) -> Table | None:
    """The table that a heading or a text stands over, with no picture between them."""
    block = next((block for block in blocks if isinstance(block, Exhibit)), None)
    return block.item if isinstance(block, Exhibit) and isinstance(block.item, Table) else None


def _add(
    made: Document,
    block: str | Facts | Exhibit,
    pictures: Mapping[str, bytes],
    language: Language,
    below: Table | None,
) -> None:
    if isinstance(block, Facts):
        for at, (term, lines) in enumerate(block.pairs, start=1):
            text = say("page.fact", language, term=term, text=_run_on(lines, language))
            add_text(made, text, below, last=at == len(block.pairs))
    elif isinstance(block, Exhibit):
        _add_exhibit(made, block, pictures)
    else:
        add_text(made, block, below)


def _run_on(lines: tuple[str, ...], language: Language) -> str:
    """The lines as running text: sentences stand as they are, anything else is parted by semicolons."""
    text = ""
    for line in lines:
        joint = "table.sentence_gap" if text.endswith((".", "。")) else "page.semicolon"
        text += (say(joint, language) if text else "") + line
    return text


def _add_exhibit(made: Document, exhibit: Exhibit, pictures: Mapping[str, bytes]) -> None:
    item = exhibit.item
    if isinstance(item, Table):
        add_table(made, item)
    else:
        add_picture(made, pictures[item.name], item.label, item.title, notes_below(item))


def _set_header(made: Document, text: str) -> None:
    """The line on top of every page; later sections take the header of the first."""
    paragraph = made.sections[0].header.paragraphs[0]
    paragraph.text = text
