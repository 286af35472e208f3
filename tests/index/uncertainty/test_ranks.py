"""Ranks, their intervals, and the two analyses from declared choices to figures."""

from types import MappingProxyType
from typing import Any

import numpy as np
import pytest
from tests.index.arrays import recipe_for
from tests.index.indices import NAMES, built, indicators, panel

from paneloom.errors import PaneloomError
from paneloom.index.ranking import rank_units
from paneloom.index.recipe import IndexRecipe
from paneloom.index.uncertainty.cases import averages, cases_of, laid_out, ranks
from paneloom.index.uncertainty.choices import Variants, declared
from paneloom.index.uncertainty.monte_carlo import MonteCarlo, monte_carlo
from paneloom.index.uncertainty.sensitivity import sensitivity
from paneloom.index.uncertainty.spread import rank_spread, score_spread

ASKED = {
    "choices": {"method": ["entropy", "critic", "equal"], "bounds": ["pooled", "year"]},
    "weight_noise": {},
}


def recipe(**uncertainty: Any) -> IndexRecipe:
    return recipe_for("+-++", "xxyy", uncertainty=uncertainty or ASKED)


def drawn(runs: int = 60, seed: int = 3) -> MonteCarlo:
    found = cases_of(panel(indicators()).rows, NAMES)
    return monte_carlo(declared(recipe()), found, runs, seed)


def test_ranks_are_counts_of_what_is_above() -> None:
    random = np.random.default_rng(1)
    scores = random.integers(0, 9, (20, 3, 7)) / 7.0
    scores[random.random(scores.shape) < 0.2] = np.nan
    above = (scores[..., None, :] > scores[..., :, None]).sum(axis=-1) + 1
    assert np.array_equal(ranks(scores), np.where(np.isnan(scores), 0, above))


def test_sums_in_another_order_tie() -> None:
    assert ranks(np.array([0.1 + 0.2, 0.3, 0.2])).tolist() == [1, 1, 3]
    assert ranks(np.array([1e9 + 1, 1e9])).tolist() == [1, 2]
    assert ranks(np.zeros(3)).tolist() == [1, 1, 1]
    assert ranks(np.full(2, np.nan)).tolist() == [0, 0]


def test_rows_are_laid_out_by_year_and_unit() -> None:
    scores = np.array([[1.0, 2.0, 3.0]])
    grid = np.array([[0, 2], [1, -1]])
    laid = laid_out(scores, grid)
    assert np.array_equal(laid, [[[1.0, 3.0], [2.0, np.nan]]], equal_nan=True)
    assert averages(laid).tolist() == [[1.5, 3.0]]


@pytest.mark.parametrize("p", [0.05, 0.5, 0.95, 0.0, 1.0])
def test_quantiles_are_those_of_numpy(p: float) -> None:
    random = np.random.default_rng(2)
    found = random.integers(1, 10, (21, 5))
    for place in range(3):
        found[: 4 * place, place] = 0
    for column in range(5):
        present = found[found[:, column] > 0, column]
        ours = rank_spread(found, (p, p, p)).low[column]
        assert ours == np.quantile(present, p, method="inverted_cdf")
        scores = np.where(found > 0, found / 7.0, np.nan)
        assert score_spread(scores, (p, p, p)).low[column] == pytest.approx(np.quantile(present / 7.0, p))


def test_nothing_present_has_no_quantile() -> None:
    assert np.isnan(rank_spread(np.zeros((4, 1), dtype=np.int32)).median).all()


def test_nominal_ranks_are_those_of_the_ranking() -> None:
    index, made = built(indicators(), dimensions={"x": {"indicators": ("+ a", "- b")}, "y": {"indicators": ("+ c", "+ d")}})  # fmt: skip
    ranking = rank_units(made, index)
    found = drawn()
    assert tuple(np.array(found.units)[np.argsort(found.nominal_average_ranks)]) == ranking.units
    assert np.sort(found.nominal_averages)[::-1] == pytest.approx(ranking.averages[:, 0], abs=1e-13)


def test_draws_keep_their_settings_and_come_again() -> None:
    found = drawn()
    assert found == drawn()
    assert not np.array_equal(found.levels, drawn(seed=4).levels)
    assert found.scores.shape == (60, 5, 9)
    assert found.settings(0).keys() == {"method", "bounds"}
    assert found.weights.sum(axis=1) == pytest.approx(np.ones(60), abs=1e-12)
    equal = [run for run in range(60) if found.settings(run)["method"] == "equal"]
    assert (found.weights[equal] >= 0.25 * 0.75 / 1.25).all()
    assert np.array_equal(found.averages, averages(found.scores))
    assert np.array_equal(found.average_ranks, ranks(found.averages))


def test_intervals_and_shares_lie_in_order() -> None:
    found = drawn()
    spread = found.rank_intervals()
    assert (spread.low <= spread.median).all()
    assert (spread.median <= spread.high).all()
    assert found.year_rank_intervals().low.shape == (5, 9)
    assert found.share_in_top(9).tolist() == [1.0] * 9
    assert found.share_in_top(3).sum() == pytest.approx(3.0)
    assert found.year_share_in_top(3).sum(axis=1) == pytest.approx(np.full(5, 3.0))
    scores = found.score_intervals()
    assert (scores.low <= scores.high).all()


def test_sensitivity_tells_the_choice_that_matters() -> None:
    cases = cases_of(panel(indicators(2)).rows, NAMES)
    asked = {
        "choices": {"method": ["entropy", "equal"], "clip": [False, True]},
        "weight_noise": {"size": 0.01},
    }
    found = sensitivity(declared(recipe(**asked)), cases, runs=1000)
    assert found.inputs == ("method", "clip", "weight_noise")
    assert found.outcomes == ("pooled", "average", "2001", "2002", "2003", "2004", "2005")
    assert found.base == 128
    # Nothing lies beyond bounds that are the extremes.
    assert found.total[1, 0] == 0.0
    assert found.total[0, 0] > 0.9
    assert found.mean[0] > 0


def test_the_pooled_shift_is_the_mean_over_unit_years() -> None:
    cases = cases_of(panel(indicators(2)).rows, NAMES)
    variants = declared(recipe(choices={"method": ["critic"], "clip": [False, True]}))
    found = sensitivity(variants, cases, runs=100)
    draws = monte_carlo(variants, cases, runs=2)
    assert found.mean[0] == pytest.approx(np.abs(draws.ranks[0] - draws.nominal_ranks).mean())
    assert found.mean[2:] == pytest.approx(np.abs(draws.ranks[0] - draws.nominal_ranks).mean(axis=1))
    assert found.variance[0] == 0.0


def test_the_score_of_a_unit_is_an_outcome() -> None:
    cases = cases_of(panel(indicators(2)).rows, NAMES)
    found = sensitivity(declared(recipe()), cases, runs=1000, outcome="score", unit="u03")
    assert found.outcomes == ("score", "rank")
    assert 0 < found.mean[0] < 1
    assert found.first[:, 0].sum() < found.total[:, 0].sum() + 0.2


def test_refusals_are_named() -> None:
    data = indicators(2)
    cases = cases_of(panel(data).rows, NAMES)
    variants = declared(recipe())
    for slug, asked in (
        ("uncertainty-runs", {"runs": 70}),
        ("uncertainty-unit", {"runs": 1000, "outcome": "score", "unit": "u0"}),
    ):
        with pytest.raises(PaneloomError) as fault:
            sensitivity(variants, cases, **asked)
        assert fault.value.slug == slug
    data[:5, 0] = np.nan
    with pytest.raises(PaneloomError) as fault:
        sensitivity(variants, cases_of(panel(data).rows, NAMES), 1000, outcome="score", unit="u00")
    assert fault.value.slug == "uncertainty-no-score"
    with pytest.raises(PaneloomError) as fault:
        cases_of(panel(data).rows, NAMES, {"other": panel(data[:40]).rows})
    assert fault.value.slug == "uncertainty-rows"


def test_missing_scores_have_no_rank() -> None:
    data = indicators(2)
    data[:5, 0] = np.nan
    data[7, 1] = np.nan
    found = monte_carlo(Variants(recipe(), declared(recipe()).choices), cases_of(panel(data).rows, NAMES), 10)
    assert (found.average_ranks[:, 0] == 0).all()
    assert (found.ranks[:, 2, 1] == 0).all()
    assert np.isnan(found.scores[:, :, 0]).all()
    assert np.isnan(found.rank_intervals().median[0])
    assert found.average_ranks.max() == 8


def test_gap_filling_is_a_choice_among_engines() -> None:
    data = indicators(2)
    other = data.copy()
    other[3, 0] *= 5
    cases = cases_of(panel(data).rows, NAMES, {"linear": panel(other).rows})
    assert list(cases.values) == ["study", "linear"]
    variants = declared(IndexRecipe("idx", "idx", recipe().part.model_copy(update={"uncertainty": None}), recipe().indicators), tuple(cases.values))  # fmt: skip
    assert variants.inputs == ("filling",)
    found = monte_carlo(variants, cases, 20)
    assert len(np.unique(found.averages[:, 0])) == 2
    assert isinstance(cases.values, MappingProxyType)
