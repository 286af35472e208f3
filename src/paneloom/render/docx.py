"""Tables and figures as a Word document whose bytes depend on its contents alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from paneloom.present.table import Note, Table
from paneloom.render.characters import one_line
from paneloom.render.docx_fit import Fit, fit
from paneloom.render.docx_table import table_element
from paneloom.render.docx_text import NOTE_SIZE, NOTE_STYLE, add_run, set_styles
from paneloom.render.grid import caption
from paneloom.render.zip_bytes import repacked
from paneloom.wording import Language

if TYPE_CHECKING:
    from docx.document import Document

CREATED = datetime(2000, 1, 1)  # noqa: DTZ001 - the dates of a document have no zone
PAGE_WIDTH, PAGE_HEIGHT, MARGIN = 11906, 16838, 1418  # A4 with margins of 2.5 cm, in twips
TWIP = 635  # EMU
CAPTION_ROOM = 1700  # twips kept below a picture for its caption and notes


def new_document(title: str, language: Language = "en") -> Document:
    """An empty A4 document in house style, opened by ``title`` unless it is empty.

    Latin letters and digits are in Times New Roman everywhere; Chinese is in 宋体, captions and headings in 黑体.
    """
    import docx

    document = docx.Document()
    set_styles(document)
    _shape_page(document.sections[0], landscape=False)
    properties = document.core_properties
    properties.created = properties.modified = CREATED
    properties.author = properties.last_modified_by = properties.comments = ""
    properties.revision = 1
    properties.title = one_line(title)[:255]
    properties.language = "zh-CN" if language == "zh" else "en-US"
    if title:
        _add_paragraph(document, title, "Title", heading=True)
    return document


def add_heading(document: Document, text: str, level: int = 1, below: Table | None = None) -> None:
    """A heading of level 1 to 3, on a turned page when ``below``, the table that comes next, stands on one."""
    _turn(document, landscape=below is not None and _shape_of(below).landscape)
    _add_paragraph(document, text, f"Heading {level}", heading=True)


def add_text(document: Document, text: str, below: Table | None = None, *, last: bool = True) -> None:
    """A paragraph of running text on the page, turned or not, of ``below``, the table that comes next.

    The ``last`` paragraph above that table stays with it; were all to stay, they would leave a blank page behind.
    """
    from docx.shared import Pt

    _turn(document, landscape=below is not None and _shape_of(below).landscape)
    paragraph = _add_paragraph(document, text, "Normal")
    paragraph.paragraph_format.space_after = Pt(6)
    paragraph.paragraph_format.keep_with_next = below is not None and last


def add_table(document: Document, table: Table) -> None:
    """The table with its caption above and its notes below.

    Type shrinks and texts wrap to keep a table on the upright page; one that is wider still stands in a section
    on a turned page, so that nothing is cut off; the next part that is added turns the page back.
    """
    shape = _shape_of(table)
    _turn(document, landscape=shape.landscape)
    title = caption(table.label, table.title)
    if title:
        _add_paragraph(document, title, "Caption", heading=True).paragraph_format.keep_with_next = True
    body: Any = document.element.body
    body.insert_element_before(table_element(table, shape), "w:sectPr")
    _add_notes(document, table.notes)


def add_picture(
    document: Document, png_bytes: bytes, label: str, title: str, notes: Iterable[Note] = (), alt: str = ""
) -> None:
    """The picture as wide as the text, or as high as the page allows, its caption and notes below it.

    ``alt`` describes the picture to those who cannot see it; without one the title does.
    """
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Emu, Pt

    _turn(document, landscape=False)
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.keep_with_next = True
    paragraph.paragraph_format.space_before = Pt(8)
    shape = paragraph.add_run().add_picture(BytesIO(png_bytes))
    section = document.sections[-1]
    assert section.page_width is not None
    assert section.page_height is not None
    room_across = section.page_width - 2 * MARGIN * TWIP
    room_down = section.page_height - (2 * MARGIN + CAPTION_ROOM) * TWIP
    scale = min(room_across / shape.width, room_down / shape.height)
    shape.width, shape.height = Emu(int(shape.width * scale)), Emu(int(shape.height * scale))
    described: Any = shape._inline.docPr
    described.set("descr", one_line(alt or title))
    notes = tuple(notes)
    text = caption(label, title)
    if text:
        below = _add_paragraph(document, text, "Caption", heading=True)
        below.paragraph_format.keep_with_next = bool(notes)
    _add_notes(document, notes)


def save(document: Document) -> bytes:
    """The bytes of the file, the same for the same contents."""
    buffer = BytesIO()
    document.save(buffer)
    return repacked(buffer.getvalue())


def _shape_of(table: Table) -> Fit:
    return fit(table, PAGE_WIDTH - 2 * MARGIN, PAGE_HEIGHT - 2 * MARGIN)


def _add_paragraph(document: Document, text: str, style: str, *, heading: bool = False) -> Any:
    paragraph = document.add_paragraph(style=style)
    add_run(paragraph._p, text, face="heading" if heading else "body")
    return paragraph


def _add_notes(document: Document, notes: tuple[Note, ...]) -> None:
    """The notes in small type; an empty line parts the last from the text that follows."""
    from docx.shared import Pt

    for at, note in enumerate(notes):
        paragraph = document.add_paragraph(style=NOTE_STYLE)
        add_run(paragraph._p, note.text, size=NOTE_SIZE)
        last = at == len(notes) - 1
        paragraph.paragraph_format.keep_with_next = not last
        paragraph.paragraph_format.space_after = Pt(12 if last else 0)
    if not notes:
        document.add_paragraph(style=NOTE_STYLE)


def _turn(document: Document, *, landscape: bool) -> None:
    """Begin a section on a page that is turned or upright, unless the last one is already so."""
    from docx.enum.section import WD_ORIENT, WD_SECTION

    last = document.sections[-1]
    if (last.orientation == WD_ORIENT.LANDSCAPE) == landscape:
        return
    empty = len(document.element.body) == 1
    _shape_page(last if empty else document.add_section(WD_SECTION.NEW_PAGE), landscape=landscape)


def _shape_page(section: Any, *, landscape: bool) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.shared import Twips

    width, height = (PAGE_HEIGHT, PAGE_WIDTH) if landscape else (PAGE_WIDTH, PAGE_HEIGHT)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Twips(width), Twips(height)
    section.left_margin = section.right_margin = Twips(MARGIN)
    section.top_margin = section.bottom_margin = Twips(MARGIN)
