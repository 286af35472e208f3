"""``[index.x]``: the recipe of a composite index, as data."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from paneloom.study.base import Name, Section, Text, Words, Year
from paneloom.study.presets import Preset, with_preset


def _pair(value: Any) -> Any:
    """A TOML list as the tuple of floats it stands for; whole numbers are numbers."""
    if isinstance(value, list | tuple) and all(type(item) in (int, float) for item in value):
        return tuple(float(item) for item in value)
    return value


def _numbers(value: Any) -> Any:
    """A list of numbers, of any length."""
    return tuple(_number(item) for item in value) if isinstance(value, list | tuple) else value


def _listed(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _number(value: Any) -> Any:
    return float(value) if type(value) is int else value


def _rows(value: Any) -> Any:
    return tuple(_as_texts(row) for row in value) if isinstance(value, list | tuple) else value


def _as_texts(row: Any) -> Any:
    """A row of judgements: numbers, or fractions as text ("1/3")."""
    if isinstance(row, list | tuple):
        return tuple(str(item) if type(item) in (int, float) else item for item in row)
    return row


Number = Annotated[float, BeforeValidator(_number)]
Pair = Annotated[tuple[float, float], BeforeValidator(_pair)]
Judgements = Annotated[tuple[tuple[str, ...], ...], BeforeValidator(_rows)]

WeightMethod = Literal[
    "entropy", "equal", "given", "standard-deviation", "variation", "critic", "gini", "pca",
    "pca-composite", "factor", "ahp", "merec", "cilos", "idocriw", "bod", "combined",
]  # fmt: skip
AggregationMethod = Literal["arithmetic", "geometric", "harmonic", "power", "topsis", "penalty"]
ScaleMethod = Literal["minmax", "z", "rank", "percentile", "target", "vector", "sum", "none"]
TreatRule = Literal["none", "winsorise", "log", "box-cox"]
Direction = Literal["+", "-", "="]
Shown = Literal[
    "weights-by-method", "ranks", "contributions", "coherence", "effective", "leave-out", "obstacles", "growth",
    "change", "year-on-year", "profiles",
]  # fmt: skip


class Indicator(Section):
    """One indicator of an index: its variable, its direction, the dimension it belongs to.

    ``direction`` is "+" where larger is better, "-" where smaller is, "=" where the value or interval ``best``
    is. ``goalposts`` are the worst and the best value that the scale knows (lower, upper, whatever the
    direction); ``weight`` is a given weight; ``target`` the value that counts as 1 under ``scale = "target"``.
    """

    variable: Name
    direction: Direction
    dimension: Name | None = None
    unit: Text = ""
    label: Text = ""
    goalposts: Pair | None = None
    best: Pair | None = None
    target: float | None = None
    weight: float | None = None


class Treat(Section):
    """What is done to an indicator before it is scaled.

    "winsorise" sets the most outlying values, one after another and at most ``points`` of them, to the next
    one while |skewness| exceeds ``skewness`` and excess kurtosis exceeds ``kurtosis``; "log" is log(x) for
    positive columns; "box-cox" log or power by maximum likelihood.
    """

    rule: TreatRule = "none"
    skewness: Number = Field(2.0, gt=0)
    kurtosis: Number = Field(3.5, gt=0)
    points: int = Field(5, ge=1)
    indicators: Words = Field((), description="the variables treated; all when not given")


class Combine(Section):
    """Weights combined of several methods: ``shares`` for "linear" (equal when not given)."""

    methods: Annotated[tuple[WeightMethod, ...], BeforeValidator(_listed)] = Field(min_length=2)
    how: Literal["linear", "product", "root-product", "game"] = "linear"
    shares: Annotated[tuple[float, ...], BeforeValidator(_numbers)] = ()


class Choices(Section):
    """How the children of one node are weighted and brought together; what is not given is the index's own."""

    method: WeightMethod | None = None
    aggregation: AggregationMethod | None = None
    power: Number | None = None
    judgements: Judgements = ()
    combine: Combine | None = None


class Dimension(Choices):
    """``[index.nqp.dimensions.tp]``: indicators as "+ name" or "- name"; only the label beside a ``table``.

    ``parent`` is the dimension that this one is part of; ``weight`` its given weight among its siblings.
    """

    label: Text = ""
    indicators: Words = ()
    parent: Name | None = None
    weight: Number | None = None


class WeightNoise(Section):
    """Weights disturbed at random: each by up to ``size`` of itself, or as draws of Dirichlet's distribution.

    "relative" multiplies each weight by a number evenly spread between 1 - size and 1 + size; "dirichlet" has
    the weights as means and ``size`` as concentration, so that a weight w varies by sqrt(w (1 - w) / (size +
    1)). Both are brought back to their sum.
    """

    kind: Literal["relative", "dirichlet"] = "relative"
    size: Number = Field(0.25, gt=0)


class Uncertainty(Section):
    """``[index.nqp.uncertainty]``: what else could have been chosen, and how often it is drawn.

    ``choices`` lists values for keys of the recipe itself, all equally likely; ``leave_out`` leaves out one
    indicator or one dimension at a time, or none. ``unit`` is the one whose average score is the outcome.
    """

    runs: int = Field(1000, ge=2, description="draws of Monte Carlo, and at most for the indices of Sobol")
    seed: int = Field(1, ge=0)
    choices: dict[Name, Annotated[tuple[Any, ...], BeforeValidator(_listed)]] = Field(default_factory=dict)
    weight_noise: WeightNoise | None = None
    leave_out: Literal["indicator", "dimension"] | None = None
    outcome: Literal["rank-shift", "score"] = "rank-shift"
    unit: str | None = None
    top: int = Field(10, ge=1, description="of how many places the shares of draws are told")


class IndexPart(Section):
    """``[index.nqp]``: the recipe of a composite index.

    Its indicators stand in ``indicators`` (flat), in ``dimensions`` (two levels or more), or in the file
    ``table`` with the columns index, dimension, indicator, direction, unit, label; beside a table,
    ``dimensions`` may give labels.

    With ``levels = "flat"`` all indicators are weighted against one another and a dimension has the sum of
    the weights of its own; with "nested" the indicators of each dimension are weighted, then the dimensions
    by their scores (``top`` says how, when not as below).
    """

    label: Text = ""
    preset: Preset | None = Field(None, description="choices made together, where not made otherwise here")
    treat: Treat = Treat()
    scale: ScaleMethod = "minmax"
    bounds: Literal["pooled", "year", "goalposts"] | Year | Pair = Field(
        "pooled",
        description="of all unit-years, of each year, of one year, two quantiles of all, or given goalposts",
    )
    clip: bool = Field(default=False, description="values beyond the bounds count as the bound")
    range: Pair = (0.0, 1.0)
    goalposts: dict[Name, Pair] = Field(default_factory=dict)
    best: dict[Name, Number | Pair] = Field(default_factory=dict)
    targets: dict[Name, Number] = Field(default_factory=dict)
    method: WeightMethod = "entropy"
    pool: Literal["all", "year", "year-mean"] = Field(
        "all", description="weights from all unit-years at once, for each year, or the mean of those"
    )
    shift: Number = Field(0.0, ge=0, description="added to each scaled value before its share is formed")
    shift_in_score: bool = False
    constant: Literal["ln(n)", "ln(T)", "ln(N)"] = "ln(n)"
    zero: Literal["0 ln 0 = 0"] = "0 ln 0 = 0"
    given: dict[Name, Number] = Field(default_factory=dict)
    judgements: Judgements = ()
    combine: Combine | None = None
    levels: Literal["flat", "nested"] = "flat"
    top: Choices = Choices()
    rescale: bool = Field(
        default=False, description="nested: scores of dimensions are scaled again by min-max"
    )
    aggregation: AggregationMethod = "arithmetic"
    power: Number | None = None
    missing: Literal["no-score", "present"] = Field(
        "no-score",
        description="a row that lacks an indicator has no score, or the score of those present",
    )
    min_present: Number = Field(1.0, gt=0, le=1)
    indicators: Words = ()
    dimensions: dict[Name, Dimension] = Field(default_factory=dict)
    table: str | None = None
    uncertainty: Uncertainty | None = None
    show: tuple[Shown, ...] = Field(
        (), description="what the report shows of the index beside its weights and averages"
    )
    note: Text = ""

    @model_validator(mode="before")
    @classmethod
    def _with_preset(cls, value: Any) -> Any:
        return with_preset(value)
