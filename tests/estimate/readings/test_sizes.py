"""Effect sizes and horse races against sums over rows."""

import numpy as np
import pytest
from scipy import stats
from tests.panels import design, panel, random_rows, table

from paneloom.estimate.fit import fit_table
from paneloom.estimate.readings.effect_sizes import MEASURES, effect_sizes
from paneloom.estimate.readings.horse_race import horse_race

ROWS = random_rows(seed=8, units=12, times=6, share=0.8)


def within(values: np.ndarray) -> np.ndarray:
    d = np.column_stack(
        [*(ROWS.units == u for u in np.unique(ROWS.units)), *(ROWS.times == t for t in np.unique(ROWS.times))]
    ).astype(float)
    return values - d @ np.linalg.lstsq(d, values, rcond=None)[0]


def test_sizes_are_slopes_times_spreads() -> None:
    made = fit_table(panel(ROWS), table(design("unit+time", "iid")))
    found = effect_sizes(panel(ROWS), made).slopes[0]
    one, (low, high) = made.estimates[0], made.estimates[0].interval()[0]
    b, x, y = one.coefficients[0], ROWS["x1"], ROWS["y"]
    n = len(ROWS) - 1
    sx, sy = np.sqrt((within(x) ** 2).sum() / n), np.sqrt((within(y) ** 2).sum() / n)
    scales = (x.std(ddof=1), x.std(ddof=1) / y.std(ddof=1), sx, sx / sy, x.mean() / y.mean())
    for size, scale, name in zip(found.sizes, scales, MEASURES, strict=True):
        assert size is not None, name
        assert size.value == pytest.approx(b * scale, rel=1e-10), name
        assert (size.low, size.high) == pytest.approx(tuple(sorted((low * scale, high * scale))), rel=1e-10)


def test_no_elasticity_at_a_mean_of_zero() -> None:
    rows = ROWS.changed(y=ROWS["y"] - ROWS["y"].mean())
    found = effect_sizes(panel(rows), fit_table(panel(rows), table(design("unit+time", "iid"))))
    assert found.slopes[0].sizes[-1] is None
    assert found.reasons == ("mean_near_zero",)


def test_a_race_is_a_wald_test() -> None:
    asked = design("unit+time", "cluster", few_clusters="off", regressors=("x1", "x2"), controls=("z1",))
    data = panel(ROWS)
    made = fit_table(data, table(asked))
    race = horse_race(data, made).races[0]
    one = made.estimates[0]
    v = one.covariance
    t = (one.coefficients[0] - one.coefficients[1]) / np.sqrt(v[0, 0] + v[1, 1] - 2 * v[0, 1])
    assert race.slopes.f == pytest.approx(t**2, rel=1e-10)
    assert race.slopes.p == pytest.approx(2 * stats.t.sf(abs(t), one.freedom.df), rel=1e-8)
    s = np.array([ROWS[name].std(ddof=1) for name in ("x1", "x2")])
    c = np.array([s[0], -s[1]])
    t = c @ one.coefficients[:2] / np.sqrt(c @ v[:2, :2] @ c)
    assert race.standardised.f == pytest.approx(t**2, rel=1e-10)
    others = np.column_stack([within(ROWS["x2"]), within(ROWS["z1"])])
    x = within(ROWS["x1"])
    left = x - others @ np.linalg.lstsq(others, x, rcond=None)[0]
    assert race.runners[0].vif == pytest.approx((x @ x) / (left @ left), rel=1e-10)


def test_a_single_regressor_runs_no_race() -> None:
    data = panel(ROWS)
    assert horse_race(data, fit_table(data, table(design("unit+time")))).reasons == ("one_regressor",)
