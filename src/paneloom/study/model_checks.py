"""What can be wrong with a regression before any number is read: roles, instruments, effects, errors."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from paneloom.errors import PaneloomError, nearest
from paneloom.study.checking import Checking
from paneloom.study.designs import COLUMN_CHOICES, inherited
from paneloom.study.effect_checks import effect_problems
from paneloom.study.error_checks import error_problems
from paneloom.study.groups import by_not_group
from paneloom.study.idle_choices import Reached, idle_problems
from paneloom.study.model_column import ModelColumn
from paneloom.study.model_kind_checks import model_kind_problems
from paneloom.study.moderation import canonical
from paneloom.study.moderation_checks import moderation_problems, moderator_problems
from paneloom.study.positions import Keys
from paneloom.study.references import listed, span_problems
from paneloom.study.regress import Mechanism, Moderation, TableSection

# Problems that a choice lacks another; they follow from a key that could not be read.
OF_LACK = (
    "no-outcome",
    "no-regressor",
    "stepwise-without-controls",
    "endogenous-not-regressor",
    "endogenous-alone",
    "instruments-alone",
    "too-few-instruments",
    "cluster-missing",
)


def model_problems(check: Checking) -> Iterator[PaneloomError]:
    """Every problem of the regressions; a choice that several columns share is reported once."""
    parts = [("regress", *item) for item in check.study.regress.items()]
    lacking: dict[str, tuple[str, ...]] = {}
    reached: list[Reached] = []
    # Those that others are like come first.
    for section, name, part in sorted(parts, key=lambda item: item[2].like is not None):
        found = list(_part(check, (section, name), part, reached))
        lacking[name] = tuple(p.slug for p in found)
        yield from _its_own(check, (section, name), part, found, lacking)
    others: list[tuple[str, str, TableSection]] = [
        *(("mechanism", *item) for item in check.study.mechanism.items()),
        *(("moderation", *item) for item in check.study.moderation.items()),
    ]
    for section, name, other in others:
        keys = (section, name)
        yield from _its_own(check, keys, other, list(_part(check, keys, other, reached)), lacking)
    known = tuple(check.study.regress)
    everything = (*check.study.regress.values(), *(other for _, _, other in others))
    if not check.doubtful and all(part.like is None or part.like in known for part in everything):
        yield from idle_problems(reached)


def _its_own(
    check: Checking,
    keys: tuple[str, str],
    part: TableSection,
    found: list[PaneloomError],
    reported: dict[str, tuple[str, ...]],
) -> Iterator[PaneloomError]:
    """Those problems that do not follow from one reported already: of this part, or of the one it is like."""
    base = ("regress", part.like) if part.like else keys
    is_doubtful = keys in check.doubtful or base in check.doubtful
    known = reported.get(part.like, ()) if part.like else ()
    for problem in found:
        follows = problem.slug in OF_LACK and (is_doubtful or problem.slug in known)
        if not follows:
            yield problem


def _part(
    check: Checking, keys: tuple[str, str], part: TableSection, reached: list[Reached]
) -> Iterator[PaneloomError]:
    found = list(_like(check, *keys, part))
    yield from found
    if found or (part.like is not None and part.like not in check.study.regress):
        # Without the part it builds on, nothing more can be said about this one.
        return
    choices = inherited(check.study, part)
    yield from _table(check, keys, part, choices)
    columns = list(_columns(check, keys, part, choices))
    reached += [Reached(column, choices["tests"] or (), choices["show"] or ()) for column in columns]
    for slug, role in (("no-outcome", "y"), ("no-regressor", "x")):
        lacking = [column for column in columns if not column[role]]
        at_table = [keys] if lacking == columns and columns else [column.keys for column in lacking]
        yield from (PaneloomError(slug, where=check.places.at(*place)) for place in at_table)
    for column in columns:
        yield from _roles(column)
        yield from _instruments(column)
        yield from _effects_and_errors(column)
        yield from error_problems(column)
        yield from model_kind_problems(column)
        if isinstance(part, Moderation):
            yield from moderator_problems(column, keys, part.moderators)


def _like(check: Checking, section: str, name: str, part: TableSection) -> Iterator[PaneloomError]:
    if part.like is None:
        return
    where = check.places.at(section, name, "like")
    known = tuple(other for other in check.study.regress if (section, other) != ("regress", name))
    if part.like not in known:
        if check.whole("regress"):
            yield PaneloomError(
                "unknown-like", where=where, seen=part.like, nearest=nearest(part.like, known), known=known
            )
    elif check.study.regress[part.like].like is not None:
        base = check.study.regress[part.like].like
        yield PaneloomError("like-chain", where=where, seen=part.like, base=base)


def _table(
    check: Checking, keys: Keys, part: TableSection, choices: dict[str, Any]
) -> Iterator[PaneloomError]:
    groups = tuple(check.study.groups)
    by = choices["by"]
    if by is not None and by not in groups and check.whole("groups"):
        yield by_not_group(by, groups, check.places.at(*_written(keys, part, "by")))
    for level in choices["stars"] or ():
        if not 0 < level < 1:
            yield PaneloomError(
                "stars-range", where=check.places.at(*_written(keys, part, "stars")), seen=level
            )
    if isinstance(part, Mechanism):
        if not part.channels:
            yield PaneloomError("empty-list", where=check.places.at(*keys, "channels"))
        yield from listed(check, part.channels, *keys, "channels")
        if part.y is not None:
            yield PaneloomError("mechanism-outcome", where=check.places.at(*keys, "y"), seen=part.y)
    if isinstance(part, Moderation):
        yield from moderation_problems(check, keys, part)


def _written(keys: Keys, part: TableSection, name: str) -> Keys:
    """Where a choice of a table was written: in the part, or in the part it is like."""
    own = name in part.model_fields_set or part.like is None
    return (*keys, name) if own else ("regress", str(part.like), name)


def _columns(
    check: Checking, keys: Keys, part: TableSection, choices: dict[str, Any]
) -> Iterator[ModelColumn]:
    """The listed columns, or the one that the table itself describes; once for each channel."""
    shared = {name: choices[name] for name in (*COLUMN_CHOICES, "stepwise")}
    written = {name: _written(keys, part, name) for name in shared if choices[name] is not None}
    base = _written(keys, part, "columns")
    columns = [ModelColumn(check, keys, shared, written)]
    if choices["columns"]:
        columns = [
            ModelColumn(
                check,
                (*base, number),
                shared | {name: getattr(column, name) for name in given},
                written | {name: (*base, number, name) for name in given},
            )
            for number, column in enumerate(choices["columns"])
            for given in [[name for name in COLUMN_CHOICES if name in column.model_fields_set]]
        ]
    for column in columns:
        if not isinstance(part, Mechanism):
            yield column
            continue
        for number, channel in enumerate(part.channels):
            yield ModelColumn(
                check, column.keys, column.choices | {"y": channel},
                column.written | {"y": (*keys, "channels", number)},
            )  # fmt: skip


def _roles(column: ModelColumn) -> Iterator[PaneloomError]:
    check = column.check
    if column["y"]:
        yield from check.expression(column["y"], *column.key("y"))
    for role in ("x", "controls", "instruments"):
        yield from listed(check, column[role] or (), *column.key(role))
    regressors = {canonical(text) for text in column["x"] or ()}
    for position, text in enumerate(column["controls"] or ()):
        if canonical(text) in regressors:
            yield PaneloomError("control-is-regressor", where=column.place("controls", position), seen=text)
    for role in ("x", "controls"):
        for position, text in enumerate(column[role] or ()):
            if column["y"] and canonical(text) == canonical(column["y"]):
                yield PaneloomError("outcome-as-regressor", where=column.place(role, position), seen=text)
    if column["weights"] is not None:
        yield from check.number(column["weights"], *column.key("weights"))
    if column["stepwise"] and not column["controls"]:
        yield PaneloomError("stepwise-without-controls", where=column.place("stepwise"))
    if column["years"] is not None:
        yield from span_problems(column["years"], check.places, *column.key("years"))
    cut = column["winsorize"]
    if cut is not None and not 0 <= cut[0] < cut[1] <= 1:
        yield PaneloomError("winsorize-range", where=column.place("winsorize"), seen=cut)


def _instruments(column: ModelColumn) -> Iterator[PaneloomError]:
    endogenous, instruments = column["endogenous"] or (), column["instruments"] or ()
    slopes = (column["x"] or ()) + (() if column["stepwise"] else column["controls"] or ())
    for position, text in enumerate(endogenous):
        if text not in slopes:
            where = column.place("endogenous", position)
            yield PaneloomError(
                "endogenous-not-regressor",
                where=where,
                seen=text,
                nearest=nearest(text, slopes),
                known=slopes,
            )
    regressors = {canonical(text) for text in slopes + (column["controls"] or ())}
    for position, text in enumerate(instruments):
        if canonical(text) in regressors:
            yield PaneloomError(
                "instrument-is-regressor", where=column.place("instruments", position), seen=text
            )
        elif column["y"] and canonical(text) == canonical(column["y"]):
            yield PaneloomError(
                "outcome-as-regressor", where=column.place("instruments", position), seen=text
            )
    if instruments and not endogenous:
        yield PaneloomError("instruments-alone", where=column.place("instruments"), seen=instruments)
    elif endogenous and not instruments:
        yield PaneloomError("endogenous-alone", where=column.place("endogenous"), seen=endogenous)
    elif len(instruments) < len(endogenous):
        where = column.place("instruments")
        yield PaneloomError("too-few-instruments", where=where, seen=instruments, endogenous=endogenous)
    gamma = column["gamma"]
    if gamma is not None and gamma[0] > gamma[1]:
        yield PaneloomError("gamma-range", where=column.place("gamma"), seen=gamma)


def _effects_and_errors(column: ModelColumn) -> Iterator[PaneloomError]:
    study, names = column.check.study, column.check.names
    yield from effect_problems(column)
    cluster = column["cluster"]
    is_whole = column.check.whole("groups", "variables", "variable")
    for position, name in enumerate((cluster,) if isinstance(cluster, str) else cluster or ()):
        # The second need not nest the units, so that it may be the time.
        known = (study.unit, *((study.time,) if position else ()), *names.labels)
        if name not in known and is_whole:
            where = column.place("cluster", *([] if isinstance(cluster, str) else [position]))
            like = nearest(name, known)
            yield PaneloomError("cluster-unknown", where=where, seen=name, nearest=like, known=known)
    if column["errors"] == "cluster" and cluster is None:
        yield PaneloomError("cluster-missing", where=column.place("errors"), unit=study.unit)
