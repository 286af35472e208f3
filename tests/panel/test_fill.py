"""The gaps of a panel filled as the study says, with every cell in the ledger."""

import numpy as np
import pytest
from tests.panel.frames import frame, observations

from paneloom.errors import PaneloomError
from paneloom.panel.assemble import Assembly, assemble
from paneloom.panel.fill import Choice, choice, fill, fill_derived, fills_anything
from paneloom.panel.gaps import Fill
from paneloom.panel.ledger import Entry
from paneloom.study.intake import Clean, Variable

NAN = float("nan")
ANY = Clean(gaps="linear", min_coverage=0, warn_filled=1)


def series(**columns: list[float]) -> Assembly:
    """One unit from 2000 on, with a row for each year."""
    made = [
        observations(name, *(("a", 2000 + n, value) for n, value in enumerate(values)))
        for name, values in columns.items()
    ]
    last = 1999 + max(len(values) for values in columns.values())
    return assemble(tuple(made), "unit", years=(2000, last), complete=True)


def lines(entries: tuple[Entry, ...]) -> list[tuple[object, ...]]:
    return [(e.action, e.rule, e.unit, e.time, e.variable) for e in entries]


def test_every_cell_filled_or_left_has_its_line_and_its_place() -> None:
    made = assemble(
        (
            observations("x", ("a", 2000, 1.0), ("a", 2001, NAN), ("a", 2002, 3.0), ("b", 2000, NAN)),
            observations("y", ("a", 2000, 1.0), ("a", 2002, NAN)),
        ),
        "unit",
        complete=True,
    )
    result = fill(made, ANY.model_copy(update={"fill": ("x",)}))
    assert result.frame.numbers["x"].tolist()[:3] == [1.0, 2.0, 3.0]
    told = [(*line, e.after, e.place and e.place.line) for line, e in zip(lines(result.entries), result.entries, strict=True)]  # fmt: skip
    assert told == [
        ("filled", "linear", "a", 2001, "x", "2.0", 3),
        ("left-empty", "leave", "a", 2001, "y", "", None),
        ("left-empty", "leave", "a", 2002, "y", "", 3),
    ]


def test_rows_that_filling_adds_and_rows_that_stay_empty_have_their_lines() -> None:
    x = observations(
        "x", ("a", 2000, 1.0), ("a", 2002, 3.0), ("b", 2001, 1.0), ("b", 2002, NAN), ("c", 2000, NAN)
    )
    made = assemble((x, observations("area", ("a", None, 9.0), ("b", None, 7.0))), "unit", complete=True)
    result = fill(made, ANY)
    assert result.frame.unit_names == ("a", "a", "a", "b")
    assert result.frame.time.tolist() == [2000, 2001, 2002, 2001]
    assert result.frame.numbers["x"].tolist() == [1.0, 2.0, 3.0, 1.0]
    assert result.frame.numbers["area"].tolist() == [9.0, 9.0, 9.0, 7.0]
    assert result.frame.categories["unit"].tolist() == ["a", "a", "a", "b"]
    assert result.codes["x"].codes.tolist() == [0, Fill.LINEAR, 0, 0]
    told = [
        (*line, e.place and e.place.line)
        for line, e in zip(
            lines(made.entries + result.entries), (*made.entries, *result.entries), strict=True
        )
    ]
    assert told == [
        ("dropped", "empty row", "c", 2000, "", 6),
        ("added", "grid", "a", 2001, "", None),
        ("dropped", "empty row", "b", 2002, "", 5),
        ("filled", "linear", "a", 2001, "x", None),
    ]


def test_a_variable_to_fill_must_be_there() -> None:
    made = assemble((observations("x", ("a", 2000, 1.0)),), "unit")
    with pytest.raises(PaneloomError) as caught:
        fill(made, Clean(gaps="linear", fill=("xx",)))
    assert (caught.value.slug, caught.value.details["nearest"]) == ("unknown-column", "x")


@pytest.mark.parametrize(
    ("clean", "variable", "expected"),
    [
        (Clean(gaps="linear", ends="nearest", max_gap=3), Variable(), Choice("linear", "nearest", 3)),
        (Clean(gaps="linear", max_gap=3), Variable(gaps="growth", ends="trend", max_gap=1), Choice("growth", "trend", 1)),
        (Clean(gaps="linear", ends="nearest"), Variable(gaps="leave"), Choice("leave", "nearest", None)),
        (Clean(gaps="linear", fill=()), Variable(), Choice("leave", "leave", None)),
        (Clean(gaps="linear", fill=()), Variable(gaps="growth"), Choice("growth", "leave", None)),
        (Clean(gaps="linear"), Variable(expr="a / b"), Choice("leave", "leave", None)),
        (Clean(gaps="linear", fill=("x",)), Variable(expr="a / b"), Choice("linear", "leave", None)),
        (Clean(), Variable(expr="a / b", gaps="linear"), Choice("linear", "leave", None)),
    ],
)  # fmt: skip
def test_the_variable_s_own_choice_comes_first(clean: Clean, variable: Variable, expected: Choice) -> None:
    assert choice("x", clean, {"x": variable}) == expected
    assert fills_anything(clean, {"x": variable}) == expected.fills


def test_each_variable_is_filled_in_its_own_way() -> None:
    made = series(x=[1, NAN, 4], y=[1, NAN, 4], z=[1, NAN, 4])
    result = fill(made, ANY, {"x": Variable(), "y": Variable(gaps="growth"), "z": Variable(gaps="leave")})
    assert [result.frame.numbers[name][1] for name in "xy"] == [2.5, 2.0]
    assert lines(result.entries) == [
        ("filled", "linear", "a", 2001, "x"),
        ("filled", "growth", "a", 2001, "y"),
        ("left-empty", "leave", "a", 2001, "z"),
    ]


def test_growth_beside_a_value_that_is_not_positive_stops_with_unit_years_and_values() -> None:
    made = series(x=[5, 1, NAN, NAN, -4, NAN, 3])
    with pytest.raises(PaneloomError) as caught:
        fill(made, ANY, {"x": Variable(gaps="growth")})
    problem = caught.value
    assert (problem.slug, problem.seen) == ("growth-not-positive", ("2001: 1.0", "2004: -4.0"))
    assert {key: problem.details[key] for key in ("variable", "unit", "first", "last")} == {
        "variable": "x",
        "unit": "a",
        "first": "2001",
        "last": "2004",
    }


@pytest.mark.parametrize("ends", ["trend", "trend-all"])
def test_a_trend_that_takes_a_positive_series_below_zero_is_flagged(ends: str) -> None:
    made = series(x=[5, 3, 1, NAN, NAN], y=[1, 0, -1, NAN, NAN], z=[1.0, 2, 3, NAN, NAN])
    result = fill(made, ANY.model_copy(update={"ends": ends}))
    flagged = [entry for entry in result.entries if entry.action == "flagged"]
    assert [(e.rule, e.unit, e.time, e.variable) for e in flagged] == [
        ("trend below zero", "a", 2003, "x"),
        ("trend below zero", "a", 2004, "x"),
    ]
    np.testing.assert_allclose([float(e.after) for e in flagged], [-1, -3])


def test_a_unit_without_data_is_told_and_never_filled() -> None:
    x = observations("x", ("a", 2000, 1.0), ("b", 2000, NAN))
    y = observations("y", ("a", 2000, 1.0), ("b", 2000, 2.0))
    made = assemble((x, y), "unit", complete=True)
    result = fill(made, Clean(gaps="linear", ends="nearest"))
    assert lines(result.entries) == [("left-empty", "no data", "b", 2000, "x")]


def test_a_large_share_filled_is_told_and_a_share_too_small_observed_stops() -> None:
    made = series(x=[1, NAN, 3, 4], y=[1.0, 2, 3, 4])
    told = [entry for entry in fill(made, Clean(gaps="linear")).entries if entry.action == "flagged"]
    assert [(e.rule, e.variable, e.after, e.count) for e in told] == [("filled share", "x", "25.0%", 1)]
    assert not [
        e for e in fill(made, Clean(gaps="linear", warn_filled=0.25)).entries if e.action == "flagged"
    ]
    with pytest.raises(PaneloomError) as caught:
        fill(made, Clean(gaps="linear", min_coverage=0.8))
    assert (caught.value.slug, caught.value.seen) == ("coverage-too-low", "3 / 4 = 0.75")
    assert (caught.value.details["share"], caught.value.details["least"]) == ("75.0%", "80.0%")
    assert "min_coverage" in caught.value.text("en")


def test_a_variable_that_is_not_filled_may_be_as_thin_as_it_is() -> None:
    made = series(x=[1.0, 2, 3, 4], y=[1, NAN, NAN, 4], z=[1, NAN, NAN, NAN])
    result = fill(made, Clean(gaps="linear"), {"y": Variable(gaps="leave")})
    assert {entry.action for entry in result.entries} == {"left-empty"}


def test_a_derived_variable_is_filled_after_its_ratio_was_taken() -> None:
    # Of a sum of halves the ratio of the filled is not the filled ratio.
    made = series(a=[2, NAN, 6], b=[1.0, NAN, 6])
    variables = {"a": Variable(), "b": Variable(), "r": Variable(expr="a / b")}
    clean = ANY.model_copy(update={"fill": ("r",)})
    kept = fill(made, clean, variables).frame
    assert kept.time.tolist() == [2000, 2001, 2002]
    ratio = kept.numbers["a"] / kept.numbers["b"]
    derived = frame([0] * 3, kept.time.tolist(), {"r": ratio.tolist(), "s": [1, NAN, 2]})
    result = fill_derived(derived, ("r", "s"), clean, variables)
    assert result.frame.numbers["r"].tolist() == [2.0, 1.5, 1.0]
    np.testing.assert_array_equal(result.frame.numbers["s"], [1, NAN, 2])
    assert lines(result.entries) == [("filled", "linear", "a", 2001, "r")]


def test_no_row_beyond_the_reach_of_a_derived_variable_is_kept() -> None:
    made = series(a=[NAN, 2, NAN, 6, NAN])
    variables = {"a": Variable(), "r": Variable(expr="2 * a")}
    clean = ANY.model_copy(update={"fill": ("r",)})
    assert fill(made, clean, variables).frame.time.tolist() == [2001, 2002, 2003]
    assert fill(made, clean.model_copy(update={"fill": ()}), variables).frame.time.tolist() == [2001, 2003]


def test_the_shares_of_a_derived_variable_count_too() -> None:
    derived = frame([0] * 4, [2000, 2001, 2002, 2003], {"r": [1, NAN, NAN, 2]})
    with pytest.raises(PaneloomError) as caught:
        fill_derived(derived, ("r",), Clean(gaps="linear", fill=("r",)), {"r": Variable(expr="x")})
    assert caught.value.slug == "coverage-too-low"
    with pytest.raises(PaneloomError) as caught:
        fill_derived(derived, ("q",), Clean(gaps="linear", fill=("q",)), {"q": Variable(expr="x")})
    assert caught.value.slug == "unknown-column"


def test_cells_left_empty_without_number_are_counted() -> None:
    n = 30_000
    rows = frame([0] * n, list(range(n)), {"r": [1.0, *[NAN] * (n - 2), 2.0]})
    result = fill_derived(
        rows, ("r",), Clean(gaps="linear", max_gap=3, fill=("r",)), {"r": Variable(expr="x")}
    )
    assert len(result.entries) == 10_001
    assert result.entries[-1] == Entry("left-empty", "max_gap", variable="r", count=n - 2 - 10_000)
