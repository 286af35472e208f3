"""Laws that errors of every kind obey, on a thousand random panels each.

tests/laws holds those of slopes, and of iid and clustered errors; here every kind of errors goes through them.
"""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from tests.panels import EFFECTS, Rows, design, panel, panels, random_rows, table

from paneloom import regress
from paneloom.algebra.effects import Effects
from paneloom.errors import PaneloomError
from paneloom.estimate.estimate import Estimate
from paneloom.estimate.fit import fit_table
from paneloom.study.designs import Design

pytestmark = pytest.mark.slow

SAME = 1e-8
KINDS = (
    "iid", "hc1", "hc2", "hc3", "cluster", "two-way", "cr2", "cr3", "pairs", "driscoll-kraay", "newey-west",
    "conley",
)  # fmt: skip
CLUSTERED = ("cluster", "two-way", "cr2", "cr3", "pairs")
# What a small random panel may not carry: such a panel is another example.
OTHER = (
    "too-few-rows", "collinear", "absorbed", "not-identified", "empty-sample", "leverage-one", "one-cluster",
    "negative-variance", "bootstrap-unidentified",
)  # fmt: skip
thousand = settings(max_examples=1000)
effects_ = st.sampled_from(EFFECTS)
kinds_ = st.sampled_from(KINDS)
# Two-way errors of small panels are mended, and what is mended depends on units of measurement.
unmended_ = st.sampled_from(tuple(kind for kind in KINDS if kind != "two-way"))
sized = panels(units=9, times=6)


def asked(effects: Effects, kind: str, **changes: object) -> Design:
    """Y on x1 and x2 under errors of one kind."""
    errors = "cluster" if kind == "two-way" else kind
    choices: dict[str, object] = {"draws": 99, "few_clusters": "off"}
    if kind in CLUSTERED:
        choices["cluster"] = "group"
    if kind == "two-way":
        choices["second_cluster"] = "year"
    if kind == "conley":
        choices |= {"coordinates": ("lon", "lat"), "distance": 900.0}
    if kind in ("driscoll-kraay", "newey-west"):
        choices["lags"] = 1
    return design(effects, errors, **(choices | changes))  # type: ignore[arg-type]


def placed(rows: Rows) -> Rows:
    """The rows with a place for each unit; some lie within the cutoff of each other."""
    at = np.random.default_rng(7).uniform([100, 20], [125, 45], size=(100, 2))
    return replace(
        rows, names=(*rows.names, "lon", "lat"), values=np.column_stack([rows.values, at[rows.units]])
    )


def one(rows: Rows, wanted: Design) -> Estimate:
    """The estimate; a random panel that cannot carry the model is another example."""
    try:
        found = fit_table(panel(rows), table(wanted)).estimates[0]
    except PaneloomError as error:
        assume(error.slug not in OTHER)
        raise
    assume(found.digits > 11 and found.condition < 1e3)
    assume("hangs_on_one_cluster" not in found.warnings)
    assume((found.errors > 1e-6 * np.sqrt(found.rss)).all())
    return found


def same(a: Estimate, b: Estimate, errors: float = 1.0) -> None:
    """Equal slopes, and errors those of ``b`` times a factor."""
    assert np.allclose(a.coefficients, b.coefficients, rtol=SAME, atol=SAME * a.errors.max())
    assert a.errors == pytest.approx(b.errors * errors, rel=SAME)


@thousand
@given(sized, kinds_, st.integers(0, 2**31))
def test_p11_the_order_of_a_table_does_not_matter(rows: Rows, kind: str, seed: int) -> None:
    rows = placed(rows)
    frame = pd.DataFrame(rows.values, columns=list(rows.names))
    frame["unit"], frame["year"] = rows.units, rows.times
    frame["group"] = [f"g{code}" for code in rows.clusters]
    wanted = asked("unit+time", kind)
    choices = {
        "errors": wanted.errors, "lags": wanted.lags, "coordinates": wanted.coordinates,
        "distance": wanted.distance, "absorb": ["unit", "year"], "unit": "unit", "time": "year", "y": "y", "x": ["x1", "x2"],
        "cluster": ("group", "year") if kind == "two-way" else wanted.cluster,
    }  # fmt: skip
    given_ = {key: value for key, value in choices.items() if value is not None}
    if kind == "pairs":
        given_["draws"] = 99
    if kind == "cluster":
        given_["few_clusters"] = "off"
    rng = np.random.default_rng(seed)
    moved = frame.iloc[rng.permutation(len(frame)), rng.permutation(frame.shape[1])]
    try:
        before = regress(frame, **given_)
    except PaneloomError as error:
        assume(error.slug not in OTHER)
        raise
    assert np.array_equal(before.covariance, regress(moved, **given_).covariance)


@thousand
@given(sized, kinds_, st.integers(0, 99), st.sampled_from(("y", "x1", "x2")))
def test_p12_a_constant_for_each_unit_or_year_changes_no_error(
    rows: Rows, kind: str, seed: int, column: str
) -> None:
    rng = np.random.default_rng(seed)
    added = 10 * rng.normal(size=99)[rows.units] + 10 * rng.normal(size=99)[rows.times - 2001]
    wanted = asked("unit+time", kind, weights="weight")
    same(one(placed(rows.changed(**{column: rows[column] + added})), wanted), one(placed(rows), wanted))


@thousand
@given(sized, effects_, unmended_, st.floats(1e-3, 1e3), st.booleans())
def test_p14_units_of_measurement(rows: Rows, effects: Effects, kind: str, c: float, negative: bool) -> None:
    c = -c if negative else c
    rows, wanted = placed(rows), asked(effects, kind, weights="weight")
    found = one(rows, wanted)
    outcome = one(rows.changed(y=c * rows["y"]), wanted)
    assert outcome.errors == pytest.approx(abs(c) * found.errors, rel=SAME)
    assert outcome.reference == pytest.approx(found.reference, rel=1e-6)
    assert outcome.p == pytest.approx(found.p, rel=1e-6, abs=1e-12)
    regressor = one(rows.changed(x1=c * rows["x1"]), wanted)
    assert regressor.errors * [abs(c), 1] == pytest.approx(found.errors, rel=SAME)


@thousand
@given(sized, effects_, unmended_, st.integers(0, 99))
def test_p15_a_mix_of_the_controls_leaves_the_error_of_the_other_slope(
    rows: Rows, effects: Effects, kind: str, seed: int
) -> None:
    rows, wanted = placed(rows), asked(effects, kind, controls=("x2", "z2"))
    found = one(rows, wanted)
    mix = np.array([[1.0, 0.5], [-0.7, 1.0]]) * np.random.default_rng(seed).uniform(0.5, 2, size=(2, 1))
    mixed = np.column_stack([rows["x2"], rows["z2"]]) @ mix
    again = one(rows.changed(x2=mixed[:, 0], z2=mixed[:, 1]), wanted)
    assert again.errors[0] == pytest.approx(found.errors[0], rel=SAME)
    assert again.reference[0] == pytest.approx(found.reference[0], rel=1e-6)


# Under a table entered twice: sums over groups that hold both copies stay, sums over rows halve.
HALVED = ("iid", "hc1", "newey-west")
KEPT = ("cluster", "two-way", "cr2", "cr3", "pairs", "driscoll-kraay", "conley")


@thousand
@given(sized, effects_, st.sampled_from(HALVED + KEPT))
def test_p17_a_table_entered_twice(rows: Rows, effects: Effects, kind: str) -> None:
    rows = placed(rows)
    twin = replace(rows, units=rows.units + rows.units.max() + 1)
    names = ("values", "units", "times", "clusters", "weights")
    both = Rows(rows.names, *(np.concatenate([getattr(rows, n), getattr(twin, n)]) for n in names))
    wanted = asked(effects, kind)
    found, twice = one(rows, wanted), one(both, wanted)
    if kind == "iid":
        ratio = found.freedom.df / twice.freedom.df
    else:
        ratio = twice.freedom.factor / found.freedom.factor / (2 if kind in HALVED else 1)
    same(twice, found, errors=np.sqrt(ratio))


@thousand
@given(st.integers(0, 2**32), st.sampled_from((("cluster", "hc1"), ("cr2", "hc2"), ("cr3", "hc3"))))
def test_p18_clusters_of_one_row_are_rows(seed: int, pair: tuple[str, str]) -> None:
    rows = random_rows(seed, units=20, times=2, share=1.0, weighted=True)
    rows = rows.where(rows.times == 2001)
    clustered, robust = (one(rows, asked("none", kind, weights="weight")) for kind in pair)
    factors = clustered.freedom.factor / robust.freedom.factor
    same(clustered, robust, errors=np.sqrt(factors))


@thousand
@given(sized, effects_, st.sampled_from(CLUSTERED))
def test_p18_a_single_cluster_is_refused(rows: Rows, effects: Effects, kind: str) -> None:
    lone = replace(rows, clusters=np.zeros_like(rows.clusters))
    with pytest.raises(PaneloomError) as refused:
        fit_table(panel(lone), table(asked(effects, kind)))
    assert refused.value.slug in ("one-cluster", "too-few-rows", "collinear", "absorbed")


@thousand
@given(sized, effects_, st.sampled_from(("iid", "hc1", "cluster")))
def test_p21_the_set_of_anderson_and_rubin_holds_a_just_identified_slope(
    rows: Rows, effects: Effects, kind: str
) -> None:
    wanted = asked(effects, kind, endogenous=("x1",), instruments=("z1",), dof="ivreghdfe")
    found = one(rows, wanted)
    check = next(check for check in found.checks if check.name == "anderson_rubin")
    assume(not check.reason)
    b = found.coefficients[0]
    assert check.region is not None
    assert any(low <= b <= high for low, high in check.region)


@thousand
@given(panels(units=9, times=7, clusters=3, parts=1), st.sampled_from(("hc1", "cluster")))
def test_p22_a_model_crossed_with_regions_is_one_model_for_each(rows: Rows, kind: str) -> None:
    """Slopes and effects of each region: slopes and, but for the factor, errors are those of the regions alone."""
    cluster = {"cluster": "unit"} if kind == "cluster" else {}
    levels = np.unique(rows.clusters)
    columns = [rows["x1"] * (rows.clusters == level) for level in levels]
    names = tuple(f"x1_{level}" for level in levels)
    crossed = replace(rows, names=(*rows.names, *names), values=np.column_stack([rows.values, *columns]))
    base = asked("unit+time", kind, controls=(), **cluster)
    whole = one(crossed, replace(_sampled(base, names), absorb=("unit", "group#year")))
    for at, level in enumerate(levels):
        alone = one(rows.where(rows.clusters == level), _sampled(base, ("x1",)))
        assert whole.coefficients[at] == pytest.approx(
            alone.coefficients[0], rel=SAME, abs=SAME * alone.errors[0]
        )
        ratio = np.sqrt(whole.freedom.factor / alone.freedom.factor)
        assert whole.errors[at] == pytest.approx(alone.errors[0] * ratio, rel=SAME)


def _sampled(base: Design, regressors: tuple[str, ...]) -> Design:
    """The design on other regressors; rows that effects fit alone stay, they move no slope."""
    changed = replace(base, regressors=regressors)
    return replace(changed, sample=replace(base.sample, complete=changed.columns, singletons=()))
