"""A figure as a record of its parts: no plotting library here."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from paneloom.present.table import Note

Form = Literal["bars", "stacked-bars", "lines"]


@dataclass(frozen=True, slots=True)
class Series:
    """One series: a value (None where there is none) for each category of the figure."""

    label: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A chart: the categories in the order they are drawn, one or more series over them."""

    name: str
    title: str
    form: Form
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    category_label: str = ""
    value_label: str = ""
    notes: tuple[Note, ...] = ()
    label: str = ""


def labelled(figure: Figure, label: str) -> Figure:
    """The figure with its printed number ("Figure 1")."""
    return replace(figure, label=label)
