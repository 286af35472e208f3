"""Scores of many draws at once against each recipe built by itself.

SCORE: matrix products add in another order than the aggregations do.
"""

from dataclasses import replace
from types import MappingProxyType
from typing import Any

import numpy as np
import pytest
from tests.index.arrays import index_of, recipe_for, scores_of

from paneloom.algebra.record import Floats
from paneloom.errors import PaneloomError
from paneloom.index.build import build
from paneloom.index.fit import fit_index
from paneloom.index.node import Node
from paneloom.index.stages import stages
from paneloom.index.uncertainty import draws as drawing
from paneloom.index.uncertainty.cases import Cases
from paneloom.index.uncertainty.choices import Variants, declared, leaving_out, one_of
from paneloom.index.uncertainty.disturb import disturbed
from paneloom.index.uncertainty.draws import Draws, ImpossibleRecipe, random_draws, scored
from paneloom.index.uncertainty.together import weighed_nodes
from paneloom.study.index_part import WeightNoise
from paneloom.wording import LANGUAGES

SCORE = 1e-12
UNITS, YEARS = 9, 4
SIGNS, WITHIN = "++-+++", "xxyyzz"
NESTED = {"levels": "nested", "rescale": True}
CHOICES: dict[str, dict[str, Any]] = {
    "flat": {},
    "flat geometric": {"aggregation": "geometric", "range": (0.1, 1.0)},
    "zeros geometric": {"aggregation": "geometric"},
    "harmonic": {"aggregation": "harmonic", "range": (0.1, 1.0)},
    "power": {"aggregation": "power", "power": 0.3},
    "high power": {"aggregation": "power", "power": 3.0},
    "low power": {"aggregation": "power", "power": -2.0, "range": (0.1, 1.0)},
    "penalty": {"aggregation": "penalty"},
    "topsis": {"aggregation": "topsis"},
    "by year": {"pool": "year", "method": "critic"},
    "bod": {"method": "bod"},
    "nested": {"levels": "nested"},
    "nested rescaled": NESTED,
    "nested topsis": {"levels": "nested", "aggregation": "topsis"},
    "nested geometric": {"levels": "nested", "range": (0.1, 1.0), "top": {"aggregation": "geometric"}},
    "nested by year": {"levels": "nested", "pool": "year", "top": {"aggregation": "penalty"}},
    "present": {"missing": "present", "min_present": 0.5},
}


def values(seed: int = 1, holes: int = 0) -> Floats:
    random = np.random.default_rng(seed)
    made = random.gamma(2.0, size=(UNITS * YEARS, len(SIGNS)))
    made.ravel()[random.choice(made.size, holes, replace=False)] = np.nan
    return np.asarray(made)


def cases(data: Floats, **others: Floats) -> Cases:
    unit, time = np.repeat(np.arange(UNITS), YEARS), np.tile(2001 + np.arange(YEARS), UNITS)
    names = tuple(f"u{i}" for i in range(UNITS))
    return Cases(tuple("abcdef"), names, unit, time, MappingProxyType({"one": data, **others}))


def all_scores(variants: Variants, found: Cases, draws: Draws) -> tuple[Floats, Floats]:
    scores = np.empty((len(draws), found.unit.size))
    weights = np.empty((len(draws), len(SIGNS)))
    for batch in scored(variants, found, draws):
        scores[batch.at], weights[batch.at] = batch.scores, batch.weights
    return scores, weights


def data_for(name: str) -> Floats:
    return values(3, holes=7 if name == "present" else 0)


@pytest.mark.parametrize("name", CHOICES)
def test_the_recipe_itself_scores_as_it_is_built(name: str) -> None:
    data = data_for(name)
    found = cases(data)
    recipe = recipe_for(SIGNS, WITHIN, **CHOICES[name])
    scores, weights = drawing.nominal_scores(Variants(recipe), found)
    index = index_of(data, SIGNS, WITHIN, units=found.unit, times=found.time, **CHOICES[name])
    assert scores == pytest.approx(scores_of(index, data, found.time), abs=SCORE, nan_ok=True)
    assert weights == pytest.approx(index.weight, abs=SCORE)


@pytest.mark.parametrize("kind", ["relative", "dirichlet"])
@pytest.mark.parametrize("name", CHOICES)
def test_disturbed_weights_score_as_they_do_one_by_one(name: str, kind: Any) -> None:
    data = data_for(name)
    found = cases(data)
    recipe = recipe_for(SIGNS, WITHIN, **CHOICES[name])
    noise = WeightNoise(kind=kind, size=0.4 if kind == "relative" else 30.0)
    variants = Variants(recipe, noise=noise)
    draws = random_draws(variants, 5, seed=2)
    scores, _ = all_scores(variants, found, draws)
    built = fit_index(recipe, found.rows(recipe.variables)[0])
    nodes = weighed_nodes(built)
    count = len(SIGNS)
    for run in range(5):
        made: list[Node] = []
        for node in nodes:
            names = tuple(
                recipe.variables[child] if child < count else built.nodes[child - count].name
                for child in node.children
            )
            columns = [variants.noisy.index(one) for one in names]
            weight = disturbed(node.weight, noise, draws.noise[run : run + 1, columns], names)[0]
            changed = replace(node, weight=weight, zero=0.0, one=1.0)
            below = stages(built.scaling, [*made, changed], data, found.time, built.least)
            if node.best is not None and max(node.children) >= count:
                children = np.column_stack([below.scaled, below.scores])[:, list(node.children)]
                changed = replace(changed, best=children.max(axis=0), worst=children.min(axis=0))
                below = stages(built.scaling, [*made, changed], data, found.time, built.least)
            if recipe.part.rescale and node.parent >= 0:
                own = below.scores[:, -1]
                changed = replace(changed, zero=float(own.min()), one=float(own.max()))
            made.append(changed)
        expected = stages(built.scaling, made, data, found.time, built.least).scores[:, -1]
        assert scores[run] == pytest.approx(expected, abs=SCORE, nan_ok=True)


def test_every_draw_is_the_index_of_its_settings() -> None:
    data, other = values(4), values(5)
    found = cases(data, two=other)
    recipe = recipe_for(
        SIGNS,
        WITHIN,
        clip=True,
        uncertainty={
            "choices": {
                "method": ["entropy", "critic"],
                "aggregation": ["arithmetic", "topsis"],
                "bounds": ["pooled", [0.1, 0.9], 2001],
                "levels": ["flat", "nested"],
            },
            "leave_out": "indicator",
        },
    )
    variants = declared(recipe, ("one", "two"))
    assert variants.inputs == ("method", "aggregation", "bounds", "levels", "leave_out", "filling")
    draws = random_draws(variants, 40, seed=7)
    scores, weights = all_scores(variants, found, draws)
    for run, levels in enumerate(draws.levels.tolist()):
        made, filling = variants.at(tuple(levels))
        rows, columns = found.rows(made.variables, filling)
        index = build(made, rows)
        assert scores[run] == pytest.approx(scores_of(index, columns, found.time), abs=SCORE)
        kept = [recipe.variables.index(name) for name in made.variables]
        assert weights[run, kept] == pytest.approx(index.weight, abs=SCORE)
        assert weights[run].sum() == pytest.approx(1.0, abs=SCORE)


def test_batches_do_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    recipe = recipe_for(
        SIGNS, WITHIN, uncertainty={"choices": {"method": ["entropy", "equal"]}, "weight_noise": {}}
    )
    variants, found = declared(recipe), cases(values())
    draws = random_draws(variants, 50, seed=1)
    whole = all_scores(variants, found, draws)
    monkeypatch.setattr(drawing, "BATCH", 3 * UNITS * YEARS * len(SIGNS))
    parts = all_scores(variants, found, draws)
    assert parts[0] == pytest.approx(whole[0], abs=SCORE)
    assert np.array_equal(parts[1], whole[1])


def test_relative_noise_keeps_within_its_size_and_the_sum() -> None:
    weight = np.array([[0.5, 0.3, 0.2, 0.0], [0.1, 0.1, 0.1, 0.1]])
    uniform = np.random.default_rng(1).random((2000, 4))
    made = disturbed(weight, WeightNoise(size=0.25), uniform, tuple("abcd"))
    assert made.sum(axis=2) == pytest.approx(np.broadcast_to(weight.sum(axis=1), (2000, 2)), abs=SCORE)
    assert (made[:, 0, 3] == 0).all()
    assert made[:, 0, 0].min() >= 0.5 * 0.75 / 1.25
    assert made[:, 0, 0].mean() == pytest.approx(0.5, abs=0.005)


def test_dirichlet_noise_has_its_moments() -> None:
    weight = np.array([[0.6, 0.3, 0.1, 0.0]])
    uniform = np.random.default_rng(2).random((40_000, 4))
    made = disturbed(weight, WeightNoise(kind="dirichlet", size=20.0), uniform, tuple("abcd"))[:, 0]
    assert made.sum(axis=1) == pytest.approx(np.ones(40_000), abs=SCORE)
    assert made.mean(axis=0) == pytest.approx(weight[0], abs=0.002)
    assert made.std(axis=0) == pytest.approx(np.sqrt(weight[0] * (1 - weight[0]) / 21), abs=0.001)
    assert made.min() >= 0


def test_dirichlet_refuses_a_negative_weight() -> None:
    with pytest.raises(PaneloomError) as fault:
        disturbed(np.array([[1.5, -0.5]]), WeightNoise(kind="dirichlet"), np.full((1, 2), 0.5), ("a", "b"))
    assert (fault.value.slug, fault.value.details["columns"]) == ("uncertainty-negative", "b")


def test_leaving_out_a_dimension_takes_all_that_is_below() -> None:
    choice = leaving_out(recipe_for(SIGNS, WITHIN), "dimension")
    assert [one.name for one in choice.alternatives] == ["none", "x", "y", "z"]
    assert [one.without for one in choice.alternatives] == [(), ("a", "b"), ("c", "d"), ("e", "f")]
    # A single dimension cannot be left out.
    assert len(leaving_out(recipe_for("++", "xx"), "dimension").alternatives) == 1


def test_a_combination_that_cannot_be_built_is_named_and_not_skipped() -> None:
    recipe = recipe_for(
        SIGNS, uncertainty={"choices": {"scale": ["minmax", "z"], "aggregation": ["arithmetic", "geometric"]}}
    )
    variants = declared(recipe)
    with pytest.raises(ImpossibleRecipe) as info:
        all_scores(variants, cases(values()), random_draws(variants, 50, seed=1))
    fault = info.value
    assert (fault.slug, fault.fault.slug) == ("uncertainty-recipe", "index-negative")
    for language in LANGUAGES:
        # One cause is one problem: the combination, and why it cannot be.
        lines = fault.text(language).splitlines()
        assert len(lines) == 2
        assert "idx cannot be built with scale = z, aggregation = " in lines[0] or language == "zh"
        assert lines[0].endswith(fault.fault.what(language))


@pytest.mark.parametrize(
    ("asked", "slug"),
    [
        ({}, "uncertainty-nothing"),
        ({"weight_noise": {"size": 1.0}}, "uncertainty-noise"),
        ({"choices": {"methods": ["entropy"]}}, "index-choice"),
        ({"choices": {"method": ["entropi"]}}, "index-choice"),
        ({"choices": {"method": []}}, "index-choice"),
        ({"choices": {"label": ["a"]}}, "index-choice"),
    ],
)
def test_what_cannot_be_declared_is_refused(asked: dict[str, Any], slug: str) -> None:
    with pytest.raises(PaneloomError) as fault:
        declared(recipe_for(SIGNS, uncertainty=asked))
    assert fault.value.slug == slug


def test_alternatives_are_named_as_a_study_file_has_them() -> None:
    choice = one_of(recipe_for(SIGNS), "bounds", ("pooled", [0.01, 0.99], 2001))
    assert [one.name for one in choice.alternatives] == ["pooled", "[0.01, 0.99]", "2001"]
    treated = one_of(recipe_for(SIGNS), "treat", ({"rule": "none"}, {"rule": "winsorise"}))
    assert [one.name for one in treated.alternatives] == ["rule none", "rule winsorise"]
