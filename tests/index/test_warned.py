"""What is doubtful of an index is told with its figures: years, numbers of rows, values."""

import numpy as np
import pytest
from tests.index.arrays import index_of

from paneloom.index.warned import warning_sentences

TIMES = np.repeat([2001, 2002, 2003], 4)
VALUES = np.random.default_rng(8).normal(size=(12, 3))


def level(values: np.ndarray = VALUES) -> np.ndarray:
    """The values, with the first column constant in 2002 and the second in each year by itself."""
    made = values.copy()
    made[TIMES == 2002, 0] = 5.0
    made[:, 1] = TIMES
    return made


@pytest.mark.parametrize("pool", ["year", "year-mean"])
@pytest.mark.parametrize("method", ["entropy", "standard-deviation", "critic"])
def test_years_in_which_a_constant_indicator_weighs_nothing_are_told(pool: str, method: str) -> None:
    index = index_of(level(), times=TIMES, pool=pool, method=method)
    assert index.warnings == (("constant_years", "a"), ("constant_years", "b"))
    assert index.details["constant_years", "a"] == ("2002",)
    assert index.details["constant_years", "b"] == ("2001", "2002", "2003")
    (told,) = warning_sentences(index, {"a": "Alpha"}, "en")
    assert told == "Constant in single years, and so of weight 0 there: Alpha (2002), b (2001, 2002, 2003)."
    assert [node.weight[1, 0] for node in index.nodes if pool == "year"] == [0.0] * (pool == "year")


def test_what_is_told_of_bounds_or_throughout_is_not_told_again() -> None:
    values = level()
    by_year = index_of(values, times=TIMES, pool="year", bounds="year")
    assert by_year.warnings == (("level_years", "a"), ("level_years", "b"))
    values[:, 1] = 1.0
    index = index_of(values, times=TIMES, pool="year")
    assert index.warnings == (("constant_years", "a"), ("constant_indicator", "b"))
    assert index_of(values, times=TIMES, pool="all").warnings == (("constant_indicator", "b"),)


def test_scores_of_zero_are_counted() -> None:
    index = index_of(VALUES, method="equal", aggregation="geometric")
    scores = index.stages(VALUES, TIMES).scores[:, -1]
    count = int((scores == 0).sum())
    assert count == 2
    assert index.reports == (("zero_scores", "idx"),)
    assert index.details["zero_scores", "idx"] == (str(count),)
    said = [warning_sentences(index, {}, language)[0] for language in ("en", "zh")]
    assert said[0] == "With scores of 0 where a single value below is 0 (number of rows): idx (2)."
    assert said[1] == "因某一项取值为0而得分为0的观测数：idx（2）。"
