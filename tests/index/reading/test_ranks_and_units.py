"""Ranks by year, leaving out, profiles, obstacles, year-on-year change: against definitions written out."""

import numpy as np
import pytest
from scipy.stats import rankdata, spearmanr
from tests.index.arrays import index_of
from tests.index.reading.panels import made

from paneloom.errors import PaneloomError
from paneloom.index.reading.bureau import year_on_year
from paneloom.index.reading.leave_out import leave_out
from paneloom.index.reading.obstacle import obstacles
from paneloom.index.reading.profile import profile
from paneloom.index.reading.shifts import shift, year_ranks


def test_ranks_of_each_year_and_what_changed() -> None:
    panel = made(3)
    scores = panel.index.stages(*panel.rows).scores[:, -1]
    found = year_ranks(scores, panel.units, panel.times)
    wide = scores.reshape(8, 4)
    assert np.array_equal(found.scores, wide)
    expected = np.column_stack([rankdata(-column, method="min") for column in wide.T])
    assert np.array_equal(found.ranks, expected)
    moved = shift(found, 2011, 2014)
    assert np.array_equal(moved.climbed, expected[:, 0] - expected[:, 3])
    assert moved.gain == pytest.approx(wide[:, 3] - wide[:, 0])
    assert moved.growth == pytest.approx(wide[:, 3] / wide[:, 0] - 1)
    assert (1 + moved.annual) ** 3 - 1 == pytest.approx(moved.growth)


def test_growth_without_meaning_is_no_number() -> None:
    scores = np.array([0.0, 0.2, -0.1, 0.3, 0.1, np.nan])
    found = year_ranks(scores, np.array([0, 0, 1, 1, 2, 2]), np.array([2001, 2003] * 3))
    moved = shift(found, 2001, 2003)
    assert np.isnan(moved.growth).all()
    assert moved.gain[:2] == pytest.approx([0.2, 0.4])
    assert moved.climbed[:2].tolist() == [0, 2]
    assert np.isnan(moved.climbed[2])
    for start, end in ((2001, 2002), (2003, 2001), (2000, 2003)):
        with pytest.raises(PaneloomError) as caught:
            shift(found, start, end)
        assert caught.value.slug == "index-no-year"


@pytest.mark.parametrize("recipe", [{}, {"within": "xxyy", "levels": "nested", "method": "critic"}])
def test_leaving_an_indicator_out_is_building_without_it(recipe: dict) -> None:
    panel = made(4, **recipe)
    found = leave_out(panel.index, panel.values, panel.units, panel.times)
    assert [item.name for item in found.items] == ["a", "b", "c", "d"]
    whole = panel.index.stages(*panel.rows).scores[:, -1].reshape(8, 4)
    own = np.delete(panel.values, 1, axis=1)
    smaller = recipe | ({"within": "xyy"} if "within" in recipe else {})
    index = index_of(own, "+++", units=panel.units, times=panel.times, **smaller)
    bare = index.stages(own, panel.times).scores[:, -1].reshape(8, 4)
    ranks = [np.column_stack([rankdata(-one) for one in wide.T]) for wide in (whole, bare)]
    gaps = np.abs(ranks[0] - ranks[1])
    assert found.items[1].mean_shift == pytest.approx(gaps.mean(axis=0))
    assert found.items[1].max_shift == pytest.approx(gaps.max(axis=0))
    expected = [spearmanr(whole[:, t], bare[:, t]).statistic for t in range(4)]
    assert found.items[1].spearman == pytest.approx(expected)
    assert found.items[1].weight == pytest.approx(panel.index.weight[1])


def test_leaving_a_dimension_out_leaves_its_indicators_out() -> None:
    panel = made(5, within="xxyy")
    found = leave_out(panel.index, panel.values, panel.units, panel.times, "dimension")
    assert [item.name for item in found.items] == ["x", "y"]
    assert found.items[0].weight == pytest.approx(panel.index.weight[:2].sum())
    one = made(5, within="xxxx")
    assert leave_out(one.index, one.values, one.units, one.times, "dimension").items == ()


def test_what_cannot_be_built_without_an_indicator_says_why() -> None:
    panel = made(5, directions="++")
    values = np.column_stack([panel.values[:, 0], np.ones(32)])
    index = index_of(values, units=panel.units, times=panel.times)
    first, second = leave_out(index, values, panel.units, panel.times).items
    assert first.refused == "index-constant"
    assert np.isnan(first.mean_shift).all()
    assert (second.refused, second.max_shift.max()) == ("", 0)


def test_a_unit_is_measured_against_the_median_of_its_year() -> None:
    panel = made(6, units=9)
    found = profile(panel.index, panel.values, panel.units, panel.times, unit=4, time=2013)
    z = panel.index.stages(*panel.rows).scaled[panel.times == 2013]
    median = np.median(z, axis=0)
    spread = 1.482602218505602 * np.median(np.abs(z - median), axis=0)
    distance = (z[4] - median) / spread
    assert found.distance == pytest.approx(distance)
    order = np.argsort(-distance)
    names = np.array(list("abcd"))
    assert found.strengths == tuple(names[[j for j in order if distance[j] >= 1]])
    assert found.weaknesses == tuple(names[[j for j in order[::-1] if distance[j] <= -1]])
    assert np.array_equal(found.rank, [rankdata(-z[:, j])[4] for j in range(4)])
    assert found.of.tolist() == [9] * 4
    with pytest.raises(PaneloomError):
        profile(panel.index, panel.values, panel.units, panel.times, unit=4, time=2020)


def test_missing_and_level_indicators_are_neither_strong_nor_weak() -> None:
    panel = made(6, units=9, directions="++", missing="present", min_present=0.3)
    values = panel.values.copy()
    values[(panel.units < 6) & (panel.times == 2013), 0] = 1.0
    values[(panel.units == 4) & (panel.times == 2013), 1] = np.nan
    found = profile(panel.index, values, panel.units, panel.times, unit=4, time=2013)
    assert np.isnan(found.distance).all()
    assert found.strengths == found.weaknesses == ()
    assert found.of.tolist() == [9, 8]


def test_degrees_of_obstacle_are_weighted_gaps() -> None:
    """W (1 - z) / sum of w (1 - z), the model as its users print it."""
    panel = made(7, within="xxyy", range=(0.0, 100.0))
    found = obstacles(panel.index, *panel.rows, top=2)
    gap = panel.index.weight * (1 - panel.index.stages(*panel.rows).scaled / 100)
    expected = gap / gap.sum(axis=1, keepdims=True)
    assert found.degree == pytest.approx(expected, abs=1e-14)
    assert found.degree.sum(axis=1) == pytest.approx(np.ones(32))
    assert found.by_dimension == pytest.approx(expected.reshape(32, 2, 2).sum(axis=2))
    means = expected[panel.times == 2012].mean(axis=0)
    order = np.argsort(-means)[:2]
    assert found.top[1].time == 2012
    assert found.top[1].names == tuple(np.array(list("abcd"))[order])
    assert found.top[1].degree == pytest.approx(means[order])
    assert found.beyond == ()


def test_degrees_of_obstacle_are_those_of_a_package() -> None:
    """R package mathmodels (zhjx19/mathmodels), example of obstacle_degree: gaps before they are divided."""
    values = np.array([
        [0.0162, 0.2720, 0.2655], [0.1782, 0.6824, 0.3721], [0.5490, 0.0593, 0.5729],
        [0.6730, 0.4812, 0.9082], [0.0207, 0.8891, 0.2017], [0.9875, 0.5573, 0.8984],
    ])  # fmt: skip
    printed = np.array([
        [0.394, 0.218, 0.220], [0.329, 0.0953, 0.188], [0.180, 0.282, 0.128],
        [0.131, 0.156, 0.0275], [0.392, 0.0333, 0.239], [0.00500, 0.133, 0.0305],
    ])  # fmt: skip
    index = index_of(values, scale="none", method="given", given={"a": 0.4, "b": 0.3, "c": 0.3})
    found = obstacles(index, values, np.zeros(6, dtype=np.int64))
    assert found.degree == pytest.approx(printed / printed.sum(axis=1, keepdims=True), abs=0.002)


def test_obstacles_name_values_beyond_the_best_anchor() -> None:
    panel = made(7, bounds=2011, gaps=2, method="equal")
    found = obstacles(panel.index, *panel.rows)
    assert found.beyond
    gap = panel.index.weight * (1 - panel.index.stages(*panel.rows).scaled)
    assert (found.degree < 0).any()
    # A row beyond the best anchors as a whole lacks nothing; one with a missing value has no sum.
    known = gap.sum(axis=1) > 0
    assert found.degree[known] == pytest.approx((gap / gap.sum(axis=1, keepdims=True))[known])
    assert np.isnan(found.degree[~known]).all()


def test_a_row_that_is_best_has_no_obstacle() -> None:
    values = np.array([[1.0, 2.0], [3.0, 4.0], [2.0, 2.5]])
    found = obstacles(index_of(values, method="equal"), values, np.zeros(3, dtype=np.int64))
    assert np.isnan(found.degree[1]).all()
    assert found.degree[0].tolist() == [0.5, 0.5]


def test_year_on_year_of_groups_and_of_the_whole() -> None:
    panel = made(8, within="xxyy")
    found = year_on_year(panel.index, panel.values, panel.units, panel.times)
    scores = panel.index.stages(*panel.rows).scores.T.reshape(3, 8, 4)
    assert found.groups == ("x", "y", "idx")
    assert np.isnan(found.change[:, :, 0]).all()
    assert found.change[:, :, 1:] == pytest.approx(np.diff(scores, axis=2))
    assert found.growth[:, :, 1:] == pytest.approx(scores[:, :, 1:] / scores[:, :, :-1] - 1)
    means = scores.mean(axis=1)
    assert found.mean_change[:, 1:] == pytest.approx(np.diff(means, axis=1))
    assert found.mean_growth[:, 1:] == pytest.approx(means[:, 1:] / means[:, :-1] - 1)


def test_a_missing_year_breaks_year_on_year() -> None:
    panel = made(8)
    kept = panel.times != 2012
    kept[0] = False
    found = year_on_year(panel.index, panel.values[kept], panel.units[kept], panel.times[kept])
    assert found.times.tolist() == [2011, 2013, 2014]
    assert np.isnan(found.change[:, :, 1]).all()
    assert not np.isnan(found.change[0, 1:, 2]).any()
