"""Differences between groups against the interaction model in one regression and permutations by refits."""

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest
from tests.panels import design, panel, random_rows, table

from paneloom.algebra.effects import Effects
from paneloom.algebra.record import frozen
from paneloom.engines.memory import MemoryEngine
from paneloom.estimate.fit import fit_table
from paneloom.estimate.readings.group_differences import group_differences
from paneloom.panel.panel import Panel
from paneloom.study.designs import Design
from paneloom.study.sample import Sample

SLOPES = ("x1", "x2", "z1", "z2")


def split_panel(groups: int, overlap: bool = False, **shape: object) -> Panel:
    """A panel with the label "region" of units, and every column once for each region."""
    rows = random_rows(**({"units": 18, "times": 6, "seed": 5} | shape))
    data = panel(rows)
    frame = data.rows.frame
    code = frame.unit % groups
    numbers = dict(frame.numbers)
    for group in range(groups):
        for name in SLOPES:
            numbers[f"{name}_{group}"] = frozen(np.where(code == group, numbers[name], 0.0))
    labels = np.array([f"r{c}" for c in code], dtype=np.str_)
    if not overlap:
        clusters = np.array([f"{c}-{u % 5}" for c, u in zip(code, frame.unit, strict=True)], dtype=np.str_)
    else:
        clusters = np.array([f"{u % 7}" for u in frame.unit], dtype=np.str_)
    categories = MappingProxyType({**frame.categories, "region": labels, "group": clusters})
    frame = replace(frame, numbers=MappingProxyType(numbers), categories=categories)
    return Panel(MemoryEngine(frame), data.study, data.ledger)


def by_group(asked: Design, groups: int) -> list[Design]:
    return [replace(asked, sample=Sample(where=(("region", f"r{g}"),))) for g in range(groups)]


@pytest.mark.parametrize("effects", ["unit", "time", "unit+time"])
@pytest.mark.parametrize("errors", ["cluster", "iid", "hc1"])
@pytest.mark.parametrize("instrument", [False, True])
@pytest.mark.parametrize("overlap", [False, True])
def test_the_pooled_test_is_that_of_the_interaction_model(
    effects: Effects, errors: str, instrument: bool, overlap: bool
) -> None:
    groups = 3
    data = split_panel(groups, overlap, weighted=True)
    extra = {"endogenous": ("x1",), "instruments": ("z1", "z2")} if instrument else {}
    asked = design(effects, errors, few_clusters="off", draws=99, weights="weight", **extra)
    fitted = fit_table(data, table(*by_group(asked, groups)))
    found = group_differences(data, fitted)

    absorb = tuple({"unit": "unit", "year": "region#year"}[name] for name in asked.absorb)
    split = {
        key: tuple(f"{name}_{g}" for g in range(groups) for name in getattr(asked, key))
        for key in ("regressors", "controls", "endogenous", "instruments")
    }
    whole = fit_table(data, table(replace(asked, absorb=absorb, **split))).estimates[0]
    for pair in found.pairs:
        i, j = (whole.names.index(f"x1_{g}") for g in pair.columns)
        apart = whole.coefficients[i] - whole.coefficients[j]
        v = whole.covariance
        error = np.sqrt(v[i, i] + v[j, j] - 2 * v[i, j])
        assert pair.difference == pytest.approx(apart, rel=1e-9)
        assert pair.error == pytest.approx(error, rel=1e-9)
        assert pair.df == whole.reference[0]
    assert [pair.columns for pair in found.pairs] == [(0, 1), (0, 2), (1, 2)]
    assert len(found.joint) == 1
    at = [whole.names.index(f"x1_{g}") for g in range(groups)]
    contrast = np.array([[-1.0, 1, 0], [-1, 0, 1]])
    b = contrast @ whole.coefficients[at]
    f = b @ np.linalg.solve(contrast @ whole.covariance[np.ix_(at, at)] @ contrast.T, b) / 2
    assert found.joint[0].f == pytest.approx(f, rel=1e-8)


def test_permutations_are_refits_of_the_groups() -> None:
    data = split_panel(2, units=10)
    asked = design("unit+time", few_clusters="off", draws=99)
    fitted = fit_table(data, table(*by_group(asked, 2)))
    pair = group_differences(data, fitted).pairs[0]
    frame = data.rows.frame
    inside = np.array([1.0 if code % 2 == 0 else 0.0 for code in range(len(frame.units))])
    random = np.random.Generator(np.random.PCG64(asked.seed))
    drawn = random.permuted(np.tile(inside, (99, 1)), axis=1)
    beyond = 0
    for draw in drawn:
        labels = np.array(["r0" if draw[u] else "r1" for u in frame.unit], dtype=np.str_)
        categories = MappingProxyType(
            {**frame.categories, "region": labels, "group": frame.categories["unit"]}
        )
        moved = Panel(MemoryEngine(replace(frame, categories=categories)), data.study, data.ledger)
        one, other = fit_table(moved, table(*by_group(asked, 2))).estimates
        beyond += abs(one.coefficients[0] - other.coefficients[0]) >= abs(pair.difference) * (1 - 1e-10)
    assert pair.p_permutation == (1 + beyond) / 100
    assert (pair.draws, pair.degenerate) == (99, 0)


def test_z_is_that_of_clogg() -> None:
    data = split_panel(2)
    fitted = fit_table(data, table(*by_group(design("unit+time", few_clusters="off", draws=99), 2)))
    pair = group_differences(data, fitted).pairs[0]
    one, other = fitted.estimates
    expected = (one.coefficients[0] - other.coefficients[0]) / np.hypot(one.errors[0], other.errors[0])
    assert pair.z == pytest.approx(expected, rel=1e-12)


def test_tables_without_groups_say_so() -> None:
    data = split_panel(2)
    found = group_differences(data, fit_table(data, table(design("unit+time"))))
    assert (found.pairs, found.reasons) == ((), ("no_groups",))
