"""Adjusted p values against their definitions and against refits of resampled rows."""

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.panels import design, panel, random_rows, table

from paneloom.algebra.record import frozen
from paneloom.engines.memory import MemoryEngine
from paneloom.estimate.covariance.pairs import cluster_counts
from paneloom.estimate.fit import fit_table
from paneloom.estimate.readings.adjusted import benjamini_hochberg, holm, romano_wolf
from paneloom.estimate.readings.multiple_testing import multiple_testing
from paneloom.panel.panel import Panel


@given(st.lists(st.floats(0, 1), min_size=1, max_size=9), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_adjusted_p_values_follow_their_definitions(values: list[float], random: object) -> None:
    p = np.array(values)
    m = p.size
    by_holm, by_rate = holm(p), benjamini_hochberg(p)
    # Holm: the largest of min(1, (m - rank) p) among those as small; BH: the smallest among those as large.
    order = np.argsort(p, kind="stable")
    rank = np.empty(m, dtype=int)
    rank[order] = np.arange(m)
    for j in range(m):
        expected = max(min(1.0, (m - rank[i]) * p[i]) for i in range(m) if rank[i] <= rank[j])
        assert by_holm[j] == pytest.approx(expected)
        expected = min(min(1.0, m / (rank[i] + 1) * p[i]) for i in range(m) if rank[i] >= rank[j])
        assert by_rate[j] == pytest.approx(expected)
    assert (by_holm >= p).all()
    assert (by_holm >= by_rate - 1e-15).all()


@given(st.integers(0, 10**6))
@settings(max_examples=60, deadline=None)
def test_the_step_down_follows_its_algorithm(seed: int) -> None:
    rng = np.random.default_rng(seed)
    m, draws = int(rng.integers(1, 7)), rng.normal(size=(99, 6))
    t, draws = rng.normal(size=m) * 2, draws[:, :m]
    found = romano_wolf(t, draws)
    left, before = list(range(m)), 0.0
    while left:
        at = max(left, key=lambda j: abs(t[j]))
        p = (1 + sum(np.abs(draw[left]).max() >= abs(t[at]) for draw in draws)) / 100
        before = max(before, p)
        assert found[at] == pytest.approx(before)
        left.remove(at)


@pytest.mark.parametrize("instruments", [(), ("z1", "z2")])
@pytest.mark.parametrize("effects", ["unit+time", "time", "none"])
def test_draws_are_refits_of_resampled_clusters(effects: str, instruments: tuple[str, ...]) -> None:
    data = panel(random_rows(seed=4, units=14, times=6, weighted=True, clusters=6))
    extra = {"endogenous": ("x1",), "instruments": instruments} if instruments else {}
    asked = design(effects, few_clusters="off", draws=99, weights="weight", dof="fixest", **extra)
    other = replace(asked, outcome="z1") if not instruments else replace(asked, controls=())
    fitted = fit_table(data, table(asked, other))
    found = multiple_testing(data, fitted)
    frame = data.rows.frame
    clusters = np.unique(frame.categories["group"])
    statistics = []
    for counts in cluster_counts(clusters.size, 99, asked.seed):
        rows, copies = [], []
        for cluster, count in zip(clusters, counts, strict=True):
            for copy in range(int(count)):
                own = np.flatnonzero(frame.categories["group"] == cluster)
                rows.append(own)
                copies += [f"{frame.units[frame.unit[row]]}/{copy}" for row in own]
        at = np.concatenate(rows)
        units, unit = np.unique(copies, return_inverse=True)
        order = np.lexsort((frame.time[at], unit))
        at, unit = at[order], unit[order]
        groups = np.array(
            [
                f"{frame.categories['group'][r]}/{units[u].split('/')[1]}"
                for r, u in zip(at, unit, strict=True)
            ]
        )
        drawn = replace(
            frame,
            units=tuple(units),
            unit=frozen(unit, np.int64),
            time=frozen(frame.time[at], np.int64),
            numbers=MappingProxyType({name: frozen(v[at]) for name, v in frame.numbers.items()}),
            categories=MappingProxyType({"unit": np.array([units[u] for u in unit]), "group": groups}),
        )
        again = fit_table(Panel(MemoryEngine(drawn), data.study, data.ledger), table(asked, other)).estimates
        row = []
        for one, whole in zip(again, fitted.estimates, strict=True):
            g = one.freedom.clusters
            scale = np.sqrt(whole.freedom.factor / one.freedom.factor * (g / (g - 1)) / (6 / 5))
            row.append((one.coefficients[0] - whole.coefficients[0]) / (one.errors[0] * scale))
        statistics.append(row)
    t = np.array([one.t[0] for one in fitted.estimates])
    assert found.draws == 99
    expected = romano_wolf(t, np.array(statistics))
    assert [one.romano_wolf for one in found.slopes] == pytest.approx(expected.tolist(), abs=1e-12)


def test_different_clusters_leave_the_step_down_out() -> None:
    data = panel(random_rows(seed=4, units=14, times=6, clusters=6))
    asked = design("unit+time", few_clusters="off", draws=99)
    fitted = fit_table(data, table(asked, replace(asked, cluster="unit")))
    found = multiple_testing(data, fitted)
    assert found.reason == "no_common_clusters"
    assert [one.romano_wolf for one in found.slopes] == [None, None]
    assert all(one.holm >= one.p for one in found.slopes)
