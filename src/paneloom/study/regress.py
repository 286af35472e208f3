"""The sections of a study file that ask for regressions."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from paneloom.study.base import Name, Section, Span, Text, Words

Errors = Literal["cluster", "iid"]
DegreesOfFreedom = Literal["reghdfe", "ivreghdfe"]


class ModelChoices(Section):
    """What one column of a regression table may choose for itself; None takes the table's choice."""

    title: Text = ""
    y: str | None = None
    x: Words | None = None
    controls: Words | None = None
    absorb: Words | None = None
    errors: Errors | None = None
    cluster: Name | None = None
    dof: DegreesOfFreedom | None = Field(
        None, description="reghdfe for OLS, ivreghdfe for 2SLS when not given"
    )
    endogenous: Words | None = None
    instruments: Words | None = None
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
    stars: tuple[float, ...] | None = None
    note: Text = ""


class Regress(TableChoices):
    """``[regress.x]``: one table of regressions."""


class Mechanism(TableChoices):
    """``[mechanism.x]``: the regressor on each channel, one column for each."""

    channels: Words
