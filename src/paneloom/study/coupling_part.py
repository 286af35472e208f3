"""``[coupling.x]``: the coupling coordination degree of indices, as data."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from paneloom.study.base import Section, Text, Words

CouplingFormula = Literal["standard", "power", "modified"]


def _numbers(value: Any) -> Any:
    """A TOML list as a tuple of floats; whole numbers are numbers."""
    if isinstance(value, list | tuple) and all(type(item) in (int, float) for item in value):
        return tuple(float(item) for item in value)
    return value


Numbers = Annotated[tuple[float, ...], BeforeValidator(_numbers)]
Power = Annotated[float, BeforeValidator(lambda value: float(value) if type(value) is int else value)]


class Coupling(Section):
    """``[coupling.nqp_rri]``: C, T and D of the systems ``of``; its name is the column of D."""

    of: Words = Field(min_length=2, description="indices, dimensions or variables with values in (0, 1]")
    label: Text = ""
    weights: Numbers = Field((), description="of each system in T; equal when not given")
    formula: CouplingFormula = "standard"
    power: Power = Field(2.0, gt=0, description='of formula = "power"')
    cuts: Numbers = Field(
        (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9),
        description="where the grades of D after the first begin",
    )
    grades: Words = Field(
        (), description="what the grades are called, one more than cuts; the ten of the literature by default"
    )
    outside: Literal["refuse", "missing"] = Field(
        "refuse", description="rows with a value that is not in (0, 1]: an error, or no D"
    )
