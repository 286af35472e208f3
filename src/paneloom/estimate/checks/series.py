"""The sample of a model as series of its units on the calendar, for tests of how residuals follow each other."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from paneloom.algebra.record import Floats, Integers, Record
from paneloom.estimate.covariance.serial import periods
from paneloom.panel.panel import Panel
from paneloom.study.designs import Design


@dataclass(frozen=True, slots=True, eq=False)
class Series(Record):
    """Rows by unit and time: ``y`` (n,), ``x`` (n, p) slopes, ``dummies`` (n, T - 1) of absorbed times.

    ``units`` (n,) codes, ``positions`` (n,) on a calendar of step ``step``.
    """

    y: Floats
    x: Floats
    dummies: Floats
    units: Integers
    positions: Integers
    step: int


def series_of(panel: Panel, design: Design) -> Series:
    """The raw columns of a design on its sample."""
    frame = panel.rows.collect((design.outcome, *design.slopes), design.sample)
    positions, step = periods(frame.time)
    dummies = np.zeros((len(frame.time), 0))
    if panel.study.time in design.absorb:
        dummies = (positions[:, None] == np.unique(positions)[1:]).astype(np.float64)
    return Series(
        np.asarray(frame.numbers[design.outcome]),
        np.column_stack([frame.numbers[name] for name in design.slopes]),
        dummies,
        np.asarray(frame.unit),
        positions,
        step,
    )


def of_rows(panel: Panel, design: Design) -> str:
    """Why a test of residuals over time is not given for a design; "" when it is."""
    if design.endogenous:
        return "unit_effects_instruments"
    if design.weights is not None:
        return "unit_effects_weights"
    if set(design.absorb) - {panel.study.unit, panel.study.time}:
        return "unit_effects_others"
    return "unit_effects_trends" if design.unit_trends else ""
