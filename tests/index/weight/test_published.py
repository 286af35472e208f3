"""Weights as published, and as scikit-criteria, pymcdm and R have them.

The published numbers stand in the papers named and in the tests of the packages pyrepo-mcda and crispyn; they
are held to the digits printed. PACKAGES: two ways of summing nine numbers. R: eigenvectors and rotations.
"""

import csv
from pathlib import Path

import numpy as np
import pytest
from tests.index.arrays import LETTERS, index_of, weighting_of
from tests.reference.weights_packages.matrix import COST, MATRIX

from paneloom.algebra.record import Floats
from paneloom.algebra.totals import totals
from paneloom.index.weight.components import components
from paneloom.index.weight.factor import varimax
from paneloom.index.weight.weighting import Terms

PACKAGES = 1e-13
R = 1e-12
ROTATED = 1e-7
REFERENCE = Path(__file__).parents[2] / "reference"

XU = [[30, 30, 38, 29], [19, 54, 86, 29], [19, 15, 85, 28.9], [68, 70, 60, 29]]
PODVEZKO = [[3.0, 100, 10, 7], [2.5, 80, 8, 5], [1.8, 50, 20, 11], [2.2, 70, 12, 9]]
LEE = [
    [4550, 30, 6.74, 20, 15, 5, 85, 150, 0.87, 4.76],
    [3005, 60.86, 2.4, 35, 27, 4, 26, 200, 0.17, 4.51],
    [2040, 14.85, 1.7, 90, 25, 5, 26, 500, 0.27, 4.19],
    [3370, 99.4, 3.25, 25.3, 54, 3, 45, 222, 0.21, 3.78],
    [3920, 112.6, 4.93, 11.4, 71.7, 2, 50, 100, 0.25, 4.11],
]
SALABUN = [
    [0.619, 0.449, 0.447], [0.862, 0.466, 0.006], [0.458, 0.698, 0.771],
    [0.777, 0.631, 0.491], [0.567, 0.992, 0.968],
]  # fmt: skip
TUS = [
    [5000, 3, 3, 4, 3, 2], [680, 5, 3, 2, 2, 1], [2000, 3, 2, 3, 4, 3],
    [600, 4, 3, 1, 2, 2], [800, 2, 4, 3, 3, 4],
]  # fmt: skip
CAMERAS = [
    [29.4, 83, 47, 114, 12, 30, 120, 240, 170, 90, 1717.75],
    [30, 38.1, 124.7, 117, 16, 60, 60, 60, 93, 70, 2389],
    [29.28, 59.27, 41.13, 58, 16, 30, 60, 120, 170, 78, 239.99],
    [33.6, 71, 55, 159, 23.6, 60, 240, 240, 132, 140, 2099],
    [21, 59, 41, 66, 16, 24, 60, 120, 170, 70, 439],
    [35, 65, 42, 134, 12, 60, 240, 240, 145, 60, 1087],
    [47, 79, 54, 158, 19, 60, 120, 120, 360, 72, 2499],
    [28.3, 62.3, 44.9, 116, 12, 30, 60, 60, 130, 90, 999.99],
    [36.9, 28.6, 121.6, 130, 12, 60, 120, 120, 80, 80, 1099],
    [32, 59, 41, 60, 16, 30, 120, 120, 170, 60, 302.96],
    [28.4, 66.3, 48.6, 126, 12, 60, 240, 240, 132, 135, 1629],
    [29.8, 46, 113, 47, 18, 50, 50, 50, 360, 72, 2099],
    [20.2, 64, 80, 70, 8, 24, 60, 120, 166, 480, 699.99],
    [33, 60, 44, 59, 12, 30, 60, 120, 170, 90, 388],
    [29, 59, 41, 55, 16, 30, 60, 120, 170, 120, 299],
    [29, 59, 41, 182, 12, 30, 30, 60, 94, 140, 249],
    [29.8, 59.2, 41, 65, 16, 30, 60, 120, 160, 90, 219.99],
    [28.8, 62.5, 41, 70, 12, 60, 120, 120, 170, 138, 1399.99],
    [24, 40, 59, 60, 12, 10, 30, 30, 140, 78, 269.99],
    [30, 60, 45, 201, 16, 30, 30, 30, 170, 90, 199.99],
]


@pytest.mark.parametrize(
    ("method", "scale", "matrix", "printed"),
    [
        pytest.param("entropy", "none", XU, "0.4630 0.3992 0.1378 0.0000", id="Xu 2004"),
        pytest.param("entropy", "sum", XU, "0.4630 0.3992 0.1378 0.0000", id="Xu 2004, of shares"),
        pytest.param(
            "entropy", "none", PODVEZKO, "0.1146 0.1981 0.4185 0.2689", id="Zavadskas, Podvezko 2016"
        ),
        pytest.param(
            "entropy", "none", LEE,
            "0.026 0.154 0.089 0.199 0.115 0.040 0.080 0.123 0.172 0.002", id="Lee, Chang 2018",
        ),
        pytest.param("critic", "minmax", TUS, "0.157 0.249 0.168 0.121 0.154 0.151", id="Tus, Adali 2019"),
        pytest.param("standard-deviation", "none", SALABUN, "0.217 0.294 0.488", id="Salabun et al. 2020"),
        pytest.param("variation", "none", XU, "0.4258 0.3610 0.2121 0.0011", id="Shuai et al. 2012"),
        pytest.param(
            "gini", "none", CAMERAS,
            "0.0362 0.0437 0.0848 0.0984 0.0480 0.0842 0.1379 0.1125 0.0745 0.1107 0.1690",
            id="Baczkiewicz et al. 2021",
        ),
    ],
)  # fmt: skip
def test_published_weights(method: str, scale: str, matrix: list[list[float]], printed: str) -> None:
    index = index_of(np.array(matrix, dtype=float), method=method, scale=scale)
    digits = len(printed.split(maxsplit=1)[0]) - 2
    assert " ".join(f"{weight:.{digits}f}" for weight in index.weight) == printed


def packages() -> dict[str, Floats]:
    path = REFERENCE / "weights_packages/output/weights.csv"
    with path.open(encoding="utf-8", newline="") as lines:
        return {name: np.array(row, dtype=float) for name, *row in csv.reader(lines)}


@pytest.mark.parametrize("name", sorted(packages()))
def test_packages_agree(name: str) -> None:
    method, how, _ = name.split(" ", 2)
    scale = "none" if how == "raw" else "minmax"
    signs = "".join("-" if how == "cost" and j == COST else "+" for j in range(MATRIX.shape[1]))
    index = index_of(MATRIX, signs, method=method, scale=scale)
    assert index.weight == pytest.approx(packages()[name], rel=PACKAGES)


def tai() -> tuple[tuple[str, ...], Floats]:
    with (REFERENCE / "tai_r/tai.csv").open(encoding="utf-8", newline="") as lines:
        head, *rows = csv.reader(lines)
    return tuple(head[1:]), np.array([row[1:] for row in rows], dtype=float)


def by_r() -> dict[str, Floats]:
    with (REFERENCE / "tai_r/output/weights.csv").open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return {key: np.array([float(row[key]) for row in rows]) for key in rows[0] if key != "indicator"}


@pytest.mark.parametrize("scale", ["minmax", "z"])
def test_r_agrees_on_the_technology_achievement_index(scale: str) -> None:
    _, values = tai()
    theirs = by_r()
    assert index_of(values, method="pca", scale=scale).weight == pytest.approx(theirs["pca"], rel=R)
    composite = index_of(values, method="pca-composite", scale=scale)
    assert composite.weight == pytest.approx(theirs["composite"], rel=R)
    assert weighting_of(composite).figures["components"] == 2
    factors = index_of(values, method="factor", scale=scale)
    assert factors.weight == pytest.approx(theirs["factor"], rel=ROTATED)
    assert weighting_of(factors).figures["factors"] == 4


def test_r_agrees_on_rotated_loadings() -> None:
    names, values = tai()
    made = components(totals(names, values), Terms(names))
    rotated = varimax(made.vectors[:, :4] * np.sqrt(made.values[:4]))
    theirs = np.column_stack([by_r()[f"X{f}"] for f in (1, 2, 3, 4)])
    assert np.abs(rotated) == pytest.approx(np.abs(theirs), abs=ROTATED)


def test_components_of_the_handbook() -> None:
    """OECD and JRC (2008), table 16: shares of variance; table 17: patents after rotation.

    The appendix has logarithms to two digits only, so the last digit printed is not reached everywhere.
    """
    names, values = tai()
    made = components(totals(names, values), Terms(names))
    printed = [41.9, 21.8, 12.3, 11.1, 6.0, 3.7, 2.2, 0.9]
    assert made.values / 8 * 100 == pytest.approx(printed, abs=0.12)
    rotated = varimax(made.vectors[:, :4] * np.sqrt(made.values[:4]))
    assert np.abs(rotated[0]) == pytest.approx([0.07, 0.97, 0.06, 0.06], abs=0.0075)


def test_an_indicator_that_runs_against_its_component_is_named() -> None:
    names, values = tai()
    exports = LETTERS[names.index("exports")]
    for method in ("pca", "factor"):
        assert index_of(values, method=method).warnings == (("negative_loading", exports),)
