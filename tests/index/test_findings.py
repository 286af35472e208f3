"""What a study asks to see of an index: weights by method, ranks by year, contributions, and their figures.

Averages of parts against sums of weight times scaled value: 1e-14.
"""

import json
from importlib.resources import files
from pathlib import Path
from typing import Any, get_args

import jsonschema
import numpy as np
import pytest
from tests.index.indices import FLAT, TWO, indicators, panel

from paneloom.index.build import build_index, with_scores
from paneloom.index.findings import Findings, findings_of
from paneloom.index.findings_figures import contribution_figure, method_figure, rank_figure
from paneloom.index.index import Index
from paneloom.index.method_weights import COMPARED
from paneloom.index.ranking import Ranking, rank_units
from paneloom.index.ranking_table import ranking_figure, ranking_table
from paneloom.index.shown import shown, tabled
from paneloom.panel.panel import Panel
from paneloom.present.figure import Figure
from paneloom.present.table import Table
from paneloom.report.index_json import findings_json, index_json
from paneloom.study.index_part import Shown
from paneloom.study.sample import EVERY_ROW
from paneloom.wording import LANGUAGES, Language

ALL: tuple[Shown, ...] = ("weights-by-method", "ranks", "contributions")


def found(units: int = 9, **recipe: Any) -> tuple[Panel, Index, Ranking, Findings]:
    asked = {"show": ALL, "dimensions": TWO} | recipe
    if "indicators" in asked:
        del asked["dimensions"]
    made = panel(indicators(1, units), **asked)
    index = build_index(made, "idx", Path())
    made = with_scores(made, index)
    ranking = rank_units(made, index)
    return made, index, ranking, findings_of(made, index, ranking)


def test_nothing_is_found_that_was_not_asked_for() -> None:
    _, index, _, made = found(show=())
    assert made == Findings(index.name)


@pytest.mark.parametrize("recipe", [{}, {"levels": "nested"}, {"method": "critic"}, {"pool": "year-mean"}])
def test_weights_by_method_are_those_of_the_recipe_with_its_method_changed(recipe: dict[str, Any]) -> None:
    _, index, _, made = found(**recipe)
    assert made.weights is not None
    own = index.part.method
    assert made.weights.methods == (own, *(method for method in COMPARED if method != own))
    for method, weight in zip(made.weights.methods, made.weights.weight, strict=True):
        if method in [refusal.asked for refusal in made.weights.refusals]:
            assert np.isnan(weight).all()
            continue
        other = build_index(
            panel(indicators(1), dimensions=TWO, **(recipe | {"method": method})), "idx", Path()
        )
        assert weight.tolist() == other.weight.tolist()
        assert weight.sum() == pytest.approx(1.0, abs=1e-12)


def test_a_dimension_with_a_method_of_its_own_is_compared_by_the_other_methods_too() -> None:
    two = {"one": TWO["one"] | {"method": "given"}, "two": TWO["two"]}
    _, _, _, made = found(levels="nested", dimensions=two, given={"a": 0.9, "b": 0.1})
    assert made.weights is not None
    equal = made.weights.weight[made.weights.methods.index("equal")]
    assert equal.tolist() == [0.25] * 4
    assert made.weights.weight[0, 0] == pytest.approx(9 * made.weights.weight[0, 1])


def test_a_method_that_does_not_apply_is_a_dash_with_its_reason() -> None:
    made_panel, index, _, made = found(scale="z", method="equal")
    assert made.weights is not None
    refused = {refusal.asked: refusal.slug for refusal in made.weights.refusals}
    assert refused["entropy"] == refused["gini"] == "index-negative"
    figure = method_figure(made.weights, index, made_panel.study, "en")
    by_label = {series.label: series.values for series in figure.series}
    assert by_label["Entropy"] == (None,) * 4
    assert by_label["Equal"] == (0.25,) * 4
    assert "Entropy does not apply: " in figure.notes[0].text


@pytest.mark.parametrize("language", LANGUAGES)
def test_ranks_of_few_units_are_paths_and_of_many_a_grid(language: Language) -> None:
    made, index, ranking, few = found(9)
    assert few.ranks is not None
    assert few.ranks.units == ranking.units
    scores = made.rows.collect(("idx",), EVERY_ROW).numbers["idx"].reshape(9, 5)
    by_unit = dict(zip((f"u{code:02d}" for code in range(9)), scores, strict=True))
    wide = np.array([by_unit[unit] for unit in ranking.units])
    assert few.ranks.ranks.tolist() == ((-wide).argsort(axis=0).argsort(axis=0) + 1).tolist()
    paths = rank_figure(few.ranks, index, made.study, language)
    assert (paths.form, paths.categories) == ("rank-paths", ("2001", "2002", "2003", "2004", "2005"))
    assert [series.label for series in paths.series] == list(ranking.units)
    many_panel, many_index, many_ranking, many = found(70)
    assert many.ranks is not None
    grid = rank_figure(many.ranks, many_index, many_panel.study, language)
    assert (grid.form, grid.darkest, grid.digits) == ("heatmap", "smallest", 0)
    assert grid.categories == many_ranking.units[:60]
    assert len(grid.series) == 5
    assert "70" in grid.notes[0].text


@pytest.mark.parametrize("recipe", [{}, {"levels": "nested", "aggregation": "geometric", "range": (0.01, 1)}])
def test_the_parts_of_a_bar_add_up_to_the_average(recipe: dict[str, Any]) -> None:
    made_panel, index, ranking, made = found(**recipe)
    assert made.contributions is not None
    whole = made.contributions.values.sum(axis=1) + made.contributions.constant
    assert whole == pytest.approx(ranking.averages[:, 0], abs=1e-14)
    figure = contribution_figure(made.contributions, index, made_panel.study, "en")
    assert figure.form == "stacked-bars"
    assert [series.label for series in figure.series] == ["a", "b", "c", "d"]


def test_many_indicators_are_the_largest_seven_and_the_others() -> None:
    names = tuple("abcdefghij")
    values = np.random.default_rng(3).gamma(2.0, 1.0, (45, 10))
    made = panel(values, names=names, indicators=tuple(f"+ {name}" for name in names), show=ALL)
    index = build_index(made, "idx", Path())
    made = with_scores(made, index)
    parts = findings_of(made, index, rank_units(made, index)).contributions
    assert parts is not None
    figure = contribution_figure(parts, index, made.study, "en")
    assert [series.label for series in figure.series][-1] == "3 other indicators"
    assert len(figure.series) == 8
    bars = np.array([series.values for series in figure.series], dtype=float).sum(axis=0)
    assert bars == pytest.approx(parts.values.sum(axis=1), abs=1e-14)


def test_contributions_of_an_index_without_parts_are_refused_and_the_others_stay() -> None:
    _, _, _, made = found(aggregation="topsis")
    assert made.contributions is None
    assert made.ranks is not None
    assert [(item.asked, item.slug) for item in made.refused] == [("contributions", "index-no-parts")]


@pytest.mark.parametrize("recipe", [{"levels": "nested"}, {"aggregation": "geometric", "range": (0.01, 1)}])
def test_parts_are_stacked_only_where_they_add_up(recipe: dict[str, Any]) -> None:
    made_panel, _, ranking, _ = found(**recipe)
    figure = ranking_figure(ranking, made_panel.study, "en")
    assert figure.form == "bars"
    assert len(figure.series) == 1
    assert "add up" not in ranking_table(ranking, made_panel.study, "en").notes[0].text
    made_panel, _, ranking, _ = found()
    assert ranking_figure(ranking, made_panel.study, "en").form == "stacked-bars"


@pytest.mark.parametrize(
    "recipe",
    [
        {},
        {"levels": "nested", "method": "critic"},
        {"bounds": (0.05, 0.95), "clip": True},
        {"bounds": 2001, "aggregation": "geometric", "range": (0.01, 1), "clip": True},
        {"scale": "z", "method": "equal"},
        {"indicators": (*FLAT[:3], "= d"), "best": {"d": 3.0}, "method": "pca"},
        {"show": ()},
        {"show": get_args(Shown)},
        {"show": get_args(Shown), "indicators": FLAT, "aggregation": "topsis"},
        {"show": get_args(Shown), "method": "bod"},
        {
            "show": (),
            "uncertainty": {
                "runs": 200,
                "choices": {"method": ["entropy", "equal"]},
                "leave_out": "indicator",
            },
        },
        {"show": (), "uncertainty": {"runs": 20, "choices": {"method": ["entropy", "equal"]}}},
    ],
)
def test_results_json_keeps_to_its_schema(recipe: dict[str, Any]) -> None:
    schema = json.loads(files("paneloom.report").joinpath("results.schema.json").read_text("utf-8"))
    _, index, _, made = found(**recipe)
    for name, document in (("index", index_json(index, "en")), ("findings", findings_json(made))):
        check = jsonschema.Draft202012Validator({"$ref": f"#/$defs/{name}", "$defs": schema["$defs"]})
        check.validate(json.loads(json.dumps(document, allow_nan=False)))


def test_figures_are_named_after_the_index() -> None:
    made_panel, index, _, made = found()
    assert made.weights is not None
    assert made.ranks is not None
    assert made.contributions is not None
    figures = [
        method_figure(made.weights, index, made_panel.study, "en"),
        rank_figure(made.ranks, index, made_panel.study, "en"),
        contribution_figure(made.contributions, index, made_panel.study, "en"),
    ]
    assert [figure.name for figure in figures] == ["weights.idx", "ranks.idx", "contributions.idx"]


def columns(made: Table) -> dict[str, list[float]]:
    return {
        column.heading[0]: [float(row.cells[at].value or np.nan) for row in made.rows]
        for at, column in enumerate(made.columns)
    }


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("recipe", [{}, {"levels": "nested", "rescale": True}])
def test_a_figure_has_a_table_with_its_numbers(recipe: dict[str, Any], language: Language) -> None:
    made_panel, index, ranking, made = found(**recipe)
    for key in ALL:
        figure = shown(key, made, index, ranking, made_panel.study, language)
        table = tabled(key, made, index, made_panel.study, language)
        assert isinstance(figure, Figure)
        assert table is not None
        assert (table.name, table.title) == (figure.name, figure.title)
        numbers = np.array([series.values for series in figure.series], dtype=float)
        own = numbers if figure.form == "rank-paths" else numbers.T
        cells = [row.cells[-own.shape[1] :] for row in table.rows]
        told = [[np.nan if cell.value == "\N{EN DASH}" else cell.value for cell in row] for row in cells]
        assert np.array(told, dtype=float) == pytest.approx(own, abs=1e-15, nan_ok=True)


def test_contributions_are_told_by_dimension_too() -> None:
    made_panel, index, ranking, made = found(levels="nested")
    assert made.contributions is not None
    table = tabled("contributions", made, index, made_panel.study, "en")
    assert table is not None
    assert [(spanner.label, spanner.start, spanner.stop) for spanner in table.spanners] == [
        ("Dimensions", 1, 3), ("Indicators", 3, 7),
    ]  # fmt: skip
    told = columns(table)
    assert told["Score"] == pytest.approx(ranking.averages[:, 0], abs=1e-14)
    assert np.add(told["one"], told["Second"]) == pytest.approx(told["Score"], abs=1e-14)
    assert np.add(told["a"], told["b"]) == pytest.approx(told["one"], abs=1e-14)
    document = findings_json(made)["contributions"]
    assert document["dimensions"] == ["one", "two"]
    assert np.array(document["by_dimension"])[:, 1] == pytest.approx(told["Second"], abs=1e-14)


def test_a_method_that_does_not_apply_is_a_dash_in_the_table_too() -> None:
    made_panel, index, _, made = found(scale="z", method="equal")
    table = tabled("weights-by-method", made, index, made_panel.study, "en")
    assert table is not None
    at = [column.heading[0] for column in table.columns].index("Entropy")
    assert {row.cells[at].value for row in table.rows} == {"\N{EN DASH}"}
