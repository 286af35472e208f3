"""An estimate as records and as text."""

from dataclasses import astuple

import numpy as np
import pandas as pd
import pytest
from tests.workflow.conftest import Finished, finished

from paneloom.errors import PaneloomError
from paneloom.estimate.estimate import Estimate

__all__ = ["finished"]


@pytest.fixture
def estimate(finished: Finished) -> Estimate:
    return finished.results["baseline"].estimates[-1]


@pytest.mark.parametrize("level", [0.5, 0.95])
def test_tidy_is_the_arrays_row_by_row(estimate: Estimate, level: float) -> None:
    rows = estimate.tidy(level)
    assert [row.name for row in rows] == list(estimate.names) == list(estimate)
    columns = (estimate.coefficients, estimate.errors, estimate.t, estimate.p, *estimate.interval(level).T)
    assert np.array([astuple(row)[1:] for row in rows]).tolist() == np.column_stack(columns).tolist()
    assert all(type(value) is float for row in rows for value in astuple(row)[1:])


def test_a_data_frame_takes_the_records(estimate: Estimate) -> None:
    frame = pd.DataFrame(estimate.tidy())
    assert list(frame.columns) == ["name", "estimate", "error", "t", "p", "low", "high"]
    assert frame["error"].tolist() == estimate.errors.tolist()


def test_a_coefficient_by_its_name(estimate: Estimate) -> None:
    assert estimate["urban"] == estimate.tidy()[1]
    with pytest.raises(PaneloomError) as caught:
        _ = estimate["urbn"]
    assert caught.value.slug == "unknown-column"
    assert caught.value.details["nearest"] == "urban"


def test_an_estimate_prints_as_a_short_table(estimate: Estimate, finished: Finished) -> None:
    lines = str(estimate).splitlines()
    assert lines[0] == (
        "product on infra, urban; OLS; effects of province, year; errors clustered by province (10 clusters)"
    )
    assert lines[2].split() == ["estimate", "error", "t", "p", "low", "high"]
    assert lines[4].split()[:2] == ["infra", f"{estimate.coefficients[0]:.6g}"]
    assert lines[-2] == "60 rows, 10 units, 6 years; p values and 95% intervals from t(9)."
    assert lines[-1] == f"R² within {estimate.r2_within:.4f}."
    assert max(map(len, lines)) <= 110
    staged = repr(finished.results["iv"].estimates[0])
    assert "2SLS with L.infra" in staged
    assert "R²" not in staged
    assert "聚类" in estimate.text("zh")
