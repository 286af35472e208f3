"""The public functions: weights and indices of a user's own arrays and frames.

CHUNK: what another order of summation may move. WEIGHT: against the definition in 50 digits.
"""

from typing import Any

import mpmath as mp
import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.index.test_entropy import divergence

import paneloom
from paneloom.algebra.record import Floats
from paneloom.errors import PaneloomError
from paneloom.index.streams import bounds, entropy_shares, pieces
from paneloom.index.weight.entropy import entropy
from paneloom.index.weight.weighting import Terms

CHUNK = 1e-12
WEIGHT = 1e-12
SIGNS = ("+", "-", "+")
NAMES = ("a", "b", "c")


def table(seed: int = 1, rows: int = 341) -> Floats:
    return np.asarray(np.random.default_rng(seed).gamma((2.0, 5.0, 0.7), (1.0, 100.0, 0.01), size=(rows, 3)))


def by_definition(values: Floats) -> Floats:
    low, high = np.nanmin(values, axis=0), np.nanmax(values, axis=0)
    z = np.where(np.array(SIGNS) == "+", values - low, high - values) / (high - low)
    d = [divergence(column[~np.isnan(column)]) for column in z.T]
    return np.array([float(v / mp.fsum(d)) for v in d])


def divergence_of(z: Floats) -> float:
    """1 - E in extended precision, where 50 digits would take too long."""
    r = z.astype(np.longdouble) / z.astype(np.longdouble).mean()
    terms = np.where(r > 0, r * np.log(np.where(r > 0, r, 1)), 0)
    return float(terms.mean() / np.log(np.longdouble(len(z))))


def test_weights_of_an_array_equal_the_definition() -> None:
    values = table()
    found = paneloom.entropy_weights(values, SIGNS)
    assert found.weight == pytest.approx(by_definition(values), rel=WEIGHT)
    assert found.names == ("x1", "x2", "x3")
    assert found.n == (341,) * 3
    assert np.array_equal(found.minimum, values.min(axis=0))
    assert np.array_equal(found.maximum, values.max(axis=0))
    assert "Entropy weights, min-max, constant ln(n), 0 ln 0 = 0" in str(found)
    assert len(str(found).splitlines()) == 5


@pytest.mark.parametrize("frame", ["pandas", "arrow", "fortran", "strided"])
def test_frames_and_arrays_give_the_same(frame: str) -> None:
    values = table(2)
    wide = np.zeros((341, 6))
    wide[:, ::2] = values
    made = {
        "pandas": pd.DataFrame(values, columns=list(NAMES)),
        "arrow": pa.table({name: values[:, j] for j, name in enumerate(NAMES)}),
        "fortran": np.asfortranarray(values),
        "strided": wide[:, ::2],
    }[frame]
    found, expected = paneloom.entropy_weights(made, SIGNS), paneloom.entropy_weights(values, SIGNS)
    for field in ("weight", "entropy", "divergence", "minimum", "maximum"):
        assert getattr(found, field) == pytest.approx(getattr(expected, field), rel=CHUNK)


@given(
    seed=st.integers(0, 10_000), block=st.integers(3, 400), threads=st.integers(1, 3), rows=st.integers(2, 60)
)
@settings(max_examples=60, deadline=None)
def test_blocks_threads_and_order_change_nothing(seed: int, block: int, threads: int, rows: int) -> None:
    values = table(seed, rows)

    def weigh(x: Floats, size: int, workers: int) -> Floats:
        cut = pieces(x, size)
        found = bounds(cut, 3, workers)
        larger = np.array([sign == "+" for sign in SIGNS])
        return entropy(entropy_shares(cut, found, larger, workers), Terms(NAMES)).weight

    one = weigh(values, block, 1)
    assert np.array_equal(one, weigh(values, block, threads))
    shuffled = np.ascontiguousarray(np.random.default_rng(seed).permutation(values))
    assert one == pytest.approx(weigh(shuffled, 10**6, 1), rel=CHUNK)
    assert one == pytest.approx(weigh(np.asfortranarray(values), block, 1), rel=CHUNK)


@pytest.mark.parametrize("mean", [1e8, 1e12])
def test_a_large_mean_costs_no_digit(mean: float) -> None:
    values = np.round(table(3) * np.array([100, 1, 10_000]))
    near, far = paneloom.entropy_weights(values, SIGNS), paneloom.entropy_weights(values + mean, SIGNS)
    assert far.weight == pytest.approx(near.weight, rel=WEIGHT)


def test_the_general_path_agrees() -> None:
    values = table(4)
    made = paneloom.composite_index(values, SIGNS)
    assert made.weight == pytest.approx(paneloom.entropy_weights(values, SIGNS).weight, rel=CHUNK)
    low, high = values.min(axis=0), values.max(axis=0)
    z = np.where(np.array(SIGNS) == "+", values - low, high - values) / (high - low)
    assert made.scores == pytest.approx(z @ made.weight, abs=1e-13)


def test_dimensions_and_choices_of_a_recipe() -> None:
    values = table(5)
    made = paneloom.composite_index(
        pd.DataFrame(values, columns=["人口", "能耗 (吨)", "c"]),
        {"人口": "+", "能耗 (吨)": "-", "c": "+"},
        dimensions={"one": ["人口", "能耗 (吨)"], "two": ["c"]},
        levels="nested",
        method="equal",
    )
    assert made.weight == pytest.approx([0.25, 0.25, 0.5])
    assert made.scores == pytest.approx((made.parts["one"] + made.parts["two"]) / 2)


def test_missing_values_are_refused_or_left_out_by_column() -> None:
    values = table(6)
    values[7, 1] = np.nan
    with pytest.raises(PaneloomError) as caught:
        paneloom.entropy_weights(values, SIGNS)
    assert (caught.value.slug, caught.value.details["columns"]) == ("index-missing", "x2")
    found = paneloom.entropy_weights(values, SIGNS, missing="omit")
    assert found.n == (341, 340, 341)
    assert found.weight == pytest.approx(by_definition(values), rel=WEIGHT)
    assert found.warnings == (("missing", "x2"),)
    values[[3, 5], [0, 2]] = np.nan
    assert paneloom.entropy_weights(values, SIGNS, missing="omit").weight == pytest.approx(
        by_definition(values), rel=WEIGHT
    )


@pytest.mark.parametrize("spread", [1e-2, 1e-4])
def test_nearly_constant_columns_with_far_ends_keep_their_digits(spread: float) -> None:
    # The ends set the range; all else lies so near to the mean that the plain formula would lose its digits.
    rng = np.random.default_rng(10)
    values = 0.5 + spread * rng.normal(size=(100_000, 2))
    values[0], values[1] = 0.0, 1.0
    found = paneloom.entropy_weights(values)
    by_phi = paneloom.composite_index(values)
    assert found.weight == pytest.approx(by_phi.weight, rel=WEIGHT)
    assert found.divergence == pytest.approx([divergence_of(column) for column in values.T], rel=WEIGHT)


def test_a_constant_column_weighs_nothing_with_a_warning() -> None:
    values = table(7)
    values[:, 2] = 0.1
    found = paneloom.entropy_weights(values, SIGNS)
    assert found.weight[2] == 0.0
    assert found.entropy[2] == 1.0
    assert found.warnings == (("constant", "x3"),)


@pytest.mark.parametrize(
    ("change", "slug"),
    [
        (lambda x: x[:1], "index-one-row"),
        (lambda x: x[:0], "no-values"),
        (lambda x: x * 0, "index-constant"),
        (lambda x: x + np.where(np.arange(341) == 3, np.inf, 0)[:, None], "index-infinite"),
        (lambda x: x.astype("U"), "table-not-known"),
        (lambda x: x[:, 0], "table-not-known"),
        (list, "table-not-known"),
        (lambda x: x[:, :0], "table-not-known"),
        (lambda x: pd.DataFrame(x)[[]], "table-not-known"),
        (pd.DataFrame, "column-name"),
        (lambda x: pd.DataFrame(x, columns=["a", "a", "c"]), "duplicate-column"),
        (lambda x: pa.table([x[:, 0], x[:, 1], x[:, 2]], names=["a", "c", "c"]), "duplicate-column"),
        (lambda x: np.vstack([x, [[1.7e308] * 3, [-1.7e308] * 3]]), "too-far-apart"),
    ],
)
def test_what_cannot_be_weighed_is_refused(change: object, slug: str) -> None:
    with pytest.raises(PaneloomError) as caught:
        paneloom.entropy_weights(change(table(8)), SIGNS)  # type: ignore[operator]
    assert caught.value.slug == slug


@pytest.mark.parametrize(
    ("directions", "slug"),
    [
        (("+", "-"), "directions-count"),
        ({"x1": "+"}, "directions-count"),
        ("*", "indicator-direction"),
        ("", "indicator-direction"),
        ("+-", "indicator-direction"),
        (["+-", "-", "+"], "indicator-direction"),
        (["+", "-", None], "indicator-direction"),
        (["+", "-", 1], "indicator-direction"),
        (None, "indicator-direction"),
    ],
)
def test_directions_go_with_columns(directions: object, slug: str) -> None:
    with pytest.raises(PaneloomError) as caught:
        paneloom.entropy_weights(table(9), directions)  # type: ignore[arg-type]
    assert caught.value.slug == slug


def test_unknown_choices_are_refused() -> None:
    with pytest.raises(PaneloomError) as caught:
        paneloom.composite_index(table(1), SIGNS, agregation="geometric")
    assert (caught.value.slug, caught.value.details["nearest"]) == ("index-choice", "aggregation")
    with pytest.raises(PaneloomError) as caught:
        paneloom.index_weights(table(1), "entropi", SIGNS)  # type: ignore[arg-type]
    assert caught.value.slug == "index-method"


def test_a_masked_value_is_a_missing_one() -> None:
    masked = np.ma.masked_greater(table(11), 900.0)
    masked[5, 1] = np.ma.masked
    with pytest.raises(PaneloomError) as caught:
        paneloom.entropy_weights(masked, SIGNS)
    assert (caught.value.slug, caught.value.details["columns"]) == ("index-missing", "x2")
    found = paneloom.entropy_weights(masked, SIGNS, missing="omit")
    assert found.weight == pytest.approx(by_definition(masked.filled(np.nan)), rel=WEIGHT)
    assert np.isnan(paneloom.composite_index(masked, SIGNS).scores[5])


@pytest.mark.parametrize("rule", ["drop", "Refuse", None])
def test_another_way_with_missing_values_is_refused(rule: object) -> None:
    with pytest.raises(PaneloomError) as caught:
        paneloom.entropy_weights(table(12), SIGNS, missing=rule)  # type: ignore[arg-type]
    assert caught.value.slug == "missing-rule"


@pytest.mark.parametrize("step", [float(np.spacing(0.1)), 5e-324])
@pytest.mark.parametrize("sign", ["+", "-"])
def test_a_column_of_neighbouring_numbers_varies(step: float, sign: str) -> None:
    # The mean of 0.1 and its neighbours rounds to one of them, and one over the smallest numbers is infinite.
    base = 0.1 if step > 1e-300 else 0.0
    counts = np.array([0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 0, 5])[:, None] * np.array([0, 1])
    counts[:, 0] = np.arange(12)
    for end in (counts, counts.max(axis=0) - counts):
        near = paneloom.entropy_weights(base + end * step, sign)
        assert near.weight == pytest.approx(paneloom.entropy_weights(end, sign).weight, rel=WEIGHT)
        assert near.warnings == ()


def test_names_stand_once() -> None:
    for columns in (["a", "b", "a"], ["a", "b", 3]):
        for data in (table(13), pd.DataFrame(table(13), columns=list(NAMES))):
            with pytest.raises(PaneloomError) as caught:
                paneloom.composite_index(data, SIGNS, columns=columns)
            assert caught.value.slug in ("duplicate-column", "column-name")


@pytest.mark.parametrize(
    ("choices", "slug"),
    [
        ({"range": (1, 0)}, "index-range"),
        ({"range": (0, np.inf)}, "index-range"),
        ({"bounds": (1, 0), "clip": True}, "index-quantiles"),
        ({"bounds": (-0.1, 0.9), "clip": True}, "index-quantiles"),
        ({"bounds": (np.nan, 1), "clip": True}, "index-quantiles"),
        ({"method": "given", "given": {"x1": 1, "x2": 1, "x3": 1, "x4": 1}}, "index-name"),
        ({"treat": {"rule": "log", "indicators": ["y"]}}, "index-name"),
        ({"min_present": 0.5}, "index-min-present"),
        ({"rescale": True}, "index-flat"),
        ({"top": {"method": "equal"}}, "index-flat"),
        ({"best": {"x1": 1}}, "index-best-direction"),
        ({"scale": "target", "targets": {"x1": np.nan, "x2": 1, "x3": 1}}, "index-target"),
        ({"bounds": "goalposts", "goalposts": dict.fromkeys(("x1", "x2", "x3"), (0, np.inf))}, "index-goalposts"),
        (
            {"bounds": "goalposts", "goalposts": dict.fromkeys(("x1", "x2", "x3"), (-1e308, 1e308)), "method": "equal"},
            "too-far-apart",
        ),
        ({"indicators": ["+ x1"]}, "choice-of-study"),
        ({"dimensions": {"a": ["x1"], "b": ["x1"]}}, "indicator-twice"),
        ({"dimensions": {"a": ["x1"], "b": []}}, "dimension-empty"),
        ({"dimensions": {"": ["x1"]}}, "column-name"),
        ({"pool": "year"}, "labels-needed"),
        ({"pool": "year-mean"}, "labels-needed"),
        ({"bounds": "year"}, "labels-needed"),
        ({"bounds": 2011, "clip": True}, "labels-needed"),
        ({"constant": "ln(T)"}, "labels-needed"),
        ({"constant": "ln(N)"}, "labels-needed"),
        ({"times": [2011, 2012]}, "labels-count"),
        ({"units": 1}, "labels-count"),
        ({"units": [None] + ["a"] * 340}, "labels-mixed"),
        ({"units": [1.0] * 340 + [np.nan]}, "labels-mixed"),
        ({"units": np.array([1] + ["a"] * 340, dtype=object)}, "labels-mixed"),
    ],
)  # fmt: skip
def test_what_a_study_is_refused_for_is_refused_in_a_call(choices: dict[str, Any], slug: str) -> None:
    with pytest.raises(PaneloomError) as caught:
        paneloom.composite_index(table(14), SIGNS, **choices)
    assert caught.value.slug == slug


@pytest.mark.parametrize("scale", ["z", "vector"])
def test_squares_beyond_numbers_are_refused(scale: Any) -> None:
    with np.errstate(over="ignore", invalid="ignore"), pytest.raises(PaneloomError) as caught:
        paneloom.composite_index(table(15) * 1e200, scale=scale, method="equal")
    assert (caught.value.slug, caught.value.details["columns"]) == ("too-far-apart", "x1, x2, x3")


def test_years_written_as_floats_are_years() -> None:
    years = np.arange(341) % 11 + 2010
    whole = paneloom.composite_index(table(16), SIGNS, times=years, bounds=2011, clip=True)
    floats = paneloom.composite_index(table(16), SIGNS, times=years.astype(float), bounds=2011, clip=True)
    assert np.array_equal(whole.scores, floats.scores)


def test_directions_may_be_words_of_a_table() -> None:
    values = table(11)
    plain = paneloom.entropy_weights(values, SIGNS)
    assert paneloom.entropy_weights(values, ["正", "负向", "Positive"]) == plain
    assert plain.directions == SIGNS


def test_an_index_prints_its_weights_and_not_its_rows() -> None:
    made = paneloom.composite_index(table(12), SIGNS, dimensions={"one": ["x1", "x2"], "two": ["x3"]})
    assert repr(made) == "Composite(341 rows, 3 columns, parts: one, two)"
    lines = str(made).splitlines()
    assert lines[2:] == [f"x{j + 1}     {weight:>9.6f}" for j, weight in enumerate(made.weight)]


CHINESE = ("人均 产值", "专利数", "单位能耗")


@pytest.mark.parametrize(
    ("choices", "plain"),
    [
        ({"method": "given", "given": {"人均 产值": 1, "专利数": 2, "单位能耗": 3}}, (1 / 6, 1 / 3, 1 / 2)),
        (
            {"bounds": "goalposts", "goalposts": dict.fromkeys(CHINESE, (0, 2000)), "method": "equal"},
            (1 / 3,) * 3,
        ),
        ({"scale": "target", "targets": dict.fromkeys(CHINESE, 2000), "method": "equal"}, (1 / 3,) * 3),
    ],
)
def test_choices_are_told_by_columns_of_any_name(choices: dict[str, Any], plain: tuple[float, ...]) -> None:
    made = paneloom.composite_index(table(17), SIGNS, columns=CHINESE, **choices)
    assert made.weight == pytest.approx(plain, rel=WEIGHT)
    own = dict(zip(CHINESE, NAMES, strict=True))
    renamed = {
        key: {own[name]: one for name, one in value.items()} if isinstance(value, dict) else value
        for key, value in choices.items()
    }
    assert np.array_equal(
        made.scores, paneloom.composite_index(table(17), SIGNS, columns=NAMES, **renamed).scores
    )


def test_a_column_that_is_none_is_told_by_its_own_name() -> None:
    with pytest.raises(PaneloomError) as caught:
        paneloom.composite_index(table(17), SIGNS, columns=CHINESE, best={"专利": 1})
    assert (caught.value.slug, caught.value.details["nearest"]) == ("index-name", "专利数")


@pytest.mark.parametrize(
    "choices",
    [{"nonsense": 1}, {"method": "熵值法"}, {"treat": {"rul": "log"}}, {"clip": "yes"}, {"given": {1: 2}}, {"best": {"x1": "a"}}],
)  # fmt: skip
def test_refused_choices_are_told_in_words_of_our_own(choices: dict[str, Any]) -> None:
    with pytest.raises(PaneloomError) as caught:
        paneloom.composite_index(table(18), SIGNS, **choices)
    assert caught.value.slug == "index-choice"
    for language in ("en", "zh"):
        text = caught.value.text(language)  # type: ignore[arg-type]
        assert not any(word in text for word in ("Extra inputs", "Input should", "should match", "[key]"))


def test_a_method_by_its_chinese_name_leads_to_its_key() -> None:
    with pytest.raises(PaneloomError) as caught:
        paneloom.composite_index(table(18), SIGNS, method="熵值法")
    assert caught.value.details["near"] == "entropy"


def test_columns_without_a_direction_are_named() -> None:
    with pytest.raises(PaneloomError) as caught:
        paneloom.composite_index(table(18), {"a": "+", "c": "-"}, columns=NAMES)
    assert (caught.value.slug, caught.value.details["bare"]) == ("directions-count", "b")
    assert 'columns=["a", "c"]' in caught.value.remedy()


def test_an_index_prints_its_warnings_as_sentences() -> None:
    values = table(19)
    values[:, 1] = 1.0
    made = paneloom.composite_index(values, SIGNS)
    assert made.warnings[0] == ("constant_indicator", "x2")
    assert str(made).splitlines()[-1] == "Constant, and so of weight 0: x2."


@pytest.mark.parametrize("choice", [{"shift": 0.01}, {"constant": "ln(T)"}])
def test_what_only_entropies_use_is_refused_beside_another_method(choice: dict[str, Any]) -> None:
    with pytest.raises(PaneloomError) as info:
        paneloom.index_weights(table(), "critic", SIGNS, times=np.arange(341) % 11, **choice)
    assert (info.value.slug, info.value.details["methods"]) == ("index-unused", "critic")


@pytest.mark.parametrize("threads", ["2", 1.5, 0, -1, float("nan"), [1]])
def test_threads_that_are_no_number_of_threads_are_refused(threads: Any) -> None:
    with pytest.raises(PaneloomError) as info:
        paneloom.entropy_weights(table(), threads=threads)
    assert info.value.slug == "threads-count"
