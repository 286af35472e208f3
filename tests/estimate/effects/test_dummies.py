"""Models with labels crossed, trends and more effects than two equal regressions on all their dummies.

TOLERANCE: columns of order one; what the dummies leave of them is solved by singular values.
"""

from dataclasses import replace

import numpy as np
import pytest
from tests.estimate.effects.labelled import asked, dummy_columns, estimated, labels_of
from tests.panels import Rows, random_rows

from paneloom.errors import PaneloomError

TOLERANCE = 1e-11
# The iterative solver stops at 1e-12 of a standard deviation, twice.
SOLVER = 1e-9
EXACT = (
    ("unit", "region#year"),
    ("region#year",),
    ("unit", "sector"),
    ("unit", "sector#year"),
    ("unit", "year", "region#year"),
    ("sector",),
)
ITERATED = (
    ("unit", "year", "sector"),
    ("unit", "region#year", "sector"),
    ("region", "year"),
    ("unit", "year", "sector", "region#era"),
)
SHAPES = {
    "whole": {"seed": 1, "units": 14, "times": 8, "share": 1.0, "clusters": 4},
    "gaps": {"seed": 2, "units": 16, "times": 8, "share": 0.75, "clusters": 4},
    "weighted": {"seed": 3, "units": 16, "times": 9, "share": 0.8, "weighted": True, "clusters": 4},
    "parts": {"seed": 4, "units": 18, "times": 8, "share": 0.8, "parts": 2, "weighted": True, "clusters": 4},
}


def residuals(rows: Rows, d: np.ndarray) -> tuple[np.ndarray, int]:
    root = np.sqrt(rows.weights)[:, None]
    u, s, _ = np.linalg.svd(d * root, full_matrices=False)
    u = u[:, s > 1e-10 * s[0]]
    scaled = (rows.values - rows.values.mean(axis=0)) * root
    return scaled - u @ (u.T @ scaled), u.shape[1]


def pruned(rows: Rows, labels: dict, absorb: tuple[str, ...]) -> tuple[Rows, dict]:
    """Without rows that are alone in a level of any effect, again and again."""
    while True:
        d = dummy_columns(rows, labels, absorb)
        alone = (d[:, d.sum(axis=0) == 1] > 0).any(axis=1)
        if not alone.any():
            return rows, labels
        rows, labels = rows.where(~alone), {name: codes[~alone] for name, codes in labels.items()}


def check(rows: Rows, absorb: tuple[str, ...], tolerance: float, *, trends: bool = False) -> None:
    labels = labels_of(rows)
    weights = "weight" if np.ptp(rows.weights) else None
    found = estimated(rows, labels, asked(absorb, weights=weights, unit_trends=trends))
    rows, labels = pruned(rows, labels, absorb)
    swept, rank = residuals(rows, dummy_columns(rows, labels, absorb, trends=trends))
    y, x = swept[:, 0], swept[:, 1:3]
    b = np.linalg.lstsq(x, y, rcond=None)[0]
    e = y - x @ b
    assert found.rows.used == len(rows)
    assert found.coefficients == pytest.approx(b, rel=tolerance)
    assert found.rss == pytest.approx(e @ e, rel=tolerance)
    bread = np.linalg.inv(x.T @ x)
    sigma = e @ e / (len(rows) - rank - 2)
    if not trends and len(absorb) < 3:
        assert found.freedom.parameters == 2 + rank
        assert found.covariance == pytest.approx(bread * sigma, rel=tolerance)
    if len(absorb) < 3:
        assert found.freedom.residual == len(rows) - rank - 2
    clustered = estimated(*((rows, labels)), asked(absorb, "cluster", weights=weights, unit_trends=trends))
    scores = x * e[:, None]
    meat = sum(
        np.outer(s, s)
        for s in (scores[labels["region"] == g].sum(axis=0) for g in np.unique(labels["region"]))
    )
    expected = clustered.freedom.factor * bread @ meat @ bread
    assert clustered.covariance == pytest.approx(expected, rel=10 * tolerance)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("absorb", EXACT, ids="+".join)
def test_one_more_effect_is_swept_exactly(absorb: tuple[str, ...], shape: str) -> None:
    check(random_rows(**SHAPES[shape]), absorb, TOLERANCE)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("absorb", [("unit",), ("unit", "year"), ("unit", "region#year")], ids="+".join)
def test_trends_of_units(absorb: tuple[str, ...], shape: str) -> None:
    check(random_rows(**SHAPES[shape]), absorb, TOLERANCE, trends=True)


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("absorb", ITERATED, ids="+".join)
def test_more_effects_are_left_to_the_solver_which_is_told(absorb: tuple[str, ...], shape: str) -> None:
    rows = random_rows(**SHAPES[shape])
    check(rows, absorb, SOLVER)
    facts = dict(estimated(rows, labels_of(rows), asked(absorb)).facts)
    assert (facts["solver"], facts["solver_tolerance"]) == ("pyfixest", "1e-12")


def test_a_coarser_effect_follows_from_a_finer_one() -> None:
    rows = random_rows(**SHAPES["gaps"])
    labels = labels_of(rows)
    one, two = (
        estimated(rows, labels, asked(absorb))
        for absorb in (("unit", "region#year"), ("unit", "year", "year#region", "region#year"))
    )
    assert two.covariance == pytest.approx(one.covariance, rel=1e-13)
    assert "solver" not in dict(two.facts)


def test_an_effect_that_the_units_hold_takes_nothing() -> None:
    rows = random_rows(**SHAPES["whole"])
    labels = labels_of(rows)
    one, two = (estimated(rows, labels, asked(absorb)) for absorb in (("unit",), ("unit", "region")))
    assert two.coefficients == pytest.approx(one.coefficients, rel=1e-13)
    assert (two.freedom.parameters, two.freedom.redundant) == (one.freedom.parameters, 4)


def test_the_solver_and_the_exact_sweep_agree(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = random_rows(**SHAPES["parts"])
    labels, design = labels_of(rows), asked(("unit", "region#year"), "cluster", weights="weight")
    exact = estimated(rows, labels, design)
    monkeypatch.setattr("paneloom.estimate.records.MOST_LEVELS", 5)
    iterated = estimated(rows, labels, design)
    assert "solver" in dict(iterated.facts)
    assert iterated.coefficients == pytest.approx(exact.coefficients, rel=SOLVER)
    assert iterated.covariance == pytest.approx(exact.covariance, rel=SOLVER)
    assert replace(iterated.freedom, time=0, others=0) == replace(exact.freedom, time=0, others=0)


def test_a_missing_solver_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "pyfixest.core.demean", None)
    rows = random_rows(**SHAPES["whole"])
    with pytest.raises(PaneloomError) as caught:
        estimated(rows, labels_of(rows), asked(("unit", "year", "sector")))
    assert caught.value.slug == "solver-missing"
    assert "paneloom[hdfe]" in str(caught.value)


@pytest.mark.parametrize(
    ("absorb", "changes", "slug"),
    [
        (("year",), {"unit_trends": True}, "trends-without-unit"),
        (("unit", "year", "sector"), {"unit_trends": True}, "trends-among-many"),
        (("unit", "year", "sector"), {"errors": "hc3"}, "errors-need-sweep"),
        (("unit", "nothing"), {}, "unknown-category"),
    ],
)
def test_what_cannot_be_swept_is_named(absorb: tuple[str, ...], changes: dict, slug: str) -> None:
    rows = random_rows(**SHAPES["whole"])
    with pytest.raises(PaneloomError) as caught:
        estimated(rows, labels_of(rows), asked(absorb, **changes))
    assert caught.value.slug == slug


def test_singletons_go_by_the_rule_and_are_counted_where_kept() -> None:
    rows = random_rows(**SHAPES["gaps"])
    labels = labels_of(rows)
    # A sector of its own for one row: in a sector by year effect it tells nothing.
    labels["sector"][5] = 9
    absorb = ("unit", "sector#year")
    dropped, _ = pruned(rows, labels, absorb)
    stata, r = (estimated(rows, labels, asked(absorb, dof=dof)) for dof in ("reghdfe", "fixest"))
    assert stata.rows.used == len(dropped)
    assert [(loss.cause, loss.rows) for loss in stata.rows.losses] == [
        ("singleton", len(rows) - len(dropped))
    ]
    assert (r.rows.used, r.rows.singletons) == (len(rows), len(rows) - len(dropped))
    assert r.freedom.singletons == len(rows) - len(dropped)
    assert r.coefficients == pytest.approx(stata.coefficients, rel=TOLERANCE)
    # Kept rows and their parameters cancel in n - K.
    assert r.freedom.rows - r.freedom.parameters == stata.freedom.rows - stata.freedom.parameters


def test_units_of_two_rows_with_trends_add_nothing_but_rows() -> None:
    rows = random_rows(**SHAPES["whole"])
    labels = labels_of(rows)
    keep = ~((rows.units == 3) & (rows.times > 2002))
    few, fewer = rows.where(keep), rows.where(keep & (rows.units != 3))
    with_, without = (estimated(r, labels_of(r), asked(("unit",), unit_trends=True)) for r in (few, fewer))
    assert with_.coefficients == pytest.approx(without.coefficients, rel=TOLERANCE)
    assert with_.freedom.residual == without.freedom.residual
    assert with_.freedom.trend == without.freedom.trend + 1
    assert labels["region"].size == len(rows)
