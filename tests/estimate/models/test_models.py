"""Models beside within against their definitions: Omega written out, differences and means taken by loops."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.panels import Rows, design, panel, panels, random_rows, table

from paneloom.algebra.record import Floats
from paneloom.errors import PaneloomError
from paneloom.estimate.check import Check
from paneloom.estimate.estimate import Estimate
from paneloom.estimate.fit import fit_table
from paneloom.study.designs import Design

FEW = settings(max_examples=40)
MODELS = ("between", "first-difference", "random-effects", "mundlak")


def fitted(rows: Rows, asked: Design, block_units: int | None = 3) -> Estimate:
    return fit_table(panel(rows, block_units), table(asked)).estimates[0]


def asked(model: str, effects: Any = "none", errors: str = "cluster", **changes: Any) -> Design:
    return design(effects, errors, model=model, few_clusters="off", **changes)


def regression(y: Floats, x: Floats) -> tuple[Floats, Floats]:
    b = np.linalg.lstsq(x, y, rcond=None)[0]
    return b, y - x @ b


def with_constant(rows: Rows, *names: str) -> Floats:
    return np.column_stack([np.ones(len(rows)), *(rows[name] for name in names)])


@FEW
@given(panels(weighted=False))
def test_random_effects_are_least_squares_under_omega(rows: Rows) -> None:
    found = fitted(rows, asked("random-effects", errors="iid"))
    facts = dict(found.facts)
    unit, rest = float(facts["sigma_unit"]) ** 2, float(facts["sigma_rest"]) ** 2
    same = rows.units[:, None] == rows.units[None, :]
    omega = unit * same + rest * np.eye(len(rows))
    x = with_constant(rows, "x1", "x2")
    inner = np.linalg.inv(x.T @ np.linalg.solve(omega, x))
    b = inner @ x.T @ np.linalg.solve(omega, rows["y"])
    assert found.coefficients == pytest.approx(b[1:], rel=1e-7, abs=1e-9)
    assert found.constant == pytest.approx(b[0], rel=1e-7, abs=1e-9)
    e = rows["y"] - x @ b
    s2 = e @ np.linalg.solve(omega, e) * rest / (len(rows) - 3)
    assert found.errors == pytest.approx(np.sqrt(np.diag(inner) * s2 / rest)[1:], rel=1e-7)
    assert found.constant_error == pytest.approx(np.sqrt(inner[0, 0] * s2 / rest), rel=1e-7)


@FEW
@given(panels(weighted=False), st.sampled_from(("none", "time")))
def test_mundlak_slopes_are_those_of_the_within_model(rows: Rows, effects: str) -> None:
    try:
        found = fitted(rows, asked("mundlak", effects))
    except PaneloomError as error:
        assert error.slug == "too-few-units"  # noqa: PT017
        return
    within = fitted(rows, asked("within", "unit" if effects == "none" else "unit+time", cluster="group"))
    if within.rows.used != found.rows.used:
        return  # a singleton of the within model
    shown = [found[name].estimate for name in ("x1", "x2")]
    assert shown == pytest.approx(within.coefficients, rel=1e-7, abs=1e-9)


@FEW
@given(panels(weighted=False))
def test_first_differences_are_those_of_adjacent_years(rows: Rows) -> None:
    at = {(u, t): i for i, (u, t) in enumerate(zip(rows.units, rows.times, strict=True))}
    pairs = [(i, at[u, t - 1]) for (u, t), i in at.items() if (u, t - 1) in at]
    later, earlier = (np.array(side) for side in zip(*pairs, strict=True))
    changes = rows.values[later] - rows.values[earlier]
    found = fitted(rows, asked("first-difference"))
    x = np.column_stack([np.ones(len(pairs)), changes[:, 1:3]])
    b, e = regression(changes[:, 0], x)
    assert found.coefficients == pytest.approx(b[1:], rel=1e-8, abs=1e-10)
    assert found.constant == pytest.approx(b[0], rel=1e-8, abs=1e-10)
    meat = np.zeros((3, 3))
    for group in np.unique(rows.clusters[later]):
        mask = rows.clusters[later] == group
        score = x[mask].T @ e[mask]
        meat += np.outer(score, score)
    inner = np.linalg.inv(x.T @ x)
    errors = np.sqrt(found.freedom.factor * np.diag(inner @ meat @ inner))
    assert found.errors == pytest.approx(errors[1:], rel=1e-7)
    assert found.rows.used == len(pairs)
    assert sum(loss.rows for loss in found.rows.losses) == len(rows) - len(pairs)


@FEW
@given(panels(weighted=False, clusters=None))
def test_between_is_the_regression_of_unit_means(rows: Rows) -> None:
    found = fitted(rows, asked("between", errors="iid"))
    means = np.array([part.values.mean(axis=0) for part in rows.by_unit()])
    x = np.column_stack([np.ones(len(means)), means[:, 1:3]])
    b, e = regression(means[:, 0], x)
    s2 = e @ e / (len(means) - 3)
    assert found.coefficients == pytest.approx(b[1:], rel=1e-7, abs=1e-9)
    assert found.errors == pytest.approx(np.sqrt(s2 * np.diag(np.linalg.inv(x.T @ x)))[1:], rel=1e-7)
    assert (found.rows.used, found.freedom.rows) == (len(rows), len(means))


def test_times_are_dummies_of_changes() -> None:
    rows = random_rows(4, units=12, times=6, share=0.85)
    found = fitted(rows, asked("first-difference", "unit+time"))
    at = {(u, t): i for i, (u, t) in enumerate(zip(rows.units, rows.times, strict=True))}
    pairs = [(i, at[u, t - 1]) for (u, t), i in at.items() if (u, t - 1) in at]
    later, earlier = (np.array(side) for side in zip(*pairs, strict=True))
    changes = rows.values[later] - rows.values[earlier]
    dummies = (rows.times[later][:, None] == np.unique(rows.times[later])).astype(float)
    b, _ = regression(changes[:, 0], np.hstack([changes[:, 1:3], dummies]))
    assert found.coefficients == pytest.approx(b[:2], rel=1e-9)
    assert dict(found.facts)["constant"] == "time_effects"


def test_unit_trends_are_means_of_changes() -> None:
    rows = random_rows(4, units=12, times=7, share=1.0)
    found = fitted(rows, asked("first-difference", "unit", unit_trends=True))
    plain = fitted(rows, asked("first-difference", "unit"))
    assert dict(found.facts)["constant"] == "unit_trends"
    assert dict(plain.facts)["constant"] == "common_trend"
    assert not np.allclose(found.coefficients, plain.coefficients)


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("errors", ["iid", "hc1", "cluster"])
def test_scaling_scales_and_blocks_do_not_matter(model: str, errors: str) -> None:
    rows = random_rows(6, units=14, times=6, share=0.8, clusters=5)
    found = fitted(rows, asked(model, errors=errors))
    scaled = fitted(rows.changed(x1=rows["x1"] * 1000.0), asked(model, errors=errors), None)
    assert scaled["x1"].estimate == pytest.approx(found["x1"].estimate / 1000, rel=1e-9)
    assert scaled["x1"].error == pytest.approx(found["x1"].error / 1000, rel=1e-9)
    assert scaled["x2"].estimate == pytest.approx(found["x2"].estimate, rel=1e-9)
    assert found.method == model
    assert found.text("zh")
    assert found.text("en")


@pytest.mark.parametrize("model", MODELS)
def test_large_means_cost_few_digits(model: str) -> None:
    rows = random_rows(6, units=14, times=6, share=0.8)
    # Numbers near 1e8 are stored to 1.5e-8.
    found, moved = fitted(rows, asked(model)), fitted(rows.with_values(rows.values + 1e8), asked(model))
    assert moved.coefficients[:2] == pytest.approx(found.coefficients[:2], rel=1e-6)
    assert moved.errors[:2] == pytest.approx(found.errors[:2], rel=1e-6)


def test_random_effects_without_variance_of_units_are_pooled() -> None:
    rng = np.random.default_rng(1)
    rows = random_rows(3, units=10, times=6, share=1.0)
    y = rng.normal(size=len(rows))
    means = np.array([y[rows.units == unit].mean() for unit in rows.units])
    rows = rows.changed(y=y - means, x1=rng.normal(size=len(rows)), x2=rng.normal(size=len(rows)))
    found = fitted(rows, asked("random-effects", errors="iid"))
    pooled = fitted(rows, asked("within", errors="iid"))
    assert found.warnings == ("unit_variance_zero",)
    assert found.coefficients == pytest.approx(pooled.coefficients, rel=1e-10)
    assert found.errors == pytest.approx(pooled.errors, rel=1e-10)


def test_a_robust_hausman_is_the_test_of_mundlak() -> None:
    rows = random_rows(8, units=15, times=6, share=0.8)
    within = fitted(rows, asked("within", "unit", tests=("hausman-robust",), cluster="unit"))
    mundlak = fitted(rows, asked("mundlak", cluster="unit"))
    assert within.checks[0].statistic == pytest.approx(mundlak.checks[0].statistic, rel=1e-9)
    assert within.checks[0].df == mundlak.checks[0].df
    assert (within.checks[0].name, mundlak.checks[0].name) == ("hausman_robust", "mundlak")


def test_tests_say_why_they_do_not_apply() -> None:
    rows = random_rows(8, units=15, times=6, share=0.8, weighted=True, clusters=5)
    tests = ("hausman", "hausman-robust", "breusch-pagan")

    def reasons(*given: Any, **changes: Any) -> list[str]:
        return [check.reason for check in fitted(rows, asked(*given, tests=tests, **changes)).checks]

    assert reasons("between") == ["not_for_model"] * 3
    assert reasons("first-difference") == ["not_for_model"] * 3
    assert reasons("within", "unit", weights="weight") == ["unit_effects_weights"] * 3
    assert reasons("within", absorb=("unit", "group#year")) == ["unit_effects_others"] * 3
    iv = {"endogenous": ("x1",), "instruments": ("z1",)}
    assert reasons("random-effects", **iv) == ["unit_effects_instruments"] * 3
    fixed = rows.changed(x1=rows.units * 1.0, x2=rows.units**2 * 1.0)
    found = fitted(fixed, asked("random-effects", tests=tests))
    assert [check.reason for check in found.checks] == ["hausman_no_means", "hausman_no_means", ""]


def test_a_hausman_with_few_clusters_is_singular() -> None:
    rows = random_rows(8, units=15, times=6, share=0.8, clusters=2)
    check: Check = fitted(rows, asked("mundlak")).checks[0]
    assert check.reason == "hausman_singular"


@pytest.mark.parametrize(
    ("model", "effects", "changes", "slug"),
    [
        ("between", "unit", {}, "model-absorb"),
        ("random-effects", "unit", {}, "model-absorb"),
        ("mundlak", "unit+time", {}, "model-absorb"),
        *((model, "none", {"weights": "weight"}, "model-weights") for model in MODELS),
        ("random-effects", "none", {"unit_trends": True}, "model-unit-trends"),
        ("random-effects", "none", {"second_cluster": "year"}, "model-second-cluster"),
        ("random-effects", "none", {"errors": "driscoll-kraay"}, "model-errors"),
        ("mundlak", "none", {"errors": "cr2"}, "model-errors"),
        ("between", "none", {"errors": "newey-west"}, "model-errors"),
        (
            "random-effects",
            "none",
            {"endogenous": ("x1",), "instruments": ("z1",), "estimator": "liml"},
            "model-estimator",
        ),
    ],
)
def test_what_a_model_does_not_offer_is_named(model: str, effects: Any, changes: Any, slug: str) -> None:
    rows = random_rows(8, units=15, times=6, share=0.8, weighted=True)
    with pytest.raises(PaneloomError) as caught:
        fitted(rows, replace(asked(model, effects), **changes))
    assert caught.value.slug == slug


def test_impossible_samples_are_named() -> None:
    rows = random_rows(8, units=15, times=6, share=1.0)
    cases = [
        (rows.where(rows.times % 2 == 0), "first-difference", "no-differences"),
        (rows.changed(x1=rows.units * 1.0), "first-difference", "constant-in-time"),
        (rows.where(rows.units < 3), "random-effects", "too-few-units"),
        (rows.where(rows.units < 3), "between", "too-few-rows"),
        (rows.changed(y=rows["x1"] + 1.0), "random-effects", "no-variance-left"),
        (rows.changed(x2=rows["x1"] * 2), "random-effects", "collinear"),
        (rows.changed(x2=rows["x1"] * 2), "mundlak", "collinear"),
    ]
    for changed, model, slug in cases:
        with pytest.raises(PaneloomError) as caught:
            fitted(changed, asked(model, errors="iid"))
        assert caught.value.slug == slug, (model, slug)
