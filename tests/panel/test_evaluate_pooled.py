"""Comparisons, conditions, statistics of groups and series along the years; pandas and SciPy as witnesses."""

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import rankdata
from tests.panel.frames import frame, keys
from tests.study.expressions import trees

from paneloom.engines.memory import MemoryEngine
from paneloom.errors import PaneloomError
from paneloom.panel.evaluate import evaluate
from paneloom.panel.frame import Frame
from paneloom.panel.pooled import group_codes, pooled
from paneloom.study.expression import Expression, formula, parse
from paneloom.study.sample import EVERY_ROW

NAN = float("nan")
PANEL = frame(
    [0, 0, 0, 1, 1],
    [2000, 2001, 2003, 2000, 2001],
    {"x": [1, 2, 8, NAN, 4], "y": [2, 2, 2, 2, 0]},
    {"region": ["e", "e", "e", "w", ""]},
)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("G.x", [NAN, 1, NAN, NAN, NAN]),
        ("G3.x", [NAN, NAN, 7, NAN, NAN]),
        ("L.G.x", [NAN, NAN, NAN, NAN, NAN]),
        ("x < 4", [1, 1, 0, NAN, 0]),
        ("x <= y", [1, 1, 0, NAN, 0]),
        ("x > 2", [0, 0, 1, NAN, 1]),
        ("x >= 2", [0, 1, 1, NAN, 1]),
        ("x == y", [0, 1, 0, NAN, 0]),
        ("x != y", [1, 0, 1, NAN, 1]),
        ("x in (1, y)", [1, 1, 0, NAN, 0]),
        ("x not in (1, y)", [0, 0, 1, NAN, 1]),
        ("x > 1 and y > 1", [0, 1, 1, NAN, 0]),
        ("x > 4 or y < 1", [0, 0, 1, NAN, 1]),
        ("not y", [0, 0, 0, 0, 1]),
        ("time >= 2001", [0, 1, 1, 0, 1]),
        ('unit == "a"', [1, 1, 1, 0, 0]),
        ('unit != "a"', [0, 0, 0, 1, 1]),
        ('unit in ("a", "b")', [1, 1, 1, 1, 1]),
        ('region == "e"', [1, 1, 1, 0, NAN]),
        ('region not in ("e")', [0, 0, 0, 1, NAN]),
        ('(unit == "a") * (time >= 2001)', [0, 1, 1, 0, 0]),
        ("if(y > 0, x / y, -1)", [0.5, 1, 4, NAN, -1]),
        ("if(y > 0, if(x > 1, log(y), 0), log(y + 1))", [0, np.log(2), np.log(2), NAN, 0]),
        ("if(x > 2, 1, 0)", [0, 0, 1, NAN, 1]),
        ("if(y > 0, 1, x)", [1, 1, 1, 1, 4]),
        ("if(y == 0, 7, L.(1 / y))", [NAN, 0.5, NAN, NAN, 7]),
        ("if(time > 2000, G.(x / 2 + 1), 0)", [0, 1 / 3, NAN, 0, NAN]),
        ("coalesce(x, y)", [1, 2, 8, 2, 4]),
        ("coalesce(x, log(x), 9)", [1, 2, 8, 9, 4]),
        ("coalesce(x, 1 / (y - 2 + 1 * (time == 2000)), 9)", [1, 2, 8, 1, 4]),
        ("mean(x)", [3.75] * 5),
        ("sum(x by unit)", [11, 11, 11, 4, 4]),
        ("count(x by unit)", [3, 3, 3, 1, 1]),
        ("count(x by region)", [3, 3, 3, 0, NAN]),
        ("sum(x by region)", [11, 11, 11, NAN, NAN]),
        ("median(x by unit)", [2, 2, 2, 4, 4]),
        ("sd(x by unit)", [np.std([1, 2, 8], ddof=1)] * 3 + [NAN] * 2),
        ("min(x by time)", [1, 2, 8, 1, 2]),
        ("max(x by time, unit)", [1, 2, 8, NAN, 4]),
        ("max(x)", [8] * 5),
        ("mean(x by y)", [11 / 3, 11 / 3, 11 / 3, 11 / 3, 4]),
        ("rank(x by unit)", [1, 2, 3, NAN, 1]),
        ("rank(y)", [3.5, 3.5, 3.5, 3.5, 1]),
        ("share(x by unit)", [1 / 11, 2 / 11, 8 / 11, NAN, 1]),
        ("minmax(x)", [0, 1 / 7, 1, NAN, 3 / 7]),
        ("winsor(x, 0, 0.5)", [1, 2, 3, NAN, 3]),
        ("trim(x, 0.1, 1)", [NAN, 2, 8, NAN, 4]),
        ("standardise(x by unit)", [*((np.array([1, 2, 8]) - 11 / 3) / np.std([1, 2, 8], ddof=1)), NAN, NAN]),
        ("x - mean(x by unit) + mean(x)", [*(np.array([1, 2, 8]) - 11 / 3 + 3.75), NAN, 3.75]),
        ("cum(x)", [1, 3, NAN, NAN, 4]),
        ("cum(L.x)", [NAN, 1, NAN, NAN, NAN]),
        ("first(x)", [1, 1, 1, 4, 4]),
        ("base(x, 2001)", [2, 2, 2, 4, 4]),
        ("base(x, 2003)", [8, 8, 8, NAN, NAN]),
        ("movav(x, 2)", [NAN, 1.5, NAN, NAN, NAN]),
        ("movav(y, 1)", [2, 2, 2, 2, 0]),
    ],
)
def test_values(text: str, values: list[float]) -> None:
    np.testing.assert_allclose(evaluate(parse(text), PANEL), values, rtol=1e-14, atol=1e-15)


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("G.(2 - y)", "not-finite"),
        ("if(y > 0, 1, log(y))", "not-finite"),
        ("mean(1 / y)", "not-finite"),
        ("standardise(0 * x)", "not-finite"),
        ("standardise(x * 0 + 0.1)", "not-finite"),
        ("minmax(y by time)", "not-finite"),
        ("share(x - mean(x by unit) by unit)", "not-finite"),
        ("sum(1e308 * y)", "not-finite"),
        ("mean(1e308 * y)", "not-finite"),
        ("standardise(1e200 * x)", "not-finite"),
        ("cum(1e308 * y / 2 + 1e308)", "not-finite"),
        ('region == "n"', "unknown-level"),
        ('unit == "A"', "unknown-level"),
        ('x == "a"', "not-labels"),
        ('time == "2000"', "not-labels"),
        ('regio == "e"', "unknown-category"),
        ("mean(x by regio)", "unknown-column"),
        ("region + 1", "not-numeric"),
        ("base(x, 1999)", "no-base-year"),
    ],
)
def test_what_has_no_value_is_named(text: str, slug: str) -> None:
    rows = frame(
        [0, 0, 1, 1],
        [2000, 2001, 2000, 2001],
        {"x": [1, 2, 3, 4], "y": [2, 0, 2, 1]},
        {"region": list("eeww")},
    )
    with pytest.raises(PaneloomError) as caught:
        evaluate(parse(text), rows)
    assert caught.value.slug == slug
    assert caught.value.text("en")
    assert caught.value.text("zh")


@st.composite
def panels(draw: st.DrawFn) -> Frame:
    """Holes in the calendar, missing values, ties."""
    unit, time = draw(keys(units=4, periods=7))
    values = st.sampled_from([NAN, 1.0, 2.0, 2.5, 1e8 + 1, 1e8 + 2]) | st.floats(-1e3, 1e3)
    some = st.lists(values, min_size=len(unit), max_size=len(unit))
    region = draw(st.lists(st.sampled_from(["e", "w", ""]), min_size=len(unit), max_size=len(unit)))
    return frame(unit, time, {"x": draw(some), "y": draw(some)}, {"region": region})


def as_table(rows: Frame) -> pd.DataFrame:
    columns = {"unit": rows.unit_names, "time": rows.time, "region": rows.categories["region"]}
    return pd.DataFrame(columns | dict(rows.numbers)).replace({"region": {"": None}})


WITNESSES: dict[str, str | Callable[[pd.Series], float]] = {
    "mean": "mean",
    "sum": lambda group: group.sum(min_count=1),
    "sd": "std",
    "min": "min",
    "max": "max",
    "median": "median",
    "count": "count",
}


@pytest.mark.parametrize("by", ["unit", "time", "region", "region, time"])
@given(rows=panels())
@settings(max_examples=15)
def test_statistics_are_those_of_pandas(by: str, rows: Frame) -> None:
    groups = as_table(rows).groupby(by.split(", "))["x"]
    scale = np.nanmax(np.abs(np.r_[0, rows.numbers["x"]]))
    for function, witness in WITNESSES.items():
        found = evaluate(parse(f"{function}(x by {by})"), rows)
        expected = groups.transform(witness).to_numpy(dtype=float)
        np.testing.assert_allclose(found, expected, rtol=1e-12, atol=1e-14 * scale)


@given(panels(), st.sampled_from([(0.01, 0.99), (0.0, 0.5), (0.1, 0.9), (0.25, 1.0)]))
@settings(max_examples=40)
def test_limits_are_the_quantiles_of_numpy(rows: Frame, limits: tuple[float, float]) -> None:
    x = rows.numbers["x"]
    winsored, trimmed = (
        evaluate(parse(f"{name}(x, {limits[0]}, {limits[1]} by time)"), rows) for name in ("winsor", "trim")
    )
    for year in np.unique(rows.time):
        at = (rows.time == year) & ~np.isnan(x)
        if not at.any():
            continue
        low, high = np.quantile(x[at], limits)
        np.testing.assert_allclose(winsored[at], np.clip(x[at], low, high), rtol=1e-14)
        np.testing.assert_array_equal(np.isnan(trimmed[at]), (x[at] < winsored[at]) | (x[at] > winsored[at]))
    assert np.isnan(winsored[np.isnan(x)]).all()


@given(panels())
@settings(max_examples=40)
def test_ranks_are_those_of_scipy(rows: Frame) -> None:
    expected = rankdata(rows.numbers["x"], nan_policy="omit")
    np.testing.assert_array_equal(evaluate(parse("rank(x)"), rows), expected)


@given(panels(), st.integers(1, 3))
@settings(max_examples=40)
def test_growth_is_a_merge_by_unit_and_year(rows: Frame, periods: int) -> None:
    table = as_table(rows).assign(x=lambda t: t.x.abs() + 1)
    before = table[["unit", "time", "x"]].assign(time=lambda t: t.time + periods)
    merged = table.merge(before, on=["unit", "time"], how="left", suffixes=("", "_before"))
    expected = (merged.x - merged.x_before) / merged.x_before
    found = evaluate(parse(f"G{periods}.(abs(x) + 1)"), rows)
    np.testing.assert_allclose(found, expected, rtol=1e-15)


@given(panels(), st.integers(1, 4))
@settings(max_examples=40)
def test_series_go_by_the_calendar(rows: Frame, window: int) -> None:
    calendar = as_table(rows).set_index(["unit", "time"]).x.unstack().reindex(columns=range(2000, 2010))
    there = pd.MultiIndex.from_arrays([rows.unit_names, rows.time])

    def expected(table: pd.DataFrame) -> np.ndarray:
        return table.stack(future_stack=True).reindex(there).to_numpy(dtype=float)

    moving = calendar.T.rolling(window, min_periods=window).mean().T
    np.testing.assert_allclose(
        evaluate(parse(f"movav(x, {window})"), rows), expected(moving), rtol=1e-9, atol=1e-6
    )
    starts = calendar.notna().cumsum(axis=1) > 0
    unbroken = (calendar.isna() & starts).cumsum(axis=1) == 0
    running = calendar.cumsum(axis=1).where(starts & unbroken)
    np.testing.assert_allclose(evaluate(parse("cum(x)"), rows), expected(running), rtol=1e-15)
    earliest = as_table(rows).groupby("unit").x.transform("first")
    np.testing.assert_array_equal(evaluate(parse("first(x)"), rows), earliest)


@given(panels())
@settings(max_examples=30)
def test_laws_of_groups(rows: Frame) -> None:
    safe = "(abs(x) + 1)"
    shares = evaluate(parse(f"sum(share({safe} by time) by time)"), rows)
    np.testing.assert_allclose(shares[~np.isnan(shares)], 1)
    centred = evaluate(parse("mean(x - mean(x by region) by region)"), rows)
    np.testing.assert_allclose(centred[~np.isnan(centred)], 0, atol=1e-7)
    chosen = evaluate(parse("if(x > y, x, y) - max(x, y)"), rows)
    assert not np.nan_to_num(chosen).any()
    twice = "winsor(winsor(x, 0.1, 0.9), 0, 1) - winsor(x, 0.1, 0.9)"
    assert not np.nan_to_num(evaluate(parse(twice), rows)).any()


@given(panels(), trees(names=("x", "y"), leaves=8))
@settings(max_examples=60)
def test_any_tree_has_finite_or_missing_values_or_a_named_error(rows: Frame, tree: Expression) -> None:
    slugs = {"not-finite", "unknown-level", "no-base-year"}
    error = None
    try:
        values = evaluate(tree, rows)
    except PaneloomError as found:
        error = found
    if error is not None:
        assert error.slug in slugs
        assert error.text("zh")
        return
    assert values.shape == (len(rows),)
    assert not np.isinf(values).any()
    np.testing.assert_array_equal(evaluate(parse(formula(tree)), rows), values)


def test_an_empty_frame_has_no_values() -> None:
    empty = frame([], [], {"x": []}, {"region": []})
    for text in (
        "mean(x by region)",
        "cum(x)",
        "first(x)",
        "rank(x)",
        "base(x, 2000)",
        'region == "e"',
        "G.x",
    ):
        assert evaluate(parse(text), empty).size == 0


def test_many_levels_do_not_overflow() -> None:
    column = np.arange(2000, dtype=np.float64)
    codes = group_codes([column] * 9, 2000)
    assert codes.tolist() == list(range(2000))
    np.testing.assert_array_equal(pooled("sum", column, codes), column)


def test_an_engine_knows_the_time_key_and_keeps_it() -> None:
    engine = MemoryEngine(PANEL).derive({"post": parse("time >= 2001"), "share": parse("share(x by time)")})
    kept = engine.collect(("post", "x * post", "time - 2000"), EVERY_ROW)
    assert kept.time_key == "time"
    np.testing.assert_array_equal(kept.numbers["x * post"], [0, 2, 8, NAN, 4])
    np.testing.assert_array_equal(kept.numbers["time - 2000"], [0, 1, 3, 0, 1])
