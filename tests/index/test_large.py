"""Numbers near the ends of what can be computed with: refused by name, or computed without a warning."""

from typing import Any

import numpy as np
import pytest

import paneloom
from paneloom.algebra.record import Floats
from paneloom.errors import PaneloomError
from paneloom.index.moments import merged, moments

METHODS = ("entropy", "equal", "standard-deviation", "critic", "gini", "pca", "bod")


def table() -> Floats:
    return np.asarray(np.random.default_rng(1).uniform(0.2, 0.8, size=(30, 3)))


def refusal(data: Floats, **choices: Any) -> PaneloomError:
    with pytest.raises(PaneloomError) as info:
        paneloom.composite_index(data, **choices)
    return info.value


@pytest.mark.parametrize(
    ("choices", "key", "name"),
    [
        ({"range": (0, 1e308)}, "range", ""),
        ({"range": (-1e308, 1)}, "range", ""),
        ({"shift": 1e308}, "shift", ""),
        ({"aggregation": "power", "power": 1e308, "range": (0.1, 1)}, "power", ""),
        ({"method": "given", "given": {"x1": 1e308, "x2": 1, "x3": 1}}, "given", "x1"),
        (
            {"method": "combined", "combine": {"methods": ["entropy", "equal"], "shares": [1e308, 1]}},
            "combine.shares",
            "",
        ),
    ],
)
def test_numbers_of_a_recipe_too_large_to_compute_with_are_named(
    choices: dict[str, Any], key: str, name: str
) -> None:
    found = refusal(table(), **choices)
    assert found.slug == "index-number-large"
    assert (found.details["key"], found.details["name"]) == (key, name)
    for language in ("en", "zh"):
        assert name in found.what(language)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    ("scale", "size"),
    [("none", 1e308), ("none", 1e120), ("vector", 1e200), ("sum", 1e308), ("minmax", 1e-308)],
)
def test_values_too_large_or_small_for_their_scale_are_named(method: Any, scale: str, size: float) -> None:
    data = table() * [1.0, size, 1.0]
    found = refusal(data, method=method, scale=scale)
    assert (found.slug, found.details["columns"]) == ("too-far-apart", "x2")


@pytest.mark.parametrize("ends", [(0.0, 5e-324), (0.0, 1e-120)])
def test_goalposts_too_close_together_are_named(ends: tuple[float, float]) -> None:
    posts = {"x1": (0, 1), "x2": ends, "x3": (0, 1)}
    found = refusal(table(), bounds="goalposts", goalposts=posts)
    assert (found.slug, found.details["columns"]) == ("too-far-apart", "x2")


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("choices", [{}, {"scale": "rank"}, {"treat": {"rule": "log"}}, {"treat": {"rule": "winsorise"}}])  # fmt: skip
@pytest.mark.parametrize("size", [2.0**1020, 2.0**660])
def test_large_values_between_their_extremes_are_no_trouble(
    method: Any, choices: dict[str, Any], size: float
) -> None:
    plain = paneloom.composite_index(table(), method=method, **choices)
    large = paneloom.composite_index(table() * size, method=method, **choices)
    assert large.weight == pytest.approx(plain.weight, rel=1e-9)
    assert large.scores == pytest.approx(plain.scores, rel=1e-9, abs=1e-12)


def test_groups_without_values_leave_the_scatter_of_large_ones_a_number() -> None:
    column = np.array([[1e160], [1e160 + 1e150], [1e160 - 1e150]])
    found = merged([moments(column)], 1)
    assert np.isfinite(found.scatter[0, 0])
    # Deviations of 1e150 around 1e160 keep six digits.
    assert found.scatter[0, 0] == pytest.approx(2e300, rel=1e-5)
