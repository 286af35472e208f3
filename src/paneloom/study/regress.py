"""The sections of a study file that ask for regressions."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from paneloom.study.base import Name, Section, Span, Text, Words

Model = Literal["within", "between", "first-difference", "random-effects", "mundlak"]
Components = Literal["swamy-arora", "baltagi-chang", "wallace-hussain"]
Estimator = Literal["2sls", "liml", "gmm"]
Errors = Literal[
    "iid", "hc1", "hc2", "hc3", "cluster", "cr2", "cr3", "driscoll-kraay", "newey-west", "conley", "pairs"
]
DegreesOfFreedom = Literal["reghdfe", "ivreghdfe", "fixest", "xtreg", "ivreg2", "plm"]
TestName = Literal[
    "hausman",
    "hausman-robust",
    "breusch-pagan",
    "wooldridge",
    "modified-wald",
    "pesaran-cd",
    "vif",
    "u-shape",
    "plausibly-exogenous",
]
ReadingName = Literal[
    "effect-sizes",
    "first-stage-tests",
    "group-differences",
    "horse-race",
    "influence",
    "leave-one-out",
    "marginal-effects",
    "multiple-testing",
    "placebo",
    "windows",
]
Centre = Literal["none", "grand-mean"]
Kernel = Literal["bartlett", "uniform"]
BootstrapWeights = Literal["rademacher", "webb"]


class ModelChoices(Section):
    """What one column of a regression table may choose for itself; None takes the table's choice."""

    title: Text = ""
    y: str | None = None
    x: Words | None = None
    controls: Words | None = None
    absorb: Words | None = None
    model: Model | None = Field(None, description="within when not given: effects by absorb")
    components: Components | None = Field(None, description="variance components of random-effects")
    estimator: Estimator | None = Field(None, description="2sls when there are instruments")
    unit_trends: bool | None = Field(None, description="a slope in time for each unit")
    errors: Errors | None = None
    cluster: Name | tuple[Name, Name] | None = Field(None, description="one category, or two")
    lags: int | None = Field(None, ge=0, description="of driscoll-kraay, newey-west and conley")
    kernel: Kernel | None = Field(None, description="of driscoll-kraay, newey-west and conley")
    coordinates: tuple[Name, Name] | None = Field(None, description="longitude and latitude, for conley")
    distance: float | None = Field(None, gt=0, description="cutoff of conley, in kilometres")
    few_clusters: Literal["auto", "off"] | None = Field(
        None, description="auto: CR2, CR3 and the wild bootstrap beside clustered errors of fewer than 40"
    )
    draws: int | None = Field(None, ge=99, description="of bootstraps and permutations")
    bootstrap_weights: BootstrapWeights | None = None
    seed: int | None = Field(None, ge=0)
    winsorize: tuple[float, float] | None = Field(
        None, description="quantiles at which outcome and regressors are cut"
    )
    dof: DegreesOfFreedom | None = Field(
        None, description="reghdfe for OLS, ivreghdfe for 2SLS when not given"
    )
    endogenous: Words | None = None
    instruments: Words | None = None
    gamma: tuple[float, float] | None = Field(
        None, description="range of the direct effect of each instrument, for plausibly-exogenous"
    )
    weights: Name | None = None
    drop_units: Words | None = None
    years: Span | None = None


class TableChoices(ModelChoices):
    """What a table of regressions adds: how its columns come about, its sample, what it shows."""

    like: str | None = Field(
        None, description="another part of [regress] whose choices hold unless said here"
    )
    stepwise: bool | None = Field(None, description="one more control in each column")
    by: Name | None = Field(None, description="one column for each group of this category")
    columns: tuple[ModelChoices, ...] = ()
    sample: Literal["common", "each"] | None = None
    show_controls: bool | None = None
    tests: tuple[TestName, ...] | None = Field(None, description="diagnostic tests of each column")
    show: tuple[ReadingName, ...] | None = Field(
        None, description="readings of the table: comparisons, sizes, placebos"
    )
    stars: tuple[float, ...] | None = None
    note: Text = ""


class Regress(TableChoices):
    """``[regress.x]``: one table of regressions."""


class Mechanism(TableChoices):
    """``[mechanism.x]``: the regressor on each channel, one column for each."""

    channels: Words


class Moderation(TableChoices):
    """``[moderation.x]``: the regressors, a moderator and their products, one column for each moderator."""

    moderators: Words
    centre: Centre = Field("none", description="what is taken off both factors of a product")
    at: tuple[float, ...] = Field(
        (0.1, 0.25, 0.5, 0.75, 0.9), description="quantiles of the moderator at which effects are shown"
    )


TableSection = Regress | Mechanism | Moderation
