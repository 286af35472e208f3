"""Degrees of freedom by hand: every preset, effect and kind of error. Exact integers; no tolerance."""

from math import inf
from typing import Any

import pytest
from tests.panels import EFFECTS

from paneloom.algebra.effects import Effects
from paneloom.errors import PaneloomError
from paneloom.estimate.absorbed import Absorbed, Effect, Family, Groups
from paneloom.estimate.counts import DegreesOfFreedom
from paneloom.estimate.freedom import degrees_of_freedom
from paneloom.estimate.presets import PRESETS

N, T, SLOPES, ROWS, CLUSTERS = 31, 11, 6, 341, 31
FULL = SLOPES + N + T - 1


def absorbed(
    effects: Effects, units: int = N, times: int = T, components: int = 1, *, both_nested: bool = False
) -> Absorbed:
    found = []
    if "unit" in effects:
        found.append(Effect("unit", units, nested=True))
    if "time" in effects:
        ties = (components,) if found else ()
        found.append(Effect("time", times, nested=both_nested, ties=ties))
    dependent = components if effects == "unit+time" else 0
    return Absorbed(tuple(found), dependent=dependent)


def counted(
    preset: str,
    effects: Effects,
    clusters: int | None = CLUSTERS,
    rows: int = ROWS,
    family: Family | None = None,
    **changes: Any,
) -> DegreesOfFreedom:
    groups = Groups(family or ("iid" if clusters is None else "clusters"), clusters)
    return degrees_of_freedom(preset, absorbed(effects, **changes), groups, rows=rows, slopes=SLOPES)


@pytest.mark.parametrize(
    ("preset", "effects", "k"),
    [
        ("reghdfe", "none", SLOPES + 1),
        ("reghdfe", "unit", SLOPES + 1),
        ("reghdfe", "time", SLOPES + T),
        ("reghdfe", "unit+time", SLOPES + T),
        ("ivreghdfe", "none", SLOPES + 1),
        ("ivreghdfe", "unit", SLOPES + 1),
        ("ivreghdfe", "time", SLOPES + T),
        ("ivreghdfe", "unit+time", SLOPES + T - 1),
    ],
)
def test_clusters_that_nest_units(preset: str, effects: Effects, k: int) -> None:
    found = counted(preset, effects)
    assert found.parameters == k
    assert found.factor == (ROWS - 1) / (ROWS - k) * CLUSTERS / (CLUSTERS - 1)
    assert found.df == CLUSTERS - 1
    assert found.nested == (N if "unit" in effects else 0)


@pytest.mark.parametrize("preset", ["reghdfe", "ivreghdfe"])
@pytest.mark.parametrize(
    ("effects", "components", "k"),
    [
        ("none", 1, SLOPES + 1),
        ("unit", 1, SLOPES + N),
        ("time", 1, SLOPES + T),
        ("unit+time", 1, SLOPES + N + T - 1),
        ("unit+time", 3, SLOPES + N + T - 3),
    ],
)
def test_iid(preset: str, effects: Effects, components: int, k: int) -> None:
    found = counted(preset, effects, clusters=None, components=components)
    assert (found.parameters, found.df, found.factor, found.nested) == (k, ROWS - k, 1.0, 0)


def test_mobility_groups_of_effects_within_clusters_are_not_looked_for() -> None:
    # DoF.mata: beside nested units the times lose one level, whatever the mobility groups.
    assert counted("reghdfe", "unit+time", components=2).parameters == SLOPES + T
    assert counted("ivreghdfe", "unit+time", components=2).parameters == SLOPES + T - 1
    # The dummies that Stata keeps of the times beside the unit effects are fewer.
    assert counted("xtreg", "unit+time", components=2).parameters == SLOPES + T - 1


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("effects", EFFECTS)
@pytest.mark.parametrize("clusters", [None, CLUSTERS])
def test_the_breakdown_adds_up(preset: str, effects: Effects, clusters: int | None) -> None:
    f = counted(preset, effects, clusters)
    assert f.parameters == f.slopes + f.unit + f.time + f.constant - f.nested - f.redundant
    rank = SLOPES + {"none": 1, "unit": N, "time": T, "unit+time": N + T - 1}[effects]
    assert f.residual == ROWS - rank


@pytest.mark.parametrize("clusters", [None, CLUSTERS])
def test_no_rows_left_is_refused_exactly_at_the_rank(clusters: int | None) -> None:
    rank = SLOPES + N + T - 1
    assert counted("reghdfe", "unit+time", clusters, rows=rank + 1).residual == 1
    with pytest.raises(PaneloomError) as caught:
        counted("reghdfe", "unit+time", clusters, rows=rank)
    assert caught.value.slug == "too-few-rows"
    assert caught.value.details == {"rows": str(rank), "parameters": str(rank)}


def test_one_cluster_is_refused() -> None:
    with pytest.raises(PaneloomError) as caught:
        counted("reghdfe", "unit+time", 1)
    assert caught.value.slug == "one-cluster"


def test_reghdfe_takes_no_more_degrees_than_the_rows_leave() -> None:
    # 31 rows in 31 clusters, 6 slopes, 2 years: 31 - 6 - 2 = 23 < 30.
    assert counted("reghdfe", "time", rows=31, times=2).df == 23
    assert counted("ivreghdfe", "time", rows=31, times=2).df == 30


def test_both_effects_within_clusters_count_as_a_constant() -> None:
    found = counted("reghdfe", "unit+time", both_nested=True)
    assert (found.parameters, found.nested, found.redundant) == (SLOPES + 1, N + T, 0)
    assert counted("ivreghdfe", "unit+time", both_nested=True).parameters == SLOPES + 1
    # fixest gives one level back for each nested effect and takes one for every effect but the first.
    assert counted("fixest", "unit+time", both_nested=True).parameters == SLOPES + 1
    # The dummies of xtreg are regressors, whatever they lie within.
    assert counted("xtreg", "unit+time", both_nested=True).parameters == SLOPES + T


@pytest.mark.parametrize(
    ("preset", "iid", "rows", "clusters", "periods"),
    [
        ("reghdfe", FULL, FULL, SLOPES + T, FULL),
        ("ivreghdfe", FULL, FULL, SLOPES + T - 1, FULL),
        ("fixest", FULL, FULL, SLOPES + T, FULL),
        ("xtreg", FULL, FULL, SLOPES + T, SLOPES + T),
        ("ivreg2", FULL, FULL, FULL, FULL),
        ("plm", FULL, FULL, FULL, FULL),
    ],
)
def test_parameters_of_two_effects(preset: str, iid: int, rows: int, clusters: int, periods: int) -> None:
    families: tuple[tuple[Family, int | None], ...] = (
        ("iid", None),
        ("rows", None),
        ("clusters", CLUSTERS),
        ("periods", T),
    )
    found = [counted(preset, "unit+time", count, family=family).parameters for family, count in families]
    assert found == [iid, rows, clusters, periods]


def test_the_factors_of_robust_errors() -> None:
    factors = {p: counted(p, "unit+time", None, family="rows").factor for p in PRESETS}
    full = ROWS / (ROWS - FULL)
    assert factors == {
        "reghdfe": full,
        "ivreghdfe": full,
        "fixest": full,
        "xtreg": full,
        "ivreg2": 1.0,
        "plm": ROWS / (ROWS - SLOPES),
    }


def test_the_normal_distribution_of_ivreg2() -> None:
    for family, count in (("iid", None), ("rows", None), ("clusters", CLUSTERS), ("periods", T)):
        found = counted("ivreg2", "unit+time", count, family=family)  # type: ignore[arg-type]
        assert (found.df, found.factor, found.divisor, found.denominator) == (inf, 1.0, ROWS, ROWS - FULL)


def test_the_references() -> None:
    df = {p: counted(p, "unit+time").df for p in PRESETS}
    few = CLUSTERS - 1
    assert df == {
        "reghdfe": few, "ivreghdfe": few, "fixest": few, "xtreg": few, "ivreg2": inf, "plm": ROWS - FULL
    }  # fmt: skip
    assert counted("reghdfe", "unit+time", T, family="periods").df == T - 1


def test_two_ways_take_the_fewer_clusters() -> None:
    groups = Groups("clusters", CLUSTERS, T)
    found = degrees_of_freedom("fixest", absorbed("unit+time"), groups, rows=ROWS, slopes=SLOPES)
    assert found.factor == (ROWS - 1) / (ROWS - SLOPES - T) * T / (T - 1)
    assert (found.df, found.clusters, found.second_clusters) == (T - 1, CLUSTERS, T)


def test_trends_are_counted_beside_nested_units() -> None:
    """reghdfe: slopes are never nested, and no slope is redundant beside the times; the rank knows better."""
    tilted = Absorbed(absorbed("unit+time").effects, trend=N, dependent=2)
    groups = Groups("clusters", CLUSTERS)
    stata, r = (degrees_of_freedom(p, tilted, groups, rows=ROWS, slopes=SLOPES) for p in ("reghdfe", "xtreg"))
    assert stata.parameters == SLOPES + N + T - 1 + 1
    assert r.parameters == SLOPES + N + T - 2 + 1
    assert stata.residual == r.residual == ROWS - (SLOPES + N + N + T - 2)


def test_three_effects_lose_levels_pair_by_pair() -> None:
    effects = (Effect("unit", 30), Effect("other", 10, ties=(3,)), Effect("other", 8, ties=(1, 2)))
    three = Absorbed(effects, dependent=5)
    found = {
        p: degrees_of_freedom(p, three, Groups(), rows=ROWS, slopes=SLOPES).redundant
        for p in ("reghdfe", "fixest", "plm")
    }
    assert found == {"reghdfe": 5, "fixest": 2, "plm": 2}
