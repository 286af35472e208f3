"""Covariances made of swept rows: from a solved model to its sandwich, with the conventions that moved a number."""

from __future__ import annotations

import numpy as np

from paneloom.algebra.record import Floats, frozen
from paneloom.errors import PaneloomError
from paneloom.estimate.counts import DegreesOfFreedom
from paneloom.estimate.covariance import serial
from paneloom.estimate.covariance.conley import EARTH_RADIUS, conley
from paneloom.estimate.covariance.definite import semidefinite
from paneloom.estimate.covariance.driscoll_kraay import driscoll_kraay
from paneloom.estimate.covariance.hc import hc1, hc_leverage
from paneloom.estimate.covariance.influence import influence_rows
from paneloom.estimate.covariance.newey_west import newey_west
from paneloom.estimate.covariance.robust_freedom import period_freedom, row_freedom, two_way_freedom
from paneloom.estimate.covariance.sandwich import Sandwich
from paneloom.estimate.covariance.two_way import two_way
from paneloom.estimate.solved import Solved

Facts = tuple[tuple[str, str], ...]


def hc1_sandwich(solved: Solved) -> Sandwich:
    """HC1."""
    freedom = row_freedom(solved, corrected=True)
    return _sandwich(hc1(solved, freedom.factor), freedom)


def hc2_sandwich(solved: Solved) -> Sandwich:
    """HC2."""
    return _leverage_sandwich(solved, 0.5)


def hc3_sandwich(solved: Solved) -> Sandwich:
    """HC3."""
    return _leverage_sandwich(solved, 1.0)


def _leverage_sandwich(solved: Solved, power: float) -> Sandwich:
    matrix, alone = hc_leverage(solved, power)
    facts: Facts = (("leverage", "second-stage"),) if solved.design.endogenous else ()
    warned = ("rows_alone",) if alone else ()
    facts += (("rows_alone_count", str(alone)),) if alone else ()
    return _sandwich(matrix, row_freedom(solved, corrected=False), facts, warned)


def two_way_sandwich(solved: Solved) -> Sandwich:
    """Clusters of ``design.cluster`` and of ``design.second_cluster``."""
    assert solved.design.second_cluster is not None
    second = solved.rows.key(solved.design.second_cluster)
    count = int(np.unique(second).size)
    freedom = two_way_freedom(solved, count)
    influence = influence_rows(solved)
    matrix = freedom.factor * two_way(influence, solved.rows.clusters, second)
    return _mended(solved, matrix, influence, freedom, (("cluster_factor", "smaller"),))


def driscoll_kraay_sandwich(solved: Solved) -> Sandwich:
    """Driscoll and Kraay's errors; kernel "bartlett" unless the design says otherwise."""
    positions, count, weights, facts = _calendar(solved)
    freedom = period_freedom(solved, count)
    influence = influence_rows(solved)
    matrix = freedom.factor * driscoll_kraay(influence, positions, weights)
    return _mended(solved, matrix, influence, freedom, facts)


def newey_west_sandwich(solved: Solved) -> Sandwich:
    """Newey and West's errors within units; kernel "bartlett" unless the design says otherwise."""
    positions, count, weights, facts = _calendar(solved)
    by_periods = solved.design.dof in ("fixest", "plm")
    freedom = period_freedom(solved, count) if by_periods else row_freedom(solved, corrected=True)
    influence = influence_rows(solved)
    matrix = freedom.factor * newey_west(influence, solved.rows.units, positions, weights)
    return _mended(solved, matrix, influence, freedom, facts)


def conley_sandwich(solved: Solved) -> Sandwich:
    """Conley's errors; kernel "uniform" in space unless the design says otherwise, Bartlett's along the calendar.

    Raises
    ------
    PaneloomError
        ``conley-no-distance``, ``conley-no-coordinates``.
    """
    design, rows = solved.design, solved.rows
    if design.distance is None:
        raise PaneloomError("conley-no-distance")
    if rows.places is None:
        raise PaneloomError("conley-no-coordinates")
    kernel = design.kernel or "uniform"
    influence = influence_rows(solved)
    positions, step = serial.periods(rows.times)
    matrix = conley(influence, positions, rows.places, design.distance, kernel)
    facts: Facts = (
        ("kernel", kernel),
        ("distance_km", f"{design.distance:g}"),
        ("radius_km", f"{EARTH_RADIUS:g}"),
        ("lags", str(design.lags or 0)),
    )
    if design.lags:
        count = int(np.unique(positions).size)
        lags, _ = serial.lags_of(design.lags, design.dof, count, design.errors)
        keys = serial.keys_within_units(rows.units, positions, lags)
        matrix = matrix + serial.serial_part(influence, keys, serial.lag_weights("bartlett", lags))
        facts += (("lag_kernel", "bartlett"), *([("step", str(step))] if step != 1 else []))
    freedom = row_freedom(solved, corrected=True)
    return _mended(solved, freedom.factor * matrix, influence, freedom, facts)


def _calendar(solved: Solved) -> tuple[np.ndarray, int, Floats, Facts]:
    """Positions of the rows on the calendar, the number of periods, the weights of lags, what was chosen."""
    design = solved.design
    kernel = design.kernel or "bartlett"
    positions, step = serial.periods(solved.rows.times)
    count = int(np.unique(positions).size)
    lags, rule = serial.lags_of(design.lags, design.dof, count, design.errors)
    facts: Facts = (("kernel", kernel), ("lags", str(lags)))
    facts += (("lag_rule", rule),) if design.lags is None else ()
    facts += (("periods", str(count)), *([("step", str(step))] if step != 1 else []))
    return positions, count, serial.lag_weights(kernel, lags), facts


def _mended(
    solved: Solved, matrix: Floats, influence: Floats, freedom: DegreesOfFreedom, facts: Facts
) -> Sandwich:
    independent = freedom.factor * (influence**2).sum(axis=0)
    mended = semidefinite(matrix, independent, solved.names, solved.design.errors)
    facts += (("variances_mended", ", ".join(mended.columns)),) if mended.columns else ()
    return _sandwich(mended.matrix, freedom, facts, mended.warnings)


def _sandwich(
    matrix: Floats, freedom: DegreesOfFreedom, facts: Facts = (), warned: tuple[str, ...] = ()
) -> Sandwich:
    reference = frozen(np.full(len(matrix), freedom.df))
    return Sandwich(frozen((matrix + matrix.T) / 2), freedom, reference, facts, warned)
