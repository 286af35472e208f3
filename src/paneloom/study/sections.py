"""The sections of a study file that say what the study is and what is made of its data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from paneloom.study.base import Name, Section, Span, Text, Words, Year


class Head(Section):
    """``[study]``: what the study is, and the keys of its panel."""

    title: Text
    question: Text = ""
    panel: tuple[Name, Name] = Field(description="the unit and the time key")
    frequency: Literal["year"] = "year"
    years: Span | None = None
    drop_units: Words = ()
    language: Literal["en", "zh"] = "en"
    style: Literal["econ", "cn-econ"] = "econ"
    simulated: bool = False
    note: Text = ""
    licence: Text = ""


class Level(Section):
    """``[groups.region.east]``: one group of units, or of years."""

    label: Text = ""
    units: Words = ()
    years: Span | None = Field(None, description="first and last year, in a grouping by years")


class MedianSplit(Section):
    """``[groups.rich]``: units above the median of a variable ("high"), and the others ("low")."""

    median: Name = Field(description="the variable")
    year: Year | None = Field(None, description="the year compared; the mean of all years when not given")


def _form(value: Any) -> str:
    """Which of its forms a grouping has; what is none of them is told as a wrong list of levels."""
    if isinstance(value, str):
        return "<scheme>"
    if isinstance(value, MedianSplit):
        return "<median>"
    is_rule = isinstance(value, Mapping) and any(not isinstance(v, Mapping | Level) for v in value.values())
    return "<median>" if is_rule else "<levels>"


# No key of a study file can be written like one of these tags.
Group = Annotated[
    Annotated[str, Tag("<scheme>")]
    | Annotated[MedianSplit, Tag("<median>")]
    | Annotated[dict[Name, Level], Tag("<levels>")],
    Discriminator(_form),
]


class Describe(Section):
    """``[describe]``: descriptive statistics, correlations and variance inflation."""

    title: Text = ""
    variables: Words
    statistics: tuple[Literal["n", "mean", "sd", "min", "median", "max"], ...] = (
        "n",
        "mean",
        "sd",
        "min",
        "max",
    )
    correlations: bool = True
    vif: Words = Field((), description="the regressors whose variance inflation factors are shown")


class MapPart(Section):
    """``[map.nqp]``: a choropleth of one variable or index."""

    of: Name
    title: Text = ""
    years: tuple[int, ...] | Literal["mean"] = "mean"
    boundary: str
    classes: int = Field(5, ge=2, le=7)
    method: Literal["natural-breaks", "quantile", "equal-interval"] = "natural-breaks"
    approval: str = Field("", description="the review number of an official base map")
    leave_out: Words = Field((), description="codes or names of outlines that are not drawn")


class Output(Section):
    """``[output]``: what is written, and where."""

    folder: str = "output"
    formats: tuple[Literal["html", "docx", "xlsx", "markdown", "png", "svg"], ...] = (
        "html", "docx", "xlsx", "markdown", "png", "svg",
    )  # fmt: skip


class PrintedValue(Section):
    """One number as it stands in print, kept as text so that its digits are kept."""

    term: Name
    statistic: Literal["mean", "sd", "min", "max", "n", "estimate", "se", "r2_within", "r2_overall"]
    value: str = Field(pattern=r"^[-−]?[0-9]*\.?[0-9]+$")
    column: int | None = Field(None, ge=1)
    note: Text = ""


class Published(Section):
    """``[published.x]``: printed results of another study, shown beside ours."""

    of: str = Field(description='the part they belong to: "describe", "regress.baseline"')
    title: Text = ""
    source: Text
    values: tuple[PrintedValue, ...]
