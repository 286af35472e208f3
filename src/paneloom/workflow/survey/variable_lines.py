"""The section ``[variables]`` of a first study: a line for each variable, what is to be judged above it."""

from __future__ import annotations

from collections.abc import Iterator

from paneloom.errors import PaneloomError
from paneloom.panel.ledger import number_text
from paneloom.study.intake import Variable
from paneloom.study.toml_text import value_text
from paneloom.wording import Language, say
from paneloom.workflow.survey.columns import first_of
from paneloom.workflow.survey.draft import Draft, DraftSource, DraftVariable
from paneloom.workflow.survey.findings import Disagreement, Findings
from paneloom.workflow.survey.source_notes import place_lines, problem_lines

IN_FULL = 3


def variable_lines(draft: Draft, found: Findings, language: Language) -> Iterator[str]:
    """The lines, with the heading; a variable with a problem is a comment below it."""
    yield "[variables]"
    before, told, run = "", "", 0
    for one in draft.variables:
        source = one.parts[0][0]
        if source.key != before:
            sheet = source.raw.source.sheet
            yield f"# {source.key}: {source.raw.source.file}" + (f" [{sheet}]" if sheet else "")
            told = ""
        before = source.key
        own = None if _is_that_of(source, one.problem) else one.problem
        slug = "" if own is None else first_of(own).slug
        run = run + 1 if slug == told else 1
        told = slug
        if own is not None:
            # Where one variable after the other has the same problem, what to do was told often enough.
            lines = problem_lines if run <= IN_FULL else place_lines
            yield from (f"# ! {line}" for line in lines(own, language))
        if len(one.parts) > 1:
            yield from (f"# {line}" for line in _merged(one, found.disagreements.get(one.key), language))
        yield f"{'' if one.is_read else '# '}{one.key} = {value_text(_settings(one))}"
    yield ""


def _is_that_of(source: DraftSource, problem: PaneloomError | None) -> bool:
    """Whether a problem was told above the source already."""
    if source.problem is None or problem is None:
        return False
    told, own = first_of(source.problem), first_of(problem)
    return (told.slug, told.where) == (own.slug, own.where)


def _merged(one: DraftVariable, found: Disagreement | None, language: Language) -> Iterator[str]:
    """Which source gives the value, in how many cells they disagree and by how much, how to choose."""
    keys = [source.key for source, _ in one.parts]
    told = {"name": one.key, "count": len(keys), "keys": say("table.comma", language).join(keys)}
    if found is None:
        yield say("survey.merged_alike", language, **told)
        return
    entry = found.entry
    winner, loser = (name.removeprefix("data.") for name in entry.rule.split(" > "))
    yield say(
        "survey.merged", language, **told, cells=f"{found.cells:,}", tolerance=f"{Variable().tolerance:.1%}"
    )
    yield say(
        "survey.largest",
        language,
        share=f"{found.largest:.1%}",
        place=f"{entry.unit} {'' if entry.time is None else entry.time}".strip(),
        taken=number_text(float(entry.after)),
        winner=winner,
        other=number_text(float(entry.before)),
        loser=loser,
    )
    yield say("survey.choose", language)


def _settings(one: DraftVariable) -> dict[str, object]:
    parts: list[dict[str, object]] = [
        {"data": source.key, **({} if column.column is None else {"column": column.column})}
        for source, column in one.parts
    ]
    found: dict[str, object] = dict(parts[0]) if len(parts) == 1 else {"sources": parts}
    if one.column.kind == "category":
        found["kind"] = "category"
    if one.column.unit:
        found["unit"] = one.column.unit
    found["label"] = one.column.label
    return found
