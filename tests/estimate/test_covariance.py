"""Clustered errors keep their digits where regressors are nearly dependent or nearly explain the outcome.

The reference is computed with 50 digits. A tensor of the plain columns would have none left in most of these
cases: it holds fourth powers.

DIGITS: an error may lose what the condition of the columns, outcome included, takes from 16, and two more.
"""

import mpmath as mp
import numpy as np
import pytest
from tests.panels import Rows, records

from paneloom.algebra.record import Floats
from paneloom.algebra.solve import least_squares
from paneloom.algebra.tensor import tensor
from paneloom.estimate.covariance.cluster import cluster
from paneloom.estimate.covariance.iid import iid

UNITS, YEARS = 12, 5
DIGITS = 2.0
# At a mean of 1e8 a double cannot hold the smaller differences.
CASES = [(gap, noise, 0.0) for gap in (1.0, 1e-3, 1e-5, 1e-7) for noise in (1.0, 1e-3, 1e-6)]
CASES += [(gap, noise, 1e8) for gap in (1.0, 1e-3) for noise in (1.0, 1e-3)]


def nearly(gap: float, noise: float, mean: float = 0.0) -> Rows:
    """A balanced panel with x2 = x1 up to ``gap`` and y = x1 + x2 up to ``noise``."""
    rng = np.random.default_rng(5)
    n = UNITS * YEARS
    x1 = rng.normal(size=n) + mean
    x2 = x1 + gap * rng.normal(size=n)
    y = x1 + x2 + noise * rng.normal(size=n)
    unit, time = np.repeat(np.arange(UNITS), YEARS), np.tile(np.arange(YEARS), UNITS)
    return Rows(("y", "x1", "x2"), np.column_stack([y, x1, x2]), unit, time, unit, np.ones(n))


def exact(rows: Rows, *, clustered: bool) -> tuple[list[mp.mpf], list[mp.mpf]]:
    """Slopes and errors without small-sample factor, in 50 digits, by double demeaning."""
    with mp.workdps(50):
        columns = []
        for values in rows.values.T:
            c = [mp.mpf(float(v)) for v in values]
            of_unit = [mp.fsum(c[i * YEARS : (i + 1) * YEARS]) / YEARS for i in range(UNITS)]
            of_year = [mp.fsum(c[t::YEARS]) / UNITS for t in range(YEARS)]
            grand = mp.fsum(c) / len(c)
            columns.append([v - of_unit[i // YEARS] - of_year[i % YEARS] + grand for i, v in enumerate(c)])
        y, x = columns[0], columns[1:]
        bread = mp.matrix([[mp.fdot(a, b) for b in x] for a in x]) ** -1
        b = bread * mp.matrix([mp.fdot(a, y) for a in x])
        e = [y[i] - b[0] * x[0][i] - b[1] * x[1][i] for i in range(len(y))]
        if clustered:
            middle = mp.matrix(2, 2)
            for i in range(UNITS):
                part = slice(i * YEARS, (i + 1) * YEARS)
                s = mp.matrix([mp.fdot(a[part], e[part]) for a in x])
                middle += s * s.T
            covariance = bread * middle * bread
        else:
            covariance = bread * mp.fdot(e, e) / 10
        return list(b), [mp.sqrt(covariance[i, i]) for i in range(2)]


def digits(found: Floats, expected: list[mp.mpf]) -> float:
    worst = max(abs(mp.mpf(float(a)) / b - 1) for a, b in zip(found, expected, strict=True))
    return 16.0 if worst == 0 else float(-mp.log10(worst))


@pytest.mark.parametrize(("gap", "noise", "mean"), CASES)
def test_errors_keep_the_digits_of_the_factor(gap: float, noise: float, mean: float) -> None:
    rows = nearly(gap, noise, mean)
    first, sweep, second, factor = records(rows, "unit+time")
    solution = least_squares(factor, "y", ("x1", "x2"))
    whole = factor.select(("x1", "x2", "y")).upper
    lost = np.log10(np.linalg.cond(whole / np.sqrt((whole**2).sum(axis=0))))
    means, weight = first.totals.mean[1:], first.totals.weight
    clustered = cluster(solution, tensor(second.moments), sweep.basis, means, weight, 1.0)
    classical = iid(solution, means, weight, 10)
    for covariance, is_cluster in ((clustered, True), (classical, False)):
        b, errors = exact(rows, clustered=is_cluster)
        assert digits(np.sqrt(np.diag(covariance)[:2]), errors) >= 16 - lost - DIGITS
    assert digits(solution.coefficients, b) >= 16 - lost - DIGITS
    assert digits(solution.coefficients, b) >= solution.digits - 0.3, "the digits said are there"


def test_the_covariance_is_symmetric_and_its_constant_is_last() -> None:
    rows = nearly(1.0, 1.0)
    first, sweep, second, factor = records(rows, "unit+time")
    solution = least_squares(factor, "y", ("x1", "x2"))
    v = cluster(
        solution, tensor(second.moments), sweep.basis, first.totals.mean[1:], first.totals.weight, 2.0
    )
    assert v.shape == (3, 3)
    assert np.array_equal(v, v.T)
    # With unit effects residuals sum to zero in every cluster: the constant moves with the slopes alone.
    m = first.totals.mean[1:]
    assert v[2, 2] == pytest.approx(m @ v[:2, :2] @ m, rel=1e-10)
