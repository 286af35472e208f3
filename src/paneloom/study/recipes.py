"""The indicators and dimensions of an index, whichever of the three ways its recipe is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from paneloom.errors import PaneloomError, PaneloomErrors, Place, nearest
from paneloom.study.base import Text
from paneloom.study.directions import directed
from paneloom.study.index_part import Dimension, Direction, Indicator
from paneloom.study.index_tree import above, parents_of
from paneloom.study.indicator_numbers import Beside
from paneloom.study.indicator_table import Row, read_indicator_table
from paneloom.study.model import Study
from paneloom.study.paths import inside
from paneloom.study.positions import Places

FORMS = ("indicators", "dimensions", "table")
STUDY_FILE = "study.toml"


@dataclass(frozen=True, slots=True)
class Recipe:
    """An index written out: its indicators in order, its dimensions with their labels, what is wrong with it."""

    indicators: tuple[Indicator, ...] = ()
    dimensions: tuple[tuple[str, Text], ...] = ()
    problems: tuple[PaneloomError, ...] = ()


def indicators_of(study: Study, name: str, root: Path) -> tuple[Indicator, ...]:
    """The indicators of the index ``name``, in order; a label or unit not given is the variable's own.

    Raises
    ------
    PaneloomError
        What is wrong with the recipe or with its table; ``root`` is the folder of the study.
    """
    return _sound(study, name, root).indicators


def dimensions_of(study: Study, name: str, root: Path) -> tuple[tuple[str, Text], ...]:
    """(key, label) of each dimension of the index ``name``, in order; none when its recipe is flat.

    Raises
    ------
    PaneloomError
        As ``indicators_of``.
    """
    return _sound(study, name, root).dimensions


def _sound(study: Study, name: str, root: Path) -> Recipe:
    result = recipe(study, name, root, Places(STUDY_FILE))
    if len(result.problems) == 1:
        raise result.problems[0]
    if result.problems:
        raise PaneloomErrors(result.problems)
    return result


def recipe(study: Study, name: str, root: Path, places: Places) -> Recipe:
    """The recipe of an index, with every problem found in it instead of an exception."""
    part = study.index[name]
    given = [form for form in FORMS if getattr(part, form)]
    if part.table is not None and not any(item.indicators for item in part.dimensions.values()):
        given = [form for form in given if form != "dimensions"]  # they only give labels
    if len(given) != 1:
        slug = "index-without-indicators" if not given else "index-forms"
        return Recipe(problems=(PaneloomError(slug, where=places.at("index", name), seen=given or None),))
    if part.table is not None:
        return _checked(study, name, _from_table(study, name, root, places))
    return _checked(study, name, _from_text(study, name, places))


@dataclass(frozen=True, slots=True)
class _Draft:
    indicators: list[tuple[Indicator, Place]]
    dimensions: tuple[tuple[str, Text], ...]
    problems: list[PaneloomError]


def _from_text(study: Study, name: str, places: Places) -> _Draft:
    part = study.index[name]
    draft = _Draft([], tuple((key, item.label or key) for key, item in part.dimensions.items()), [])
    lists: list[tuple[str | None, tuple[str | int, ...], tuple[str, ...]]] = [
        (key, ("index", name, "dimensions", key, "indicators"), item.indicators)
        for key, item in part.dimensions.items()
    ]
    parents = parents_of(part.dimensions).values()
    for dimension, keys, texts in lists or [(None, ("index", name, "indicators"), part.indicators)]:
        if not texts and dimension not in parents:
            draft.problems.append(PaneloomError("empty-list", where=places.at(*keys)))
        for position, text in enumerate(texts):
            where = places.at(*keys, position)
            found = directed(text)
            if found is None:
                draft.problems.append(PaneloomError("indicator-sign", where=where, seen=text))
            else:
                draft.indicators.append((_indicator(found[1], found[0], dimension), where))
    return draft


def _indicator(
    variable: str,
    direction: Direction,
    dimension: str | None,
    unit: str = "",
    label: str = "",
    beside: Beside | None = None,
) -> Indicator:
    beside = beside or Beside()
    best = (beside.best, beside.best) if isinstance(beside.best, float) else beside.best
    # The name is looked up among the variables later, which says more than the pattern of a name would.
    return Indicator.model_construct(
        variable=variable, direction=direction, dimension=dimension, unit=unit, label=label,
        weight=beside.weight, goalposts=beside.goalposts, best=best, target=beside.target,
    )  # fmt: skip


def _from_table(study: Study, name: str, root: Path, places: Places) -> _Draft:
    where = places.at("index", name, "table")
    table = str(study.index[name].table)
    try:
        rows = read_indicator_table(inside(root, table, where), table)
    except PaneloomErrors as several:
        return _Draft([], (), list(several.problems))
    except PaneloomError as problem:
        return _Draft([], (), [problem])
    own = [row for row in rows if row.index in ("", name)]
    if not own:
        known = tuple(dict.fromkeys(row.index for row in rows))
        near = nearest(name, known)
        lacking = PaneloomError("table-without-index", where=where, seen=name, nearest=near, known=known)
        return _Draft([], (), [lacking])
    indicators = [
        (
            _indicator(row.indicator, row.direction, row.dimension or None, row.unit, row.label, row.beside),
            row.where,
        )
        for row in own
    ]
    beside = study.index[name].dimensions
    labels = _with_wholes(_labels(own), beside)
    dimensions = tuple(
        (key, (beside[key].label if key in beside else "") or label or key) for key, label in labels.items()
    )
    unknown = [
        PaneloomError(
            "table-without-dimension",
            where=places.at("index", name, "dimensions", key),
            seen=key,
            nearest=nearest(key, labels),
            known=tuple(labels),
        )
        for key in beside
        if key not in labels
    ]
    return _Draft(indicators, dimensions, _half_dimensioned(own) + unknown)


def _labels(rows: list[Row]) -> dict[str, str]:
    """The dimensions of the rows in the order met, each with the first label given to it."""
    labels: dict[str, str] = {}
    for row in rows:
        if row.dimension:
            labels[row.dimension] = labels.get(row.dimension) or row.dimension_label
    return labels


def _with_wholes(labels: dict[str, str], beside: Mapping[str, Dimension]) -> dict[str, str]:
    """The dimensions of the rows and, behind them, those that they are part of."""
    parents = parents_of(beside)
    wholes = {key: "" for name in labels for key in above(name, parents) if key in beside}
    return labels | {key: "" for key in beside if key in wholes and key not in labels}


def _half_dimensioned(rows: list[Row]) -> list[PaneloomError]:
    if not any(row.dimension for row in rows):
        return []
    return [
        PaneloomError("indicator-without-dimension", where=row.where, seen=row.indicator)
        for row in rows
        if not row.dimension
    ]


def _checked(study: Study, name: str, draft: _Draft) -> Recipe:
    """The draft with labels and units filled in, and with the problems of its names."""
    problems = list(draft.problems)
    known = tuple(key for key, variable in study.variables.items() if variable.kind == "number")
    done: list[Indicator] = []
    for indicator, where in draft.indicators:
        variable = study.variables.get(indicator.variable)
        if indicator.variable in (other.variable for other in done):
            problems.append(
                PaneloomError("indicator-twice", where=where, seen=indicator.variable, index=name)
            )
        elif indicator.variable in known and variable is not None:
            own = {"unit": indicator.unit or variable.unit, "label": indicator.label or variable.label}
            done.append(indicator.model_copy(update=own))
        elif variable is not None:
            problems.append(PaneloomError("label-as-number", where=where, seen=indicator.variable))
        else:
            problems.append(
                PaneloomError(
                    "unknown-indicator",
                    where=where,
                    seen=indicator.variable,
                    nearest=nearest(indicator.variable, known),
                    known=known,
                )
            )
    return Recipe(tuple(done), draft.dimensions, tuple(problems))
