"""CR2, CR3, pairs and wild bootstraps from moments of clusters come to what rows and dummies give."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.estimate.few import by_hand
from tests.panels import EFFECTS, Rows, panels, random_rows
from threadpoolctl import threadpool_limits

from paneloom.algebra.cluster_parts import Parts
from paneloom.algebra.effects import Effects
from paneloom.algebra.redrawn import changes
from paneloom.estimate.covariance.cr2 import cr2
from paneloom.estimate.covariance.cr3 import cr3
from paneloom.estimate.covariance.pairs import cluster_counts, pairs
from paneloom.estimate.wild import invert
from paneloom.estimate.wild.instrumented import bootstrapped_2sls
from paneloom.estimate.wild.invert import Draws, inverted, p_value
from paneloom.estimate.wild.restricted import bootstrapped
from paneloom.estimate.wild.weights import wild_weights

EXACT = 1e-8
ALL_EFFECTS: tuple[Effects, ...] = (*EFFECTS, "unit+trend", "unit+trend+time")
KINDS = [
    (effects, weighted, iv) for effects in ALL_EFFECTS for weighted in (False, True) for iv in (False, True)
]


def rows_of(weighted: bool, clusters: int | None = 5, seed: int = 4) -> Rows:
    return random_rows(seed, units=14, times=6, weighted=weighted, clusters=clusters)


@pytest.mark.parametrize(("effects", "weighted", "instrumented"), KINDS)
@pytest.mark.parametrize("clusters", [None, 5])
def test_cr2_is_that_of_the_hat_matrix(
    effects: Effects, weighted: bool, instrumented: bool, clusters: int | None
) -> None:
    rows = rows_of(weighted, clusters)
    made = cr2(by_hand.parts(rows, effects, instrumented=instrumented))
    matrix, df = by_hand.cr2(by_hand.written(rows, effects, instrumented=instrumented))
    assert made.matrix[:2, :2] == pytest.approx(matrix[:2, :2], rel=EXACT)
    assert made.df[:2] == pytest.approx(df[:2], rel=EXACT)


@pytest.mark.parametrize(("effects", "weighted", "instrumented"), KINDS)
def test_cr3_is_the_jackknife_with_effects_of_its_own(
    effects: Effects, weighted: bool, instrumented: bool
) -> None:
    rows = rows_of(weighted)
    made = cr3(by_hand.parts(rows, effects, instrumented=instrumented))
    assert made.matrix[:2, :2] == pytest.approx(
        by_hand.cr3(rows, effects, instrumented=instrumented), rel=EXACT
    )
    assert not made.alone.any()


@pytest.mark.parametrize(("effects", "weighted", "instrumented"), KINDS)
def test_draws_of_clusters_are_fitted_anew(effects: Effects, weighted: bool, instrumented: bool) -> None:
    rows = rows_of(weighted)
    parts = by_hand.parts(rows, effects, instrumented=instrumented)
    counts = cluster_counts(5, 30, 7)
    made = changes(parts, counts)
    whole = by_hand.slopes(rows, effects, instrumented=instrumented)
    for count, values, identified in zip(counts, made.values, made.identified, strict=True):
        if identified.all():
            again = by_hand.slopes(by_hand.drawn(rows, count), effects, instrumented=instrumented)
            assert values[:2] + whole == pytest.approx(again, rel=1e-7)
    assert made.identified.all(axis=1).sum() >= 25


@pytest.mark.parametrize(("effects", "weighted"), [(e, w) for e in ALL_EFFECTS for w in (False, True)])
@pytest.mark.parametrize("kind", ["rademacher", "webb"])
def test_the_wild_bootstrap_is_that_of_fitting_every_draw(
    effects: Effects, weighted: bool, kind: str
) -> None:
    rows = rows_of(weighted)
    draws = bootstrapped(by_hand.parts(rows, effects), 0, wild_weights(kind, 5, 99, 3).values)  # type: ignore[arg-type]
    weights = wild_weights(kind, 5, 99, 3).values  # type: ignore[arg-type]
    b = by_hand.slopes(rows, effects)[0]
    for null in (0.0, 0.5, -0.2):
        assert p_value(draws, b - null) == by_hand.wild_p(rows, effects, weights, null)


@pytest.mark.parametrize(("effects", "weighted"), [(e, w) for e in ALL_EFFECTS for w in (False, True)])
@pytest.mark.parametrize("instruments", [1, 2])
def test_that_of_2sls_is_that_of_fitting_every_draw(
    effects: Effects, weighted: bool, instruments: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(by_hand, "Z", by_hand.Z[:instruments])
    rows = rows_of(weighted)
    rows = Rows(
        rows.names[: 3 + instruments], rows.values[:, : 3 + instruments], rows.units, rows.times,
        rows.clusters, rows.weights,
    )  # fmt: skip
    weights = wild_weights("rademacher", 5, 99, 3, mirrored=False)
    assert weights.values.shape == (32, 5)
    parts = by_hand.parts(rows, effects, instrumented=True)
    draws = bootstrapped_2sls(parts, 0, by_hand.swept_of_2sls(rows, effects), weights.values)
    b = by_hand.slopes(rows, effects, instrumented=True)[0]
    for null in (0.0, 0.5, -0.2):
        assert p_value(draws, b - null) == by_hand.wild_p_of_2sls(rows, effects, weights.values, null)


@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize("instrumented", [False, True])
def test_levels_within_clusters_are_swept_with_them(weighted: bool, instrumented: bool) -> None:
    """Region by year, clustered by region: every dummy belongs to one cluster, and is gone with it."""
    rows = random_rows(8, units=24, times=5, weighted=weighted, clusters=6)
    rows = replace(rows, times=rows.clusters * 100 + rows.times - 2001)
    parts = by_hand.parts(rows, "unit+time", instrumented=instrumented)
    made = cr2(parts)
    matrix, df = by_hand.cr2(by_hand.written(rows, "unit+time", instrumented=instrumented))
    assert made.matrix[:2, :2] == pytest.approx(matrix[:2, :2], rel=EXACT)
    assert made.df[:2] == pytest.approx(df[:2], rel=EXACT)
    left = cr3(parts)
    assert left.matrix[:2, :2] == pytest.approx(
        by_hand.cr3(rows, "unit+time", instrumented=instrumented), rel=EXACT
    )
    assert not left.alone.any()
    weights = wild_weights("rademacher", 6, 20, 3, mirrored=False).values
    b = by_hand.slopes(rows, "unit+time", instrumented=instrumented)[0]
    if instrumented:
        of_2sls = bootstrapped_2sls(parts, 0, by_hand.swept_of_2sls(rows, "unit+time"), weights)
        assert p_value(of_2sls, b) == by_hand.wild_p_of_2sls(rows, "unit+time", weights, 0.0)
    else:
        assert p_value(bootstrapped(parts, 0, weights), b) == by_hand.wild_p(rows, "unit+time", weights, 0.0)


def test_half_of_all_weights_stand_for_all() -> None:
    rows = rows_of(weighted=False, clusters=6)
    parts = by_hand.parts(rows, "unit+time")
    half = wild_weights("rademacher", 6, 32, 1)
    assert half.exact
    assert half.values.shape == (32, 6)
    whole = np.vstack([half.values, -half.values])
    assert np.unique(whole, axis=0).shape == (64, 6)
    one, two = bootstrapped(parts, 0, half.values), bootstrapped(parts, 0, whole)
    assert [p_value(one, d) for d in (0.1, 0.5, 2.0)] == [p_value(two, d) for d in (0.1, 0.5, 2.0)]
    assert wild_weights("webb", 3, 108, 1).values.shape == (108, 3)
    assert not wild_weights("rademacher", 6, 31, 1).exact


def test_an_interval_holds_the_nulls_that_are_not_rejected() -> None:
    parts = by_hand.parts(rows_of(weighted=False, clusters=None), "unit+time")
    draws = bootstrapped(parts, 0, wild_weights("rademacher", 14, 999, 1).values)
    below, above = inverted(draws)
    for end in (below, -above):
        assert p_value(draws, end * (1 + 1e-6)) <= 0.05 < p_value(draws, end * (1 - 1e-6))


@pytest.mark.parametrize("seed", range(6))
def test_the_end_found_quickly_is_the_end_found_slowly(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = rows_of(weighted=False, clusters=None, seed=seed)
    weights = wild_weights("webb", 14, 999, seed).values
    draws: list[Draws] = [bootstrapped(by_hand.parts(rows, "unit+time"), 0, weights)]
    parts = by_hand.parts(rows, "unit+time", instrumented=True)
    draws.append(bootstrapped_2sls(parts, 0, by_hand.swept_of_2sls(rows, "unit+time"), weights))
    quick = [inverted(each) for each in draws]
    monkeypatch.setattr(invert, "WIDE", invert.HALVINGS)
    assert [inverted(each) for each in draws] == quick


def test_threads_of_blas_do_not_move_a_bit() -> None:
    rows = random_rows(2, units=31, times=11)
    weights = wild_weights("rademacher", 31, 5000, 1).values
    found = []
    for threads in (1, 2):
        with threadpool_limits(threads, user_api="blas"):
            draws = bootstrapped(by_hand.parts(rows, "unit+time"), 0, weights)
            found.append((p_value(draws, 0.1), inverted(draws)))
    assert found[0] == found[1]


def test_five_clusters_of_rademacher_bound_nothing() -> None:
    draws = bootstrapped(
        by_hand.parts(rows_of(weighted=False), "unit+time"), 0, wild_weights("rademacher", 5, 99, 1).values
    )
    assert inverted(draws) == (float("inf"), float("inf"))


def test_the_same_seed_gives_the_same_bits() -> None:
    one = wild_weights("rademacher", 31, 500, 1)
    wild_weights.cache_clear()
    assert np.array_equal(one.values, wild_weights("rademacher", 31, 500, 1).values)
    assert not np.array_equal(one.values, wild_weights("rademacher", 31, 500, 2).values)
    assert set(np.unique(one.values)) == {-1.0, 1.0}
    parts = by_hand.parts(rows_of(weighted=False), "unit")
    assert np.array_equal(pairs(parts, 200, 1).matrix, pairs(parts, 200, 1).matrix)


def alone() -> Parts:
    """x2 is not zero in one cluster only."""
    rows = rows_of(weighted=False)
    return by_hand.parts(rows.changed(x2=np.where(rows.clusters == 2, rows["x2"], 0.0)), "unit")


def test_a_regressor_of_one_cluster_is_told() -> None:
    made = cr3(alone())
    assert made.alone[:2].tolist() == [0, 1]
    assert np.isfinite(made.matrix).all()
    assert np.isfinite(cr2(alone()).matrix).all()
    assert np.isfinite(cr2(alone()).df).all()
    found = pairs(alone(), 400, 1)
    # (4/5)^5 of the draws leave the cluster out.
    assert found.degenerate == pytest.approx(400 * 0.8**5, abs=40)
    draws = bootstrapped(alone(), 1, wild_weights("webb", 5, 999, 1).values)
    assert 0 < p_value(draws, 1.0) <= 1


@settings(max_examples=25, deadline=None)
@given(panels(least_rows=24), st.sampled_from(EFFECTS))
def test_on_any_panel(rows: Rows, effects: Effects) -> None:
    parts = by_hand.parts(rows, effects)
    assert parts.gram.sum(axis=0) == pytest.approx(np.eye(parts.gram.shape[1]), abs=1e-9)
    assert parts.scores.sum(axis=0) == pytest.approx(0.0, abs=1e-9)
    matrix, df = by_hand.cr2(by_hand.written(rows, effects))
    made = cr2(parts)
    assert made.matrix[:2, :2] == pytest.approx(matrix[:2, :2], rel=1e-6, abs=1e-9)
    assert made.df[:2] == pytest.approx(df[:2], rel=1e-6)
