"""Map classes: an outside witness for natural breaks, laws for all methods."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mapclassify import FisherJenks

from paneloom.errors import PaneloomError
from paneloom.space.map_classes import Classes, given_classes, map_classes, within_sum_of_squares

NUMBERS = st.floats(-1e6, 1e6, allow_subnormal=False).map(lambda v: round(v, 6))
SAMPLES = st.lists(NUMBERS | st.integers(0, 6).map(float), min_size=1, max_size=40)
METHODS = st.sampled_from(["natural-breaks", "quantile", "equal-interval"])


@pytest.mark.filterwarnings("ignore:Numba not installed")
@settings(deadline=None)
@given(st.lists(NUMBERS, min_size=8, max_size=60, unique=True), st.integers(2, 6))
def test_natural_breaks_are_as_tight_as_mapclassify(sample: list[float], count: int) -> None:
    values = np.array(sample)
    ours = within_sum_of_squares(values, map_classes(values, count))
    witness = FisherJenks(values, k=count)
    theirs = sum(np.square(g - g.mean()).sum() for g in (values[witness.yb == i] for i in range(count)))
    total = np.square(values - values.mean()).sum()
    assert abs(ours - theirs) <= 1e-9 * total


@settings(deadline=None)
@given(st.lists(st.integers(0, 9).map(float), min_size=1, max_size=14), st.integers(1, 4))
def test_natural_breaks_are_the_least_of_all_splits(sample: list[float], count: int) -> None:
    values = np.array(sample)
    distinct = np.unique(values)
    classes = map_classes(values, count)
    if distinct.size < count:
        assert classes.outcome == "fewer-distinct-values"
        assert within_sum_of_squares(values, classes) == 0.0
        return
    least = min(
        sum(np.square(g - g.mean()).sum() for g in groups)
        for cut in combinations(distinct[:-1], count - 1)
        for groups in [
            [g for g in (values[np.searchsorted(cut, values) == i] for i in range(count)) if g.size]
        ]
    )
    assert within_sum_of_squares(values, classes) == pytest.approx(least, abs=1e-12)


@given(SAMPLES, st.integers(1, 7), METHODS)
def test_counts_follow_the_convention(sample: list[float], count: int, method: str) -> None:
    values = np.array(sample)
    classes = map_classes(values, count, method)  # type: ignore[arg-type]
    assert sum(classes.counts) == values.size
    assert len(classes.counts) == len(classes.edges) - 1 <= count
    assert classes.edges[0] == values.min()
    assert classes.edges[-1] == values.max()
    assert (np.diff(classes.edges)[1:] > 0).all()
    for value, at in zip(values, classes.positions(values), strict=True):
        assert at is not None
        assert value <= classes.edges[at + 1]
        assert value > classes.edges[at] or at == 0
    assert (len(classes.counts) == count) == (classes.outcome == "as-asked")


@given(SAMPLES, st.integers(1, 5), METHODS, st.randoms())
def test_order_and_missing_values_do_not_matter(sample, count, method, random) -> None:
    shuffled = [*sample, float("nan")]
    random.shuffle(shuffled)
    assert map_classes(shuffled, count, method) == map_classes(sample, count, method)


@given(st.lists(st.integers(-50, 50), min_size=6, max_size=30, unique=True), st.integers(2, 4))
def test_natural_breaks_do_not_depend_on_the_zero_point(sample: list[int], count: int) -> None:
    values = np.array(sample, dtype=float)
    here = within_sum_of_squares(values, map_classes(values, count))
    shifted = map_classes(values + 1e9, count).edges - 1e9
    far = within_sum_of_squares(values, Classes("natural-breaks", shifted, ()))
    assert far == pytest.approx(here, rel=1e-12)


def test_quantile_and_equal_edges() -> None:
    values = np.arange(1.0, 10.0)
    assert map_classes(values, 4, "quantile").edges.tolist() == [1, 3, 5, 7, 9]
    assert map_classes(values, 4, "equal-interval").counts == (3, 2, 2, 2)
    tied = map_classes([0, 0, 0, 0, 0, 0, 1, 2, 3], 4, "quantile")
    assert tied.outcome == "tied-edges-merged"
    assert tied.counts[0] == 6


def test_one_value_makes_one_class() -> None:
    for method in ("natural-breaks", "quantile", "equal-interval"):
        classes = map_classes([5.0, 5.0], 3, method)  # type: ignore[arg-type]
        assert (classes.edges.tolist(), classes.counts) == ([5.0, 5.0], (2,))
        assert map_classes([5.0, 5.0], 1, method).outcome == "as-asked"  # type: ignore[arg-type]


def test_large_samples_are_quick() -> None:
    values = np.random.default_rng(1).gamma(2.0, size=50_000)
    classes = map_classes(values, 6)
    assert len(classes.counts) == 6
    assert within_sum_of_squares(values, classes) < within_sum_of_squares(
        values, map_classes(values, 6, "quantile")
    )


def test_given_edges() -> None:
    classes = given_classes([0.1, 0.2, float("nan")], [0.0, 0.1, 0.5])
    assert (classes.counts, classes.method) == ((1, 1), "given")
    assert classes.positions([float("nan"), 0.5]) == (None, 1)


@pytest.mark.parametrize(
    ("call", "slug"),
    [
        (lambda: map_classes([1.0], 0), "classes-count"),
        (lambda: map_classes([float("nan")], 2), "classes-empty"),
        (lambda: map_classes([1.0, float("inf")], 2), "classes-infinite"),
        (lambda: given_classes([1.0], [0.0, 0.0, 2.0]), "classes-edges"),
        (lambda: given_classes([3.0], [0.0, 2.0]), "classes-outside"),
    ],
)
def test_every_fault_has_its_name(call, slug: str) -> None:
    with pytest.raises(PaneloomError) as caught:
        call()
    assert caught.value.slug == slug
    assert caught.value.text("en")
    assert caught.value.text("zh")
