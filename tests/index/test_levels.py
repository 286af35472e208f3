"""Levels that are brought together in different ways, three deep, and the laws that hold of each.

SCORES: sums of some tens of terms.
"""

from typing import Any

import numpy as np
import pytest
from tests.index.arrays import index_of

from paneloom.algebra.record import Floats
from paneloom.errors import PaneloomError
from paneloom.index.aggregate.aggregation import aggregate
from paneloom.index.aggregate.doubt import doubt_scores
from paneloom.index.aggregate.topsis import closeness
from paneloom.index.build import build
from paneloom.index.guards import score_laws, score_reports
from paneloom.index.index import Index
from paneloom.index.moments import moments
from paneloom.index.recipe import IndexRecipe
from paneloom.index.rows import ArrayRows
from paneloom.study.index_part import IndexPart, Indicator

SCORES = 1e-13
NAMES = ("a", "b", "c", "d", "e")
X = np.random.default_rng(8).gamma(2.0, size=(60, 5))
TIMES = np.tile(np.arange(2001, 2004), 20)
Z = (X - X.min(axis=0)) / np.ptp(X, axis=0)


def tree(
    dimensions: dict[str, Any], homes: dict[str, str | None], values: Floats = X, **choices: Any
) -> Index:
    """An index whose dimensions may be part of others; ``homes`` are those of the indicators."""
    indicators = tuple(
        Indicator(variable=name, direction="+", dimension=home) for name, home in homes.items()
    )
    part = IndexPart(dimensions=dimensions, **({"method": "equal", "levels": "nested"} | choices))
    recipe = IndexRecipe("idx", "idx", part, indicators, tuple((key, key) for key in dimensions))
    units = np.repeat(np.arange(20), 3)
    return build(recipe, ArrayRows(tuple(homes), values, units, TIMES, size=13))


def scores(index: Index, values: Floats = X) -> dict[str, Floats]:
    made = index.stages(values, TIMES).scores
    return {node.name: made[:, m] for m, node in enumerate(index.nodes)}


DEEP = {"low": {"parent": "high", "aggregation": "topsis"}, "high": {"aggregation": "harmonic"}, "side": {}}
HOMES: dict[str, str | None] = {"a": "low", "b": "low", "c": "high", "d": "side", "e": "side"}


def test_three_levels_each_in_its_own_way() -> None:
    index = tree(DEEP, HOMES, top={"aggregation": "geometric"})
    half = np.array([0.5, 0.5])
    low = closeness(Z[:, :2], half, np.ones(2), np.zeros(2))
    high = aggregate("harmonic", np.column_stack([Z[:, 2], low]), half)
    side = Z[:, 3:] @ half
    found = scores(index)
    assert found["low"] == pytest.approx(low, abs=SCORES)
    assert found["high"] == pytest.approx(high, abs=SCORES)
    assert found["side"] == pytest.approx(side, abs=SCORES)
    assert found["idx"] == pytest.approx(np.sqrt(high * side), abs=SCORES)
    assert index.weight == pytest.approx([1 / 8, 1 / 8, 1 / 4, 1 / 4, 1 / 4])
    assert [node.name for node in index.nodes] == ["low", "high", "side", "idx"]
    assert index.affine is None
    assert index.reports == tuple(
        ("zero_scores", name) for name in ("high", "idx") if (found[name] == 0).any()
    )
    assert ("zero_scores", "high") in index.reports


def test_weights_of_upper_levels_come_from_scores_of_lower_ones() -> None:
    index = tree(DEEP, HOMES, method="entropy", top={"aggregation": "arithmetic", "method": "critic"})
    made = scores(index)
    both = np.column_stack([made["high"], made["side"]])
    alone = index_of(both, method="critic", scale="none")
    assert index.nodes[-1].weight == pytest.approx(alone.nodes[-1].weight, rel=1e-10)


@pytest.mark.parametrize("aggregation", ["arithmetic", "geometric", "harmonic", "power", "topsis", "penalty"])
@pytest.mark.parametrize("choices", [{}, {"pool": "year"}, {"range": (0.002, 1.0)}, {"range": (1.0, 100.0)}])
def test_every_aggregation_at_the_top_of_every_level(aggregation: str, choices: dict[str, Any]) -> None:
    # A penalty may take a score below 0, and then there is no penalty for what is above.
    for levels in ("flat",) if aggregation == "penalty" else ("flat", "nested"):
        index = index_of(
            X, within="xxyyy", times=TIMES, method="entropy", aggregation=aggregation, power=0.5, levels=levels,
            **choices,
        )  # fmt: skip
        made = index.stages(X, TIMES).scores
        assert np.isfinite(made).all()
        for node, law, column in zip(index.nodes, score_laws(index.built, implied=True), made.T, strict=True):
            assert law[0] - 1e-12 <= column.min() <= column.max() <= law[1] + 1e-12, node.name


@pytest.mark.parametrize("below", ["topsis", "penalty", "bod"])
def test_scores_beyond_the_range_below_are_no_broken_law_above(below: str) -> None:
    # Closeness and doubt run from 0 whatever the range; a penalty takes away what it likes.
    how = {"method": "bod"} if below == "bod" else {"aggregation": below}
    homes: dict[str, str | None] = {"a": "one", "b": "one", "c": "one", "d": "two"}
    ends = (0.0, 1.0) if below == "penalty" else (2.0, 3.0)
    index = tree({"one": how, "two": {}}, homes, X[:, :4], range=ends)
    assert index.scores[0][0] < ends[0]
    told = [name for key, name in index.reports if key == "score_outside"]
    assert told == (["one"] if below == "penalty" else [])


def test_a_law_that_is_broken_is_refused() -> None:
    index = tree(DEEP, HOMES)
    made = index.stages(X, TIMES).scores
    made[5, 0] = 1.001
    with pytest.raises(PaneloomError) as caught:
        score_reports(index.built, moments(made))
    assert (caught.value.slug, caught.value.details) == ("index-invariant", {"columns": "low"})


def test_benefit_of_the_doubt_of_means() -> None:
    homes: dict[str, str | None] = {"a": "one", "b": "one", "c": "two", "d": "two", "e": "two"}
    index = tree({"one": {"aggregation": "geometric"}, "two": {}}, homes, top={"method": "bod"})
    found = scores(index)
    both = np.column_stack([found["one"], found["two"]])
    assert found["idx"] == pytest.approx(doubt_scores(both, both), rel=1e-12)


def test_flat_levels_with_an_indicator_beside_a_dimension() -> None:
    # "high" holds c and the dimension "low": what it adds up must be weighted once, and only once.
    index = tree(DEEP | {"low": {"parent": "high"}, "high": {}}, HOMES, levels="flat", method="entropy")
    found = scores(index)
    weight = index.weight
    assert found["high"] == pytest.approx(Z[:, :3] @ weight[:3], abs=SCORES)
    assert found["idx"] == pytest.approx(Z @ weight, abs=SCORES)
    line = index.affine
    assert line is not None
    assert X @ line.slopes + line.constant == pytest.approx(found["idx"], abs=SCORES)


def test_scores_scaled_again_run_from_0_to_1() -> None:
    index = tree(DEEP, HOMES, rescale=True, top={"aggregation": "penalty"})
    found = scores(index)
    for name in ("low", "high", "side"):
        assert (found[name].min(), found[name].max()) == (0.0, 1.0)


def test_a_missing_value_leaves_a_mean_of_those_present() -> None:
    values = X.copy()
    values[4, 1] = np.nan
    for aggregation in ("arithmetic", "geometric", "harmonic", "topsis", "penalty"):
        index = index_of(values, method="equal", missing="present", min_present=0.5, aggregation=aggregation)
        assert np.isfinite(index.stages(values, TIMES).scores).all()
    present = np.delete(Z[4], 1)
    index = index_of(values, method="equal", missing="present", min_present=0.5, aggregation="geometric")
    scaled = index.stages(values, TIMES).scaled[4]
    assert index.stages(values, TIMES).scores[4, -1] == pytest.approx(np.prod(scaled[[0, 2, 3, 4]]) ** 0.25)
    assert present == pytest.approx(scaled[[0, 2, 3, 4]])
    strict = index_of(values, method="equal", missing="present", min_present=0.9, aggregation="geometric")
    assert np.isnan(strict.stages(values, TIMES).scores[4, -1])


@pytest.mark.parametrize("aggregation", ["geometric", "harmonic", "power", "penalty"])
def test_negative_values_have_no_such_mean(aggregation: str) -> None:
    with pytest.raises(PaneloomError) as caught:
        index_of(X[:, :2], method="equal", scale="z", aggregation=aggregation, power=2.0)
    details = {"node": "idx", "rule": aggregation, "columns": "a, b"}
    assert (caught.value.slug, caught.value.details) == ("index-negative-mean", details)


def test_the_scores_of_mazziotta_and_pareto_have_mean_100_and_deviation_10_below() -> None:
    index = index_of(X, method="equal", scale="z", range=(100.0, 110.0), aggregation="penalty")
    made = index.stages(X, TIMES)
    assert made.scaled.mean(axis=0) == pytest.approx([100.0] * 5)
    assert made.scaled.std(axis=0, ddof=1) == pytest.approx([10.0] * 5)
    mean, deviation = made.scaled.mean(axis=1), made.scaled.std(axis=1)
    assert made.scores[:, 0] == pytest.approx(mean - deviation * (deviation / mean), rel=1e-13)


def test_negative_weights_have_no_such_mean() -> None:
    odd: dict[str, Any] = {
        "method": "entropy",
        "constant": "ln(T)",
        "times": TIMES,
        "units": np.repeat(np.arange(20), 3),
    }
    many = X.copy()
    # One column in a single cell has an entropy below 1 of any constant, the others above 1 of ln(3).
    many[:, 0] = 0.0
    many[7, 0] = 1.0
    assert (index_of(many, **odd).weight < 0).any()
    with pytest.raises(PaneloomError) as caught:
        index_of(many, aggregation="geometric", **odd)
    assert caught.value.slug == "index-weight-sign"


@pytest.mark.parametrize("power", [None, float("nan"), float("inf")])
def test_a_power_mean_needs_its_power(power: float | None) -> None:
    with pytest.raises(PaneloomError) as caught:
        index_of(X, method="equal", aggregation="power", power=power)
    assert (caught.value.slug, caught.value.details) == ("index-power", {"node": "idx"})


def test_a_power_of_one_is_the_arithmetic_mean() -> None:
    one = index_of(X, method="entropy", aggregation="power", power=1.0)
    sums = index_of(X, method="entropy")
    assert one.stages(X, TIMES).scores == pytest.approx(sums.stages(X, TIMES).scores, rel=1e-13)
