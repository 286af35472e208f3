"""What is told of each source of a first study: what was seen in it, what was left out, what is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from paneloom.errors import PaneloomError, PaneloomErrors
from paneloom.wording import Language, say
from paneloom.workflow.survey.columns import RawColumn, first_of
from paneloom.workflow.survey.draft import DraftSource

_SHOWN, _LISTED, _PLACES = 3, 8, 4


def problem_lines(problem: PaneloomError, language: Language) -> list[str]:
    """A problem in lines; of several the first, where the next few are, and how many more there are."""
    if not isinstance(problem, PaneloomErrors):
        return problem.text(language).splitlines()
    first, *rest = problem.problems
    lines = first.text(language).splitlines()
    lines += [line for one in rest[:_PLACES] for line in place_lines(one, language)]
    more = len(rest) - _PLACES
    return lines + ([say("survey.more", language, count=more)] if more > 0 else [])


def place_lines(problem: PaneloomError, language: Language) -> list[str]:
    """Where a problem like one that was told already is, and what is seen there."""
    one = first_of(problem)
    if one.where is None:
        return [one.what(language)]
    seen = "" if one.seen is None else str(one.seen)
    return [say("survey.also", language, place=one.where.text(language), seen=seen)]


def seen_lines(source: DraftSource, language: Language) -> Iterator[str]:
    """What was seen: files, layout, extent, encoding, and the columns left out."""
    raw = source.raw
    if len(raw.tables) > 1:
        shown = say("table.comma", language).join(table.stem for table in raw.tables[:_SHOWN])
        kind = say(f"survey.files_{raw.source.files or 'parts'}", language)
        yield say("survey.files", language, count=len(raw.tables), kind=kind, shown=shown)
    good = [one for one in source.columns if one.kind != "left out" and one.problem is None]
    if good and raw.source.layout is not None:
        years = [year for one in good for year in (one.first, one.last) if year is not None]
        span = say("panel.span", language, first=min(years), last=max(years)) if years else "-"
        yield say(
            "survey.table",
            language,
            layout=say(f"survey.layout_{raw.source.layout}", language),
            units=max(one.units for one in good),
            years=span,
            variables=len(good),
        )
    encoding = raw.first.book.encoding
    if encoding and not encoding.startswith("utf-8"):
        yield say("survey.encoding", language, encoding=encoding.upper())
    if raw.source.sheet and not raw.first.sheet.visible:
        yield say("survey.hidden", language)
    if good and source.named_by_file:
        yield say("survey.by_file", language)
    if source.problem is None:
        yield from _left_out(source.outs, language)


def _left_out(outs: Sequence[RawColumn], language: Language) -> Iterator[str]:
    """The columns left out, those for the same reason together."""
    groups: dict[str, list[str]] = {}
    for one in outs:
        groups.setdefault(one.reason, []).append(one.column or one.label)
    for reason, names in groups.items():
        shown = say("table.comma", language).join(names[:_LISTED])
        shown += f" ... ({len(names)})" if len(names) > _LISTED else ""
        yield say("survey.left_out", language, column=shown, reason=say(f"survey.{reason}", language))
