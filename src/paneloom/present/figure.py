"""A figure as a record of its parts: no plotting library here."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from paneloom.present.table import Note

Form = Literal["bars", "stacked-bars", "lines", "heatmap", "rank-paths", "intervals"]


@dataclass(frozen=True, slots=True)
class Series:
    """One series: a value (None where there is none) for each category of the figure."""

    label: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart: the categories in the order they are drawn, one or more series over them.

    A "heatmap" has a row for each category and a column for each series; each cell is shaded by its value,
    which stands in it with ``digits`` after the point, and the ``darkest`` is the largest or the smallest.
    "rank-paths" are lines over the categories with rank 1 on top, each named at its ends. "intervals" have
    the series lower end, middle and upper end, and may have a fourth that is marked by itself.
    """

    name: str
    title: str
    form: Form
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    category_label: str = ""
    value_label: str = ""
    notes: tuple[Note, ...] = ()
    label: str = ""
    digits: int = 3
    darkest: Literal["largest", "smallest"] = "largest"


def labelled(figure: Figure, label: str) -> Figure:
    """The figure with its printed number ("Figure 1")."""
    return replace(figure, label=label)
