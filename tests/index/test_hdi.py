"""The Human Development Index of 2014 as a recipe, against the values that UNDP prints.

Human Development Report 2015, statistical table 1, its first 24 countries: life expectancy, expected and mean
years of schooling, GNI per head (2011 PPP $), HDI. Technical note 1: goalposts 20 and 85 years, 0 and 18, 0 and
15, 100 and 75,000 dollars in logarithms; what exceeds one is capped; the arithmetic mean of the two indices of
schooling; the geometric mean of the three dimensions.

PRINTED: three digits, of columns that are rounded themselves (0.05 years of 65 and 15 move it by 0.0015 at most).
"""

from math import log
from typing import Any

import numpy as np
import pytest

from paneloom.index.build import build
from paneloom.index.index import Index
from paneloom.index.recipe import IndexRecipe
from paneloom.index.rows import ArrayRows
from paneloom.study.index_part import IndexPart, Indicator

PRINTED = 1.5e-3
COUNTRIES: tuple[tuple[str, float, float, float, float, float], ...] = (
    ("Norway", 81.6, 17.5, 12.6, 64_992, 0.944),
    ("Australia", 82.4, 20.2, 13.0, 42_261, 0.935),
    ("Switzerland", 83.0, 15.8, 12.8, 56_431, 0.930),
    ("Denmark", 80.2, 18.7, 12.7, 44_025, 0.923),
    ("Netherlands", 81.6, 17.9, 11.9, 45_435, 0.922),
    ("Germany", 80.9, 16.5, 13.1, 43_919, 0.916),
    ("Ireland", 80.9, 18.6, 12.2, 39_568, 0.916),
    ("United States", 79.1, 16.5, 12.9, 52_947, 0.915),
    ("Canada", 82.0, 15.9, 13.0, 42_155, 0.913),
    ("New Zealand", 81.8, 19.2, 12.5, 32_689, 0.913),
    ("Singapore", 83.0, 15.4, 10.6, 76_628, 0.912),
    ("Hong Kong", 84.0, 15.6, 11.2, 53_959, 0.910),
    ("Liechtenstein", 80.0, 15.0, 11.8, 79_851, 0.908),
    ("Sweden", 82.2, 15.8, 12.1, 45_636, 0.907),
    ("United Kingdom", 80.7, 16.2, 13.1, 39_267, 0.907),
    ("Iceland", 82.6, 19.0, 10.6, 35_182, 0.899),
    ("Korea", 81.9, 16.9, 11.9, 33_890, 0.898),
    ("Israel", 82.4, 16.0, 12.5, 30_676, 0.894),
    ("Luxembourg", 81.7, 13.9, 11.7, 58_711, 0.892),
    ("Japan", 83.5, 15.3, 11.5, 36_927, 0.891),
    ("Belgium", 80.8, 16.3, 11.3, 41_187, 0.890),
    ("France", 82.2, 16.0, 11.1, 38_056, 0.888),
    ("Austria", 81.4, 15.7, 10.8, 43_869, 0.885),
    ("Finland", 80.8, 17.1, 10.3, 38_695, 0.883),
)
DATA = np.array([row[1:5] for row in COUNTRIES])
NOW = np.zeros(len(DATA), dtype=np.int64)
NAMES = ("life", "expected", "mean", "income")
HOMES = ("health", "education", "education", "standard")
RECIPE: dict[str, Any] = {
    "treat": {"rule": "log", "indicators": ("income",)},
    "bounds": "goalposts",
    "goalposts": {"life": (20, 85), "expected": (0, 18), "mean": (0, 15), "income": (100, 75_000)},
    "clip": True,
    "method": "equal",
    "levels": "nested",
    "top": {"aggregation": "geometric"},
}


def hdi(**changed: Any) -> Index:
    indicators = tuple(
        Indicator(variable=name, direction="+", dimension=home)
        for name, home in zip(NAMES, HOMES, strict=True)
    )
    dimensions = tuple((key, key) for key in dict.fromkeys(HOMES))
    recipe = IndexRecipe("hdi", "HDI", IndexPart(**(RECIPE | changed)), indicators, dimensions)
    return build(recipe, ArrayRows(NAMES, DATA))


def test_24_countries_have_the_index_that_is_printed() -> None:
    found = hdi().stages(DATA, NOW).scores[:, -1]
    printed = np.array([row[5] for row in COUNTRIES])
    assert found == pytest.approx(printed, abs=PRINTED)
    # Most agree in every printed digit.
    assert (np.round(found, 3) == printed).mean() > 0.5


def test_norway_step_by_step() -> None:
    made = hdi().stages(DATA[:1], NOW[:1])
    life, expected, mean, income = made.scaled[0]
    assert life == pytest.approx((81.6 - 20) / 65)
    assert (expected, mean) == pytest.approx((17.5 / 18, 12.6 / 15))
    assert income == pytest.approx(log(64_992 / 100) / log(750))
    education = (17.5 / 18 + 12.6 / 15) / 2
    assert made.scores[0, 1] == pytest.approx(education)
    assert made.scores[0, -1] == pytest.approx((life * education * income) ** (1 / 3))


def test_what_exceeds_a_goalpost_is_capped() -> None:
    made = hdi().stages(DATA, NOW).scaled
    assert made[1, 1] == 1.0  # Australia, 20.2 years
    assert made[10, 3] == 1.0  # Singapore, 76,628 dollars
    without = hdi(clip=False)
    assert without.stages(DATA, NOW).scaled[1, 1] == pytest.approx(20.2 / 18)


def test_its_weights_and_form() -> None:
    index = hdi()
    assert index.weight == pytest.approx([1 / 3, 1 / 6, 1 / 6, 1 / 3])
    assert index.affine is None
    assert (index.warnings, index.reports) == ((), ())
