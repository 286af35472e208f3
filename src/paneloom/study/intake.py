"""The sections of a study file that say where the data are, how they are laid out and how they are cleaned."""

from __future__ import annotations

from math import isinf
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from paneloom.study.base import Name, Section, Span, Text, Words

Layout = Literal["long", "tidy", "wide", "sheets", "units", "times"]
Axis = Literal["unit", "time", "variable"]
Gaps = Literal["leave", "linear", "growth"]
Ends = Literal["leave", "nearest", "trend", "trend-all"]
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


class Source(Section):
    """``[data.x]``: one file, or many alike, and how they are laid out.

    long: a row for each unit and time, a column for each variable. tidy: a row for each unit, time and
    variable, named in the columns ``variable`` and ``value``. wide: what ``down`` names goes down the rows,
    what ``across`` names goes across; by default units down and years across. sheets: a sheet for each
    variable, units down and years across. units: a row for each unit, joined to every year. times: a row for
    each year, joined to every unit. Without ``layout`` it is guessed, and the guess is told.
    """

    file: str = Field(description='a path, or a pattern of many: "grain/*.csv"')
    layout: Layout | None = None
    files: Axis | None = Field(None, description="what each file of a pattern stands for, told by its name")
    down: tuple[Axis, ...] = ()
    across: tuple[Axis, ...] = ()
    sheet: str | None = None
    header: int | None = Field(None, ge=1, le=4, description="the number of rows that head the columns")
    order: str | None = Field(
        None, description="the registry in whose order the rows stand, when no names are given"
    )
    year: int | None = Field(None, description="the one year a table without years is about")
    years: Span | None = Field(None, description="the years taken from it")
    unit: str | None = Field(None, description="the column of unit names, when not called as the unit key")
    time: str | None = Field(None, description="the column of times, when not called as the time key")
    variable: str = "indicator"
    value: str = "value"
    encoding: Literal["utf-8", "utf-16", "gb18030"] | None = None
    decimal: Literal[".", ","] = "."
    password: str | None = None
    source: Text = ""


class Discard(Section):
    """``[[clean.discard]]``: cells that are known to be wrong and are left out, each with a reason."""

    variable: Name
    units: Words = ()
    years: tuple[int, ...] = ()
    reason: Text


class Clean(Section):
    """``[clean]``: names, signs beside numbers, gaps, words for a missing value."""

    names: str | None = Field(None, description="a bundled registry of unit names, or a CSV file")
    missing: Words = Field(MISSING_WORDS, description="words for a missing value, besides the usual ones")
    missing_only: Words | None = Field(None, description="all of those words, in place of the usual ones")
    totals: Words = Field(TOTAL_ROWS, description="names of rows of totals, besides the usual ones")
    totals_only: Words | None = Field(None, description="all of those names, in place of the usual ones")
    percent: Literal["stop", "number", "fraction"] = Field("stop", description="12.3%: 12.3, or 0.123")
    large: Literal["stop", "multiply"] = Field("stop", description="1.2万 as 12,000, 3亿 as 300,000,000")
    footnotes: Literal["stop", "strip"] = Field("stop", description="123*, 123①, 123[1] as 123")
    sentinels: Literal["stop", "keep"] = Field("stop", description="-9999 or 99999 far from all others")
    discard: tuple[Discard, ...] = ()
    screen: Literal["flag", "off"] = Field("flag", description="look for jumps, breaks, copies, zeros")
    gaps: Gaps = "leave"
    ends: Ends = "leave"
    max_gap: int | None = Field(None, ge=1)
    fill: Words | None = Field(
        None, description="the variables to fill, derived ones too; all that come from files when not given"
    )
    min_coverage: float = Field(
        0.65, ge=0, le=1, description="the share of rows observed below which a variable is not filled"
    )
    warn_filled: float = Field(
        0.2, ge=0, le=1, description="the share of filled rows above which one is told"
    )

    @property
    def missing_words(self) -> tuple[str, ...]:
        """Every word for a missing value: the usual ones and those of the study, or only those it names."""
        return _together(MISSING_WORDS, self.missing, self.missing_only)

    @property
    def total_rows(self) -> tuple[str, ...]:
        """The name of every row of totals, by the same rule."""
        return _together(TOTAL_ROWS, self.totals, self.totals_only)


def _together(
    usual: tuple[str, ...], added: tuple[str, ...], only: tuple[str, ...] | None
) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*usual, *added))) if only is None else only


class From(Section):
    """One of several sources of a variable, in ``sources``; the first that has a value gives it."""

    data: Name
    column: str | None = None
    given: Text = ""
    years: Span | None = None
    note: Text = ""


class Deflate(Section):
    """``deflate = {...}``: money at the prices of a base year.

    ``previous-year``: the index of each year takes the year before as 100 and is chained. ``fixed``: all
    years take one year as 100.
    """

    index: Name
    base: int
    kind: Literal["previous-year", "fixed"] = "previous-year"


def _not_zero(scale: float) -> float:
    if scale == 0 or isinf(1 / scale):
        raise ValueError("a scale of zero leaves nothing")
    return scale


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
    given: Text = Field("", description="the unit of measurement in the file, when another than ``unit``")
    scale: Annotated[float, AfterValidator(_not_zero)] | None = Field(
        None, allow_inf_nan=False, description="what the numbers of the file are multiplied by"
    )
    sources: tuple[From, ...] = Field((), description="several sources, in order of precedence")
    tolerance: float = Field(
        0.005, ge=0, description="relative difference above which two sources are said to disagree"
    )
    gaps: Gaps | None = None
    ends: Ends | None = None
    max_gap: int | None = Field(None, ge=1)
    expr: str | None = None
    deflate: Deflate | None = None
    note: Text = ""
