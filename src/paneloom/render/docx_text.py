"""Runs, fonts and styles of a Word document in which Chinese and Latin letters keep their own fonts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from paneloom.render.characters import has_chinese, legal

if TYPE_CHECKING:
    from docx.document import Document
    from docx.styles.style import ParagraphStyle

Face = Literal["body", "heading"]

LATIN = "Times New Roman"
CHINESE: dict[Face, str] = {"body": "宋体", "heading": "黑体"}
BODY_SIZE, CAPTION_SIZE, NOTE_SIZE = 10.5, 10.5, 9.0
NOTE_STYLE = "Table Note"


def element(tag: str, **attributes: str | int | float) -> Any:
    """An element of the word namespace with attributes of the same namespace."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    return made


def add_run(
    paragraph: Any, text: str, *, face: Face = "body", size: float | None = None, bold: bool = False
) -> None:
    """Append a run to a paragraph element (``w:p``); a line break in the text becomes one in the document."""
    from docx.oxml.ns import qn

    run = element("r")
    properties = element("rPr")
    properties.append(fonts(face, hint=has_chinese(text)))
    if bold:
        properties.append(element("b"))
    if size is not None:
        properties.append(element("sz", val=round(size * 2)))
        properties.append(element("szCs", val=round(size * 2)))
    run.append(properties)
    for at, line in enumerate(legal(text).replace("\r\n", "\n").replace("\r", "\n").split("\n")):
        if at:
            run.append(element("br"))
        piece = element("t")
        piece.text = line.replace("\t", " ")
        piece.set(qn("xml:space"), "preserve")
        run.append(piece)
    paragraph.append(run)


def fonts(face: Face, *, hint: bool = False) -> Any:
    """The ``w:rFonts`` element: Times New Roman for Latin letters, a Chinese font for Chinese.

    ``hint`` sends the signs that both scripts share, such as quotation marks, to the Chinese font.
    """
    names = {"ascii": LATIN, "hAnsi": LATIN, "eastAsia": CHINESE[face], "cs": LATIN}
    return element("rFonts", **names, **({"hint": "eastAsia"} if hint else {}))


def set_styles(document: Document) -> None:
    """Give the styles that the writers use their fonts, sizes and spacing."""
    from docx.enum.style import WD_STYLE_TYPE

    styles: Any = document.styles
    _dress(styles["Normal"], "body", BODY_SIZE)
    _language(styles["Normal"])
    for level, size in enumerate((15.0, 13.0, 11.5), start=1):
        _dress(styles[f"Heading {level}"], "heading", size, before=14, after=6, keep=True)
    _dress(styles["Title"], "heading", 16, after=14, keep=True)
    _unruled(styles["Title"])
    _centre(styles["Title"])
    _dress(styles["Caption"], "heading", CAPTION_SIZE, before=10, after=4)
    _centre(styles["Caption"])
    _no_gaps(styles["Caption"])
    note = styles.add_style(NOTE_STYLE, WD_STYLE_TYPE.PARAGRAPH)
    note.base_style = styles["Normal"]
    _dress(note, "body", NOTE_SIZE, before=2)


def _dress(
    style: ParagraphStyle, face: Face, size: float, *, before: float = 0, after: float = 0, keep: bool = False
) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    properties: Any = style.element.get_or_add_rPr()
    old = properties.find(qn("w:rFonts"))
    if old is not None:
        properties.remove(old)
    properties.insert(0, fonts(face))
    style.font.size = Pt(size)
    style.font.color.rgb = RGBColor(0, 0, 0)
    style.font.bold = face == "heading"
    style.font.italic = False
    spacing = style.paragraph_format
    spacing.space_before, spacing.space_after, spacing.line_spacing = Pt(before), Pt(after), 1.15
    spacing.keep_with_next = keep


def _centre(style: ParagraphStyle) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _unruled(style: ParagraphStyle) -> None:
    """Without the blue rule that the stock template draws below a title."""
    from docx.oxml.ns import qn

    properties: Any = style.element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)


def _no_gaps(style: ParagraphStyle) -> None:
    """Without the blank that Word sets between Chinese and Latin, so that a number stands as it was given."""
    properties: Any = style.element.get_or_add_pPr()
    at = next(
        (at for at, child in enumerate(properties) if child.tag.endswith(("}spacing", "}jc"))),
        len(properties),
    )
    properties.insert(at, element("autoSpaceDN", val=0))
    properties.insert(at, element("autoSpaceDE", val=0))


def _language(style: ParagraphStyle) -> None:
    # Latin letters are never Chinese: in that language a word may be broken at any letter.
    properties: Any = style.element.get_or_add_rPr()
    properties.append(element("lang", val="en-US", eastAsia="zh-CN"))
