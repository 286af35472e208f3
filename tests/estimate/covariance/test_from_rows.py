"""Covariances from rows against double loops over all pairs of rows, and against each other where they meet.

CLOSE: relative, of errors; both sides are sums of a few thousand products.
"""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from tests.estimate.covariance.pairwise import Weight, influence, leverages, paired
from tests.panels import EFFECTS, Rows, design, panel, random_rows, table

from paneloom.algebra.effects import Effects
from paneloom.errors import PaneloomError
from paneloom.estimate.covariance.conley import EARTH_RADIUS, great_circle
from paneloom.estimate.covariance.definite import semidefinite
from paneloom.estimate.covariance.serial import periods
from paneloom.estimate.estimate import Estimate
from paneloom.estimate.fit import fit_table
from paneloom.study.sample import Sample
from paneloom.wording import say

CLOSE = 1e-9
KEEPING_ALL = Sample(complete=("y", "x1", "x2"))
DISTANCE = 900.0
INSTRUMENTS: tuple[tuple[str, ...], ...] = ((), ("z1", "z2"))


def placed(seed: int, moving: bool = False, **shape: Any) -> Rows:
    """Random rows with coordinates: of the unit, or of each row."""
    rows = random_rows(seed, **({"units": 9, "times": 7, "share": 0.75, "clusters": 4} | shape))
    rng = np.random.default_rng(seed)
    places = rng.uniform([95.0, 20.0], [125.0, 45.0], size=(rows.units.max() + 1, 2))[rows.units]
    if moving:
        places = places + rng.normal(size=places.shape)
    return Rows(
        (*rows.names, "east", "north"),
        np.hstack([rows.values, places]),
        rows.units,
        rows.times,
        rows.clusters,
        rows.weights,
    )


def fitted(rows: Rows, effects: Effects, errors: str, blocks: int | None = None, **changes: Any) -> Estimate:
    asked = design(effects, errors, few_clusters="off", **changes)
    return fit_table(panel(rows, block_units=blocks), table(asked)).estimates[0]


def asked_of(errors: str) -> dict[str, Any]:
    """The choices of each kind of errors."""
    return {
        "cluster": {"second_cluster": "year"},
        "driscoll-kraay": {"lags": 2},
        "newey-west": {"lags": 3},
        "conley": {"coordinates": ("east", "north"), "distance": DISTANCE, "lags": 2, "kernel": "bartlett"},
    }.get(errors, {})


def weight_of(errors: str, rows: Rows) -> Weight:
    """What a pair of rows weighs."""
    units, times, groups = rows.units, rows.times, rows.clusters

    def bartlett(i: int, j: int, lags: int) -> float:
        return max(0.0, 1 - abs(int(times[i] - times[j])) / (lags + 1))

    def kilometres(i: int, j: int) -> float:
        (a, b), (c, d) = (np.radians([rows["east"][k], rows["north"][k]]) for k in (i, j))
        cosine = np.sin(b) * np.sin(d) + np.cos(b) * np.cos(d) * np.cos(a - c)
        return float(EARTH_RADIUS * np.arccos(np.clip(cosine, -1, 1))) if i != j else 0.0

    def conley(i: int, j: int) -> float:
        near = max(0.0, 1 - kilometres(i, j) / DISTANCE) if times[i] == times[j] else 0.0
        return near + (bartlett(i, j, 2) if units[i] == units[j] and times[i] != times[j] else 0.0)

    weights: dict[str, Weight] = {
        "hc1": lambda i, j: float(i == j),
        "cluster": lambda i, j: float(groups[i] == groups[j] or times[i] == times[j]),
        "driscoll-kraay": lambda i, j: bartlett(i, j, 2),
        "newey-west": lambda i, j: bartlett(i, j, 3) if units[i] == units[j] else 0.0,
        "conley": conley,
    }
    return weights[errors]


@pytest.mark.parametrize("errors", ["hc1", "cluster", "driscoll-kraay", "newey-west", "conley"])
@pytest.mark.parametrize("effects", EFFECTS)
@pytest.mark.parametrize("instruments", INSTRUMENTS, ids=["ols", "2sls"])
@pytest.mark.parametrize("weighted", [False, True], ids=["equal", "weighted"])
def test_all_pairs_of_rows(
    errors: str, effects: Effects, instruments: tuple[str, ...], weighted: bool
) -> None:
    for seed in range(3):
        rows = placed(seed, moving=seed == 1, weighted=weighted)
        parts = influence(rows, effects, instruments)
        expected = paired(parts, weight_of(errors, rows))
        found = fitted(
            rows,
            effects,
            errors,
            blocks=(None, 4, 1)[seed],
            endogenous=("x1",) if instruments else (),
            instruments=instruments,
            weights="weight" if weighted else None,
            **asked_of(errors),
        )
        if not found.warnings:
            scale = np.sqrt(found.freedom.factor)
            errors_found = np.append(found.errors, found.constant_error)[: parts.shape[1]] / scale
            assert errors_found == pytest.approx(np.sqrt(np.diag(expected)), rel=CLOSE)
            assert found.covariance == pytest.approx(
                found.freedom.factor * expected[:2, :2], rel=CLOSE, abs=CLOSE * expected[:2, :2].max()
            )


@pytest.mark.parametrize("effects", EFFECTS)
@pytest.mark.parametrize(("errors", "power"), [("hc2", 0.5), ("hc3", 1.0)])
def test_leverage_is_that_of_all_dummies(effects: Effects, errors: str, power: float) -> None:
    rows = random_rows(5, weighted=True)
    parts = influence(rows, effects) / (1 - leverages(rows, effects))[:, None] ** power
    found = fitted(rows, effects, errors, weights="weight")
    assert found.errors == pytest.approx(np.sqrt((parts**2).sum(axis=0))[:2], rel=CLOSE)
    if effects == "none":
        assert found.constant_error == pytest.approx(np.sqrt((parts[:, 2] ** 2).sum()), rel=CLOSE)


def test_hc3_is_the_jackknife_over_rows() -> None:
    """Each deletion has its own effects: b - b_i = influence / (1 - h)."""
    rows = random_rows(6, units=7, times=6, weighted=True)
    choices: dict[str, Any] = {"weights": "weight"}
    whole = fitted(rows, "unit+time", "hc3", **choices)
    total = np.zeros((2, 2))
    for row in range(len(rows)):
        rest = fitted(rows.where(np.arange(len(rows)) != row), "unit+time", "iid", **choices)
        total += np.outer(*[rest.coefficients - whole.coefficients] * 2)
    assert whole.covariance == pytest.approx(total, rel=1e-9)


def test_kinds_of_errors_meet_in_their_limits() -> None:
    rows = placed(7, clusters=None)
    here = {"coordinates": ("east", "north")}
    robust = fitted(rows, "unit+time", "hc1").covariance
    for errors, choices in (("newey-west", {"lags": 0}), ("conley", {"distance": 1e-3, **here})):
        assert fitted(rows, "unit+time", errors, **choices).covariance == pytest.approx(robust, rel=1e-12)
    same = [
        fitted(rows, "unit", "driscoll-kraay", lags=0),
        fitted(rows, "unit", "conley", distance=30000.0, **here),
    ]
    raw = [found.covariance / found.freedom.factor for found in same]
    assert raw[0] == pytest.approx(raw[1], rel=1e-12)
    # All lags, each of full weight, are clusters by unit.
    serial = fitted(rows, "unit+time", "newey-west", kernel="uniform", lags=6)
    clustered = fitted(rows, "unit+time", "cluster", cluster="unit")
    raw = [found.covariance / found.freedom.factor for found in (serial, clustered)]
    assert raw[0] == pytest.approx(raw[1], rel=1e-9)


def test_two_ways_that_are_one_way_are_that_way() -> None:
    rows = random_rows(8, units=12, clusters=4)
    twice = fitted(rows, "unit+time", "cluster", second_cluster="group")
    once = fitted(rows, "unit+time", "cluster")
    assert twice.covariance == pytest.approx(once.covariance, rel=1e-10)
    assert (twice.freedom.clusters, twice.freedom.second_clusters) == (4, 4)
    assert twice.facts == (("cluster_factor", "smaller"),)


def test_a_missing_year_is_a_gap() -> None:
    """Without 2003 in the whole panel, 2002 and 2004 are two lags apart."""
    rows = random_rows(9, share=1.0)
    rows = rows.where(rows.times != 2003)
    parts = influence(rows, "unit")

    def neighbours(i: int, j: int) -> float:
        return max(0.0, 1 - abs(int(rows.times[i] - rows.times[j])) / 2)

    found = fitted(rows, "unit", "driscoll-kraay", lags=1)
    expected = np.sqrt(np.diag(paired(parts, neighbours)) * found.freedom.factor)
    assert found.errors == pytest.approx(expected, rel=CLOSE)
    by_position = replace(rows, times=np.where(rows.times > 2003, rows.times - 1, rows.times))
    assert fitted(by_position, "unit", "driscoll-kraay", lags=1).errors != pytest.approx(expected, rel=1e-3)


def test_a_lag_is_a_period_of_the_frequency_of_the_sample() -> None:
    yearly = random_rows(10, share=0.8)
    biennial = replace(yearly, times=2 * yearly.times)
    for errors in ("driscoll-kraay", "newey-west"):
        one, two = (fitted(rows, "unit+time", errors, lags=1) for rows in (yearly, biennial))
        assert np.array_equal(one.covariance, two.covariance)
        assert "step" not in dict(one.facts)
        assert dict(two.facts)["step"] == "2"


@pytest.mark.parametrize(
    ("times", "positions", "step"),
    [([2001, 2002, 2005], [0, 1, 4], 1), ([2000, 2005, 2015], [0, 1, 3], 5), ([7, 7], [0, 0], 1)],
)
def test_periods(times: list[int], positions: list[int], step: int) -> None:
    found, found_step = periods(np.array(times))
    assert (found.tolist(), found_step) == (positions, step)


def test_lags_by_the_rule_of_the_preset() -> None:
    rows = random_rows(11, units=6, times=26, share=1.0)
    lags = {
        preset: dict(fitted(rows, "unit", "driscoll-kraay", dof=preset).facts)["lags"]
        for preset in ("reghdfe", "fixest")
    }
    # floor(4 (26 / 100)^(2/9)) = floor(2.97), floor(26^(1/4)) = floor(2.26)
    assert lags == {"reghdfe": "2", "fixest": "2"}
    longer = random_rows(11, units=6, times=90, share=1.0)
    assert dict(fitted(longer, "unit", "driscoll-kraay").facts)["lags"] == "3"


def test_a_unit_seen_once_adds_nothing() -> None:
    rows = random_rows(12, units=8)
    alone = with_a_unit_seen_once(rows)
    for errors in ("hc2", "hc3"):
        kept = fitted(alone, "unit+time", errors, sample=KEEPING_ALL)
        without = fitted(rows, "unit+time", errors)
        assert kept.rows.used == without.rows.used + 1
        assert kept.covariance == pytest.approx(without.covariance, rel=1e-10)
        assert kept.warnings == ("rows_alone",)
        assert dict(kept.facts)["rows_alone_count"] == "1"
        assert without.warnings == ()


def with_a_unit_seen_once(rows: Rows) -> Rows:
    return Rows(
        rows.names,
        np.vstack([rows.values, rows.values[:1] + 1]),
        np.append(rows.units, rows.units.max() + 1),
        np.append(rows.times, rows.times[0]),
        np.append(rows.clusters, rows.clusters[0]),
        np.append(rows.weights, 1.0),
    )


@pytest.mark.parametrize(
    ("slug", "errors", "choices"),
    [
        ("lags-too-many", "driscoll-kraay", {"lags": 6}),
        ("lags-too-many", "newey-west", {"lags": 9}),
        ("conley-no-distance", "conley", {"coordinates": ("east", "north")}),
        ("conley-no-coordinates", "conley", {"distance": 100.0}),
        ("coordinates-range", "conley", {"coordinates": ("north", "east"), "distance": 100.0}),
    ],
)
def test_refusals(slug: str, errors: str, choices: dict[str, Any]) -> None:
    with pytest.raises(PaneloomError) as raised:
        fitted(placed(13, times=6, share=1.0), "unit+time", errors, **choices)
    assert raised.value.slug == slug


@pytest.mark.parametrize(
    ("slug", "errors", "choices"),
    [
        ("one-cluster", "cluster", {"second_cluster": "year"}),
        ("too-few-periods", "driscoll-kraay", {}),
        ("too-few-periods", "newey-west", {}),
    ],
)
def test_one_year_is_too_few(slug: str, errors: str, choices: dict[str, Any]) -> None:
    rows = random_rows(13, units=12, share=1.0)
    with pytest.raises(PaneloomError) as raised:
        fitted(rows.where(rows.times == 2002), "none", errors, **choices)
    assert raised.value.slug == slug


def test_a_regressor_of_one_row_has_no_leverage_errors() -> None:
    rows = random_rows(14, share=1.0)
    only = rows.changed(x2=(np.arange(len(rows)) == 9).astype(float))
    with pytest.raises(PaneloomError) as raised:
        fitted(only, "unit+time", "hc3")
    assert raised.value.slug == "leverage-one"
    assert raised.value.details["column"] == "x2"
    assert raised.value.details["time"] == str(rows.times[9])
    assert fitted(only, "unit+time", "hc1").warnings == ()


def test_negative_eigenvalues_are_mended_and_said() -> None:
    """What is left of a variance that was negative itself is named; where nothing is left, there is no error."""
    said: list[tuple[str, ...]] = []
    for seed in range(40):
        rows = random_rows(seed, units=6, times=5, clusters=None)
        raw = paired(influence(rows, "unit"), weight_of("cluster", rows))
        low = tuple(name for name, v in zip(("x1", "x2"), np.diag(raw), strict=True) if v < 0)
        values, vectors = np.linalg.eigh(raw)
        if values[1] < 0:
            with pytest.raises(PaneloomError, match="negative variance"):
                fitted(rows, "unit", "cluster", second_cluster="year")
            continue
        found = fitted(rows, "unit", "cluster", second_cluster="year")
        nearest = (vectors * np.maximum(values, 0)) @ vectors.T * found.freedom.factor
        assert found.covariance == pytest.approx(nearest, rel=1e-8, abs=1e-10 * nearest.max())
        assert dict(found.facts).get("variances_mended", "") == ", ".join(low)
        said.append(found.warnings)
    assert said.count(()) > 20
    assert ("eigenvalues_mended",) in said
    assert ("eigenvalues_mended", "variances_mended_warning") in said


def test_a_variance_of_which_nothing_is_left_is_an_error() -> None:
    with pytest.raises(PaneloomError) as raised:
        semidefinite(np.diag([1.0, -0.5, 1.0]), np.ones(3), ("a", "b"), "cluster")
    assert raised.value.slug == "negative-variance"
    assert raised.value.details["columns"] == "b"


def test_great_circles() -> None:
    places = np.array([[0.0, 0.0], [1.0, 0.0], [180.0, 0.0], [0.0, 90.0], [116.4, 39.9], [121.47, 31.23]])
    found = great_circle(places, places)
    degree = np.pi / 180 * EARTH_RADIUS
    assert found[0, 1] == pytest.approx(degree, rel=1e-12)
    assert found[0, 2] == pytest.approx(180 * degree, rel=1e-12)
    assert found[1, 3] == pytest.approx(90 * degree, rel=1e-12)
    assert found[4, 5] == pytest.approx(1067, abs=3)  # Beijing to Shanghai
    assert np.array_equal(found, found.T)
    assert not np.diag(found).any()


def test_rows_in_blocks_and_in_whole_give_the_same() -> None:
    rows = placed(15, weighted=True)
    for errors in ("hc3", "cluster", "driscoll-kraay", "newey-west", "conley"):
        whole, parts = (
            fitted(rows, "unit+time", errors, blocks=blocks, weights="weight", **asked_of(errors))
            for blocks in (None, 2)
        )
        assert whole.covariance == pytest.approx(parts.covariance, rel=1e-10)
        assert (whole.facts, whole.freedom) == (parts.facts, parts.freedom)


@pytest.mark.parametrize(
    ("errors", "words"),
    [
        ("hc3", "heteroskedasticity-robust errors, HC3"),
        ("cluster", "errors clustered by group and by year (4 and 7 clusters)"),
        ("driscoll-kraay", "Driscoll–Kraay errors (2 lags)"),
        ("newey-west", "Newey–West errors within units (3 lags)"),
        ("conley", "Conley errors within 900 km (2 lags)"),
    ],
)
def test_an_estimate_says_its_errors(errors: str, words: str) -> None:
    found = fitted(placed(16), "unit+time", errors, **asked_of(errors))
    assert words in found.text()
    assert "标准误" in found.text("zh")
    for key, _ in found.facts:
        assert say(f"fact.{key}", "en") != say(f"fact.{key}", "zh")
