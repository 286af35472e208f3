"""What the table of indicators prints of bounds and weights when they are not those of all rows."""

import numpy as np
import pytest
from tests.index.test_index_tables import INDICATORS, LABEL, STUDY

from paneloom.algebra.record import Floats
from paneloom.index.build import build
from paneloom.index.index import Index
from paneloom.index.index_table import indicator_table
from paneloom.index.recipe import IndexRecipe
from paneloom.index.rows import ArrayRows
from paneloom.present.cell import printed
from paneloom.present.table import Table
from paneloom.report.index_json import index_json
from paneloom.study.index_part import IndexPart, Treat

VALUES = np.random.default_rng(3).gamma(2.0, 10.0, size=(60, 2)) + 1.0
TIMES = np.tile(np.arange(2001, 2006), 12)


def built(directions: str = "++", values: Floats = VALUES, **choices: object) -> Index:
    items = tuple(
        item.model_copy(update={"dimension": None, "direction": sign})
        for item, sign in zip(INDICATORS, directions, strict=False)
    )
    recipe = IndexRecipe("quality", LABEL, IndexPart.model_validate(choices), items)
    return build(recipe, ArrayRows(recipe.variables, values, np.repeat(np.arange(12), 5), TIMES))


def columns(made: Table) -> dict[str, list[str]]:
    return {
        column.heading[0]: [printed(row.cells[place]) for row in made.rows]
        for place, column in enumerate(made.columns)
    }


@pytest.mark.parametrize("pool", ["year", "year-mean"])
def test_figures_of_weights_by_year_are_means_over_the_years(pool: str) -> None:
    index = built(pool=pool)
    yearly = [made.columns["entropy"] for made in index.nodes[-1].weightings]
    assert len(yearly) == 5
    assert index.entropy == pytest.approx(np.mean(yearly, axis=0), rel=1e-14)
    assert "means over the years" in indicator_table(index, STUDY, "en").notes[0].text


@pytest.mark.parametrize("pool", ["year", "year-mean"])
def test_results_hold_the_weights_of_each_year_and_what_they_were_made_of(pool: str) -> None:
    values = VALUES.copy()
    values[TIMES == 2002, 0] = 7.0
    values[np.flatnonzero(TIMES == 2004)[:3], 1] = np.nan
    made = index_json(built(pool=pool, bounds="year", values=values), "en")
    years = made["weights_by_year"]
    assert [(year["time"], year["n"]) for year in years] == [
        (2001, [12, 12]), (2002, [12, 12]), (2003, [12, 12]), (2004, [12, 9]), (2005, [12, 12]),
    ]  # fmt: skip
    for year in years:
        divergence = np.array(year["made_of"]["divergence"])
        assert year["weights"] == pytest.approx(divergence / divergence.sum(), rel=1e-14)
    assert [item["level_years"] for item in made["indicators"]] == [[2002], []]
    mean = [item["weight"] for item in made["indicators"]]
    assert mean == pytest.approx(np.mean([year["weights"] for year in years], axis=0), rel=1e-14)
    assert index_json(built(), "en")["weights_by_year"] == []


@pytest.mark.parametrize(("pool", "told"), [("year", True), ("year-mean", True), ("all", False)])
def test_a_mean_of_weights_is_told_from_the_weight_of_means(pool: str, told: bool) -> None:
    text = indicator_table(built(pool=pool), STUDY, "en").notes[0].text
    assert ("a mean weight is not the weight made of the means beside it" in text) == told


def test_results_hold_the_bounds_in_use() -> None:
    posts = {"patents": (-50.0, 0.0), "energy": (5.0, 400.0)}
    index = built("=+", bounds="goalposts", goalposts=posts, best={"patents": 10.0}, method="equal")
    items = index_json(index, "en")["indicators"]
    assert [(item["lower_bound"], item["upper_bound"]) for item in items] == [(None, None), (5.0, 400.0)]


def test_thresholds_stand_beside_the_ends_of_the_data() -> None:
    posts = {"patents": (0.0, 200.0), "energy": (5.0, 400.0)}
    index = built(bounds="goalposts", goalposts=posts, method="equal")
    shown = columns(indicator_table(index, STUDY, "en"))
    assert shown["Lower bound"][:2] == ["0.0", "5.0"]
    assert shown["Upper bound"][:2] == ["200.0", "400.0"]
    assert [float(text) for text in shown["Max"][:2]] == pytest.approx(VALUES.max(axis=0), abs=0.01)
    assert "Lower bound" not in columns(indicator_table(built(), STUDY, "en"))


def test_an_indicator_with_a_best_value_shows_its_own_values_and_the_best() -> None:
    index = built("=+", best={"patents": (10.0, 20.0)})
    assert index.minimum == pytest.approx(VALUES.min(axis=0), rel=1e-15)
    assert index.maximum == pytest.approx(VALUES.max(axis=0), rel=1e-15)
    assert "counts as 1: Patents 10 to 20." in indicator_table(index, STUDY, "en").notes[0].text


def test_a_logarithm_leaves_the_ends_in_the_unit_of_the_data() -> None:
    index = built(treat=Treat(rule="log"))
    assert index.minimum == pytest.approx(VALUES.min(axis=0), rel=1e-15)


def test_best_values_are_told_in_the_unit_of_the_data() -> None:
    index = built("=+", best={"patents": (10.0, 20.0)}, treat={"rule": "log"}, method="equal")
    assert "counts as 1: Patents 10 to 20." in indicator_table(index, STUDY, "en").notes[0].text


POSTS = {"patents": (-50.0, 0.0), "energy": (5.0, 400.0)}


@pytest.mark.parametrize(
    ("choices", "bounds"),
    [
        ({"bounds": "goalposts", "goalposts": POSTS}, [5.0, 400.0]),
        ({"bounds": (0.1, 0.9)}, np.quantile(VALUES[:, 1], (0.1, 0.9))),
        ({"bounds": 2003}, [VALUES[TIMES == 2003, 1].min(), VALUES[TIMES == 2003, 1].max()]),
    ],
)
def test_an_indicator_with_a_best_value_leaves_the_others_their_bounds(
    choices: dict[str, object], bounds: list[float]
) -> None:
    made = indicator_table(built("=+", best={"patents": 10.0}, method="equal", **choices), STUDY, "en")
    shown = columns(made)
    assert [shown[end][0] for end in ("Lower bound", "Upper bound")] == ["\N{EN DASH}"] * 2
    own = [float(shown[end][1]) for end in ("Lower bound", "Upper bound")]
    assert own == pytest.approx(bounds, abs=0.06)
    assert (
        "scaled by the distance from the best value, not by values of its own: Patents." in made.notes[0].text
    )


@pytest.mark.parametrize("rule", ["log", "box-cox"])
def test_bounds_of_logarithms_and_powers_are_in_the_unit_of_the_data(rule: str) -> None:
    posts = {"patents": (1.0, 200.0), "energy": (5.0, 400.0)}
    index = built(bounds="goalposts", goalposts=posts, method="equal", treat={"rule": rule})
    shown = columns(indicator_table(index, STUDY, "en"))
    assert (shown["Lower bound"][:2], shown["Upper bound"][:2]) == (["1.0", "5.0"], ["200.0", "400.0"])


def test_limits_of_winsorising_are_the_bounds_in_use() -> None:
    index = built(method="equal", treat={"rule": "winsorise", "skewness": 0.5, "kurtosis": 0.1})
    made, shown = index.scaling.preparation, columns(indicator_table(index, STUDY, "en"))
    assert made.lowered.any()
    used = [min(top, largest) for top, largest in zip(made.ceiling, VALUES.max(axis=0), strict=True)]
    assert [float(text) for text in shown["Upper bound"][:2]] == pytest.approx(used, abs=0.06)
