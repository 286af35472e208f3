"""What is doubtful of an index is told with its figures: years, numbers of rows, values."""

import numpy as np
import pytest
from tests.index.arrays import index_of

from paneloom.errors import PaneloomError
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


NAMED = {"a": (0.0, 1.0), "b": (0.0, 1.0)}


def shares(seed: int = 3) -> np.ndarray:
    """(30, 2) values between 0.2 and 0.8, both ends among them."""
    made = np.random.default_rng(seed).uniform(0.2, 0.8, size=(30, 2))
    made[:2] = [[0.2, 0.2], [0.8, 0.8]]
    return made


@pytest.mark.parametrize(
    ("posts", "key", "told"),
    [
        ((0.0, 1.0), None, ()),
        ((0.0, 59.0), None, ()),
        ((0.0, 61.0), "goalposts_far", ("0.2–0.8", "0–61")),
        ((-1e9, 1e9), "goalposts_far", ("0.2–0.8", "-1e+09–1e+09")),
        ((10.0, 90.0), "bounds_missed", ("0.2–0.8", "10–90")),
    ],
)
@pytest.mark.parametrize("clip", [False, True])
def test_goalposts_far_from_the_data(
    posts: tuple[float, float], key: str | None, told: tuple[str, ...], clip: bool
) -> None:
    index = index_of(
        shares(), "+-", method="equal", bounds="goalposts", clip=clip, goalposts=NAMED | {"a": posts}
    )
    assert index.warnings == (((key, "a"),) if key else ())
    assert index.details == ({(key, "a"): told} if key else {})


def test_a_target_far_from_the_data() -> None:
    for target, warned in ((61.0, True), (59.0, False)):
        index = index_of(shares(), "++", method="equal", scale="target", targets={"a": target, "b": 1.0})
        assert index.warnings == ((("target_far", "a"),) if warned else ())


@pytest.mark.parametrize("scale", ["minmax", "z", "vector", "rank"])
@pytest.mark.parametrize(
    ("best", "told"),
    [
        (60.7, None),
        (60.9, "60.9"),
        (-59.7, None),
        (-59.9, "-59.9"),
        ((60.9, 90.0), "60.9–90"),
        ((0.5, 1e300), None),
    ],
)
def test_a_best_value_far_from_the_data(
    scale: str, best: float | tuple[float, float], told: str | None
) -> None:
    index = index_of(shares(), "=+", method="equal", scale=scale, best={"a": best})
    assert index.warnings == ((("best_far", "a"),) if told else ())
    assert index.details.get(("best_far", "a")) == (("0.2–0.8", told) if told else None)


@pytest.mark.parametrize("best", [1e300, -1e300, 1e16, (1e300, 1e301)])
@pytest.mark.parametrize("scale", ["minmax", "z", "rank", "none"])
def test_a_best_value_that_swallows_its_indicator_is_refused(
    best: float | tuple[float, float], scale: str
) -> None:
    with pytest.raises(PaneloomError) as info:
        index_of(shares(), "=+", method="equal", scale=scale, best={"a": best})
    assert info.value.slug == "index-best-far"
    assert (info.value.details["indicator"], info.value.details["high"]) == ("a", "0.8")


def test_far_values_of_logarithms_are_not_swallowed() -> None:
    index = index_of(shares(), "=+", method="equal", treat={"rule": "log"}, best={"a": 1e300})
    assert index.warnings == (("best_far", "a"),)
    constant = np.column_stack([np.full(30, 0.5), shares()[:, 1]])
    assert index_of(constant, "=+", best={"a": 1e300}).warnings == (("constant_indicator", "a"),)
