"""Indicators, weights, ranks and the bar chart, from records made by hand."""

from dataclasses import replace
from typing import Any, Literal, get_args

import numpy as np
import pytest

from paneloom.algebra.record import frozen
from paneloom.index.build import build
from paneloom.index.index import Index
from paneloom.index.index_table import indicator_label, indicator_table
from paneloom.index.ranking import Ranking
from paneloom.index.ranking_table import ranking_figure, ranking_table
from paneloom.index.recipe import IndexRecipe
from paneloom.index.rows import ArrayRows
from paneloom.present.cell import printed
from paneloom.present.table import Table
from paneloom.render.html import html_table
from paneloom.study.base import InTwoLanguages
from paneloom.study.index_part import AggregationMethod, IndexPart, Indicator, ScaleMethod, WeightMethod
from paneloom.study.model import Study
from paneloom.wording import LANGUAGES, Language, catalogue

LABEL = InTwoLanguages(en="Quality", zh="质量")
STUDY = Study.model_validate(
    {
        "study": {"title": "A study", "panel": ("province", "year")},
        "data": {"yearbook": {"file": "a.csv", "layout": "long", "source": "Yearbook"}},
        "clean": {"names": "china-provinces"},
        "variables": {
            "patents": {"label": {"en": "Patents", "zh": "专利"}, "unit": {"en": "items", "zh": "件"}}
        },
        "index": {"quality": {"label": {"en": "Quality", "zh": "质量"}, "indicators": ("+ patents",)}},
    }
)
# Rows of which the first and the last bound the indicators; flat lacks one value.
VALUES = np.linspace([121.0, 0.4567, 5.0], [872209.0, 0.0123, 5.0], 22)
VALUES[3, 2] = np.nan
PART = IndexPart(dimensions={"tp": {"label": {"en": "Technology", "zh": "科技"}}, "gp": {"label": "gp"}})
INDICATORS = (
    Indicator(variable="patents", direction="+", dimension="tp"),
    Indicator(variable="energy", direction="-", dimension="gp", unit="t", label="Energy"),
    Indicator(variable="flat", direction="+", dimension="gp"),
)
RECIPE = IndexRecipe(
    "quality", LABEL, PART, INDICATORS, (("tp", InTwoLanguages(en="Technology", zh="科技")), ("gp", "gp"))
)
INDEX = build(RECIPE, ArrayRows(RECIPE.variables, VALUES))


def recipe(indicators: tuple[Indicator, ...] = INDICATORS, **choices: Any) -> Index:
    """The index of the same rows by another recipe, without dimensions."""
    flat = tuple(item.model_copy(update={"dimension": None}) for item in indicators)
    made = IndexRecipe("quality", LABEL, IndexPart(**choices), flat)
    return build(made, ArrayRows(made.variables, VALUES[:, : len(flat)]))


RANKING = Ranking(
    name="quality",
    label=LABEL,
    columns=("quality", "tp", "gp"),
    labels=(LABEL, "tp", "gp"),
    units=("广东", "北京", "B"),
    averages=frozen([[0.5, 0.3, 0.2], [0.4, 0.3, 0.1], [0.4, 0.2, 0.2]]),
    ranks=frozen([1, 2, 2], np.int64),
    unranked=("西藏",),
)


def grid(made: Table) -> list[list[str]]:
    return [[row.stub, *(printed(cell) for cell in row.cells)] for row in made.rows]


def test_indicators_stand_under_their_dimensions_and_weights_add_up() -> None:
    made = indicator_table(INDEX, STUDY, "en")
    assert grid(made) == [
        ["Technology", "", "", "", "", "", "", "0.5000", ""],
        ["Patents", "+", "items", "121", "872209", "0.9295", "0.0705", "0.5000", "1.0000"],
        ["gp", "", "", "", "", "", "", "0.5000", ""],
        ["Energy", "−", "t", "0.0123", "0.4567", "0.9295", "0.0705", "0.5000", "1.0000"],
        ["flat", "+", "", "5.000", "5.000", "1.0000", "0.0000", "0.0000", "0.0000"],
        ["Sum", "", "", "", "", "", "", "1.0000", ""],
    ]
    assert [row.role for row in made.rows] == ["group", "body", "group", "body", "body", "statistic"]


def test_the_note_holds_recipe_and_warnings() -> None:
    text = indicator_table(INDEX, STUDY, "en").notes[0].text
    assert "bounds pooled over 21–22 unit-years" in text
    assert "ln(n) and 0 ln 0 = 0" in text
    assert "Constant, and so of weight 0: flat." in text
    assert "With missing values" in text


@pytest.mark.parametrize(
    ("choices", "told"),
    [
        ({"method": "equal", "scale": "z"}, ["Z scores (standard deviation with n − 1)", "Equal weights;"]),
        (
            {"method": "equal", "bounds": (0.05, 0.95)},
            ["Scores beyond the range, which this recipe does not rule out"],
        ),
        ({"bounds": (0.05, 0.95), "clip": True}, ["quantiles 0.05 and 0.95", "counted as the bound"]),
        ({"method": "equal", "scale": "z"}, ["(standard deviation with n − 1), over 22 unit-years."]),
        (
            {"shift": 0.01, "shift_in_score": True},
            ["bounds pooled over 22 unit-years, 0.01 added to every scaled value."],
        ),
        (
            {"aggregation": "geometric", "method": "equal"},
            ["scores of 0 where a single value below is 0 (number of rows): Quality (1)."],
        ),
        ({"range": (1, 100)}, ["on a range from 1 to 100."]),
        ({"shift": 0.01}, ["after a shift of 0.01"]),
        ({"pool": "year-mean"}, ["the mean of the weights of each year"]),
        (
            {"levels": "nested", "top": {"method": "equal"}},
            ["within each dimension", "brought together otherwise: Equal weights"],
        ),
        ({"missing": "present", "min_present": 0.5}, ["if they have 50% of the weight"]),
    ],
)
def test_the_note_tells_the_recipe_in_use(choices: dict[str, Any], told: list[str]) -> None:
    text = indicator_table(recipe(INDICATORS[:2], **choices), STUDY, "en").notes[0].text
    assert [phrase for phrase in told if phrase not in text] == []


@pytest.mark.parametrize("scale", ["z", "none"])
def test_scores_without_a_range_are_not_beyond_it(scale: str) -> None:
    index = recipe(INDICATORS[:2], method="equal", scale=scale)
    assert index.reports == ()
    assert "range" not in indicator_table(index, STUDY, "en").notes[0].text


def test_every_choice_of_a_recipe_has_its_words() -> None:
    known = catalogue("words")["index"]
    lists = {
        "scale": ScaleMethod, "by": WeightMethod, "as": AggregationMethod, "pool": Literal["year", "year-mean"],
    }  # fmt: skip
    wanted = [f"{key}_{word.replace('-', '_')}" for key, kind in lists.items() for word in get_args(kind)]
    assert [word for word in wanted if word not in known] == []


def test_the_table_in_chinese() -> None:
    made = indicator_table(INDEX, STUDY, "zh")
    assert made.title == "质量：指标体系与权重"
    assert [column.heading[0] for column in made.columns] == [
        "方向", "单位", "最小值", "最大值", "信息熵e", "差异系数d", "权重w", "维度内权重",
    ]  # fmt: skip
    assert grid(made)[1][:3] == ["专利", "正向", "件"]
    assert grid(made)[3][1] == "负向"


@pytest.mark.parametrize(
    ("given", "told"),
    [((0.3, 0.7), False), ((3.0, 7.0), True), ((0.1, 0.9 + 1e-16), False)],
)
def test_only_weights_that_do_not_sum_to_1_are_told_as_divided(
    given: tuple[float, float], told: bool
) -> None:
    index = recipe(INDICATORS[:2], method="given", given=dict(zip(("patents", "energy"), given, strict=True)))
    text = indicator_table(index, STUDY, "en").notes[0].text
    assert "Given weights" in text
    assert ("divided by their sum" in text) == told


COMPONENTS = np.random.default_rng(8).normal(size=(40, 4)) @ np.array(
    [[1.0, 0.8, 0.0, 0.1], [0.0, 0.5, 0.1, -0.2], [0.0, 0.0, 1.0, 0.9], [0.1, 0.0, 0.0, 0.6]]
)


def components_note(method: WeightMethod, language: Language, pool: Literal["all", "year"] = "all") -> str:
    items = tuple(Indicator(variable=name, direction="+") for name in "abcd")
    made = IndexRecipe("quality", LABEL, IndexPart(method=method, pool=pool), items)
    index = build(
        made, ArrayRows(made.variables, COMPONENTS, np.repeat(np.arange(20), 2), 2001 + np.arange(40) % 2)
    )
    return indicator_table(index, STUDY, language).notes[0].text


def test_components_are_told_with_eigenvalues_and_shares_of_variance() -> None:
    values = np.linalg.eigvalsh(np.corrcoef(COMPONENTS.T))[::-1]
    first = f"{values[0]:.3f}，方差贡献率为{25 * values[0]:.1f}%。"
    assert f"质量第一主成分的特征值为{first}" in components_note("pca", "zh")
    both = "; ".join(f"{k + 1}: {values[k]:.3f}, {25 * values[k]:.1f} %" for k in range(2))
    assert (values > 1).sum() == 2
    assert f"{both}; {25 * values[:2].sum():.1f} % together." in components_note("pca-composite", "en")
    text = components_note("factor", "en")
    assert f"1: {values[0]:.3f}, " in text
    kept = values[values >= 0.7]
    assert f"{25 * kept.sum():.1f} % together." in text


def test_figures_of_weights_by_year_name_the_year_that_they_are_of() -> None:
    values = np.linalg.eigvalsh(np.corrcoef(COMPONENTS[::2].T))[::-1]
    text = components_note("pca", "en", pool="year")
    assert f"component of Quality (2001) has the eigenvalue {values[0]:.3f}" in text


def test_quantile_bounds_in_chinese_are_percentiles() -> None:
    text = indicator_table(recipe(INDICATORS[:2], bounds=(0.01, 0.99), clip=True), STUDY, "zh").notes[0].text
    assert "以全样本的1%–99%分位数（线性插值）为上下限" in text


def test_a_chinese_label_of_the_table_gives_way_in_english_where_the_variable_has_one() -> None:
    """A table of indicators has one language; a variable may be labelled in two."""
    patents = INDICATORS[0].model_copy(update={"label": "专利授权数", "unit": "件数"})
    assert indicator_label(patents, STUDY, "zh") == "专利授权数"
    assert indicator_label(patents, STUDY, "en") == "Patents"
    unlabelled = INDICATORS[1].model_copy(update={"label": "能源", "unit": "吨"})
    assert indicator_label(unlabelled, STUDY, "en") == "能源"
    row = grid(indicator_table(recipe((patents, unlabelled)), STUDY, "en"))
    assert [cells[:3] for cells in row[:2]] == [["Patents", "+", "items"], ["能源", "−", "吨"]]


def test_dimensions_of_dimensions_are_set_in() -> None:
    deep = IndexPart(levels="nested", dimensions={"tp": {"parent": "top"}, "gp": {"parent": "top"}})
    dimensions = (("top", "Whole"), ("tp", "Technology"), ("gp", "Green"))
    made = IndexRecipe("quality", LABEL, deep, INDICATORS, dimensions)
    table = indicator_table(build(made, ArrayRows(made.variables, VALUES)), STUDY, "en")
    assert [row.stub for row in table.rows] == [
        "Whole", "\u2003Technology", "\u2003Patents", "\u2003Green", "\u2003Energy", "\u2003flat", "Sum",
    ]  # fmt: skip
    assert [printed(row.cells[6]) for row in table.rows][:1] == ["1.0000"]
    assert "\u2003Technology" in html_table(table)


def test_a_flat_index_has_no_dimensions() -> None:
    made = indicator_table(recipe(), STUDY, "en")
    assert len(made.columns) == 7
    assert [row.stub for row in made.rows] == ["Patents", "Energy", "flat", "Sum"]


def test_a_dimension_without_weight_and_bounds_of_zero() -> None:
    values = VALUES * [1.0, 1e-9, 0.0]
    values[:, 1] -= values[:, 1].min()
    dimensions = (("tp", "tp"), ("gp", "gp"))
    items = (
        INDICATORS[0].model_copy(update={"dimension": "tp"}),
        INDICATORS[1].model_copy(update={"dimension": "tp"}),
        INDICATORS[2],
    )
    made = IndexRecipe("quality", LABEL, IndexPart(), items, dimensions)
    table = indicator_table(build(made, ArrayRows(made.variables, values)), STUDY, "en")
    assert [row.stub for row in table.rows] == ["tp", "Patents", "Energy", "gp", "flat", "Sum"]
    assert printed(table.rows[2].cells[3]) == "4.44×10⁻¹⁰"
    assert printed(table.rows[4].cells[3]) == "0"
    assert printed(table.rows[4].cells[7]) == ""


@pytest.mark.parametrize(
    ("language", "units"), [("en", ["Guangdong", "Beijing", "B"]), ("zh", ["广东", "北京", "B"])]
)
def test_units_stand_in_the_order_of_their_ranks(language: Language, units: list[str]) -> None:
    made = ranking_table(RANKING, STUDY, language)
    rows = grid(made)
    assert [row[1:] for row in rows] == [
        ["1", "0.500", "0.300", "0.200"],
        ["2", "0.400", "0.300", "0.100"],
        ["2", "0.400", "0.200", "0.200"],
    ]
    assert [row[0] for row in rows] == units


def test_units_without_a_score_are_named() -> None:
    assert "Without a score: " in ranking_table(RANKING, STUDY, "en").notes[0].text
    assert "Without a score" not in ranking_table(replace(RANKING, unranked=()), STUDY, "en").notes[0].text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_figure_stacks_the_parts(language: Language) -> None:
    made = ranking_figure(RANKING, STUDY, language)
    assert made.form == "stacked-bars"
    assert [(series.label, series.values) for series in made.series] == [
        ("tp", (0.3, 0.3, 0.2)),
        ("gp", (0.2, 0.1, 0.2)),
    ]
    assert len(made.categories) == 3
    assert made.name == "ranking.quality"


def test_the_figure_of_an_index_without_parts_has_one_series() -> None:
    plain = replace(RANKING, columns=("quality",), labels=(LABEL,), averages=RANKING.averages[:, :1])
    made = ranking_figure(plain, STUDY, "zh")
    assert made.form == "bars"
    assert [(series.label, series.values) for series in made.series] == [("质量", (0.5, 0.4, 0.4))]
    assert made.category_label == "省份"
    own_names = STUDY.model_copy(update={"clean": STUDY.clean.model_copy(update={"names": None})})
    assert ranking_figure(plain, own_names, "en").categories == RANKING.units
