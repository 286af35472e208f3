"""Degrees of freedom by hand: every preset, effect and kind of error. Exact integers; no tolerance."""

import pytest
from tests.panels import EFFECTS

from paneloom.algebra.effects import Effects
from paneloom.errors import PaneloomError
from paneloom.estimate.counts import DegreesOfFreedom
from paneloom.estimate.freedom import degrees_of_freedom

N, T, SLOPES, ROWS, CLUSTERS = 31, 11, 6, 341, 31


def counted(
    preset: str, effects: Effects, clusters: int | None = CLUSTERS, **changes: int
) -> DegreesOfFreedom:
    values = {"rows": ROWS, "slopes": SLOPES, "units": N, "times": T, "components": 1} | changes
    return degrees_of_freedom(preset, effects, clusters=clusters, **values)


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


def test_components_are_redundant_beside_nested_units_too() -> None:
    # reghdfe's mobility groups: with two components one more year cannot be told apart.
    assert counted("reghdfe", "unit+time", components=2).parameters == SLOPES + T - 1
    assert counted("ivreghdfe", "unit+time", components=2).parameters == SLOPES + T - 2


@pytest.mark.parametrize("preset", ["reghdfe", "ivreghdfe"])
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
