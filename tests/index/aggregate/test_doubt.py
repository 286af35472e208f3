"""Benefit of the doubt: by hand, against every vertex in fractions, and with fewer rows to compare with.

LINEAR: vertices of programs with entries up to 1, whose constraints are brought to hold to a rounding.
"""

from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from tests.index.arrays import index_of, scores_of

from paneloom.algebra.record import Floats
from paneloom.errors import PaneloomError
from paneloom.index.aggregate.doubt import best_weights, doubt_scores, undominated

LINEAR = 1e-12


def by_hand(row: list[Fraction], rows: list[list[Fraction]]) -> Fraction:
    """The best of all vertices of w >= 0, rows w <= 1, in two columns."""
    zero, one = Fraction(0), Fraction(1)
    lines = [(r[0], r[1], one) for r in rows] + [(one, zero, zero), (zero, one, zero)]
    best = zero
    for (a, b, e), (c, d, f) in combinations(lines, 2):
        det = a * d - b * c
        if det == 0:
            continue
        w = ((e * d - b * f) / det, (a * f - e * c) / det)
        if min(w) >= 0 and all(r[0] * w[0] + r[1] * w[1] <= 1 for r in rows):
            best = max(best, row[0] * w[0] + row[1] * w[1])
    return best


def test_four_rows_by_hand() -> None:
    z = np.array([[4, 1], [1, 4], [2, 2], [3, 0.6]])
    assert doubt_scores(z, z) == pytest.approx([1.0, 1.0, 0.8, 0.75], rel=LINEAR)
    weight, is_single = best_weights(z, z)
    assert weight[2] == pytest.approx([0.2, 0.2], rel=LINEAR)
    assert weight[3] == pytest.approx([0.25, 0.0], abs=LINEAR)
    assert is_single.tolist() == [False, False, True, True]


@pytest.mark.parametrize("seed", range(20))
def test_scores_equal_the_best_of_all_vertices(seed: int) -> None:
    drawn = np.random.default_rng(seed).integers(0, 9, size=(9, 2))
    z = np.vstack([drawn, [[3, 1], [0, 2]]])
    rows = [[Fraction(int(v)) for v in row] for row in z]
    expected = [float(by_hand(row, rows)) for row in rows]
    assert doubt_scores(z.astype(float), z.astype(float)) == pytest.approx(expected, rel=LINEAR, abs=LINEAR)


@pytest.mark.parametrize("columns", [2, 4, 7])
def test_rows_that_others_exceed_never_bind(columns: int) -> None:
    z = np.random.default_rng(columns).uniform(size=(60, columns))
    kept = undominated(z)
    assert len(kept) < len(z)
    every, _ = best_weights(z, z)
    assert doubt_scores(z, z) == pytest.approx((every * z).sum(axis=1), rel=LINEAR)


def test_undominated_rows_are_what_no_other_reaches() -> None:
    z = np.random.default_rng(5).integers(0, 5, size=(80, 3)).astype(float)
    rows = {tuple(row) for row in z.tolist()}
    expected = sorted(
        row
        for row in rows
        if not any(other != row and all(o >= r for o, r in zip(other, row, strict=True)) for other in rows)
    )
    assert sorted(map(tuple, undominated(z).tolist())) == expected


def test_scores_keep_to_their_laws() -> None:
    z = np.random.default_rng(6).beta(0.5, 2.0, size=(80, 6))
    found = doubt_scores(z, z)
    assert found.max() == pytest.approx(1.0, rel=LINEAR)
    # No weights can do better for a row, and units of the columns do not matter.
    equal = z.mean(axis=1) / z.mean(axis=1).max()
    assert (found >= equal - LINEAR).all()
    assert doubt_scores(z * [1, 1e5, 1e-7, 3, 1, 1], z * [1, 1e5, 1e-7, 3, 1, 1]) == pytest.approx(
        found, rel=LINEAR
    )


def test_rows_beyond_the_reference_and_rows_of_nothing() -> None:
    reference = np.array([[1.0, 0.5, 0.0]])
    rows = np.array([[2.0, 0.0, 0.0], [0.0, 0.0, 0.0], [0.5, 0.5, 9.0], [np.nan, 1.0, 0.0]])
    # The third column is 0 in the whole reference, and has no say.
    assert doubt_scores(rows, reference)[:3] == pytest.approx([2.0, 0.0, 1.0], abs=LINEAR)
    assert np.isnan(doubt_scores(rows, reference)[3])
    assert doubt_scores(rows[:2], np.zeros((1, 3))).tolist() == [0.0, 0.0]


def values(seed: int = 1) -> Floats:
    return np.random.default_rng(seed).gamma(2.0, size=(30, 4))


def test_an_index_by_the_benefit_of_the_doubt() -> None:
    x = values()
    index = index_of(x, "+-++", method="bod")
    z = (x - x.min(axis=0)) / np.ptp(x, axis=0)
    z[:, 1] = 1 - z[:, 1]
    assert scores_of(index, x) == pytest.approx(doubt_scores(z, z), rel=LINEAR)
    assert index.weight.sum() == pytest.approx(1.0)
    assert index.affine is None
    assert index.scores[-1][1] == pytest.approx(1.0, rel=LINEAR)
    assert len(index.nodes[-1].reference) < len(x)


def test_dimensions_and_levels_by_the_benefit_of_the_doubt() -> None:
    x = values()
    z = (x - x.min(axis=0)) / np.ptp(x, axis=0)
    one, two = doubt_scores(z[:, :2], z[:, :2]), doubt_scores(z[:, 2:], z[:, 2:])
    flat = index_of(x, within="xxyy", method="bod").stages(x, np.zeros(30, dtype=np.int64)).scores
    assert pytest.approx(np.array([one, two, doubt_scores(z, z)]), rel=LINEAR) == flat.T
    nested = index_of(x, within="xxyy", method="bod", levels="nested")
    both = np.column_stack([one, two])
    assert scores_of(nested, x) == pytest.approx(doubt_scores(both, both), rel=LINEAR)


def test_a_missing_value_gives_a_row_nothing_to_be_praised_for() -> None:
    x = values()
    x[3, 0] = np.nan
    index = index_of(x, method="bod", missing="present", min_present=0.2)
    z = (x - np.nanmin(x, axis=0)) / (np.nanmax(x, axis=0) - np.nanmin(x, axis=0))
    complete = np.delete(z, 3, axis=0)
    assert scores_of(index, x) == pytest.approx(doubt_scores(np.nan_to_num(z), complete), rel=LINEAR)
    lacking = index_of(x, method="bod", missing="present", min_present=1.0)
    assert np.isnan(scores_of(lacking, x)[3])


def test_a_weighted_sum_is_not_brought_together_otherwise() -> None:
    with pytest.raises(PaneloomError) as caught:
        index_of(values(), method="bod", aggregation="geometric")
    assert (caught.value.slug, caught.value.details) == (
        "index-doubt-sum",
        {"node": "idx", "rule": "geometric"},
    )
