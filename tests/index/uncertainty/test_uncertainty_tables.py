"""Uncertainty as a reader meets it, in both languages."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.index.indices import TWO, indicators, panel

from paneloom.errors import PaneloomError
from paneloom.index.build import build_index
from paneloom.index.uncertainty.sobol import FEW
from paneloom.index.uncertainty.uncertainty import UncertaintyOfIndex, uncertainty_of
from paneloom.index.uncertainty.uncertainty_table import (
    rank_interval_figure,
    rank_interval_table,
    sensitivity_table,
)
from paneloom.present.cell import printed
from paneloom.study.model import Study

ASKED: dict[str, Any] = {
    "runs": 200,
    "choices": {"method": ("entropy", "equal"), "bounds": ("pooled", [0.1, 0.9]), "clip": (True,)},
    "weight_noise": {"size": 0.2},
    "leave_out": "dimension",
    "top": 3,
}


def found(holes: bool = False, **changes: Any) -> tuple[UncertaintyOfIndex, Study]:
    data = indicators(2)
    if holes:
        data[:5, 0] = np.nan
    made = panel(data, dimensions=TWO, uncertainty=ASKED | changes)
    return uncertainty_of(made, build_index(made, "idx", Path())), made.study


def test_units_stand_by_their_nominal_rank_with_the_interval_of_the_draws() -> None:
    made, study = found()
    table = rank_interval_table(made, study, "en")
    assert [column.heading[0] for column in table.columns] == [
        "Rank",
        "5 %",
        "Median",
        "95 %",
        "In the first 3, %",
    ]
    assert [row.cells[0].value for row in table.rows] == list(range(1, 10))
    draws = made.draws
    place = draws.units.index(table.rows[0].stub)
    ranks = np.sort(draws.average_ranks[:, place])
    assert [cell.value for cell in table.rows[0].cells[1:4]] == [ranks[9], ranks[99], ranks[189]]
    assert table.rows[0].cells[4].value == pytest.approx(100 * (ranks <= 3).mean())
    note = table.notes[0].text
    assert "200 draws of the choices (PCG64, seed 1)" in note
    assert "method (entropy, equal); bounds (pooled, [0.1, 0.9]); cut off beyond the bounds (yes)" in note
    assert "none or one dimension left out; each weight by up to ±20 %" in note


def test_the_figure_has_intervals_and_the_nominal_rank() -> None:
    made, study = found()
    figure = rank_interval_figure(made, study, "zh")
    assert figure.form == "intervals"
    assert [series.label for series in figure.series] == ["5%分位数", "中位数", "95%分位数", "本研究"]
    assert figure.series[3].values == tuple(float(rank) for rank in range(1, 10))
    assert "熵权法" in figure.notes[0].text


@pytest.mark.parametrize("language", ["en", "zh"])
def test_each_input_has_its_indices(language: Any) -> None:
    made, study = found()
    table = sensitivity_table(made, study, language)
    assert table is not None
    assert made.indices is not None
    assert len(table.rows) == 5
    stubs = {"en": "weights disturbed", "zh": "权重扰动"}
    assert table.rows[-1].stub == stubs[language]
    low = float(made.indices.first_low[0, 0])
    assert printed(table.rows[0].cells[1]).startswith(f"[{low:.3f}".replace("-", "\N{MINUS SIGN}"))
    assert [(one.start, one.stop) for one in table.spanners] == [(0, 4), (4, 8)]


def test_a_single_input_needs_no_indices() -> None:
    made, study = found(choices={}, leave_out=None)
    assert made.indices is None
    assert sensitivity_table(made, study, "en") is None
    assert "so no Sobol indices are shown" in rank_interval_table(made, study, "en").notes[0].text
    made, study = found()
    assert "so no Sobol indices are shown" not in rank_interval_table(made, study, "en").notes[0].text


def test_few_points_are_said_to_be_few() -> None:
    rough = "cannot be told from noise"
    few, study = found()
    table = sensitivity_table(few, study, "en")
    assert few.indices is not None
    assert few.indices.base < FEW
    assert table is not None
    assert rough in table.notes[0].text
    # One choice decides, and the other does nothing at all.
    many, study = found(
        runs=1000,
        choices={"method": ("entropy", "equal"), "clip": (False, True)},
        weight_noise=None,
        leave_out=None,
    )
    table = sensitivity_table(many, study, "en")
    assert many.indices is not None
    assert table is not None
    assert many.indices.base >= FEW
    assert rough not in table.notes[0].text
    wide = replace(many.indices, total_high=many.indices.total_low + 2.5)
    assert wide.is_rough(2)


def test_an_outcome_that_does_not_vary_is_said_to() -> None:
    made, study = found(choices={"method": ("entropy",), "clip": (False,)}, weight_noise=None, leave_out=None)
    table = sensitivity_table(made, study, "en")
    assert table is not None
    assert {cell.value for row in table.rows for cell in row.cells} == {None}
    assert "does not vary" in table.notes[0].text


def test_a_unit_without_a_score_is_named_below() -> None:
    made, study = found(holes=True, leave_out=None)
    table = rank_interval_table(made, study, "en")
    assert len(table.rows) == 8
    assert "Without a score: u00." in table.notes[0].text


def test_the_score_of_a_unit_heads_its_columns() -> None:
    made, study = found(outcome="score", unit="u03")
    table = sensitivity_table(made, study, "en")
    assert table is not None
    assert [one.label for one in table.spanners] == ["Average score of u03", "Rank of u03"]


def test_an_index_without_the_section_has_nothing_to_vary() -> None:
    made = panel(indicators(2))
    with pytest.raises(PaneloomError) as fault:
        uncertainty_of(made, build_index(made, "idx", Path()))
    assert fault.value.slug == "uncertainty-nothing"
