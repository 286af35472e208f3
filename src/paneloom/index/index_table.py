"""An index as the table of its indicators: directions, bounds, entropies, weights."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from math import floor, isfinite, isnan, log10

from paneloom.index.bounds_used import bounds_used, has_own_bounds
from paneloom.index.index import Index, Part
from paneloom.index.prepare import best_of
from paneloom.index.recipe_words import recipe_sentences
from paneloom.index.warned import warning_sentences
from paneloom.present.cell import EMPTY, FIXED4, MOST_DIGITS, Cell, Format, fitting
from paneloom.present.notes import notes
from paneloom.present.table import Column, Row, Table
from paneloom.render.characters import has_chinese
from paneloom.study.base import Text, text_in
from paneloom.study.index_part import Indicator
from paneloom.study.labels import label_of
from paneloom.study.model import Study
from paneloom.wording import Language, say

FIGURES = 4
EM_SPACE = "\N{EM SPACE}"
DASH = Cell("\N{EN DASH}")
FIRST = ("direction", "unit", "minimum", "maximum")
USED = ("lower_bound", "upper_bound")
DIRECTION = {"+": "larger", "-": "smaller", "=": "moderate"}


def indicator_table(index: Index, study: Study, language: Language) -> Table:
    """A row for each indicator, under a heading with the weight of its dimension, and the sum of the weights.

    Between bounds and weights stand the figures of which the weights were made. With two or more dimensions
    a last column has the weight within the dimension.
    """
    nested = len(index.parts) > 1
    made_of = figures_of(index)
    first = (*FIRST, *(USED if has_own_bounds(index) else ()))
    headings = [say(f"index.{word}", language) for word in first]
    headings += [say(f"weight.{key}", language) for key in made_of]
    headings += [
        say(f"index.{word}", language) for word in ("weight", *(("weight_within",) if nested else ()))
    ]
    at = len(first) + len(made_of)
    rows = list(_rows(index, len(index.nodes) - 1, study, language, at, len(headings)))
    rows.append(
        Row(
            say("index.sum", language),
            _lone(float(index.weight.sum()), at, len(headings)),
            "statistic",
            rule_above=True,
        )
    )
    return Table(
        name=f"index.{index.name}",
        title=say("index.title", language, index=text_in(index.label, language)),
        columns=tuple(
            Column((heading,), "center" if place in (0, 1) else "right")
            for place, heading in enumerate(headings)
        ),
        rows=tuple(rows),
        stub_heading=say("index.indicator", language),
        notes=notes(study, language, _sentences(index, study, language)),
    )


def figures_of(index: Index) -> tuple[str, ...]:
    """The figures on the way to the weights of the indicators, in the order in which methods name them."""
    found: dict[str, None] = {}
    for j in range(len(index.indicators)):
        made = index.weighting_of(j)
        found |= dict.fromkeys(made[0].columns if made else ())
    return tuple(found)


def _rows(
    index: Index, position: int, study: Study, language: Language, at: int, width: int, depth: int = 0
) -> Iterator[Row]:
    """The rows below a node: its own indicators, then each dimension under its heading.

    What is below a dimension of a dimension is set in by as much as that is deep.
    """
    count, node = len(index.indicators), index.nodes[position]
    parts = {part.name: part for part in index.parts}
    below = [m for m, other in enumerate(index.nodes[:-1]) if other.parent == position]
    inside = {leaf for m in below for leaf in index.nodes[m].leaves}
    for j in (leaf for leaf in node.leaves if leaf not in inside):
        row = _indicator_row(index, j, study, language, parts.get(node.name))
        yield replace(row, stub=EM_SPACE * (depth - 1) + row.stub)
    order = {key: place for place, (key, _) in enumerate(index.recipe.dimensions)}
    for m in sorted(below, key=lambda m: order.get(index.nodes[m].name, count)):
        part = parts[index.nodes[m].name]
        label = EM_SPACE * depth + text_in(part.label, language)
        yield Row(label, _lone(part.weight, at, width), "group")
        yield from _rows(index, m, study, language, at, width, depth + 1)


def _lone(weight: float, at: int, width: int) -> tuple[Cell, ...]:
    """A row of empty cells but for the weight."""
    cells = [EMPTY] * width
    cells[at] = Cell(weight, FIXED4)
    return tuple(cells)


def _indicator_row(index: Index, j: int, study: Study, language: Language, part: Part | None) -> Row:
    indicator = index.indicators[j]
    low, high = float(index.minimum[j]), float(index.maximum[j])
    bound = _bound_format(low, high)
    weight = float(index.weight[j])
    cells: tuple[Cell, ...] = (
        Cell(say(f"index.{DIRECTION[indicator.direction]}", language)),
        Cell(_unit(indicator, study, language)),
        Cell(low, bound),
        Cell(high, bound),
        *(_bounds(index, j) if has_own_bounds(index) else ()),
        *(_finite(float(index.of_weighting(key)[j])) for key in figures_of(index)),
        Cell(weight, FIXED4),
    )
    if len(index.parts) > 1:
        within = part is not None and part.weight > 0
        cells = (*cells, Cell(weight / part.weight, FIXED4) if part is not None and within else EMPTY)
    return Row(indicator_label(indicator, study, language), cells)


def _bounds(index: Index, j: int) -> tuple[Cell, ...]:
    """The bounds in use, dashes for an indicator that has none in its own unit."""
    low, high = bounds_used(index)[j].tolist()
    return (DASH, DASH) if isnan(low) else tuple(Cell(end, _bound_format(low, high)) for end in (low, high))


def indicator_label(indicator: Indicator, study: Study, language: Language) -> str:
    """What an indicator is called: by its own label, else by that of its variable."""
    variable = study.variables.get(indicator.variable)
    own = variable.label if variable is not None else ""
    label = _spoken(indicator.label, language) or text_in(own or indicator.label, language)
    return label or label_of(study, indicator.variable, language)


def _unit(indicator: Indicator, study: Study, language: Language) -> str:
    variable = study.variables.get(indicator.variable)
    own = variable.unit if variable is not None else ""
    return _spoken(indicator.unit, language) or text_in(own or indicator.unit, language)


def _spoken(text: Text, language: Language) -> str:
    """A text of a table of indicators, unless it is Chinese and the report is not: the variable may say it in both."""
    said = text_in(text, language)
    return "" if language != "zh" and has_chinese(said) else said


def _finite(value: float) -> Cell:
    return Cell(value, FIXED4) if isfinite(value) else EMPTY


def _bound_format(low: float, high: float) -> Format:
    """Four figures of the larger bound, with at most six digits after the point; else a power of ten."""
    largest = max(abs(low), abs(high))
    if largest == 0 or not isfinite(largest):
        return Format("fixed", 0)
    fitted = fitting(largest)
    if fitted.kind == "scientific":
        return fitted
    return Format("fixed", min(max(FIGURES - 1 - floor(log10(largest)), 0), MOST_DIGITS))


def _sentences(index: Index, study: Study, language: Language) -> list[str]:
    labels = {
        indicator.variable: indicator_label(indicator, study, language) for indicator in index.indicators
    }
    labels |= {node.name: text_in(node.label or node.name, language) for node in index.nodes}
    sentences = [
        *recipe_sentences(index, language),
        *_best(index, labels, language),
        *_boundless(index, labels, language),
        *_treatments(index, labels, language),
        *_figures(index, labels, language),
        *warning_sentences(index, labels, language),
    ]
    return [*sentences, text_in(index.part.note, language)]


def _best(index: Index, labels: dict[str, str], language: Language) -> list[str]:
    """The values that are best of indicators of which neither larger nor smaller is better."""
    items = [
        say(
            "index.best_item" if low < high else "index.best_point",
            language,
            indicator=labels[indicator.variable],
            low=f"{low:g}",
            high=f"{high:g}",
        )
        for j, indicator in enumerate(index.indicators)
        if indicator.direction == "="
        for low, high in [best_of(index.recipe, j)]
    ]
    named = say("table.comma", language).join(items)
    return [say("index.best_values", language, items=named)] if items else []


def _boundless(index: Index, labels: dict[str, str], language: Language) -> Iterator[str]:
    """The indicators that have dashes for bounds."""
    without = [labels[item.variable] for item in index.indicators if item.direction == "="]
    if without and has_own_bounds(index):
        yield say("index.no_bounds", language, indicators=say("table.comma", language).join(without))


def _treatments(index: Index, labels: dict[str, str], language: Language) -> Iterator[str]:
    """How many values of each indicator were winsorised, or the power that was taken."""
    made, rule = index.scaling.preparation, index.part.treat.rule
    figures = {
        "winsorise": [str(n) if n else "" for n in (made.raised + made.lowered).tolist()],
        "box-cox": ["" if isnan(power) else f"{power:.3f}" for power in made.power.tolist()],
    }.get(rule, [])
    named = [
        say("index.with_value", language, indicator=labels[name], value=value)
        for name, value in zip(index.recipe.variables, figures, strict=False)
        if value
    ]
    if named:
        key = "treated_points" if rule == "winsorise" else "treated_powers"
        yield say(f"index.{key}", language, indicators=say("table.comma", language).join(named))
    elif rule == "winsorise":
        yield say("index.treated_none", language)


def _figures(index: Index, labels: dict[str, str], language: Language) -> Iterator[str]:
    """What a method says of all indicators together, of the first year where years differ."""
    for node in index.nodes:
        for made in node.weightings[:1]:
            label = labels[node.name]
            year = {"indicator": label, "value": made.time}
            about = {"node": label if made.time is None else say("index.with_value", language, **year)}
            if "consistency_ratio" in made.figures:
                told = {
                    "value": f"{made.figures['consistency_ratio']:.3f}",
                    "largest": f"{made.figures['largest_eigenvalue']:.3f}",
                    "index": f"{made.figures['consistency_index']:.3f}",
                }
                yield say("weight.consistency_ratio", language, **told, **about)
            shares = [f"{v:.3f}" for key, v in made.figures.items() if key.startswith("share_")]
            if shares:
                joined = say("table.comma", language).join(shares)
                yield say("weight.shares", language, values=joined, **about)
            yield from _components(made.figures, about["node"], language)


def _components(figures: Mapping[str, float], node: str, language: Language) -> Iterator[str]:
    """The eigenvalue and the share of variance of each component that was kept; of factors as rotated."""
    eigenvalues = [value for key, value in figures.items() if key.startswith("eigenvalue_")]
    rotated = [value for key, value in figures.items() if key.startswith("rotated_")]
    if not eigenvalues:
        return
    shares = rotated or [figures[f"variance_{k}"] for k in range(1, len(eigenvalues) + 1)]
    told = [
        {"number": str(k), "eigenvalue": f"{value:.3f}", "share": f"{100 * share:.1f}"}
        for k, (value, share) in enumerate(zip(eigenvalues, shares, strict=True), 1)
    ]
    word = "factor" if rotated else "component"
    if len(told) == 1:
        yield say(f"weight.single_{word}", language, node=node, **told[0])
        return
    items = say("page.semicolon", language).join(
        say(f"weight.{word}_item", language, **item) for item in told
    )
    total = f"{100 * sum(shares):.1f}"
    yield say(f"weight.{word}s_kept", language, node=node, items=items, total=total)
