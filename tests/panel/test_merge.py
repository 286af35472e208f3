"""Several sources of one variable: precedence, and what they disagree about."""

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.panel.frames import observations

from paneloom.errors import PaneloomError, PaneloomErrors, Place
from paneloom.panel.ledger import Entry
from paneloom.panel.merge import merge
from paneloom.panel.observations import Observations

NAN = float("nan")
NAMES = ("data.new", "data.old", "data.oldest")


def source(file: str, *triples: tuple[str, int | None, float | str]) -> Observations:
    """Observations of gdp from one file."""
    made = observations(file, *triples)
    return Observations(
        "gdp", made.file, made.units, made.unit, made.time, made.values, made.timed, made.place
    )


def cells(one: Observations) -> dict[tuple[str, int | None], object]:
    return {(one.unit_of(n), one.time_of(n)): one.values[n] for n in range(one.values.size)}


def test_the_first_present_value_is_taken_with_its_place_and_the_rest_compared() -> None:
    new = source("new", ("a", 2000, 10.0), ("a", 2001, NAN), ("b", 2000, NAN))
    old = source("old", ("b", 2000, NAN), ("a", 2000, 11.0), ("a", 2001, 12.0), ("c", 2001, 5.0))
    made, entries = merge((new, old), NAMES[:2], 0.005)
    np.testing.assert_equal(
        cells(made), {("a", 2000): 10.0, ("b", 2000): NAN, ("a", 2001): 12.0, ("c", 2001): 5.0}
    )
    lines = {(made.unit_of(n), made.time_of(n)): made.place(n) for n in range(made.values.size)}
    assert (lines["a", 2001].file, lines["a", 2001].line) == ("old.csv", 4)
    assert (lines["b", 2000].file, lines["b", 2000].line) == ("new.csv", 4)
    assert entries == (
        Entry("disagrees", "data.new > data.old", "a", 2000, "gdp", "11.0", "10.0", Place("old.csv", line=3, key="old")),
        Entry("merged", "precedence", variable="gdp", before="data.new", count=1),
        Entry("merged", "precedence", variable="gdp", before="data.old", count=2),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("a", "b", "told"),
    [(100.0, 100.5, False), (100.0, 100.6, True), (100.6, 100.0, True), (0.0, 0.0, False), (0.0, 1e-9, True), (-1.0, 1.0, True), (1e308, -1e308, True)],
)  # fmt: skip
def test_a_difference_is_relative_to_the_larger(a: float, b: float, told: bool) -> None:
    _, entries = merge((source("x", ("a", 2000, a)), source("y", ("a", 2000, b))), NAMES[:2], 0.005)
    assert [entry.action for entry in entries] == ["disagrees"] * told + ["merged", "merged"]


def test_labels_disagree_when_they_differ() -> None:
    new = source("new", ("a", 2000, "east"), ("b", 2000, ""))
    old = source("old", ("a", 2000, "West"), ("b", 2000, "west"))
    made, entries = merge((new, old), NAMES[:2], 0.005)
    assert cells(made) == {("a", 2000): "east", ("b", 2000): "west"}
    assert [(e.before, e.after) for e in entries if e.action == "disagrees"] == [("West", "east")]


def test_each_lower_source_is_held_against_the_one_taken() -> None:
    parts = [source(name, ("a", 2000, value)) for name, value in (("x", 1.0), ("y", 2.0), ("z", 2.0))]
    _, entries = merge(parts, NAMES, 0.005)
    assert [e.rule for e in entries if e.action == "disagrees"] == [
        "data.new > data.old",
        "data.new > data.oldest",
    ]


def test_a_pair_of_unit_and_time_that_stands_twice_in_one_source_is_refused() -> None:
    new = source("new", ("a", 2000, 1.0))
    old = source("old", ("a", 2000, 1.0), ("b", 2001, 1.0), ("a", 2000, 1.0))
    with pytest.raises(PaneloomErrors) as caught:
        merge((new, old), NAMES[:2], 0.005)
    (problem,) = caught.value.problems
    assert (problem.slug, problem.where) == ("duplicate-key", Place("old.csv", line=4, key="old"))
    assert problem.details["first_en"] == Place("old.csv", line=2, key="old").text("en")


def test_values_by_unit_alone_are_not_merged_with_others() -> None:
    with pytest.raises(PaneloomError) as caught:
        merge((source("new", ("a", 2000, 1.0)), source("old", ("a", None, 1.0))), NAMES[:2], 0.005)
    assert (caught.value.slug, caught.value.where) == ("merge-not-alike", Place("old.csv", line=2, key="old"))


def test_values_by_time_alone_are_merged_among_themselves_and_one_source_stays() -> None:
    first, second = source("x", ("", 2000, 1.0)), source("y", ("", 2000, 1.0), ("", 2001, 2.0))
    made, _ = merge((first, second), NAMES[:2], 0.005)
    assert cells(made) == {("", 2000): 1.0, ("", 2001): 2.0}
    assert merge((first,), NAMES[:1], 0.005) == (first, ())


def test_a_source_without_any_cell_gives_nothing() -> None:
    empty = Observations(
        "gdp", "e.csv", (), *(np.zeros(0, np.int64),) * 2, np.zeros(0), False, lambda _: Place("e.csv")
    )
    made, entries = merge((empty, source("old", ("a", 2000, 1.0))), NAMES[:2], 0.005)
    assert cells(made) == {("a", 2000): 1.0}
    assert [(e.before, e.count) for e in entries] == [("data.new", 0), ("data.old", 1)]


tables = st.dictionaries(
    st.tuples(st.sampled_from("abcd"), st.integers(2000, 2003)),
    st.just(NAN) | st.floats(-100, 100),
    min_size=1,
)


@settings(max_examples=60)
@given(st.lists(tables, min_size=2, max_size=3), st.floats(0, 0.5))
def test_precedence_cell_by_cell(parts: list[dict[tuple[str, int], float]], tolerance: float) -> None:
    made, entries = merge(
        [source(str(n), *((*key, value) for key, value in part.items())) for n, part in enumerate(parts)],
        NAMES[: len(parts)],
        tolerance,
    )
    expected, apart, gave = {}, [], [0] * len(parts)
    for key in {key: None for part in parts for key in part}:
        seen = [(n, part[key]) for n, part in enumerate(parts) if not np.isnan(part.get(key, NAN))]
        expected[key] = seen[0][1] if seen else NAN
        if seen:
            gave[seen[0][0]] += 1
            apart += [(*key, repr(other)) for _, other in seen[1:] if _differ(seen[0][1], other, tolerance)]
    np.testing.assert_equal(cells(made), expected)
    told = [(e.unit, e.time, e.before) for e in entries if e.action == "disagrees"]
    assert sorted(told) == sorted(apart)
    assert [e.count for e in entries if e.action == "merged"] == gave


def _differ(a: float, b: float, tolerance: float) -> bool:
    return abs(a / 2 - b / 2) > tolerance * (max(abs(a), abs(b)) / 2)


def test_a_million_cells_are_merged_in_seconds() -> None:
    n = 500_000
    names = tuple(f"u{code}" for code in range(n // 10))
    unit, years = np.repeat(np.arange(n // 10), 10), np.tile(np.arange(2000, 2010), n // 10)
    values = np.arange(1.0, n + 1)
    parts = [
        Observations("gdp", file, names, unit, years, column, True, lambda number: Place("x", line=number))
        for file, column in (("x", np.where(values % 3 == 0, NAN, values)), ("y", 2 * values))
    ]
    start = time.perf_counter()
    made, entries = merge(parts, NAMES[:2], 0.005)
    assert time.perf_counter() - start < 10
    assert made.values.size == n
    assert sum(e.count for e in entries if e.action == "disagrees") == int((values % 3 != 0).sum())
    assert len(entries) < 20_000
