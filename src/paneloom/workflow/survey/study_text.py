"""The draft as the text of a study file, every guess told beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from paneloom.errors import PaneloomError, PaneloomErrors
from paneloom.panel.ledger import Ledger
from paneloom.sources.names.orders import MAINLAND, units_in_order
from paneloom.study.toml_text import value_text
from paneloom.wording import Language, say
from paneloom.workflow.survey.columns import RawColumn
from paneloom.workflow.survey.draft import Draft, DraftSource, DraftVariable
from paneloom.workflow.survey.names_known import NamesKnown
from paneloom.workflow.survey.raw_files import RawFiles
from paneloom.workflow.survey.tables import TIME_KEY

SETTINGS = (
    "file", "layout", "files", "down", "across", "sheet", "header", "year", "unit", "time", "variable", "value",
)  # fmt: skip
# What a layout means without being said.
USUAL: Mapping[str, object] = {"header": 1, "across": ("time",)}
_SHOWN, _LISTED = 3, 8
NOTHING = Ledger()


@dataclass(frozen=True, slots=True)
class Setting:
    """Where the data are.

    ``folder`` as it was given; ``data`` is what ``--data`` must say, "" for nothing; ``prefix`` stands before
    every path, which then begins at ``root``.
    """

    title: str
    folder: str
    data: str
    prefix: str
    root: Path


def study_text(
    draft: Draft,
    raw: RawFiles,
    names: NamesKnown,
    at: Setting,
    language: Language,
    ledger: Ledger = NOTHING,
) -> str:
    """The text of ``study.toml``; the ledger of its panel tells where sources disagree."""
    lines = [
        *_opening(draft, raw, at, language),
        *_head(names, at, language),
        *(line for source in draft.sources for line in _source(source, draft, at, language)),
        *_clean(names, language),
        *_variables(draft, _disagreements(ledger), language),
        *_unread(raw, language),
    ]
    return "\n".join(lines) + "\n"


def problem_lines(problem: PaneloomError, language: Language) -> list[str]:
    """A problem in lines; of several the first, and how many there are."""
    if not isinstance(problem, PaneloomErrors):
        return problem.text(language).splitlines()
    lines = problem.problems[0].text(language).splitlines()
    more = len(problem.problems) - 1
    return lines + ([say("survey.more", language, count=more)] if more else [])


def _opening(draft: Draft, raw: RawFiles, at: Setting, language: Language) -> Iterator[str]:
    used = draft.used
    yield "# " + say("survey.intro", language, folder=at.folder)
    yield "# " + say(
        "survey.counts",
        language,
        files=raw.count,
        sources=len(used),
        variables=len(draft.read),
        unclear=len(draft.sources) - len(used),
        unread=len(raw.unread),
    )
    if at.data:
        yield "# " + say("survey.data_apart", language)
        yield f'#   paneloom check . --data "{at.data}"'
    yield ""


def _head(names: NamesKnown, at: Setting, language: Language) -> Iterator[str]:
    yield "[study]"
    yield f"title = {value_text(at.title)}"
    yield f'panel = ["{names.unit_key}", "{TIME_KEY}"]'
    yield "# " + say("survey.years", language)
    yield f'language = "{language}"'
    if language == "zh":
        yield 'style = "cn-econ"'
    yield ""


def _source(source: DraftSource, draft: Draft, at: Setting, language: Language) -> Iterator[str]:
    yield from ("# " + line for line in _seen(source, language))
    in_use = source.key in draft.used
    if not in_use:
        problem = source.problem
        lines = [say("survey.nothing", language)] if problem is None else problem_lines(problem, language)
        yield from (f"# ! {line}" for line in lines)
    mark = "" if in_use else "# "
    yield f"{mark}[data.{source.key}]"
    told = source.raw.source.model_dump(exclude_defaults=True)
    for key in SETTINGS:
        if key not in told or told[key] == USUAL.get(key):
            continue
        if key == "down" and told[key] == ("unit",):
            continue
        value = at.prefix + told[key] if key == "file" else told[key]
        yield f"{mark}{key} = {value_text(value)}"
    yield from _alternatives(source, language)
    yield ""


def _alternatives(source: DraftSource, language: Language) -> Iterator[str]:
    """The settings that may be meant where the layout was not told."""
    problem = source.problem
    if problem is None or problem.slug != "layout-unclear":
        return
    settings = problem.details.get("settings", "")
    rows = len(source.raw.first.sheet.rows)
    yield "# " + say("survey.one_of", language)
    for one in settings.split("; "):
        if one.startswith("order") and len(units_in_order(MAINLAND)) in (rows - 1, rows - 2):
            yield f'# order = "{MAINLAND}"  # ' + say(
                "survey.order", language, rows=len(units_in_order(MAINLAND))
            )
        else:
            yield f"# {one}"


def _seen(source: DraftSource, language: Language) -> Iterator[str]:
    """What was seen: files, layout, extent, encoding, and the columns left out."""
    raw = source.raw
    if len(raw.tables) > 1:
        shown = say("table.comma", language).join(table.stem for table in raw.tables[:_SHOWN])
        kind = say(f"survey.files_{raw.source.files or 'parts'}", language)
        yield say("survey.files", language, count=len(raw.tables), kind=kind, shown=shown)
    good = [one for one in source.columns if one.kind != "left out"]
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
    """The columns left out; those with the same fault together, with the place of the first."""
    groups: dict[object, list[RawColumn]] = {}
    for one in outs:
        groups.setdefault(_fault(one.reason), []).append(one)
    for group in groups.values():
        shown = [one.column or one.label for one in group[:_LISTED]]
        names = say("table.comma", language).join(shown)
        names += f" ... ({len(group)})" if len(group) > _LISTED else ""
        reason = group[0].reason
        first, *rest = (
            problem_lines(reason, language)
            if isinstance(reason, PaneloomError)
            else [say(f"survey.{reason}", language)]
        )
        yield say("survey.left_out", language, column=names, reason=first)
        yield from rest


def _fault(reason: str | PaneloomError) -> object:
    first = reason.problems[0] if isinstance(reason, PaneloomErrors) else reason
    return first if isinstance(first, str) else (first.slug, str(first.seen))


def _clean(names: NamesKnown, language: Language) -> Iterator[str]:
    yield "[clean]"
    if names.registry is None:
        yield "# " + say("survey.no_registry", language)
    else:
        told = say("survey.registry", language, tables=names.tables)
        yield f'names = "{names.registry.name}"  # {told}'
    for name, tables in names.others:
        yield "# " + say("survey.other_registry", language, name=name, tables=tables)
    yield ""


def _disagreements(ledger: Ledger) -> dict[str, int]:
    """In how many cells the sources of each variable disagree."""
    counts: dict[str, int] = {}
    for entry in ledger.of("disagrees"):
        counts[entry.variable] = counts.get(entry.variable, 0) + entry.count
    return counts


def _variables(draft: Draft, disagreements: Mapping[str, int], language: Language) -> Iterator[str]:
    yield "[variables]"
    before = ""
    for one in draft.variables:
        source = one.parts[0][0]
        if source.key != before:
            yield f"# {source.key}: {source.raw.source.file}" + (
                f" [{source.raw.source.sheet}]" if source.raw.source.sheet else ""
            )
        before = source.key
        if one.problem is not None:
            yield from (f"# ! {line}" for line in problem_lines(one.problem, language))
        mark = "" if one.is_read else "# "
        note = ""
        if len(one.parts) > 1:
            cells = disagreements.get(one.key, 0)
            note = "  # " + say("survey.merged", language, count=len(one.parts), cells=f"{cells:,}")
        yield f"{mark}{one.key} = {value_text(_settings(one))}{note}"
    yield ""


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


def _unread(raw: RawFiles, language: Language) -> Sequence[str]:
    if not raw.unread:
        return ()
    told = [
        f"#   {one.file}: {one.problem.what(language)} {_seen_text(one.problem)}".rstrip()
        for one in raw.unread
    ]
    return ("# " + say("survey.unread", language), *told)


def _seen_text(problem: PaneloomError) -> str:
    return f"({problem.seen})" if problem.seen else ""
