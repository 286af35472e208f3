"""The Anderson-Rubin set: its ends are where the test is at its bound, whatever shape it has."""

from itertools import pairwise
from math import inf, isinf
from typing import Any

import numpy as np
import pytest
from scipy import stats
from tests.panels import Rows, design, panel, random_rows, table

from paneloom.estimate.check import Check
from paneloom.estimate.checks.f_distribution import f_quantile
from paneloom.estimate.estimate import Estimate
from paneloom.estimate.fit import fit_table

IV: dict[str, Any] = {"endogenous": ("x1",), "dof": "ivreghdfe"}


def one(rows: Rows, **changes: Any) -> Estimate:
    return fit_table(panel(rows), table(design(**changes))).estimates[0]


def check_of(made: Estimate, name: str = "anderson_rubin") -> Check:
    return next(check for check in made.checks if check.name == name)


def direct(
    rows: Rows, beta: float, instruments: tuple[str, ...], effects: str, errors: str, **more: Any
) -> float:
    """F that the instruments do not explain y - beta x1, from a regression of its own."""
    moved = rows.changed(y=rows["y"] - beta * rows["x1"])
    made = one(
        moved,
        effects=effects,
        errors=errors,
        regressors=instruments,
        controls=("x2",),
        dof="ivreghdfe",
        **more,
    )
    at = [made.names.index(name) for name in instruments]
    b, v = made.coefficients[at], made.covariance[np.ix_(at, at)]
    return float(b @ np.linalg.solve(v, b)) / len(at)


KINDS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("iid", {}),
    ("hc1", {}),
    ("cluster", {}),
    ("newey-west", {"lags": 1}),
    ("driscoll-kraay", {"lags": 1}),
)


@pytest.mark.parametrize("effects", ["none", "unit", "unit+time"])
@pytest.mark.parametrize(("errors", "more"), KINDS, ids=[kind for kind, _ in KINDS])
@pytest.mark.parametrize("instruments", [("z1",), ("z1", "z2")])
def test_the_statistic_is_that_of_a_regression(
    effects: str, errors: str, more: dict[str, Any], instruments: tuple[str, ...]
) -> None:
    rows = random_rows(2, units=16, times=7)
    made = one(rows, effects=effects, errors=errors, instruments=instruments, **IV, **more)
    check = check_of(made)
    assert check.statistic == pytest.approx(direct(rows, 0.0, instruments, effects, errors, **more), rel=1e-8)
    assert check.df == (len(instruments), made.first_stages[0].freedom.df)
    assert check.p == pytest.approx(stats.f.sf(check.statistic, *check.df), rel=1e-9)
    bound = f_quantile((check.df[0], check.df[1]), 0.95)
    region = check.region or ()
    for end in [end for pair in region for end in pair if not isinf(end)]:
        assert direct(rows, end, instruments, effects, errors, **more) == pytest.approx(bound, rel=1e-6)
    for low, high in region:
        inside = (
            0.0
            if isinf(low) and isinf(high)
            else high - 1
            if isinf(low)
            else low + 1
            if isinf(high)
            else (low + high) / 2
        )
        assert direct(rows, inside, instruments, effects, errors, **more) <= bound
    for (_, high), (low, _) in pairwise(region):
        assert direct(rows, (high + low) / 2, instruments, effects, errors, **more) > bound


def shapes(made: Estimate) -> str:
    region = check_of(made).region
    assert region is not None
    if not region:
        return "empty"
    if region == ((-inf, inf),):
        return "line"
    ends = (isinf(region[0][0]), isinf(region[-1][1]))
    if len(region) == 1:
        return "interval" if ends == (False, False) else "ray"
    return "rays" if (len(region), ends) == (2, (True, True)) else "pieces"


@pytest.mark.parametrize("errors", ["iid", "cluster"])
def test_every_shape_is_met(errors: str) -> None:
    found = set()
    for seed in range(40):
        rows = random_rows(seed, units=12, times=6)
        for scale in (0.0, 0.15, 0.3, 1.0):
            weak = rows.changed(x1=rows["x1"] - (1 - scale) * 0.9 * rows["z1"])
            for instruments in (("z1",), ("z1", "z2")):
                found.add(shapes(one(weak, effects="unit", errors=errors, instruments=instruments, **IV)))
    # With clusters and two instruments F is no quadratic in the coefficient: the set may have more pieces.
    assert found >= {"empty", "line", "interval", "rays"}
    assert errors == "cluster" or found == {"empty", "line", "interval", "rays"}


def test_one_instrument_under_iid_errors_gives_the_set_of_fieller() -> None:
    rows = random_rows(4, units=14, times=6)
    made = one(rows, effects="unit", errors="iid", instruments=("z1",), **IV)
    check, stage = check_of(made), made.first_stages[0]
    reduced = one(rows, effects="unit", errors="iid", regressors=("z1",), controls=("x2",), dof="ivreghdfe")
    bound, v = f_quantile((1, check.df[1]), 0.95), stage.covariance[0, 0]
    a, c = stage.coefficients[0], reduced.coefficients[0]
    # (c - b a)2 = F var(c - b a): a quadratic in b, whose covariance comes from the sum of both outcomes.
    both = one(
        rows.changed(y=rows["y"] + rows["x1"]),
        effects="unit",
        errors="iid",
        regressors=("z1",),
        controls=("x2",),
        dof="ivreghdfe",
    )
    between = (both.covariance[0, 0] - reduced.covariance[0, 0] - v) / 2
    roots = np.sort(
        np.roots([a**2 - bound * v, -2 * (a * c - bound * between), c**2 - bound * reduced.covariance[0, 0]])
    )
    assert check.region is not None
    assert np.ravel(check.region) == pytest.approx(roots, rel=1e-9)


def test_the_set_moves_with_the_units() -> None:
    rows = random_rows(4, units=14, times=6)
    plain = check_of(one(rows, effects="unit", instruments=("z1",), **IV)).region
    scaled = check_of(
        one(
            rows.changed(x1=1e6 * rows["x1"], z1=1e-5 * rows["z1"]), effects="unit", instruments=("z1",), **IV
        )
    )
    assert np.array(scaled.region) * 1e6 == pytest.approx(np.array(plain), rel=1e-8)
    assert scaled.statistic == pytest.approx(
        check_of(one(rows, effects="unit", instruments=("z1",), **IV)).statistic
    )


def test_several_endogenous_regressors_have_no_set() -> None:
    made = one(random_rows(6, units=12), endogenous=("x1", "x2"), instruments=("z1", "z2"))
    assert not [check for check in made.checks if check.name == "anderson_rubin"]
