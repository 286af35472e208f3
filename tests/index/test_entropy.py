"""Entropy weights against the definition in 50 digits.

WEIGHT: the sums are of some hundred terms, each good to 1e-15, relative to the divergence itself, however
small: that is what the form with phi is for. 1 - E keeps eight digits fewer at d = 3e-11.
"""

import mpmath as mp
import numpy as np
import pytest

from paneloom.algebra.record import Floats, frozen
from paneloom.errors import PaneloomError
from paneloom.index.weight.entropy import Shares, entropy, shares
from paneloom.index.weight.weighting import Terms, Weighting

WEIGHT = 1e-12
NAMES = ("a", "b", "c")


def divergence(z: Floats) -> mp.mpf:
    """1 - E with shares and logarithms as written in the definition."""
    with mp.workdps(50):
        numbers = [mp.mpf(float(v)) for v in z]
        total = mp.fsum(numbers)
        shares = [v / total for v in numbers]
        return 1 + mp.fsum(p * mp.log(p) for p in shares if p) / mp.log(len(numbers))


def weigh(z: Floats) -> tuple[Floats, Floats, Floats]:
    found = entropy(shares(z, z.mean(axis=0)), Terms(NAMES[: z.shape[1]]))
    return found.columns["entropy"], found.columns["divergence"], found.weight


def of_theil(theil: tuple[float, ...], n: tuple[int, ...]) -> Weighting:
    """Weights of columns whose mean of phi is known; 0 for one that does not vary."""
    size = len(theil)
    found = Shares(frozen(np.ones(size)), frozen(n, np.int64), frozen(np.ones(size)), frozen(theil))
    return entropy(found, Terms(NAMES[:size]))


def test_weights_equal_the_definition() -> None:
    z = np.random.default_rng(1).uniform(size=(341, 3)) ** np.array([1.0, 2.0, 5.0])
    z -= z.min(axis=0)
    entropy, d, weight = weigh(z)
    exact = [divergence(column) for column in z.T]
    assert d == pytest.approx([float(v) for v in exact], rel=WEIGHT)
    assert weight == pytest.approx([float(v / mp.fsum(exact)) for v in exact], rel=WEIGHT)
    assert entropy == pytest.approx([float(1 - v) for v in exact], rel=WEIGHT)


@pytest.mark.parametrize("spread", [1e-1, 1e-3, 2e-5, 1e-6])
def test_nearly_constant_indicators_keep_their_digits(spread: float) -> None:
    # A spread of 2e-5 is a divergence of 3e-11, where 1 - E has lost eight digits.
    rng = np.random.default_rng(2)
    z = 1 + spread * rng.normal(size=(341, 2)) * np.array([1.0, 3.0])
    exact = [divergence(column) for column in z.T]
    _, d, weight = weigh(z)
    # r = z / mean is known to half a unit in the last place, which is this much of its distance from 1.
    tolerance = WEIGHT + 2.0**-53 / spread
    assert d == pytest.approx([float(v) for v in exact], rel=tolerance)
    assert weight == pytest.approx([float(v / mp.fsum(exact)) for v in exact], rel=tolerance)
    if spread == 2e-5:
        assert 1e-11 < d[0] < 1e-10


def test_the_form_1_minus_e_would_fail_here() -> None:
    z = 1 + 2e-5 * np.random.default_rng(2).normal(size=341)
    p = z / z.sum()
    naive = 1 + (p * np.log(p)).sum() / np.log(341)
    assert abs(naive / float(divergence(z)) - 1) > 1e-8


def test_zeros_count_as_zero_shares() -> None:
    z = np.array([[0.0, 1.0], [0.0, 0.0], [1.0, 1.0], [0.0, 1.0]])
    entropy, _, weight = weigh(z)
    assert entropy == pytest.approx([0.0, np.log(3) / np.log(4)], abs=1e-15)
    assert weight.sum() == pytest.approx(1.0, abs=1e-15)


def test_a_column_that_does_not_vary_weighs_nothing() -> None:
    found = of_theil((0.2, 0.0, 0.1), (10, 10, 10))
    assert found.weight == pytest.approx([2 / 3, 0.0, 1 / 3])
    assert found.columns["entropy"][1] == 1.0
    assert found.warnings == (("constant", "b"),)


def test_each_indicator_has_its_own_n() -> None:
    found = of_theil((0.2, 0.2), (10, 100))
    assert found.columns["divergence"] == pytest.approx([0.2 / np.log(10), 0.2 / np.log(100)])


@pytest.mark.parametrize(
    ("theil", "slug"),
    [
        ((0.0, 0.0), "index-constant"),
        ((0.5, -0.1), "index-invariant"),
        ((9.0, 0.1), "index-invariant"),
    ],
)
def test_what_cannot_be_weighed_is_refused(theil: tuple[float, float], slug: str) -> None:
    with pytest.raises(PaneloomError) as caught:
        of_theil(theil, (10, 10))
    assert caught.value.slug == slug
