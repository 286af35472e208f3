"""Readings of an index as tables: the numbers of the readings, refusals as sentences, nothing that was not asked for."""

from pathlib import Path
from typing import Any, get_args

import numpy as np
import pytest
from tests.index.indices import FLAT, TWO, indicators, panel

from paneloom.algebra.record import Floats
from paneloom.index.build import build_index, with_scores
from paneloom.index.findings import Findings, findings_of
from paneloom.index.index import Index
from paneloom.index.ranking import Ranking, rank_units
from paneloom.index.reading.leave_out import leave_out
from paneloom.index.reading.profile import profile
from paneloom.index.shown import DRAWN, refused, shown
from paneloom.panel.panel import Panel
from paneloom.present.cell import printed
from paneloom.present.table import Table
from paneloom.study.index_part import Shown
from paneloom.study.sample import EVERY_ROW
from paneloom.wording import LANGUAGES, Language

TABLES: tuple[Shown, ...] = tuple(key for key in get_args(Shown) if key not in DRAWN)
FIELD = {"leave-out": "left_out", "year-on-year": "year_on_year"}
Made = tuple[Panel, Index, Ranking, Findings]


def found(values: Floats | None = None, years: int = 5, **recipe: Any) -> Made:
    asked = {"show": TABLES, "dimensions": TWO} | recipe
    if "indicators" in asked:
        del asked["dimensions"]
    made = panel(indicators(1) if values is None else values, years, **asked)
    index = build_index(made, "idx", Path())
    made = with_scores(made, index)
    ranking = rank_units(made, index)
    return made, index, ranking, findings_of(made, index, ranking)


def table(made: Made, key: Shown, language: Language = "en") -> Table:
    exhibit = shown(key, made[3], made[1], made[2], made[0].study, language)
    assert isinstance(exhibit, Table)
    return exhibit


def grid(made: Table) -> dict[str, list[str]]:
    return {row.stub: [printed(cell) for cell in row.cells] for row in made.rows}


@pytest.mark.parametrize("key", TABLES)
def test_only_what_is_asked_for_is_read(key: Shown) -> None:
    made = found(show=(key,))[3]
    assert made == Findings("idx", **{FIELD.get(key, key): getattr(made, FIELD.get(key, key))})
    assert getattr(made, FIELD.get(key, key)) is not None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", TABLES)
@pytest.mark.parametrize(
    "recipe",
    [
        {},
        {"indicators": FLAT},
        {"indicators": FLAT, "aggregation": "topsis"},
        {"indicators": FLAT[:1], "method": "equal"},
        {"method": "bod"},
        {"levels": "nested", "aggregation": "geometric", "range": (0.01, 1)},
        {"scale": "z", "method": "equal"},
        {"pool": "year"},
    ],
)
def test_every_reading_is_a_table_by_any_recipe(
    recipe: dict[str, Any], key: Shown, language: Language
) -> None:
    made = found(show=(key,), **recipe)
    if made[3].refused:
        told = refused(key, made[3], made[1], made[0].study, language, "Table 7")
        assert told.startswith("Table 7")
    else:
        assert "nan" not in str(grid(table(made, key, language)))


def test_coherence_is_told_of_dimensions_and_of_the_whole_with_the_pairs_that_matter() -> None:
    values = indicators(1)
    values[:, 3] = values[:, 2] ** 1.01
    made = found(values)
    coherence = made[3].coherence
    assert coherence is not None
    rows = grid(table(made, "coherence"))
    assert list(rows) == ["one", "Second", "idx"]
    for row, alpha, parts in zip(rows.values(), coherence.alphas, coherence.components, strict=True):
        assert parts is not None
        assert row[:3] == [str(len(alpha.names)), "45", f"{alpha.raw:.3f}".replace("-", "\N{MINUS SIGN}")]
        assert row[-2:] == [
            str(parts.kept),
            f"{100 * parts.eigenvalues[: parts.kept].sum() / len(parts.names):.1f}",
        ]
    assert "and so nearly the same: c and d (1.00)." in table(made, "coherence").notes[0].text


def test_weights_stand_beside_what_they_do() -> None:
    made = found()
    rows = grid(table(made, "effective"))
    assert list(rows) == ["Indicators", "a", "b", "c", "d", "Dimensions", "one", "Second"]
    assert [rows[name][0] for name in "abcd"] == [f"{w:.4f}" for w in made[1].weight]
    assert sum(float(rows[name][1].replace("\N{MINUS SIGN}", "-")) for name in "abcd") == pytest.approx(
        1, abs=3e-4
    )


def test_where_scores_have_no_parts_the_note_says_so() -> None:
    made = found(indicators=FLAT, aggregation="topsis")
    assert {row[1] for row in grid(table(made, "effective")).values()} == {""}
    assert "no parts that add up" in table(made, "effective").notes[0].text


def test_what_is_left_out_is_told_over_all_years() -> None:
    made = found()
    frame = made[0].rows.collect(tuple("abcd"), EVERY_ROW)
    values = np.column_stack([frame.numbers[name] for name in "abcd"])
    rows = grid(table(made, "leave-out"))
    assert list(rows) == ["Indicators", "a", "b", "c", "d", "Dimensions", "one", "Second"]
    for kind in ("indicator", "dimension"):
        for item in leave_out(made[1], values, frame.unit, frame.time, kind).items:
            label = "Second" if item.name == "two" else item.name
            assert rows[label][1:] == [
                f"{item.mean_shift.mean():.2f}",
                f"{item.max_shift.max():.0f}",
                *(
                    f"{value:.3f}".replace("-", "\N{MINUS SIGN}")
                    for value in (item.spearman.mean(), item.spearman.min())
                ),
            ]


def test_obstacles_are_the_largest_of_each_year() -> None:
    made = found()
    obstacles = made[3].obstacles
    assert obstacles is not None
    rows = grid(table(made, "obstacles"))
    assert list(rows) == ["2001", "2002", "2003", "2004", "2005"]
    first = obstacles.top[0]
    assert rows["2001"][0] == f"{first.names[0]} ({100 * first.degree[0]:.2f})"
    assert len(rows["2001"]) == 4


def test_growth_is_from_the_first_year_to_the_last() -> None:
    made = found()
    scores = made[0].rows.collect(("idx",), EVERY_ROW).numbers["idx"].reshape(9, 5)
    rows = grid(table(made, "growth"))
    assert list(rows) == list(made[2].units)
    for u in range(9):
        first, last = scores[u, 0], scores[u, 4]
        row = rows[f"u{u:02d}"]
        assert (row[0], row[2]) == (f"{first:.3f}", f"{last:.3f}")
        assert (row[1], row[3]) == tuple(str((scores[:, t] > scores[u, t]).sum() + 1) for t in (0, 4))
        assert row[6] == f"{100 * ((last / first) ** 0.25 - 1):.2f}".replace("-", "\N{MINUS SIGN}")


BETWEEN_YEARS: tuple[Shown, ...] = ("growth", "change", "year-on-year")


@pytest.mark.parametrize("language", LANGUAGES)
def test_growth_and_changes_over_one_year_are_sentences(language: Language) -> None:
    made = found(years=1, values=indicators(1))
    assert [(item.asked, item.slug) for item in made[3].refused] == [
        (key, "index-one-year") for key in BETWEEN_YEARS
    ]
    for key in BETWEEN_YEARS:
        assert "2001" in refused(key, made[3], made[1], made[0].study, language, "Table 7")


def test_the_change_is_of_own_data_alone_while_bounds_and_weights_are_of_all_years() -> None:
    made = found()
    shown = table(made, "change")
    assert [column.heading[0] for column in shown.columns] == [
        "2001", "2005", "Change", "one", "Second",
    ]  # fmt: skip
    assert [spanner.label for spanner in shown.spanners] == ["Score", "Dimensions"]
    assert "the whole change comes from the unit's own data" in shown.notes[0].text
    growth = table(made, "growth")
    assert [row.stub for row in shown.rows] == [row.stub for row in growth.rows]
    for row, other in zip(shown.rows, growth.rows, strict=True):
        first, last, change, one, two = (cell.value for cell in row.cells)
        assert (first, last, change) == (other.cells[0].value, other.cells[2].value, other.cells[4].value)
        assert one + two == pytest.approx(change, abs=1e-14)
    flat = table(found(show=("change",), indicators=FLAT), "change")
    assert [column.heading[0] for column in flat.columns][3:] == list("abcd")
    assert [sum(cell.value for cell in row.cells[3:]) for row in flat.rows] == pytest.approx(
        [row.cells[2].value for row in flat.rows], abs=1e-14
    )


@pytest.mark.parametrize(
    ("recipe", "factors"),
    [
        ({"bounds": "year", "pool": "year"}, ["Own data", "Bounds", "Weights"]),
        ({"pool": "year", "levels": "nested", "rescale": True}, ["Own data", "Weights"]),
        ({"bounds": "year", "aggregation": "topsis"}, ["Own data", "Bounds"]),
    ],
)
def test_the_change_is_split_by_what_differs_between_years(
    recipe: dict[str, Any], factors: list[str]
) -> None:
    made = found(show=("change",), **recipe)
    shown = table(made, "change")
    spanner = shown.spanners[1]
    assert spanner.label == "Change by"
    headings = [column.heading[0] for column in shown.columns]
    assert headings[spanner.start : spanner.stop] == factors
    for row in shown.rows:
        change = row.cells[2].value
        parts = [cell.value for cell in row.cells[spanner.start : spanner.stop]]
        assert sum(parts) == pytest.approx(change, abs=1e-14)
    assert ("Dimensions" in [one.label for one in shown.spanners]) == ("aggregation" not in recipe)


def test_a_unit_without_a_score_in_one_of_the_years_has_no_change() -> None:
    values = indicators(1)
    values[0, 2] = np.nan
    shown = table(found(values, show=("change",)), "change")
    assert "Of no indicator (scores scaled again)" not in [column.heading[0] for column in shown.columns]
    rows = grid(shown)
    first, last, *others = rows["u00"]
    assert (first, set(others)) == ("", {""})
    assert last
    assert "" not in rows["u01"]


def test_changes_on_the_year_before_are_in_percent_of_mean_scores_and_of_each_unit() -> None:
    made = found()
    scores = made[0].rows.collect(("idx",), EVERY_ROW).numbers["idx"].reshape(9, 5)
    shown = table(made, "year-on-year")
    assert shown.title == "idx: growth on the year before, %"
    assert [column.heading[0] for column in shown.columns] == ["2002", "2003", "2004", "2005"]
    stubs = [row.stub for row in shown.rows]
    assert stubs[:5] == ["Of mean scores", "idx", "one", "Second", "Of each unit's score"]
    mean = scores.mean(axis=0)
    assert [cell.value for cell in shown.rows[1].cells] == pytest.approx(100 * (mean[1:] / mean[:-1] - 1))
    for u in range(9):
        row = shown.rows[stubs.index(f"u{u:02d}")]
        told = 100 * (scores[u, 1:] / scores[u, :-1] - 1)
        assert [cell.value for cell in row.cells] == pytest.approx(told)


def test_scores_that_may_be_negative_change_by_points() -> None:
    made = found(scale="z", method="equal", show=("year-on-year",))
    scores = made[0].rows.collect(("idx",), EVERY_ROW).numbers["idx"].reshape(9, 5)
    shown = table(made, "year-on-year")
    assert "scores below 0 have no growth rate" in shown.notes[0].text
    row = next(row for row in shown.rows if row.stub == "u03")
    assert [cell.value for cell in row.cells] == pytest.approx(np.diff(scores[3]), abs=1e-14)


def test_profiles_are_those_of_each_unit_in_the_last_year_by_rank() -> None:
    made = found()
    profiles = made[3].profiles
    assert profiles is not None
    assert profiles.time == 2005
    assert profiles.ranks.tolist() == list(range(1, 10))
    assert (np.diff(profiles.scores) < 0).all()
    frame = made[0].rows.collect(tuple("abcd"), EVERY_ROW)
    values = np.column_stack([frame.numbers[name] for name in "abcd"])
    for one in profiles.profiles:
        assert one == profile(made[1], values, frame.unit, frame.time, one.unit, 2005)
    rows = grid(table(made, "profiles"))
    for unit, one in zip(profiles.units, profiles.profiles, strict=True):
        assert rows[unit][2].count("(") == min(len(one.strengths), 3)
        assert rows[unit][3].count("(") == min(len(one.weaknesses), 3)
