"""The sections of a study file that say where the data are and what they mean."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from paneloom.study.base import Name, Section, Span, Text, Words

Layout = Literal["long", "tidy", "sheets", "units"]
MISSING_WORDS = (
    "",
    "NA",
    "N/A",
    "n/a",
    "null",
    "None",
    "-",
    "--",
    "—",
    "－",
    "…",
    "……",
    "..",
    "...",
    "空",
    "缺失",
)
TOTAL_ROWS = ("全国", "合计", "总计", "全国合计", "National total", "Total")


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


class Source(Section):
    """``[data.x]``: one file and how it is laid out.

    long: a row for each unit and time, a column for each variable. tidy: a row for each unit, time and
    variable, named in the columns ``variable`` and ``value``. sheets: a workbook with a sheet for each
    variable, units down and years across. units: a row for each unit, joined to every year.
    """

    file: str
    layout: Layout
    sheet: str | None = None
    unit: str | None = Field(None, description="the column of unit names, when not called as the unit key")
    time: str | None = Field(None, description="the column of times, when not called as the time key")
    variable: str = "indicator"
    value: str = "value"
    source: Text = ""


class Clean(Section):
    """``[clean]``: names, gaps, words for a missing value."""

    names: str | None = Field(None, description="a bundled registry of unit names, or a CSV file")
    gaps: Literal["leave", "linear"] = "leave"
    ends: Literal["leave", "nearest", "trend", "trend-all"] = "leave"
    max_gap: int | None = Field(None, ge=1)
    fill: Words | None = Field(
        None, description="the variables to fill; all that come from files when not given"
    )
    missing: Words = MISSING_WORDS
    totals: Words = TOTAL_ROWS


class Variable(Section):
    """``[variables] x = {...}``: a column of a file, or an expression of other variables.

    ``x = "a / b"`` is short for ``x = { expr = "a / b" }``.
    """

    label: Text = ""
    unit: Text = ""
    source: Text = ""
    kind: Literal["number", "category"] = "number"
    data: Name | None = None
    column: str | None = None
    expr: str | None = None
    note: Text = ""


class Level(Section):
    """``[groups.region.east]``: one group of units."""

    label: Text = ""
    units: Words


class Indicator(Section):
    """One indicator of an index: the variable, whether larger is better, the dimension it belongs to."""

    variable: Name
    direction: Literal["+", "-"]
    dimension: Name | None = None
    unit: Text = ""
    label: Text = ""


class Dimension(Section):
    """``[index.nqp.dimensions.tp]``: indicators as "+ name" or "- name"; only the label beside a ``table``."""

    label: Text = ""
    indicators: Words = ()


class IndexPart(Section):
    """``[index.nqp]``: the recipe of a composite index.

    Its indicators stand in ``indicators`` (flat), in ``dimensions`` (two levels), or in the file ``table``
    with the columns index, dimension, indicator, direction, unit, label; beside a table, ``dimensions`` may
    give labels.
    """

    label: Text = ""
    method: Literal["entropy"] = "entropy"
    scale: Literal["minmax"] = "minmax"
    bounds: Literal["pooled"] = "pooled"
    constant: Literal["ln(n)"] = "ln(n)"
    zero: Literal["0 ln 0 = 0"] = "0 ln 0 = 0"
    aggregation: Literal["arithmetic"] = "arithmetic"
    indicators: Words = ()
    dimensions: dict[Name, Dimension] = Field(default_factory=dict)
    table: str | None = None
    note: Text = ""


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
