"""The wild cluster bootstrap of every vector of weights against wildboottest, whose output stands in few_clusters_wild/.

STATISTICS: relative; wildboottest inverts the cross-products of some seventy dummies. Its p leaves out ties, ours
counts them: the sample itself is one of the draws.
"""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from tests.panels import panel, table
from tests.reference.few_clusters_r.make import regions
from tests.reference.test_few_clusters import ours, rows_of

from paneloom.estimate.covariance.parts import parts_of
from paneloom.estimate.estimate import Estimate
from paneloom.estimate.estimators import solve
from paneloom.estimate.fit import fit_table
from paneloom.estimate.records import ask
from paneloom.estimate.requests import request_of
from paneloom.estimate.wild.restricted import Bootstrapped, bootstrapped
from paneloom.estimate.wild.weights import wild_weights

STATISTICS = 1e-8
OUTPUT = pd.read_csv(Path(__file__).parent / "few_clusters_wild/output/draws.csv").set_index("model")
RANKS = [name for name in OUTPUT.columns if name.startswith("rank")]


def fitted(model: str) -> Estimate:
    """The model with 256 draws of Rademacher weights asked for: half of all there are."""
    effects, *words = model.split(" ")
    plain = ours(" ".join([effects, "region", *words]), "iid").design
    frame = regions()
    frame = frame[frame["gap"] == 0] if "gaps" in words else frame
    asked = replace(plain, errors="cluster", cluster="group", draws=256, bootstrap_weights="rademacher")
    return fit_table(panel(rows_of(frame, "region")), table(asked)).estimates[0]


def draws_of(made: Estimate, gaps: bool) -> Bootstrapped:
    frame = regions()
    whole = panel(rows_of(frame[frame["gap"] == 0] if gaps else frame, "region"))
    solved = solve(made.design, ask(whole.rows, request_of(whole, made.design)))
    return bootstrapped(parts_of(solved), 0, wild_weights("rademacher", 9, 256, 1).values)


@pytest.mark.parametrize("model", OUTPUT.index)
def test_wildboottest_agrees(model: str) -> None:
    made, expected = fitted(model), OUTPUT.loc[model]
    wild = made.alternatives[2]
    assert wild.p[0] == (expected["above"] + expected["tied"]) / expected["draws"]
    assert ("enumerated", "every_draw") in wild.facts
    assert made.t[0] * np.sqrt(made.freedom.factor) == pytest.approx(expected["t"], rel=STATISTICS)
    draws = draws_of(made, gaps="gaps" in model)
    d = made.coefficients[0]
    square = draws.pp + d * (2 * draws.pq + d * draws.qq)
    t = np.sort(np.abs(draws.n + d * draws.m) / np.sqrt(square))
    found = [t[int(name.split()[1]) // 2] for name in RANKS]
    assert found == pytest.approx(expected[RANKS].to_numpy(dtype=float), rel=STATISTICS)
