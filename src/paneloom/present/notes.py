"""The lines below a table: its sentences run together, then its source."""

from __future__ import annotations

from collections.abc import Iterable

from paneloom.present.table import Note
from paneloom.study.labels import sources_of
from paneloom.study.model import Study
from paneloom.wording import Language, say

_CLOSED = (".", "。", "!", "！", "?", "？")


def notes(
    study: Study,
    language: Language,
    sentences: Iterable[str],
    source: str | None = None,
    *,
    drawn: bool = False,
) -> tuple[Note, ...]:
    """One note that holds all sentences, then the source line.

    Empty sentences are left out, full stops supplied. A simulated study says so at the end of the note,
    and in the source line of a picture (``drawn``), which is drawn into it.
    ``source`` defaults to the sources of the study's data; "" leaves the line out.
    """
    said = [text.strip() for text in sentences if text.strip()]
    if study.study.simulated:
        said.append(say("table.simulated", language))
    stop = say("table.full_stop", language)
    closed = [text if text.endswith(_CLOSED) else text + stop for text in said]
    lines = []
    if closed:
        text = say("table.sentence_gap", language).join(closed)
        lines.append(Note(say("table.note", language, text=text)))
    origin = sources_of(study, language) if source is None else source
    if drawn and study.study.simulated:
        origin = say("table.simulated_source", language, source=origin)
    if origin:
        lines.append(Note(say("table.source", language, text=origin), "source"))
    return tuple(lines)
