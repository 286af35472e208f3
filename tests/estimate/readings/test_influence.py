"""Influence of rows: each regression fitted anew without the row, by dummies."""

import numpy as np
import pytest
from tests.panels import design, panel, random_rows, table

from paneloom.estimate.fit import fit_table
from paneloom.estimate.readings.influence import influence


@pytest.mark.parametrize("weighted", [False, True])
def test_changes_are_those_of_regressions_without_the_row(weighted: bool) -> None:
    rows = random_rows(4, units=8, times=6, weighted=weighted)
    given = panel(rows)
    made = table(design(weights="weight" if weighted else None))
    found = influence(given, fit_table(given, made))
    (column,) = found.columns
    dummies = [rows.units[:, None] == np.unique(rows.units), rows.times[:, None] == np.unique(rows.times)[1:]]
    x = np.column_stack([rows["x1"], rows["x2"], *dummies]).astype(float)
    root = np.sqrt(rows.weights if weighted else np.ones(len(rows)))
    x, y = x * root[:, None], rows["y"] * root
    whole = np.linalg.lstsq(x, y, rcond=None)[0]
    for at in range(len(rows)):
        kept = np.arange(len(rows)) != at
        without = np.linalg.lstsq(x[kept], y[kept], rcond=None)[0]
        assert column.change[at, 0] == pytest.approx(without[0] - whole[0], rel=1e-7, abs=1e-11)
    hat = x @ np.linalg.pinv(x)
    assert column.leverage == pytest.approx(np.diag(hat), rel=1e-9)
    rest = x[:, 1:] @ np.linalg.lstsq(x[:, 1:], x[:, 0], rcond=None)[0]
    own = (x[:, 0] - rest) ** 2
    assert column.share[:, 0] == pytest.approx(own / own.sum(), rel=1e-7, abs=1e-14)
    assert column.unit_share.sum() == pytest.approx(1.0)
    assert len(found.tables(given.study, "zh")[0].rows) == 11
    assert len(found.plain()["columns"][0]["slopes"][0]["rows"]) == 5  # type: ignore[index]


def test_instruments_have_a_reason() -> None:
    given = panel(random_rows(4, units=10, times=6))
    made = table(design(endogenous=("x1",), instruments=("z1",), dof="ivreghdfe"))
    found = influence(given, fit_table(given, made))
    assert found.columns[0].reason == "influence_ols"
    assert found.tables(given.study, "en")[0].notes
