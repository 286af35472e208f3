"""The index from raw columns to scores against the definition in 50 digits.

WEIGHT: bounds are exact, scaled values good to 1e-16, the sums of phi to 1e-14.
"""

from pathlib import Path

import mpmath as mp
import numpy as np
import pytest
from tests.index.indices import FLAT, NAMES, TWO, built, indicators, panel, scores
from tests.index.test_entropy import divergence

from paneloom.algebra.record import Floats
from paneloom.errors import PaneloomError
from paneloom.index import guards
from paneloom.index.build import build_index

WEIGHT = 1e-12
SCORE = 1e-13
SIGNS = np.array([1, -1, 1, 1])


def scaled(values: Floats, signs: np.ndarray = SIGNS) -> Floats:
    low, high = np.nanmin(values, axis=0), np.nanmax(values, axis=0)
    return np.where(signs > 0, values - low, high - values) / (high - low)


def by_definition(values: Floats) -> tuple[Floats, Floats]:
    """(J,) weights and (n,) scores; a missing value leaves its column's n, and its row's score."""
    z = scaled(values)
    d = [divergence(column[~np.isnan(column)]) for column in z.T]
    weight = np.array([float(v / mp.fsum(d)) for v in d])
    return weight, z @ weight


@pytest.mark.parametrize("recipe", [{"dimensions": TWO}, {"indicators": FLAT}])
def test_an_index_equals_its_definition(recipe: dict) -> None:
    values = indicators()
    index, made = built(values, **recipe)
    weight, expected = by_definition(values)
    assert index.weight == pytest.approx(weight, rel=WEIGHT)
    assert scores(made)[:, 0] == pytest.approx(expected, abs=SCORE)
    assert index.mean == pytest.approx(scaled(values).mean(axis=0), rel=1e-13)
    assert index.n == (45,) * 4
    assert np.array_equal(index.minimum, values.min(axis=0))
    assert np.array_equal(index.maximum, values.max(axis=0))
    assert index.warnings == ()
    assert index.label == "idx"


def test_parts_add_up_and_carry_their_weights() -> None:
    values = indicators(2)
    index, made = built(values)
    whole = scores(made, "one", "two")
    assert np.allclose(whole[:, 1] + whole[:, 2], whole[:, 0], rtol=0, atol=1e-15)
    assert [(part.name, part.label, part.members) for part in index.parts] == [
        ("one", "one", (0, 1)),
        ("two", "Second", (2, 3)),
    ]
    assert [part.weight for part in index.parts] == pytest.approx(
        [index.weight[:2].sum(), index.weight[2:].sum()]
    )
    weighted = scaled(values) * index.weight
    assert whole[:, 1] == pytest.approx(weighted[:, :2].sum(axis=1), abs=SCORE)


def test_the_affine_forms_are_the_scores() -> None:
    values = indicators(3)
    index, made = built(values)
    whole = scores(made, "one", "two")
    for at, line in enumerate((index.affine, *(part.affine for part in index.parts))):
        columns = values[:, [NAMES.index(name) for name in line.columns]]
        assert columns @ line.slopes + line.constant == pytest.approx(whole[:, at], abs=1e-12)


def test_a_missing_value_takes_its_row_from_the_scores_and_is_warned_of() -> None:
    values = indicators(4)
    values[7, 1] = np.nan
    index, made = built(values)
    weight, expected = by_definition(values)
    assert index.n == (45, 44, 45, 45)
    assert index.weight == pytest.approx(weight, rel=WEIGHT)
    assert scores(made)[:, 0] == pytest.approx(expected, abs=SCORE, nan_ok=True)
    assert np.isnan(scores(made)[7, 0])
    assert index.warnings == (("missing_indicator", "b"),)


def test_a_constant_indicator_weighs_nothing_and_is_warned_of() -> None:
    values = indicators(5)
    values[:, 2] = 0.1
    index, made = built(values)
    rest = [0, 1, 3]
    assert index.weight[2] == 0.0
    assert index.entropy[2] == 1.0
    assert index.affine.slopes[2] == 0.0
    d = [divergence(column) for column in scaled(values[:, rest], SIGNS[rest]).T]
    assert index.weight[rest] == pytest.approx([float(v / mp.fsum(d)) for v in d], rel=WEIGHT)
    assert scores(made)[:, 0] == pytest.approx(
        scaled(values[:, rest], SIGNS[rest]) @ index.weight[rest], abs=SCORE
    )
    assert index.warnings == (("constant_indicator", "c"),)


@pytest.mark.parametrize("mean", [1e8, 1e12])
def test_a_large_mean_costs_no_digit_of_a_weight(mean: float) -> None:
    # Whole numbers are exact there, so that the weights must not move at all.
    values = np.round(indicators(6) * np.array([100, 1, 10_000, 100]))
    near, far = built(values)[0], built(values + mean)[0]
    assert far.weight == pytest.approx(near.weight, rel=WEIGHT)
    assert far.mean == pytest.approx(near.mean, rel=1e-14)


def test_names_of_the_study_may_be_anything() -> None:
    # Working columns of the index must not meet columns of the study.
    values = indicators(7)
    names = ("phi_0", "z_0", "phi", "z")
    plain, _ = built(values)
    index, _ = built(values, names=names, indicators=("+ phi_0", "- z_0", "+ phi", "+ z"))
    assert np.array_equal(index.weight, plain.weight)


@pytest.mark.parametrize(
    ("rows", "at", "value", "slug", "columns"),
    [
        (slice(None), 1, np.nan, "no-values", "b"),
        (slice(1, None), 3, np.nan, "index-one-row", "d"),
        (slice(None), slice(None), 2.0, "index-constant", "a, b, c, d"),
    ],
)
def test_what_cannot_be_built_is_refused(
    rows: slice, at: int | slice, value: float, slug: str, columns: str
) -> None:
    values = indicators(8)
    values[rows, at] = value
    with pytest.raises(PaneloomError) as caught:
        build_index(panel(values), "idx", Path())
    assert (caught.value.slug, caught.value.details) == (slug, {"columns": columns})


def test_scores_outside_their_limits_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    # No input is known that breaks this law; the check itself is tested with a limit that none can meet.
    monkeypatch.setattr(guards, "SCORE_TOLERANCE", -1.0)
    with pytest.raises(PaneloomError) as caught:
        build_index(panel(indicators(9)), "idx", Path())
    assert (caught.value.slug, caught.value.details) == ("index-invariant", {"columns": "one, two, idx"})
