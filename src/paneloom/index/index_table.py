"""An index as the table of its indicators: directions, bounds, entropies, weights."""

from __future__ import annotations

from math import floor, isfinite, log10

from paneloom.index.index import Index, Part
from paneloom.present.cell import EMPTY, FIXED4, MOST_DIGITS, Cell, Format, fitting
from paneloom.present.notes import notes
from paneloom.present.table import Align, Column, Row, Table
from paneloom.study.base import text_in
from paneloom.study.index_part import Indicator
from paneloom.study.labels import label_of
from paneloom.study.model import Study
from paneloom.wording import Language, say

FIGURES = 4
HEADINGS = ("direction", "unit", "minimum", "maximum", "entropy", "divergence", "weight")


def indicator_table(index: Index, study: Study, language: Language) -> Table:
    """A row for each indicator, under a heading with the weight of its dimension, and the sum of the weights.

    With two or more dimensions a last column has the weight within the dimension.
    """
    nested = len(index.parts) > 1
    headings = (*HEADINGS, "weight_within") if nested else HEADINGS
    rows: list[Row] = []
    for part in index.parts:
        rows.append(_part_row(part, len(headings), language))
        rows += [_indicator_row(index, j, study, language, part if nested else None) for j in part.members]
    if not index.parts:
        rows = [_indicator_row(index, j, study, language, None) for j in range(len(index.indicators))]
    total = [EMPTY] * len(headings)
    total[HEADINGS.index("weight")] = Cell(float(index.weight.sum()), FIXED4)
    rows.append(Row(say("index.sum", language), tuple(total), "statistic", rule_above=True))
    return Table(
        name=f"index.{index.name}",
        title=say("index.title", language, index=text_in(index.label, language)),
        columns=tuple(Column((say(f"index.{word}", language),), _align(word)) for word in headings),
        rows=tuple(rows),
        stub_heading=say("index.indicator", language),
        notes=notes(study, language, _sentences(index, study, language)),
    )


def _align(word: str) -> Align:
    return "center" if word in ("direction", "unit") else "right"


def _part_row(part: Part, width: int, language: Language) -> Row:
    cells = [EMPTY] * width
    cells[HEADINGS.index("weight")] = Cell(part.weight, FIXED4)
    return Row(text_in(part.label, language), tuple(cells), "group")


def _indicator_row(index: Index, j: int, study: Study, language: Language, part: Part | None) -> Row:
    indicator = index.indicators[j]
    low, high = float(index.minimum[j]), float(index.maximum[j])
    bound = _bound_format(low, high)
    weight = float(index.weight[j])
    cells: tuple[Cell, ...] = (
        Cell(say("index.larger" if indicator.direction == "+" else "index.smaller", language)),
        Cell(_unit(indicator, study, language)),
        Cell(low, bound),
        Cell(high, bound),
        _finite(float(index.entropy[j])),
        _finite(float(index.divergence[j])),
        Cell(weight, FIXED4),
    )
    if part is not None:
        cells = (*cells, Cell(weight / part.weight, FIXED4) if part.weight > 0 else EMPTY)
    return Row(_label(indicator, study, language), cells)


def _label(indicator: Indicator, study: Study, language: Language) -> str:
    return text_in(indicator.label, language) or label_of(study, indicator.variable, language)


def _unit(indicator: Indicator, study: Study, language: Language) -> str:
    variable = study.variables.get(indicator.variable)
    unit = indicator.unit or (variable.unit if variable is not None else "")
    return text_in(unit, language)


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
    least, most = min(index.n), max(index.n)
    rows = f"{least:,}" if least == most else f"{least:,}\N{EN DASH}{most:,}"
    labels = {indicator.variable: _label(indicator, study, language) for indicator in index.indicators}
    sentences = [say("index.recipe", language, rows=rows)]
    for key in dict.fromkeys(key for key, _ in index.warnings):
        about = [labels.get(name, name) for warned, name in index.warnings if warned == key]
        sentences.append(say(f"index.{key}", language, indicators=say("table.comma", language).join(about)))
    return [*sentences, text_in(index.part.note, language)]
