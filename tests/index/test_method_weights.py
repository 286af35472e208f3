"""Weights by other methods: those of an index built anew, from the scale that is known."""

from typing import Any

import numpy as np
import pytest
from tests.index.arrays import index_of

import paneloom.index.fit
from paneloom.index.fit import fit_index
from paneloom.index.method_weights import all_by, weights_by_method
from paneloom.index.rows import ArrayRows


@pytest.mark.parametrize(
    "recipe",
    [
        {},
        {"bounds": "year", "pool": "year"},
        {"scale": "rank", "levels": "nested"},
        {"treat": {"rule": "winsorise"}, "bounds": (0.05, 0.95), "clip": True},
        {"levels": "nested", "rescale": True, "range": (0.01, 1.0)},
    ],
)
def test_a_scale_is_fitted_once_for_all_methods(
    recipe: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    values = np.random.default_rng(4).gamma(2.0, 1.0, (60, 4))
    units, times = np.repeat(np.arange(12), 5), np.tile(2001 + np.arange(5), 12)
    index = index_of(values, "+-++", "xxyy", units=units, times=times, **recipe)
    rows = ArrayRows(index.recipe.variables, values, units, times)
    once, refitted = weights_by_method(index, rows), {}
    refused = [item.asked for item in once.refusals]
    for method in once.methods[1:]:
        if method not in refused:
            refitted[method] = fit_index(index.recipe.changed(**all_by(index.part, method)), rows).weight

    def refuse(*_: object) -> None:
        raise AssertionError("fitted again")

    monkeypatch.setattr(paneloom.index.fit, "fit_scaling", refuse)
    found = weights_by_method(index, rows)
    assert len(refitted) >= 6
    for method, weight in refitted.items():
        assert found.weight[found.methods.index(method)].tolist() == weight.tolist()
