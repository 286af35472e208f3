"""Descriptive statistics and correlations as tables."""

from dataclasses import replace

import numpy as np
from tests.estimate.hand_made import description, study

from paneloom.algebra.record import frozen
from paneloom.estimate.description_table import correlation_table, description_table
from paneloom.present.cell import printed
from paneloom.present.table import Table


def grid(made: Table) -> list[list[str]]:
    return [[row.stub, *(printed(cell) for cell in row.cells)] for row in made.rows]


def test_the_statistics_stand_in_the_order_of_the_study() -> None:
    made = description_table(description(), study(), "en")
    assert [column.heading for column in made.columns] == [("N",), ("Mean",), ("Max",), ("SD",)]
    assert grid(made) == [
        ["Revitalisation", "341", "0.310", "0.852", "0.142"],
        ["Productivity", "310", "0.209", "1.065", "0.153"],
    ]
    assert "divisor n − 1" in made.notes[0].text


def test_a_deviation_of_one_value_is_empty() -> None:
    made = description_table(replace(description(), sd=frozen([np.nan, 0.1])), study(), "zh")
    assert grid(made)[0] == ["乡村振兴", "341", "0.310", "0.852", ""]
    assert "只有一个取值时无标准差" in made.notes[0].text
    assert made.title == "描述性统计"


def test_correlations_are_a_lower_triangle_with_the_factors_beside_it() -> None:
    made = correlation_table(description(), study(), "en")
    assert made is not None
    assert [column.heading[0] for column in made.columns] == ["(1)", "(2)", "VIF"]
    assert grid(made) == [
        ["(1) Revitalisation", "1.000", "", ""],
        ["(2) Productivity", "0.500", "1.000", "1.250"],
        ["Government", "", "", "∞"],
    ]
    assert "over the 310 rows where all variables are present" in made.notes[0].text
    assert "over 309 rows" in made.notes[0].text


def test_factors_over_too_few_rows_are_left_out() -> None:
    made = correlation_table(replace(description(), vif=frozen([np.nan, np.nan]), vif_n=2), study(), "en")
    assert made is not None
    assert [line[-1] for line in grid(made)] == ["", "", ""]
    assert "VIF needs more rows than regressors." in made.notes[0].text
    assert "dependent" not in made.notes[0].text


def test_the_statistics_of_a_variable_share_a_format_that_shows_its_spread() -> None:
    tiny = replace(
        description(), mean=frozen([0.31, 1.5e-12]), sd=frozen([0.0, 1e-12]), maximum=frozen([0.852, 5.0])
    )
    assert grid(description_table(tiny, study(), "en")) == [
        ["Revitalisation", "341", "0.310", "0.852", "0.000"],
        ["Productivity", "310", "1.50×10⁻¹²", "5.00", "1.00×10⁻¹²"],
    ]
    small = replace(description(), sd=frozen([0.142, 0.00023]))
    assert grid(description_table(small, study(), "en"))[1][2:] == ["0.20900", "1.06500", "0.00023"]


def test_one_without_the_other_and_neither() -> None:
    none = replace(description(), vif_names=(), vif=frozen([]))
    only_correlations = correlation_table(none, study(), "en")
    assert only_correlations is not None
    assert [column.heading[0] for column in only_correlations.columns] == ["(1)", "(2)"]
    only_factors = correlation_table(replace(description(), correlation=None), study(), "zh")
    assert only_factors is not None
    assert grid(only_factors) == [["新质生产力", "1.250"], ["政府干预", "∞"]]
    assert only_factors.title == "方差膨胀因子"
    assert correlation_table(replace(none, correlation=None), study(), "en") is None
