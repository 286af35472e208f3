"""Printed results beside ours."""

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.estimate.hand_made import description, estimate, study, table

from paneloom.algebra.record import frozen
from paneloom.estimate.published import Comparison, compare, decimal, digits, rounds_to
from paneloom.estimate.published_table import published_table
from paneloom.present.cell import printed
from paneloom.study.sections import Published


def published(of: str, *values: dict[str, object]) -> Published:
    return Published.model_validate({"of": of, "source": {"en": "A paper", "zh": "某文"}, "values": values})


def compared(**value: object) -> Comparison:
    fits = table(
        estimate(("nqp",), (0.26,), (0.034,)), estimate(("nqp", "gov"), (0.05, -0.0261), (0.0277, 0.2))
    )
    return compare(published("regress.baseline", value), fits, "paper")


@given(st.floats(-1e6, 1e6), st.integers(0, 9))
def test_a_number_rounds_to_its_own_print(value: float, places: int) -> None:
    text = f"{value:.{places}f}"
    assert rounds_to(value, text)
    assert abs(Decimal(value) - decimal(text)) <= Decimal(1).scaleb(-places) / 2
    assert digits(text) == places


@given(st.floats(-1e6, 1e6), st.integers(0, 9), st.sampled_from([1, -1]))
def test_a_number_does_not_round_to_the_print_beside_it(value: float, places: int, side: int) -> None:
    beside = Decimal(f"{value:.{places}f}") + side * 2 * Decimal(1).scaleb(-places)
    assert not rounds_to(value, f"{beside:.{places}f}")


@pytest.mark.parametrize("text", ["0.12", "0.13", ".13"])
def test_both_roundings_of_a_tie_are_accepted(text: str) -> None:
    assert rounds_to(0.125, text)


def test_a_tie_on_paper_is_not_missed_by_the_last_bit() -> None:
    assert rounds_to(0.31049999999999994, "0.311")
    assert not rounds_to(0.3104999, "0.311")
    assert not rounds_to(float("nan"), "0.3")


def test_a_number_that_we_do_not_have_is_absent() -> None:
    one_value = replace(description(), sd=frozen([np.nan, 0.1]))
    asked = published("describe", {"term": "rri", "statistic": "sd", "value": "0.1"})
    found = compare(asked, one_value).values[0]
    assert (found.ours, found.difference, found.agrees) == (None, None, False)


def test_the_true_minus_sign_is_read() -> None:
    assert decimal("−.0261") == decimal("-.0261") == Decimal("-0.0261")


def test_estimates_are_found_by_term_and_column() -> None:
    value = compared(term="gov", statistic="estimate", value="-.0261", column=2).values[0]
    assert value.agrees
    assert value.ours == -0.0261
    assert value.difference == pytest.approx(0, abs=1e-15)
    # Without a column, the first that has the term.
    assert compared(term="gov", statistic="se", value=".20").values[0].agrees
    assert compared(term="nqp", statistic="se", value=".034").values[0].agrees
    assert not compared(term="nqp", statistic="estimate", value=".26", column=2).values[0].agrees


@pytest.mark.parametrize(
    ("term", "statistic", "value"),
    [
        ("constant", "estimate", ".25"),
        ("constant", "se", ".020"),
        ("rri", "n", "341"),
        ("rri", "r2_within", "0.51"),
        ("rri", "r2_overall", "0.934"),
    ],
)
def test_constants_and_statistics_of_a_column(term: str, statistic: str, value: str) -> None:
    assert compared(term=term, statistic=statistic, value=value, column=1).agreeing == 1


@pytest.mark.parametrize(
    ("term", "statistic", "column"),
    [("other", "estimate", 1), ("gov", "se", 1), ("nqp", "mean", 1), ("nqp", "se", 9)],
)
def test_what_we_do_not_have_is_said_to_be_absent(term: str, statistic: str, column: int) -> None:
    comparison = compared(term=term, statistic=statistic, value="1", column=column)
    assert comparison.values[0].ours is None
    assert comparison.agreeing == 0
    row = published_table(comparison, study(), "en").rows[0]
    assert printed(row.cells[3]) == ""
    assert printed(row.cells[5]) == "not among our results"


def test_moments_are_found_by_variable() -> None:
    part = published(
        "describe",
        {"term": "rri", "statistic": "mean", "value": ".310"},
        {"term": "rri", "statistic": "max", "value": ".9"},
        {"term": "nqp", "statistic": "n", "value": "310"},
        {"term": "gov", "statistic": "mean", "value": ".1"},
        {"term": "rri", "statistic": "se", "value": ".1"},
    )
    values = compare(part, description()).values
    assert [value.agrees for value in values] == [True, True, True, False, False]


def test_the_table_prints_ours_with_as_many_digits() -> None:
    comparison = compare(
        published(
            "regress.baseline",
            {"term": "nqp", "statistic": "estimate", "value": "-0.2", "column": 1, "note": "their sample"},
            {"term": "rri", "statistic": "n", "value": "341", "column": 1},
            {"term": "constant", "statistic": "se", "value": ".020", "column": 1},
        ),
        table(estimate(("nqp",), (0.26,), (0.034,))),
        "paper",
    )
    made = published_table(comparison, study(), "en")
    assert made.name == "published.paper"
    assert [[row.stub, *(printed(cell) for cell in row.cells)] for row in made.rows] == [
        ["Productivity", "estimate", "(1)", "−0.2", "0.3", "0.460", "differs", "their sample"],
        ["whole column", "N", "(1)", "341", "341", "0", "equal to the printed digit", ""],
        ["Constant", "standard error", "(1)", ".020", "0.020", "0.00000", "equal to the printed digit", ""],
    ]
    assert made.notes[0].text.startswith("Notes: 2 of 3 printed values equal ours")
    assert made.notes[1].text == "Source: A paper"


def test_the_table_in_chinese_without_columns_and_remarks() -> None:
    part = published("describe", {"term": "rri", "statistic": "sd", "value": ".142"})
    made = published_table(compare(part, description()), study(), "zh")
    assert [column.heading[0] for column in made.columns] == ["统计量", "原文", "本研究", "差", "比较"]
    assert [printed(cell) for cell in made.rows[0].cells] == [
        "标准差",
        ".142",
        "0.142",
        "0.00000",
        "与原文末位一致",
    ]
    assert made.notes[1].text == "资料来源：某文"


@pytest.mark.parametrize(("value", "difference"), [("341", "0"), ("340.6", "0.4"), ("-1.25", "342.25")])
def test_a_count_differs_by_as_many_digits_as_are_printed(value: str, difference: str) -> None:
    comparison = compared(term="rri", statistic="n", value=value, column=1)
    cells = published_table(comparison, study(), "en").rows[0].cells
    assert [printed(cell) for cell in cells[3:5]] == ["341", difference]
