"""Averages and ranks by hand. Averages are sums of five numbers in [0, 1]: 1e-15."""

import numpy as np
import pytest
from tests.index.indices import built, indicators, scores

from paneloom.index.ranking import rank_units


def test_averages_are_sorted_and_ranked() -> None:
    index, made = built(indicators(1))
    found = rank_units(made, index)
    whole = scores(made, "one", "two").reshape(9, 5, 3).mean(axis=1)
    order = np.argsort(-whole[:, 0])
    assert found.units == tuple(f"u{code:02d}" for code in order)
    assert found.averages == pytest.approx(whole[order], abs=1e-15)
    assert found.ranks.tolist() == list(range(1, 10))
    assert found.columns == ("idx", "one", "two")
    assert found.labels == ("idx", "one", "Second")
    assert (found.name, found.label, found.unranked) == ("idx", "idx", ())


def test_units_that_tie_share_the_better_rank() -> None:
    values = indicators(2)
    values[10:15] = values[5:10]  # the third unit repeats the second
    index, made = built(values)
    found = rank_units(made, index)
    rank = dict(zip(found.units, found.ranks.tolist(), strict=True))
    assert rank["u01"] == rank["u02"]
    assert sorted(found.ranks.tolist()) == found.ranks.tolist()
    assert len(set(rank.values())) == 8
    assert rank["u01"] + 1 not in rank.values()
    assert found.units.index("u01") + 1 == found.units.index("u02"), "ties stand in the order of the panel"


def test_a_missing_year_leaves_the_mean_of_the_others_and_a_unit_without_scores_is_named() -> None:
    values = indicators(3)
    values[0, 0] = np.nan
    values[20:25, 3] = np.nan
    index, made = built(values)
    found = rank_units(made, index)
    assert found.unranked == ("u04",)
    assert "u04" not in found.units
    mean = scores(made)[1:5, 0].mean()
    assert found.averages[found.units.index("u00"), 0] == pytest.approx(mean, abs=1e-15)


def test_the_same_years_in_another_order_are_a_tie() -> None:
    """Sums in floating point depend on their order; a rank must not."""
    values = indicators(4)
    for unit in range(1, 9):
        values[5 * unit : 5 * unit + 5] = np.roll(values[:5], unit, axis=0)
    index, made = built(values)
    assert rank_units(made, index).ranks.tolist() == [1] * 9
