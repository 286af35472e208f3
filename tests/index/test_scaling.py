"""Scales and bounds against COINr, pandas and their definitions, and their laws."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from tests.index.arrays import LETTERS, index_of, scores_of
from tests.index.coinr import columns, table
from tests.index.indices import panel

from paneloom.algebra.record import Floats
from paneloom.errors import PaneloomError
from paneloom.index.build import build, build_index, with_scores
from paneloom.index.index import Affine, Index
from paneloom.index.index_table import indicator_table
from paneloom.index.recipe import IndexRecipe
from paneloom.index.rows import ArrayRows
from paneloom.study.index_part import Indicator
from paneloom.study.sample import EVERY_ROW

ASEM = table("asem.csv")
COUNT = ASEM.shape[1]
NAMES = LETTERS[:COUNT]
# Two sums of some tens of terms in another order.
DIGITS = 1e-13


def z_of(values: Floats, directions: str = "", times: Any = None, **choices: Any) -> Floats:
    """(n, J) scaled values; equal weights, so that no scale is refused."""
    index = index_of(values, directions, times=times, **{"method": "equal", **choices})
    return scaled_by(index, values, times)


def scaled_by(index: Index, values: Floats, times: Any = None) -> Floats:
    at = np.zeros(len(values), dtype=np.int64) if times is None else times
    return index.stages(values, at).scaled


def close(found: Floats, expected: Floats, tolerance: float = DIGITS) -> None:
    np.testing.assert_allclose(found, expected, rtol=tolerance, atol=tolerance)


def of_all(pick: Any) -> dict[str, Any]:
    """A value for each of the fifteen indicators."""
    return {name: pick(column[~np.isnan(column)]) for name, column in zip(NAMES, ASEM.T, strict=True)}


def median(column: Floats) -> float:
    return float(np.median(column))


def deciles(column: Floats) -> tuple[float, float]:
    low, high = np.quantile(column, [0.1, 0.9])
    return float(low), float(high)


# COINr 1.1.14


def test_minmax_and_z_as_coinr_has_them() -> None:
    close(z_of(ASEM, range=[1, 100]), table("minmax.csv"))
    close(z_of(ASEM, scale="z", range=[10, 12]), table("z.csv"))


def test_targets_as_coinr_has_them() -> None:
    targets = of_all(median)
    close(z_of(ASEM, scale="target", targets=targets), table("target.csv"))
    down = z_of(ASEM, "-" * COUNT, scale="target", targets=targets)
    close(np.minimum(down, 1.0), table("target_down.csv"))
    close(z_of(ASEM, "-" * COUNT, scale="target", targets=targets, clip=True), table("target_down.csv"))


def test_ranks_as_coinr_has_them() -> None:
    close(z_of(ASEM, scale="rank"), table("rank.csv"))
    close(z_of(ASEM, "-" * COUNT, scale="rank"), 1 - table("rank.csv"))


def test_goalposts_as_coinr_has_them() -> None:
    given_ones = {"bounds": "goalposts", "goalposts": of_all(deciles)}
    close(z_of(ASEM, clip=True, **given_ones), table("goalposts.csv"))
    close(z_of(ASEM, "-" * COUNT, **given_ones), table("goalposts_down.csv"))
    # They are those of two quantiles, too.
    close(z_of(ASEM, bounds=(0.1, 0.9), clip=True), table("goalposts.csv"))


def test_means_as_coinr_has_them() -> None:
    weights = {"a": 1.0, "b": 1.0, "c": 2.0, "d": 1.0}
    for rule, expected in columns("means.csv").items():
        index = index_of(
            ASEM[:, :4], range=[1, 100], method="given", given=weights, aggregation=rule, power=2.0
        )
        close(scores_of(index, ASEM[:, :4]), expected)
    # The numbers that the article on aggregation prints for the harmonic mean of four countries of five.
    printed = {2.36, 41.5, 14.3, 17.4, 3.93}
    assert printed <= {float(f"{v:.3g}") for v in columns("means.csv")["harmonic"].tolist()}


def test_scores_of_what_is_present_as_coinr_has_them() -> None:
    # COINr 1.1.14, vignette "aggregate": 1.666667, NA, 2. A fourth row gives each indicator two values.
    values = np.array([[1.0, 3, 1], [2, np.nan, np.nan], [3, np.nan, 1], [0, 0, 0]])
    index = index_of(values, scale="none", method="equal", missing="present", min_present=2 / 3)
    close(scores_of(index, values)[:3], columns("present.csv")["score"])
    close(columns("present.csv")["score"], np.array([1.666667, np.nan, 2.0]), 5e-7)


def test_the_normalisation_tests_of_coinr() -> None:
    # COINr 1.1.14, tests/testthat/test-normalise.R, "norm_num", "n_funcs" and "dist2targ".
    x = np.arange(1.0, 11.0)[:, None]
    assert z_of(x, range=[2, 7])[[0, -1], 0].tolist() == [2.0, 7.0]
    z = z_of(x, scale="z", range=[5, 7])
    assert (z.mean(), z.std(ddof=1)) == pytest.approx((5, 2), rel=1e-14)
    z = z_of(x, scale="target", targets={"a": 8}, clip=True)[:, 0]
    assert (z.min(), z.max(), set(z[x[:, 0] >= 8])) == (0, 1, {1})
    up, down = np.array([[0.0], [5], [11]]), np.array([[-1.0], [1], [10]])
    close(z_of(up, scale="target", targets={"a": 10})[:, 0], np.array([0, 0.5, 1.1]))
    close(z_of(down, "-", scale="target", targets={"a": 0})[:, 0], np.array([1.1, 0.9, 0]))
    posts = np.array([[1.0], [11], [-1]])
    given_ones = {"bounds": "goalposts", "goalposts": {"a": (0, 10)}, "clip": True}
    close(z_of(posts, **given_ones)[:, 0], np.array([0.1, 1, 0]))
    close(z_of(posts, "-", **given_ones)[:, 0], np.array([0.9, 0, 1]))


# Other definitions


def tied(seed: int = 3, n: int = 40, count: int = 3) -> Floats:
    values = np.random.default_rng(seed).integers(0, 9, size=(n, count)).astype(float)
    values[np.random.default_rng(seed + 1).uniform(size=values.shape) < 0.1] = np.nan
    return values


@pytest.mark.parametrize("by_year", [False, True])
def test_ranks_and_percentiles_as_pandas_has_them(by_year: bool) -> None:
    values, times = tied(), 2000 + np.arange(40) % 4
    frame = pd.DataFrame(values)
    groups = frame.groupby(times if by_year else np.zeros(40))
    choices = {"times": times, "bounds": "year" if by_year else "pooled"}
    n = groups.transform("count").where(frame.notna())
    close(z_of(values, scale="rank", **choices), ((groups.rank() - 1) / (n - 1)).to_numpy())
    close(z_of(values, scale="percentile", **choices), groups.rank(pct=True, method="max").to_numpy())
    down = groups.rank(pct=True, method="max", ascending=False).to_numpy()
    close(z_of(values, "---", scale="percentile", **choices), down)


def test_vector_and_sum_and_none() -> None:
    values = np.random.default_rng(5).gamma(2.0, size=(20, 2))
    norm, total = np.linalg.norm(values, axis=0), values.sum(axis=0)
    close(z_of(values, "+-", scale="vector"), np.array([0, 1]) + [1, -1] * values / norm)
    close(z_of(values, "+-", scale="sum"), np.array([0, 1]) + [1, -1] * values / total)
    close(z_of(values, "+-", scale="none"), np.array([0, 1]) + [1, -1] * values)


def test_sums_of_negative_values_are_refused() -> None:
    values = np.array([[-3.0, 1], [-1, 2], [2, 5]])
    with pytest.raises(PaneloomError) as caught:
        z_of(values, scale="sum")
    assert (caught.value.slug, caught.value.details["columns"]) == ("index-scale-negative", "a")


# A best value or interval

VALUES = np.random.default_rng(6).gamma(3.0, 20, size=(30, 2))


def distance(x: Floats, low: float, high: float) -> Floats:
    return np.maximum(np.maximum(low - x, x - high), 0.0)


@pytest.mark.parametrize("best", [(50.0, 50.0), (40.0, 70.0)])
def test_a_best_value_is_one_and_the_furthest_zero(best: tuple[float, float]) -> None:
    z = z_of(VALUES, "=+", best={"a": best})[:, 0]
    d = distance(VALUES[:, 0], *best)
    close(z, 1 - d / d.max())
    assert z.min() == 0.0


@pytest.mark.parametrize("scale", ["vector", "sum", "none", "target"])
def test_a_best_value_under_other_scales(scale: str) -> None:
    d = distance(VALUES[:, 0], 40, 60)
    by = {"vector": np.linalg.norm(d), "sum": d.sum(), "none": 1.0, "target": d.max()}[scale]
    z = z_of(VALUES, "=+", scale=scale, best={"a": (40, 60)}, targets={"b": 100})[:, 0]
    close(z, 1 - d / by)


def test_ranks_by_the_distance_from_the_best() -> None:
    z = z_of(VALUES, "=+", scale="rank", best={"a": 50.0})[:, 0]
    order = np.argsort(-distance(VALUES[:, 0], 50, 50))
    close(z[order], np.arange(30) / 29)


def test_a_best_value_in_each_year_and_of_a_year() -> None:
    times = 2001 + np.arange(30) % 3
    d = distance(VALUES[:, 0], 50, 50)
    worst = np.array([d[times == time].max() for time in (2001, 2002, 2003)])
    close(z_of(VALUES, "=+", times, bounds="year", best={"a": 50.0})[:, 0], 1 - d / worst[times - 2001])
    close(z_of(VALUES, "=+", times, bounds=2002, best={"a": 50.0})[:, 0], 1 - d / worst[1])


def test_distances_from_the_best_are_of_logarithms_when_these_are_taken() -> None:
    z = z_of(VALUES, "=+", best={"a": (40, 60)}, treat={"rule": "log"})[:, 0]
    d = distance(np.log(VALUES[:, 0]), np.log(40), np.log(60))
    close(z, 1 - d / d.max())
    # An interval that begins at 0 or below has no lower end on that scale.
    z = z_of(VALUES, "=+", best={"a": (-5, 60)}, treat={"rule": "log"})[:, 0]
    d = distance(np.log(VALUES[:, 0]), -np.inf, np.log(60))
    close(z, 1 - d / d.max())


def test_winsorised_values_keep_their_distance_from_the_best() -> None:
    x = np.array([*range(1, 12), 100.0])
    values = np.column_stack([x, x])
    z = z_of(values, "=+", best={"a": 6.0}, treat={"rule": "winsorise"})[:, 0]
    d = distance(np.minimum(x, 11), 6, 6)
    close(z, 1 - d / d.max())


# Treatments and bounds in the unit of the variable


def test_income_of_the_human_development_index() -> None:
    # UNDP, Human Development Report 2020, technical notes: the example of technical note 1 has an income index of
    # (ln 3,829 - ln 100) / (ln 75,000 - ln 100) = 0.5506.
    values = np.array([[3829.0], [100.0], [75000.0]])
    z = z_of(values, treat={"rule": "log"}, bounds="goalposts", goalposts={"a": (100, 75000)})[:, 0]
    assert z == pytest.approx([0.5506, 0, 1], abs=5e-5)


def test_targets_are_treated_with_their_indicator() -> None:
    z = z_of(VALUES, scale="target", targets={"a": 80, "b": 90}, treat={"rule": "log"})
    low = np.log(VALUES.min(axis=0))
    close(z, (np.log(VALUES) - low) / (np.log([80, 90]) - low))


@pytest.mark.parametrize(
    "where", [{"bounds": "goalposts", "goalposts": {"a": (0, 9)}}, {"scale": "target", "targets": {"a": 0}}]
)
def test_bounds_without_a_logarithm_are_refused(where: dict[str, Any]) -> None:
    with pytest.raises(PaneloomError) as caught:
        z_of(VALUES[:, :1], treat={"rule": "log"}, **where)
    assert caught.value.slug == "index-not-positive"


def test_goalposts_of_a_best_value_are_distances_from_it() -> None:
    z = z_of(VALUES, "=+", best={"a": (40, 60)}, bounds="goalposts", goalposts={"a": (-60, 0), "b": (0, 100)})
    close(z[:, 0], 1 - distance(VALUES[:, 0], 40, 60) / 60)


def test_bounds_of_a_year_with_and_without_clipping() -> None:
    times = 2001 + np.arange(30) % 3
    first = VALUES[times == 2001]
    expected = (VALUES - first.min(axis=0)) / np.ptp(first, axis=0)
    close(z_of(VALUES, times=times, bounds=2001), expected)
    close(z_of(VALUES, times=times, bounds=2001, clip=True), np.clip(expected, 0, 1))
    assert expected[:, 0].max() > 1
    index = index_of(VALUES[:, :1], times=times, bounds=2001, method="equal")
    assert index.reports == (("score_outside", "idx"),)


# Indicators that do not vary


def test_a_year_in_which_an_indicator_does_not_vary() -> None:
    times = np.repeat([2001, 2002, 2003], 4)
    values = np.random.default_rng(8).normal(size=(12, 3))
    values[times == 2002, 0] = 5.0
    values[(times == 2001) | (times == 2003), 1] = 1.0
    for scale, low in (("minmax", 20.0), ("z", 20.0)):
        index = index_of(
            values, "+-+", times=times, bounds="year", scale=scale, range=[20, 30], method="equal"
        )
        z = scaled_by(index, values, times)
        assert (z[times == 2002, 0] == low).all()
        assert (z[times != 2002, 1] == low).all()
        assert index.warnings == (("level_years", "a"), ("level_years", "b"))
        assert [index.scaling.level_years(j) for j in range(3)] == [(2002,), (2001, 2003), ()]


def test_the_table_names_the_years() -> None:
    values = np.random.default_rng(8).normal(size=(20, 4))
    values[1::5, 0] = 5.0
    values[3::5, 0] = 2.0
    recipe = {"indicators": ("+ a", "+ b"), "bounds": "year", "method": "equal"}
    made = panel(values, **recipe)
    index = build(
        IndexRecipe("idx", "idx", made.study.index["idx"], (indicator("a"), indicator("b"))),
        ArrayRows(("a", "b"), values[:, :2], times=2001 + np.arange(20) % 5),
    )
    note = indicator_table(index, made.study, "en").notes[0].text
    assert "2002, 2004" in note
    assert "2002、2004" in indicator_table(index, made.study, "zh").notes[0].text


def test_the_table_tells_what_treatments_did() -> None:
    values = np.random.default_rng(9).gamma(0.4, size=(45, 4))
    for rule, words in (
        ("winsorise", {"en": "Values winsorised: ", "zh": "缩尾的取值个数："}),
        ("box-cox", {"en": "Box and Cox's lambda: ", "zh": "Box-Cox变换的λ："}),
    ):
        recipe = {"indicators": ("+ a", "+ b"), "treat": {"rule": rule, "kurtosis": 1, "skewness": 1}}
        made = panel(values, **recipe)
        index = build_index(made, "idx", Path())
        done = index.scaling.preparation
        count = int(done.lowered[0])
        figure = str(count) if rule == "winsorise" else f"{done.power[0]:.3f}"
        assert count > 0 or rule != "winsorise"
        assert f"{words['en']}a ({figure})" in indicator_table(index, made.study, "en").notes[0].text
        assert f"{words['zh']}a（{figure}）" in indicator_table(index, made.study, "zh").notes[0].text


def indicator(name: str) -> Indicator:
    return Indicator(variable=name, direction="+")


def test_ranks_of_a_year_in_which_all_are_equal() -> None:
    times = np.repeat([2001, 2002], 4)
    values = np.random.default_rng(9).normal(size=(8, 2))
    values[times == 2002, 0] = 5.0
    index = index_of(values, times=times, bounds="year", scale="rank", method="equal")
    assert (scaled_by(index, values, times)[times == 2002, 0] == 0.5).all()
    assert index.warnings == (("level_years", "a"),)


def test_bounds_that_coincide_are_warned_of() -> None:
    values = np.column_stack([[*[0.0] * 19, 5.0], np.arange(20.0)])
    index = index_of(values, bounds=(0.05, 0.9), method="equal")
    assert (scaled_by(index, values)[:, 0] == 0).all()
    assert index.warnings == (("level_bounds", "a"),)


def test_a_constant_indicator_that_has_a_weight_is_not_said_to_have_none() -> None:
    values = np.column_stack([np.full(6, 3.0), np.arange(6.0)])
    assert index_of(values, method="equal").warnings == (("level_bounds", "a"),)
    assert index_of(values).warnings == (("constant_indicator", "a"),)


def test_all_at_their_best_are_constant() -> None:
    values = np.column_stack([np.full(6, 3.0), np.arange(6.0)])
    assert (z_of(values, "=+", best={"a": (2, 4)})[:, 0] == 0).all()


# Rows that come later


@pytest.mark.parametrize(
    "choices", [{"bounds": "year"}, {"bounds": "year", "scale": "rank"}, {"pool": "year"}]
)
@pytest.mark.parametrize("year", [1999, 2002, 2009])
def test_a_year_that_was_not_there_has_no_score(choices: dict[str, Any], year: int) -> None:
    times = np.repeat([2001, 2003], 6)
    values = np.random.default_rng(10).gamma(2.0, size=(12, 3))
    index = index_of(values, times=times, **choices)
    later = np.array([2001, year])
    made = index.stages(values[:2], later)
    assert np.isfinite(made.scores[0]).all()
    assert np.isnan(made.scores[1]).all()


@given(arrays(float, 9, elements=st.integers(-5, 5).map(float)), st.floats(-9, 9))
def test_ranks_of_later_rows_keep_between_their_ends(x: Floats, later: float) -> None:
    x[0], x[1] = -5.0, 5.0
    index = index_of(x[:, None], scale="rank", method="equal")
    ladder = np.sort([*x, later])
    z = scaled_by(index, ladder[:, None])[:, 0]
    assert (np.diff(z) >= 0).all()
    assert z.min() >= 0.0
    assert z.max() <= 1.0


# Lines


@pytest.mark.parametrize(
    "choices",
    [
        {},
        {"range": [10, 60]},
        {"scale": "z"},
        {"scale": "target", "targets": {"a": 90, "b": 80, "c": 10}},
        {"scale": "vector"},
        {"scale": "sum"},
        {"scale": "none"},
        {"bounds": (0.1, 0.8)},
        {"bounds": 2002},
        {"bounds": "goalposts", "goalposts": {"a": (0, 200), "b": (5, 150), "c": (1, 99)}},
        {"shift": 0.01, "shift_in_score": True, "method": "entropy"},
        {"levels": "nested"},
        {"levels": "nested", "rescale": True, "range": [1, 100]},
        {"pool": "year-mean", "method": "entropy"},
    ],
)
@pytest.mark.parametrize("constant", [False, True])
def test_the_line_of_an_index_is_what_the_stages_make(choices: dict[str, Any], constant: bool) -> None:
    times = 2001 + np.arange(30) % 3
    values = np.random.default_rng(11).gamma(3.0, 20, size=(30, 3))
    if constant:
        values[:, 1] = 7.0
    index = index_of(values, "+-+", "xxy", times=times, **{"method": "equal", **choices})
    made = index.stages(values, times).scores
    lines = [*(part.affine for part in index.parts), index.affine]
    for m, line in enumerate(lines):
        assert line is not None
        close(along(line, values), made[:, m], 1e-12)


def along(line: Affine, values: Floats) -> Floats:
    at = [LETTERS.index(name) for name in line.columns]
    return np.asarray(values[:, at] @ line.slopes + line.constant)


@pytest.mark.parametrize(
    "choices",
    [
        {"clip": True},
        {"scale": "rank"},
        {"bounds": "year"},
        {"treat": {"rule": "log"}},
        {"treat": {"rule": "winsorise", "skewness": 0.1, "kurtosis": 0.1}},
        {"aggregation": "geometric", "range": [1, 2]},
        {"pool": "year", "method": "entropy"},
        {"missing": "present", "min_present": 0.5},
    ],
)
def test_what_is_no_line_has_none(choices: dict[str, Any]) -> None:
    times = 2001 + np.arange(30) % 3
    values = np.random.default_rng(12).gamma(0.7, 20, size=(30, 3))
    assert index_of(values, times=times, **{"method": "equal", **choices}).affine is None
    assert index_of(values, "=++", best={"a": 5.0}, method="equal").affine is None


@pytest.mark.parametrize(
    "choices", [{}, {"shift": 0.1, "shift_in_score": True}, {"scale": "z", "method": "equal"}]
)
def test_columns_of_a_study_hold_the_scores_of_the_stages(choices: dict[str, Any]) -> None:
    values = np.random.default_rng(13).gamma(2.0, size=(45, 4))
    made = panel(values, **{"indicators": ("+ a", "- b", "+ c"), **choices})
    index = build_index(made, "idx", Path())
    frame = with_scores(made, index).rows.collect(("idx",), EVERY_ROW)
    times = np.tile(2001 + np.arange(5), 9)
    close(np.asarray(frame.numbers["idx"]), index.stages(values[:, :3], times).scores[:, -1])


# Laws

numbers = st.floats(-1e6, 1e6).map(lambda value: round(value, 4))
tables = arrays(float, (12, 3), elements=numbers)


def varied(values: Floats) -> Floats:
    values[0], values[1] = values[0] + 1.0, values[0]
    return values


@given(tables, st.permutations(range(12)))
def test_the_order_of_rows_does_not_matter(values: Floats, order: list[int]) -> None:
    values = varied(values)
    times = np.arange(12) % 3
    for choices in ({}, {"scale": "rank"}, {"bounds": (0.1, 0.9)}, {"bounds": "year"}, {"bounds": 1}):
        plain = z_of(values, "+-+", times, **choices)
        np.testing.assert_array_equal(z_of(values[order], "+-+", times[order], **choices), plain[order])


@given(tables, st.sampled_from([0.25, 2.0, 1024.0]), st.integers(-1000, 1000))
def test_a_line_of_an_indicator_leaves_its_scale(values: Floats, slope: float, shift: int) -> None:
    values = np.round(varied(values))
    other = slope * values + shift
    for choices in ({}, {"scale": "z"}, {"scale": "rank"}, {"scale": "percentile"}, {"bounds": (0.1, 0.9)}):
        close(z_of(other, "+-+", **choices), z_of(values, "+-+", **choices), 1e-9)


@given(tables, st.sampled_from([(0.0, 1.0), (1.0, 100.0), (-3.0, 0.1)]))
def test_scaled_values_keep_to_their_range(values: Floats, ends: tuple[float, float]) -> None:
    times = np.arange(12) % 3
    slack = 4e-16 * max(abs(ends[0]), abs(ends[1]))
    for choices in (
        {},
        {"bounds": "year"},
        {"bounds": (0.2, 0.7), "clip": True},
        {"bounds": 1, "clip": True},
        {"scale": "rank"},
        {"scale": "percentile", "bounds": "year"},
    ):
        z = z_of(varied(values), "+-=", times, range=ends, best={"c": 0.0}, **choices)
        assert z.min() >= ends[0] - slack
        assert z.max() <= ends[1] + slack


@given(tables)
def test_larger_never_scales_lower(values: Floats) -> None:
    values = np.sort(varied(values), axis=0)
    for choices in ({}, {"scale": "z"}, {"scale": "rank"}, {"scale": "percentile"}, {"bounds": (0.2, 0.9)}):
        z = z_of(values, "+-+", **choices)
        assert (np.diff(z[:, [0, 2]], axis=0) >= 0).all()
        assert (np.diff(z[:, 1]) <= 0).all()


@pytest.mark.parametrize(
    "choices",
    [
        {},
        {"bounds": "year"},
        {"bounds": 2002, "clip": True},
        {"bounds": (0.05, 0.95), "clip": True},
        {"scale": "z", "method": "standard-deviation"},
        {"scale": "rank", "bounds": "year"},
        {"scale": "vector"},
        {"pool": "year"},
        {"levels": "nested", "rescale": True},
        {"missing": "present", "min_present": 0.4},
        {"treat": {"rule": "winsorise", "skewness": 0.5, "kurtosis": 0.5}},
        {"treat": {"rule": "box-cox"}},
    ],
)
def test_the_size_of_chunks_does_not_matter(choices: dict[str, Any]) -> None:
    rng = np.random.default_rng(14)
    values = rng.gamma(0.8, (1.0, 1e8, 1e-8, 5.0), size=(60, 4))
    values[rng.uniform(size=values.shape) < 0.05] = np.nan
    times = 2001 + np.arange(60) % 3
    whole = index_of(values, "+-++", "xxyy", times=times, size=1000, **choices)
    for size in (1, 7):
        index = index_of(values, "+-++", "xxyy", times=times, size=size, **choices)
        close(index.weight, whole.weight, 1e-12)
        close(scores_of(index, values, times), scores_of(whole, values, times), 1e-12)
