"""What errors promise in many samples: sizes, coverage, and a bootstrap that its seed fixes."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.panels import Rows, design, panel, panels, random_rows, table

from paneloom.estimate.fit import fit_table
from paneloom.estimate.wild.weights import wild_weights

pytestmark = pytest.mark.slow

# Hits of the first four replications with 10 clusters, in the order of bench/coverage.py.
FIRST_HITS: dict[str, list[int]] = {
    "independent": [4, 3, 3, 4, 3, 3, 4, 4, 4, 4, 4, 4, 4],
    "balanced": [3, 3, 3, 3, 3, 3, 4, 4, 4, 4, 4, 4, 4],
    "one big": [4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4, 4],
}


def fitted(rows: Rows, errors: str, **choices: Any) -> Any:
    asked = design("unit+time", errors, few_clusters="off", **choices)
    return fit_table(panel(rows), table(asked)).estimates[0]


def test_p23_a_shuffled_regressor_is_significant_as_often_as_said() -> None:
    """Within four errors of a share of 5 % in 1,000 shuffles."""
    rng = np.random.default_rng(23)
    rows = random_rows(23, units=60, times=5, share=1.0)
    low = 0
    for _ in range(1000):
        paths = rows["x1"].reshape(60, 5)[rng.permutation(60)].ravel()
        clear = rows.changed(y=rows["z2"], x1=paths)
        low += int(fitted(clear, "cluster", cluster="unit").p[0] < 0.05)
    assert abs(low / 1000 - 0.05) < 4 * (0.05 * 0.95 / 1000) ** 0.5


def test_p24_the_truth_lies_in_the_interval_of_500_clusters() -> None:
    inside = 0
    for seed in range(1000):
        rng = np.random.default_rng([24, seed])
        rows = random_rows(seed, units=500, times=3, share=1.0)
        shock = rng.normal(size=500)[rows.units] * (rows.times - 2002)
        truth = rows.changed(y=0.5 * rows["x1"] + shock + rng.normal(size=len(rows)))
        low, high = fitted(truth, "cluster", cluster="unit").interval()[0]
        inside += int(low <= 0.5 <= high)
    assert 930 <= inside <= 970


@settings(max_examples=50)
@given(panels(units=9, times=6, clusters=None), st.integers(0, 2**31))
def test_p25_the_seed_fixes_the_wild_bootstrap(rows: Rows, seed: int) -> None:
    made = []
    for at in (seed, seed, seed + 1):
        wild_weights.cache_clear()
        asked = design("unit+time", "cluster", draws=199, seed=at)
        wild = fit_table(panel(rows), table(asked)).estimates[0].alternatives[-1]
        made.append((wild.p, wild.low, wild.high))
    assert np.array_equal(made[0], made[1])
    # Four errors of the difference of two shares of 199.
    assert np.abs(made[0][0] - made[2][0]).max() < 4 * (2 * 0.25 / 199) ** 0.5


def bench(root: Path) -> ModuleType:
    """bench/coverage.py, by a name that is not that of a package."""
    spec = importlib.util.spec_from_file_location("bench_coverage", root / "bench" / "coverage.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_the_page_of_coverage_rests_on_these_counts(root: Path) -> None:
    coverage = bench(root)
    for name, counts in FIRST_HITS.items():
        _, found = coverage.hits((coverage.Cell(name, 10), range(4)))
        assert found[0].tolist() == counts
