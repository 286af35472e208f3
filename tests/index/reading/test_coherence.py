"""Correlations, reliability, components and effective weights against packages and against definitions."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from tests.index.arrays import index_of
from tests.index.reading.panels import made

from paneloom.index.reading.by_year import mean_ranks, ranks, spearman
from paneloom.index.reading.components import adequacy, principal_components
from paneloom.index.reading.correlation_ratio import correlation_ratio
from paneloom.index.reading.correlations import correlations
from paneloom.index.reading.effective import effective_weights
from paneloom.index.reading.reliability import alpha, reliability

FOLDER = Path(__file__).parents[2] / "reference/index_reading/output"
DATA = np.loadtxt(FOLDER / "data.csv", delimiter=",", skiprows=1)
PACKAGES = json.loads((FOLDER / "packages.json").read_text(encoding="utf-8"))
TIMES = np.zeros(len(DATA), dtype=np.int64)
# Raw values as they are, so that what is measured is what the packages were given.
AS_IT_IS = {"scale": "none", "method": "equal"}


def test_alpha_is_that_of_pingouin() -> None:
    found = alpha("index", tuple("abcde"), DATA)
    assert found.raw == pytest.approx(PACKAGES["alpha"], rel=1e-12)
    assert found.standardised == pytest.approx(PACKAGES["alpha_standardised"], rel=1e-12)
    assert found.without == pytest.approx(PACKAGES["alpha_without"], rel=1e-12)
    others = DATA.sum(axis=1, keepdims=True) - DATA
    expected = [np.corrcoef(DATA[:, j], others[:, j])[0, 1] for j in range(5)]
    assert found.item_rest == pytest.approx(expected, rel=1e-12)


def test_alpha_is_told_of_each_dimension_and_of_the_whole() -> None:
    index = index_of(DATA, within="xxyyy", **AS_IT_IS)
    one, two, whole = reliability(index, DATA, TIMES)
    assert (one.node, two.node, whole.node) == ("x", "y", "idx")
    assert two.raw == alpha("y", tuple("cde"), DATA[:, 2:]).raw
    assert whole.n == 60


def test_alpha_without_meaning_is_no_number() -> None:
    found = alpha("x", ("a", "b"), np.array([[1.0, 5.0], [2.0, 5.0], [4.0, 5.0]]))
    assert np.isnan(found.without).all()
    assert np.isnan(found.standardised)
    assert found.raw == 0
    assert np.isnan(alpha("x", ("a",), DATA[:, :1]).raw)


def test_components_and_their_adequacy_are_those_of_packages() -> None:
    found = principal_components(index_of(DATA, **AS_IT_IS), DATA, TIMES)
    assert found.explained == pytest.approx(PACKAGES["explained"], rel=1e-12)
    assert np.abs(found.loadings[:, 0]) / np.sqrt(found.eigenvalues[0]) == pytest.approx(
        PACKAGES["first"], rel=1e-10
    )
    assert found.loadings @ found.loadings.T == pytest.approx(np.corrcoef(DATA.T), abs=1e-13)
    assert (found.kept, found.n, found.constant) == (1, 60, ())
    assert found.adequacy.kmo == pytest.approx(PACKAGES["kmo"], rel=1e-10)
    assert found.adequacy.kmo_by == pytest.approx(PACKAGES["kmo_by"], rel=1e-10)
    assert found.adequacy.bartlett == pytest.approx(PACKAGES["bartlett"], rel=1e-12)
    assert (found.adequacy.df, found.adequacy.p) == (10, pytest.approx(PACKAGES["p"], rel=1e-9))


def test_components_name_what_does_not_vary_and_what_is_singular() -> None:
    values = np.column_stack([DATA[:, :2], np.full(60, 2.0), DATA[:, 0] * 3])
    found = principal_components(index_of(values, **AS_IT_IS), values, TIMES)
    assert found.names == ("a", "b", "d")
    assert found.constant == ("c",)
    assert np.isnan(found.adequacy.kmo)
    assert found.eigenvalues.min() >= 0
    assert adequacy(np.eye(3), 50).p == 1.0


def test_correlations_are_pearsons_or_spearmans_of_what_is_good() -> None:
    index = index_of(DATA, "+-+++", within="xxyyy", method="equal")
    found = correlations(index, DATA, TIMES, threshold=0.5, threshold_opposed=0.3)
    signs = np.array([1, -1, 1, 1, 1])
    assert found.matrix == pytest.approx(np.corrcoef((DATA * signs).T), abs=1e-13)
    assert (found.n == 60).all()
    by_size = [(pair.one, pair.two) for pair in found.redundant]
    assert by_size == [
        (a, b)
        for a, b in sorted(by_size, key=lambda p: -found.matrix["abcde".index(p[0]), "abcde".index(p[1])])
    ]
    assert ("a", "e") in by_size
    assert all(pair.correlation <= -0.3 for pair in found.opposed)
    assert next(pair.together for pair in found.opposed if (pair.one, pair.two) == ("a", "b"))
    ranked = correlations(index_of(DATA, **AS_IT_IS), DATA, TIMES, kind="spearman")
    assert ranked.matrix == pytest.approx(np.array(PACKAGES["spearman"]), abs=1e-13)


def test_correlations_are_over_the_rows_that_have_both() -> None:
    values = DATA.copy()
    values[:5, 0], values[3:9, 1], values[:, 4] = np.nan, np.nan, 1.0
    found = correlations(index_of(values, **AS_IT_IS), values, TIMES)
    assert (found.n[0, 1], found.n[0, 2], found.n[2, 3]) == (51, 55, 60)
    assert found.matrix[0, 1] == pytest.approx(np.corrcoef(DATA[9:, :2].T)[0, 1])
    assert np.isnan(found.matrix[4]).all()


def test_correlation_ratios_are_those_of_mgcv() -> None:
    """Mgcv searches the penalty on its own grid: agreement is that of two minima of a flat score."""
    with (FOLDER / "smooth.csv").open(encoding="utf-8") as stream:
        expected = [float(row["ratio"]) for row in csv.DictReader(stream)]
    total = DATA.sum(axis=1)
    assert [correlation_ratio(DATA[:, j], total) for j in range(5)] == pytest.approx(expected, abs=1e-3)


def test_correlation_ratios_of_known_relations() -> None:
    x = np.random.default_rng(1).normal(size=2000)
    noise = np.random.default_rng(2).normal(size=2000)
    assert correlation_ratio(x, 3 - 2 * x) == pytest.approx(1.0, abs=1e-9)
    # V(x^2) = 2, to which noise adds 2: half; a line explains nothing of it.
    bent = x**2 + np.sqrt(2) * noise
    assert correlation_ratio(x, bent) == pytest.approx(0.5, abs=0.05)
    assert np.corrcoef(x, bent)[0, 1] ** 2 < 0.01
    assert correlation_ratio(x, noise) < 0.01
    assert np.isnan(correlation_ratio(np.ones(9), noise[:9]))
    assert np.isnan(correlation_ratio(x[:9], np.ones(9)))
    assert correlation_ratio(np.array([0.0, 1.0] * 5), np.array([0.0, 2.0] * 5)) == pytest.approx(1.0)


@pytest.mark.parametrize("recipe", [{}, {"levels": "nested", "rescale": True}, {"pool": "year"}])
def test_shares_of_variance_add_up_to_one(recipe: dict) -> None:
    panel = made(3, units=30, within="xxyy", **recipe)
    found = effective_weights(panel.index, *panel.rows)
    assert found.indicators.variance_share.sum() == pytest.approx(1, abs=1e-12)
    assert found.dimensions.variance_share == pytest.approx(
        found.indicators.variance_share.reshape(2, 2).sum(axis=1), abs=1e-12
    )
    assert found.indicators.nominal == pytest.approx(panel.index.weight)
    score = panel.index.stages(*panel.rows).scores[:, -1]
    z = panel.index.stages(*panel.rows).scaled
    expected = [np.corrcoef(z[:, j], score)[0, 1] ** 2 for j in range(4)]
    assert found.indicators.squared_correlation == pytest.approx(expected, rel=1e-10)
    assert (found.indicators.main_effect > 0).all()


def test_shares_of_variance_are_weights_times_covariances() -> None:
    """Paruolo, Saisana and Saltelli (2013), section 3: with equal variances and one correlation all share alike."""
    draws = np.random.default_rng(5).normal(size=(400, 3))
    orthogonal = np.linalg.qr(draws - draws.mean(axis=0))[0]
    found = effective_weights(index_of(orthogonal, **AS_IT_IS), orthogonal, np.zeros(400, dtype=np.int64))
    assert found.indicators.variance_share == pytest.approx([1 / 3] * 3, abs=1e-12)
    assert found.indicators.squared_correlation == pytest.approx([1 / 3] * 3, abs=1e-12)


def test_where_scores_have_no_parts_there_are_no_shares() -> None:
    panel = made(4, aggregation="topsis", gaps=4)
    found = effective_weights(panel.index, *panel.rows).indicators
    assert np.isnan(found.variance_share).all()
    assert (found.squared_correlation >= 0).all()
    assert found.n < 32


def test_ranks() -> None:
    values = np.array([3.0, np.nan, 5.0, 3.0, 1.0])
    assert ranks(values).tolist()[2:] == [1, 2, 4]
    assert ranks(values)[0] == 2
    assert np.isnan(ranks(values)[1])
    assert mean_ranks(np.array([3.0, 5.0, 3.0, 1.0])).tolist() == [2.5, 4, 2.5, 1]
    assert spearman(values, -values) == pytest.approx(-1)
    assert np.isnan(spearman(values, np.ones(5)))
