"""MEREC, CILOS, IDOCRIW, combinations, and benefit of the doubt as weights.

Against the papers' examples to the digits printed, against pymcdm and scikit-criteria, and in fractions.
EXACT: sums of ten terms, and a null space. SINGLE: the tolerance of a linear program, brought back.
"""

import csv
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.index.arrays import index_of, weighting_of
from tests.reference.weights_packages.matrix import COST, MATRIX

from paneloom.algebra.record import Floats, frozen
from paneloom.errors import PaneloomError
from paneloom.index.weight.bod import bod
from paneloom.index.weight.cilos import cilos
from paneloom.index.weight.combine import combined
from paneloom.index.weight.entropy import entropy, shares
from paneloom.index.weight.idocriw import idocriw
from paneloom.index.weight.merec import merec
from paneloom.index.weight.weighting import Terms, Weighting
from paneloom.study.index_part import Combine

EXACT = 1e-13
SINGLE = 1e-12
ROWS = Path(__file__).parents[2] / "reference" / "decision_packages" / "output" / "rows.csv"
NAMES = ("a", "b", "c", "d", "e", "f")

# Keshavarz-Ghorabaee et al. (2021), Symmetry 13, 525, table 1: more is better of the first two.
KESHAVARZ = np.array(
    [
        [450, 8000, 54, 145],
        [10, 9100, 2, 160],
        [100, 8200, 31, 153],
        [220, 9300, 1, 162],
        [5, 8400, 23, 158.0],
    ]
)
# Zavadskas and Podvezko (2016): more is better of the second and the fourth.
PODVEZKO = np.array([[3, 100, 10, 7], [2.5, 80, 8, 5], [1.8, 50, 20, 11], [2.2, 70, 12, 9]])
Z = np.random.default_rng(3).uniform(0.1, 1.0, size=(30, 4))


def published(key: str) -> Floats:
    with ROWS.open(encoding="utf-8") as file:
        rows = {row[0]: row[1:] for row in csv.reader(file)}
    return np.array(rows[key], dtype=float)


def turned(values: Floats, *columns: int) -> Floats:
    """With 1/x for an indicator of which less is better: min x / x of it is what both papers take."""
    z = values.copy()
    z[:, columns] = 1.0 / z[:, columns]
    return z


def terms(z: Floats, **more: Any) -> Terms:
    return Terms(NAMES[: z.shape[1]], **more)


def refused(slug: str, method: Any, *given: Any) -> dict[str, Any]:
    with pytest.raises(PaneloomError) as caught:
        method(*given)
    assert caught.value.slug == slug
    return caught.value.details


def test_merec_equals_the_paper() -> None:
    z = turned(KESHAVARZ, 2, 3)
    found = merec(z, terms(z)).weight
    assert found == pytest.approx([0.5752, 0.0141, 0.4016, 0.0091], abs=5e-5)
    # All digits, as JMcDM has them.
    exact = [0.5752216672093823, 0.01409659116846726, 0.40156136388773117, 0.009120377734419302]
    assert found == pytest.approx(exact, rel=EXACT)


@pytest.mark.parametrize("package", ["pymcdm", "scikit-criteria"])
def test_merec_equals_packages(package: str) -> None:
    z = turned(MATRIX, COST)
    assert merec(z, terms(z)).weight == pytest.approx(published(f"merec {package}"), rel=EXACT)


def test_merec_does_not_mind_units() -> None:
    scaled = Z * np.array([1.0, 1e6, 1e-9, 3.0])
    assert merec(scaled, terms(Z)).weight == pytest.approx(merec(Z, terms(Z)).weight, rel=EXACT)


def test_merec_leaves_out_a_column_that_does_not_vary() -> None:
    wide = np.column_stack([Z[:, :2], np.full(len(Z), 0.002), Z[:, 2:]])
    found = merec(wide, terms(wide))
    assert np.delete(found.weight, 2) == pytest.approx(merec(Z, terms(Z)).weight, rel=EXACT)
    assert (found.weight[2], found.warnings) == (0.0, (("constant", "c"),))


def test_merec_refuses_zeros_and_tells_the_way_out() -> None:
    values = Z * 100
    assert refused("index-zero", lambda: index_of(values, method="merec")) == {
        "columns": "a, b, c, d",
        "rule": "MEREC",
    }
    for way in ({"range": (0.002, 1.0)}, {"scale": "sum"}, {"scale": "vector"}):
        assert index_of(values, method="merec", **way).weight.min() > 0


def test_cilos_equals_the_paper_and_fractions() -> None:
    z = turned(PODVEZKO, 0, 2)
    found = cilos(z, terms(z)).weight
    assert found == pytest.approx([0.3343, 0.2199, 0.1957, 0.2501], abs=5e-5)
    assert found == pytest.approx([float(q) for q in exact_cilos()], rel=EXACT)


def exact_cilos() -> list[Fraction]:
    """Q of the paper's example in fractions, by elimination."""
    z = [[Fraction(str(v)) for v in row] for row in PODVEZKO.tolist()]
    z = [[1 / a, b, 1 / c, d] for a, b, c, d in z]
    best = [max(row[j] for row in z) for j in range(4)]
    square = [next(row for row in z if row[j] == best[j]) for j in range(4)]
    f: list[list[Fraction]] = [[(best[j] - square[i][j]) / best[j] for j in range(4)] for i in range(4)]
    for j in range(4):
        f[j][j] = -sum((f[i][j] for i in range(4) if i != j), Fraction(0))
    # The last q is 1; the first three equations give the others.
    system = [[*f[i][:3], -f[i][3]] for i in range(3)]
    for i in range(3):
        system[i] = [v / system[i][i] for v in system[i]]
        for other in (row for row in range(3) if row != i):
            system[other] = [v - system[other][i] * w for v, w in zip(system[other], system[i], strict=True)]
    q = [system[0][3], system[1][3], system[2][3], Fraction(1)]
    return [v / sum(q) for v in q]


def test_cilos_equals_pymcdm() -> None:
    z = turned(MATRIX, COST)
    assert cilos(z, terms(z)).weight == pytest.approx(published("cilos pymcdm"), rel=1e-12)


def test_cilos_takes_zeros_as_they_are() -> None:
    # At the best of a, b loses everything, and a half of itself at the best of b: q_a / q_b = 1 / (1/2).
    z = np.array([[1.0, 0.0], [0.5, 1.0], [0.0, 0.3]])
    assert cilos(z, terms(z)).weight == pytest.approx([2 / 3, 1 / 3], rel=EXACT)


def test_cilos_takes_the_mean_of_rows_that_share_a_maximum() -> None:
    z = np.array([[1.0, 0.2], [1.0, 0.6], [0.5, 1.0]])
    found = cilos(z, terms(z))
    # b loses 0.6 on average where a is at its best, a loses 0.5 where b is.
    assert found.weight == pytest.approx([0.6 / 1.1, 0.5 / 1.1], rel=EXACT)
    assert found.warnings == (("tied_maxima", "a"),)
    assert np.array_equal(cilos(z[::-1], terms(z)).weight, found.weight)


def test_cilos_gives_all_to_what_loses_nothing() -> None:
    z = np.array([[1.0, 0.2, 1.0], [1.0, 1.0, 0.5], [0.5, 0.9, 0.9]])
    found = cilos(z[:, :2], terms(z[:, :2]))
    assert (found.weight.tolist(), found.warnings[-1]) == ([1.0, 0.0], ("no_loss", "a"))


def test_cilos_without_a_single_solution_is_refused() -> None:
    z = np.array([[1.0, 1.0], [0.5, 0.2], [0.1, 0.4]])
    assert refused("index-undetermined", cilos, z, terms(z)) == {"columns": "a, b", "rule": "CILOS"}


def test_cilos_of_one_column_that_varies() -> None:
    z = np.array([[1.0, 0.3], [0.5, 0.3]])
    found = cilos(z, terms(z))
    assert (found.weight.tolist(), found.warnings) == ([1.0, 0.0], (("constant", "b"),))


@pytest.mark.parametrize("method", [merec, cilos, idocriw, bod])
def test_nothing_varies(method: Any) -> None:
    z = np.full((5, 3), 0.4)
    assert refused("index-constant", method, z, terms(z)) == {"columns": "a, b, c"}


def test_idocriw_equals_the_paper() -> None:
    # The paper forms entropies of the raw matrix and losses of the one turned over.
    z = turned(PODVEZKO, 0, 2)
    spread = entropy(shares(PODVEZKO, PODVEZKO.mean(axis=0)), terms(z)).weight
    assert spread == pytest.approx([0.1146, 0.1981, 0.4185, 0.2689], abs=5e-5)
    # The paper multiplies the weights as it prints them, with four digits.
    product = spread.round(4) * cilos(z, terms(z)).weight.round(4)
    assert product / product.sum() == pytest.approx([0.1658, 0.1886, 0.3545, 0.2911], abs=5e-5)


def test_idocriw_equals_pymcdm_where_all_grow_with_what_is_good() -> None:
    z = turned(MATRIX, COST)
    found = idocriw(z, terms(z, constant="ln(T)", years=3))
    assert found.weight == pytest.approx(published("idocriw turned pymcdm"), rel=1e-12)
    both = found.columns["weight_entropy"] * found.columns["weight_cilos"]
    assert found.weight == pytest.approx(both / both.sum(), rel=EXACT)


@pytest.mark.parametrize("method", ["merec", "cilos", "idocriw", "bod"])
def test_negative_values_are_refused(method: str) -> None:
    details = refused("index-negative", lambda: index_of(Z, method=method, scale="z"))
    assert details == {"columns": "a, b, c, d"}


# Combinations.


def weighed(*weight: float, warnings: tuple[tuple[str, str], ...] = ()) -> Weighting:
    return Weighting("x", NAMES[: len(weight)], frozen(weight), warnings=warnings)


ONE, TWO = weighed(0.5, 0.3, 0.2), weighed(0.2, 0.2, 0.6)


def together(how: str, *parts: Weighting, shares: tuple[float, ...] = ()) -> Weighting:
    methods = ("ahp", "standard-deviation", "gini")[: len(parts)]
    combine = Combine(methods=methods, how=how, shares=shares)  # type: ignore[arg-type]
    return combined(parts, Terms(parts[0].names, combine=combine))


def test_linear_combinations() -> None:
    assert together("linear", ONE, TWO).weight == pytest.approx([0.35, 0.25, 0.4], rel=EXACT)
    found = together("linear", ONE, TWO, shares=(3.0, 1.0))
    assert found.weight == pytest.approx([0.425, 0.275, 0.3], rel=EXACT)
    assert dict(found.figures) == {"share_ahp": 0.75, "share_standard_deviation": 0.25}
    assert list(found.columns) == ["weight_ahp", "weight_standard_deviation"]


def test_products_and_their_roots() -> None:
    product = np.array([0.10, 0.06, 0.12])
    assert together("product", ONE, TWO).weight == pytest.approx(product / product.sum(), rel=EXACT)
    root = np.sqrt(product)
    assert together("root-product", ONE, TWO).weight == pytest.approx(root / root.sum(), rel=EXACT)
    three = np.cbrt(product * np.array([0.5, 0.3, 0.2]))
    assert together("root-product", ONE, TWO, ONE).weight == pytest.approx(three / three.sum(), rel=EXACT)


def test_game_theory_solves_its_system_in_fractions() -> None:
    # w1.w1 = 0.38, w1.w2 = 0.28, w2.w2 = 0.44: a1 = 0.44 (0.38 - 0.28), a2 = 0.38 (0.44 - 0.28), over 0.1048.
    first, second = Fraction(44 * 10), Fraction(38 * 16)
    a = first / (first + second)
    found = together("game", ONE, TWO)
    exact = [a * Fraction(x) + (1 - a) * Fraction(y) for x, y in zip("532", "226", strict=True)]
    assert found.weight == pytest.approx([float(v) / 10 for v in exact], rel=EXACT)
    assert found.figures["share_ahp"] == pytest.approx(float(a), rel=EXACT)
    assert found.warnings == ()


def test_game_theory_of_methods_that_agree() -> None:
    found = together("game", ONE, ONE)
    assert found.weight == pytest.approx(ONE.weight, rel=EXACT)
    assert found.figures["share_ahp"] == pytest.approx(0.5, rel=EXACT)


def test_a_negative_share_is_told() -> None:
    # The flat weights lie within the reach of the pointed ones: w1.w2 = 0.328 exceeds w1.w1 = 0.3152.
    flat, pointed = weighed(0.3, 0.3, 0.4), weighed(0.0, 0.1, 0.9)
    found = together("game", flat, pointed)
    assert found.figures["share_ahp"] < 0
    assert ("negative_share", "") in found.warnings
    assert found.weight.sum() == pytest.approx(1.0, rel=EXACT)
    assert ("negative_combined", "a") in found.warnings
    assert found.weight[0] < 0


def test_a_negative_combined_weight_is_a_warning_and_no_broken_law() -> None:
    index = index_of(
        Z[:, :3],
        method="combined",
        combine={"methods": ["ahp", "given"], "how": "game"},
        judgements=[[1, 1, "3/4"], [1, 1, "3/4"], ["4/3", "4/3", 1]],
        given={"a": 0.0, "b": 0.1, "c": 0.9},
    )
    assert index.weight[0] < 0
    assert index.warnings == (("negative_share", ""), ("negative_combined", "a"))


def test_warnings_of_the_methods_are_kept() -> None:
    one = weighed(0.5, 0.5, warnings=(("inconsistent", ""),))
    assert together("linear", one, one).warnings == (("inconsistent", ""),)


@pytest.mark.parametrize("shares", [(1.0,), (0.0, 0.0), (-1.0, 2.0), (float("nan"), 1.0)])
def test_shares_that_do_not_fit_are_refused(shares: tuple[float, ...]) -> None:
    assert refused("index-shares", lambda: together("linear", ONE, TWO, shares=shares)) == {
        "methods": "ahp, standard-deviation"
    }


@pytest.mark.parametrize("second", [(0.0, 1.0), (-0.5, 1.5)])
def test_products_that_give_no_weights_are_refused(second: tuple[float, float]) -> None:
    first = weighed(1.0, 0.0)
    details = refused("index-no-overlap", lambda: together("product", first, weighed(*second)))
    assert details["columns"] == "a, b"


@pytest.mark.parametrize("combine", [None, {"methods": ["entropy", "combined"]}])
def test_a_combination_of_nothing_or_of_itself_is_refused(combine: Any) -> None:
    refused("index-combine", lambda: index_of(Z, method="combined", combine=combine))


def test_a_combination_in_an_index() -> None:
    both = index_of(Z, method="combined", combine={"methods": ["entropy", "critic"], "how": "root-product"})
    parts = [index_of(Z, method=method).weight for method in ("entropy", "critic")]
    root = np.sqrt(parts[0] * parts[1])
    assert both.weight == pytest.approx(root / root.sum(), rel=EXACT)
    assert np.array_equal(weighting_of(both).columns["weight_critic"], parts[1])


# Benefit of the doubt.


def test_weights_best_for_rows_with_a_single_solution() -> None:
    # On the frontier are (4, 1) and (1, 4). (2, 2) has w = (1, 1)/5 only, (3, 0.6) has w = (1/4, 0) only.
    z = np.array([[4, 1], [1, 4], [2, 2], [3, 0.6]])
    found = bod(z, terms(z))
    assert found.weight == pytest.approx([0.75, 0.25], rel=SINGLE)
    assert found.figures["determined"] == 0.5
    assert found.warnings == ()


def test_weights_are_equal_where_no_row_has_a_single_solution() -> None:
    z = np.array([[1.0, 0.0, 0.7], [0.0, 1.0, 0.7]])
    found = bod(z, terms(z))
    assert found.weight == pytest.approx([0.5, 0.5, 0.0])
    assert found.warnings == (("constant", "c"), ("undetermined", ""))
