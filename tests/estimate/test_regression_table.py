"""Regression tables: what stands in which cell, and what the note says."""

from dataclasses import replace

import pytest
from tests.estimate.hand_made import design, estimate, study, table, two_stage

from paneloom.algebra.record import frozen
from paneloom.estimate.check import Check
from paneloom.estimate.counts import Loss
from paneloom.estimate.regression_table import first_stage_table, regression_table
from paneloom.estimate.table_rows import star_marks
from paneloom.present.cell import printed
from paneloom.present.table import Row, Table
from paneloom.study.base import InTwoLanguages
from paneloom.wording import LANGUAGES, Language

BARE = estimate(("nqp",), (0.26,), (0.034,))
CONTROLLED = estimate(("nqp", "gov"), (0.05, -0.28), (0.0277, 0.2))


def row(made: Table, stub: str) -> Row:
    return next(row for row in made.rows if row.stub == stub)


def cells(made: Table, stub: str) -> list[str]:
    return [printed(cell) for cell in row(made, stub).cells]


def note(made: Table) -> str:
    return made.notes[0].text


@pytest.mark.parametrize(
    ("p", "marks"),
    [(0.2, ""), (0.1, ""), (0.0999, "*"), (0.05, "*"), (0.0499, "**"), (0.009, "***"), (float("nan"), "")],
)
def test_a_star_for_each_threshold_the_p_value_lies_below(p: float, marks: str) -> None:
    assert star_marks(p, (0.10, 0.05, 0.01)) == marks
    assert star_marks(p, ()) == ""


def test_slopes_stand_over_their_errors_x_before_controls() -> None:
    made = regression_table(table(BARE, CONTROLLED), study(), "en")
    assert [row.stub for row in made.rows[:6]] == ["Productivity", "", "Government", "", "Constant", ""]
    assert [row.role for row in made.rows[:2]] == ["coefficient", "error"]
    # t = 1.805 on 30 degrees of freedom: p = 0.081
    assert cells(made, "Productivity") == ["0.260***", "0.050*"]
    assert [printed(cell) for cell in made.rows[1].cells] == ["(0.034)", "(0.028)"]
    assert cells(made, "Government") == ["", "−0.280"]
    assert row(made, "Productivity").cells[0].value == 0.26


def test_marks_and_statistics() -> None:
    made = regression_table(table(BARE, CONTROLLED), study(), "en")
    assert [row.stub for row in made.rows[6:]] == [
        "Province fixed effects", "Year fixed effects",
        "N", "Units", "R² within", "R² (effects counted)", "Clusters", "Mean of outcome",
    ]  # fmt: skip
    assert cells(made, "Year fixed effects") == ["Yes", "Yes"]
    assert cells(made, "N") == ["341", "341"]
    assert cells(made, "R² within") == ["0.512", "0.512"]
    assert cells(made, "Clusters") == ["31", "31"]
    assert row(made, "Province fixed effects").rule_above


def test_a_three_line_table_has_no_inner_rule() -> None:
    made = regression_table(table(BARE), study(style="cn-econ"), "zh")
    assert not any(row.rule_above for row in made.rows)


def test_hidden_controls_become_a_mark() -> None:
    made = regression_table(table(BARE, CONTROLLED, show_controls=False), study(), "zh")
    assert cells(made, "控制变量") == ["否", "是"]
    assert "政府干预" not in [row.stub for row in made.rows]


def test_a_constant_that_is_not_finite_has_no_row() -> None:
    made = regression_table(table(replace(BARE, constant_error=float("nan"))), study(), "en")
    assert "Constant" not in [row.stub for row in made.rows]


def test_an_error_too_small_for_three_digits_takes_more() -> None:
    small = estimate(("nqp", "gov"), (0.00012, 0.5), (0.000034, 0.1))
    made = regression_table(table(small), study(), "en")
    assert cells(made, "Productivity") == ["0.000120***"]
    assert printed(made.rows[1].cells[0]) == "(0.000034)"
    assert cells(made, "Government") == ["0.500***"]


def test_a_shared_outcome_stands_once_others_under_the_numbers() -> None:
    shared = regression_table(table(BARE, CONTROLLED), study(), "zh")
    assert [(s.label, s.start, s.stop) for s in shared.spanners] == [("乡村振兴", 0, 2)]
    assert [column.heading for column in shared.columns] == [("(1)",), ("(2)",)]
    other = replace(CONTROLLED, design=replace(CONTROLLED.design, outcome="bare"))
    apart = regression_table(table(BARE, other), study(), "zh")
    assert apart.spanners == ()
    assert [column.heading for column in apart.columns] == [("(1)", "乡村振兴"), ("(2)", "bare")]


def test_titles_that_neighbours_share_are_spanners() -> None:
    titles = ("East", "East", InTwoLanguages(en="West", zh="西部"))
    fits = [replace(BARE, design=replace(BARE.design, title=title)) for title in titles]
    made = regression_table(table(*fits), study(), "zh")
    assert [(s.label, s.start, s.stop) for s in made.spanners[1:]] == [("East", 0, 2), ("西部", 2, 3)]
    single = regression_table(table(*fits[1:]), study(), "zh")
    assert [column.heading for column in single.columns] == [("(1)", "East"), ("(2)", "西部")]


def test_two_stage_columns_say_so_and_give_no_r2() -> None:
    made = regression_table(table(BARE, two_stage()), study(), "en")
    assert cells(made, "Estimator") == ["OLS", "2SLS"]
    assert cells(made, "Instruments") == ["", "own lag 1"]
    assert cells(made, "R² within") == ["0.512", ""]
    assert cells(made, "First-stage F") == ["", "900.00"]
    assert cells(made, "Productivity") == ["0.260***", "0.290***"]
    assert "No R² is given for 2SLS." in note(made)
    alone = regression_table(table(two_stage()), study(), "zh")
    assert not any("R²" in row.stub for row in alone.rows)
    assert cells(alone, "工具变量") == ["自身滞后一期"]


def test_the_first_stage_has_its_instruments_first() -> None:
    assert first_stage_table(table(BARE), study(), "en") is None
    made = first_stage_table(table(BARE, two_stage()), study(), "en")
    assert made is not None
    assert made.name == "regress.baseline.first_stage"
    assert made.columns[0].heading == ("(1)", "Productivity", "of column (2)")
    assert [row.stub for row in made.rows[:4:2]] == ["Productivity (lag 1)", "Government"]
    assert cells(made, "First-stage F") == ["900.00"]
    chinese = first_stage_table(table(two_stage()), study(), "zh")
    assert chinese is not None
    assert chinese.title == "Baseline（第一阶段）"
    assert chinese.rows[0].stub == "新质生产力（滞后一期）"
    assert chinese.columns[0].heading == ("(1)", "新质生产力")


def test_several_endogenous_regressors_have_a_test_each() -> None:
    asked = design(regressors=("nqp", "gov"), endogenous=("nqp", "gov"), instruments=("L.nqp", "bare"))
    checks = tuple(
        Check("first_stage_f", "first_stage_f_null", value, about=name)
        for name, value in (("nqp", 20.5), ("gov", 3.25))
    )
    fit = estimate(("nqp", "gov"), (0.29, -0.1), (0.04, 0.05), design=asked, method="2sls", checks=checks)
    made = regression_table(table(fit, BARE), study(), "en")
    assert cells(made, "First-stage F, Productivity") == ["20.50", ""]
    assert cells(made, "First-stage F, Government") == ["3.25", ""]
    assert cells(made, "Instruments") == ["Productivity (lag 1), bare", ""]
    assert "the first-stage F tests the instruments in each first stage by itself" in note(made)
    assert "Column (1): Caution: a first-stage F below 10" in note(made)


def test_the_note_names_errors_freedom_and_sample() -> None:
    text = note(regression_table(table(BARE, CONTROLLED), study(), "en"))
    assert "clustered by province (31 clusters); p values from t(G − 1 = 30)" in text
    assert (
        "by the rule of reghdfe, K = (1–2) + 31 + 11 + 1 − 31 − 1 = 12–13"
        " (slopes + province + year + constant − nested − redundant); factor 1.0571." in text
    )
    assert "All columns share one sample of 341 rows, all of the panel." in text
    assert "*, **, *** mark significance at the 10%, 5%, 1% level." in text
    assert "With only 31 clusters, clustered errors tend to be too small and stars overstated." in text
    assert "is not offered for this model or these clusters." in text
    assert "simulated" not in text


def test_the_note_in_chinese() -> None:
    made = regression_table(table(BARE, note="另注"), study(simulated=True), "zh")
    assert made.notes[0].text.startswith(
        "注：括号内为按省份聚类的标准误（31个聚类），p值依t(G − 1 = 30)分布。"
    )
    assert "*、**、***分别表示在10%、5%、1%的水平上显著。另注。数据为模拟数据。" in made.notes[0].text
    assert [(n.kind, n.text) for n in made.notes[1:]] == [("source", "资料来源：统计年鉴；统计局")]


def test_homoskedastic_errors_refer_to_n_less_k() -> None:
    text = note(regression_table(table(estimate(("nqp",), (0.2,), (0.1,), clusters=None)), study(), "en"))
    assert "independent errors of equal variance; p values from t(N − K = 298)" in text
    assert "few" not in text


def test_a_factor_of_one_is_not_worth_a_word() -> None:
    plain = replace(BARE, freedom=replace(BARE.freedom, factor=1.0))
    text = note(regression_table(table(plain), study(), "en"))
    assert "− nested − redundant). The constant" in text
    assert "factor" not in text


def test_sentences_about_some_columns_name_them() -> None:
    plain = estimate(("nqp",), (0.2,), (0.1,), clusters=None)
    text = note(regression_table(table(BARE, CONTROLLED, plain), study(), "en"))
    assert "Columns (1)–(2): Standard errors in parentheses, clustered by province" in text
    assert "Column (3): Standard errors in parentheses, for independent errors" in text


def test_very_few_clusters_are_said_louder() -> None:
    made = table(
        estimate(("nqp",), (0.2,), (0.1,), clusters=8), estimate(("nqp",), (0.2,), (0.1,), clusters=12)
    )
    text = note(regression_table(made, study(), "en"))
    assert "Column (2): With only 12 clusters" in text
    assert "Column (1): Caution: with as few as 8 clusters" in text
    assert text.count("not offered for this model") == 1
    many = note(regression_table(table(estimate(("nqp",), (0.2,), (0.1,), clusters=40)), study(), "en"))
    assert "few" not in many


def test_rows_lost_are_said_by_cause() -> None:
    lost = (Loss("missing", 3, "gov"), Loss("lag", 31, "L.nqp"))
    fits = [
        estimate(("nqp",), (0.2,), (0.1,), losses=lost),
        estimate(("nqp",), (0.2,), (0.1,), losses=lost[:1]),
    ]
    text = note(regression_table(table(*fits), study(), "en"))
    assert "of 341 rows, 3 lack Government, 0–31 have no lag of Productivity." in text
    each = note(regression_table(table(*fits, sample="each"), study(), "zh"))
    assert "各列样本只要求本列变量无缺失（使用307–338个观测）" in each


@pytest.mark.parametrize(
    ("cause", "column", "english", "chinese"),
    [
        ("lag", "L.nqp", "31 have no lag of Productivity", "31个没有新质生产力的滞后值"),
        (
            "lag",
            "L9.nqp",
            "31 have no value of Productivity 9 periods before",
            "31个没有新质生产力滞后九期的值",
        ),
        ("lag", "F.nqp", "31 have no lead of Productivity", "31个没有新质生产力的提前值"),
        (
            "lag",
            "F2.nqp",
            "31 have no value of Productivity 2 periods ahead",
            "31个没有新质生产力提前二期的值",
        ),
        ("lag", "D.gov", "31 have no change of Government", "31个没有政府干预的差分值"),
        ("lag", "D2.gov", "31 have no change of Government over 2 periods", "31个没有政府干预的二期差分值"),
        ("lag", "L.(rri / nqp)", "31 have no lag of (rri / nqp)", "31个没有(rri / nqp)的滞后值"),
        ("lag", "log(L.nqp)", "31 have no value of log(L.nqp)", "31个没有log(L.nqp)的值"),
        ("missing", "L.nqp", "in 31 the lag of Productivity is missing", "31个的新质生产力的滞后值缺失"),
        ("missing", "nqp", "31 lack Productivity", "31个缺少新质生产力"),
    ],
)
def test_the_period_that_a_row_lacks_is_named(cause: str, column: str, english: str, chinese: str) -> None:
    fit = estimate(("nqp",), (0.2,), (0.1,), losses=(Loss(cause, 31, column),))
    assert f"of 341 rows, {english}. " in note(regression_table(table(fit), study(), "en"))
    assert f"面板共341个观测，其中{chinese}。" in note(regression_table(table(fit), study(), "zh"))


def test_weights_of_some_columns_name_them() -> None:
    weighted = replace(BARE, design=replace(BARE.design, weights="bare"))
    text = note(regression_table(table(BARE, CONTROLLED, weighted), study(), "en"))
    assert " Column (3): Weighted by bare. " in text
    other = replace(BARE, design=replace(BARE.design, weights="gov"))
    text = note(regression_table(table(weighted, weighted, other), study(), "en"))
    assert " Columns (1)–(2): Weighted by bare. Column (3): Weighted by Government. " in text


def test_rows_with_filled_values_are_counted() -> None:
    text = note(regression_table(table(BARE, CONTROLLED), study(), "en", (25, 29)))
    assert "In 25–29 of the rows a value is filled, or computed from one that is." in text
    assert "样本中0–3个观测含填补值" in note(regression_table(table(BARE, CONTROLLED), study(), "zh", (0, 3)))
    for none in ((), (0, 0)):
        assert "filled" not in note(regression_table(table(BARE, CONTROLLED), study(), "en", none))
    first = first_stage_table(table(BARE, two_stage()), study(), "en", (7, 16))
    assert first is not None
    assert "In 16 of the rows" in note(first)


def test_a_first_stage_that_fits_exactly_has_dashes_for_its_rounding() -> None:
    exact = two_stage()
    noise = replace(exact.first_stages[0], coefficients=frozen([1.0, 3e-17]), digits=0.0, r2_within=1.0)
    check = Check("first_stage_f", "first_stage_f_null", about="nqp", reason="first_stage_exact")
    exact = replace(exact, first_stages=(noise,), checks=(check,))
    made = first_stage_table(table(two_stage(), exact), study(), "en")
    assert made is not None
    assert cells(made, "Productivity (lag 1)") == ["0.900***", "–"]
    assert cells(made, "Government") == ["0.010", "–"]
    assert cells(made, "Constant") == ["0.250***", "–"]
    assert [printed(cell) for cell in made.rows[1].cells] == ["(0.030)", ""]
    assert "Column (2): –: the first stage fits exactly" in note(made)
    assert "collinear" not in note(made)
    main = regression_table(table(exact), study(), "en")
    assert cells(main, "Productivity") == ["0.290***"]
    assert "–: the first stage" not in note(main)


@pytest.mark.parametrize("error", [5e-9, 1e-30])
def test_an_error_that_is_rounding_is_not_printed_and_earns_no_stars(error: float) -> None:
    alone = estimate(("nqp", "gov"), (-1.09, 0.5), (error, 0.1), constant_error=1e-11)
    made = regression_table(table(BARE, alone), study(), "en")
    assert cells(made, "Productivity") == ["0.260***", "−1.090"]
    assert [printed(cell) for cell in made.rows[1].cells] == ["(0.034)", "(–)"]
    assert cells(made, "Government") == ["", "0.500***"]
    assert cells(made, "Constant") == ["0.250***", "0.250"]
    assert "Column (2): (–): no standard error" in note(made)
    assert "(–): no" not in note(regression_table(table(BARE), study(), "en"))


def test_small_units_never_print_as_zero() -> None:
    small = estimate(
        ("nqp",), (5.4e-13,), (9e-14,), rss=1e-24, outcome_mean=1.5e-12, constant=0.0, constant_error=2e-5
    )
    made = regression_table(table(small), study(), "en")
    assert cells(made, "Productivity") == ["5.40×10⁻¹³***"]
    assert printed(made.rows[1].cells[0]) == "(9.00×10⁻¹⁴)"
    assert cells(made, "Constant") == ["0.000000"]
    assert cells(made, "Mean of outcome") == ["1.50×10⁻¹²"]
    demeaned = replace(BARE, outcome_mean=-3e-17)
    assert cells(regression_table(table(demeaned), study(), "en"), "Mean of outcome") == ["0.000"]


def test_a_column_for_each_group_uses_its_rows_alone() -> None:
    lost = (Loss("not in the group", 220, "region"), Loss("missing", 3, "gov"))
    alone = [estimate(("nqp",), (0.2,), (0.1,), losses=lost[:1]) for _ in range(2)]
    text = note(regression_table(table(*alone), study(), "en"))
    assert "Each column uses the rows of its group alone (121 of 341). " in text
    chinese = note(regression_table(table(*alone), study(), "zh"))
    assert "各列只用该组的观测（面板341个观测中的121个）。" in chinese
    lacking = [estimate(("nqp",), (0.2,), (0.1,), losses=lost), alone[0]]
    text = note(regression_table(table(*lacking), study(), "en"))
    assert (
        "where the variables of all columns are present (118–121 of 341); within the groups, 0–3 lack" in text
    )
    each = note(regression_table(table(*lacking, sample="each"), study(), "zh"))
    assert "且本列变量均无缺失（面板341个观测中的118–121个）；组内0–3个缺少政府干预。" in each


def test_the_first_stage_f_goes_by_its_name_and_a_lag_by_its_condition() -> None:
    text = note(regression_table(table(BARE, two_stage()), study(), "en"))
    assert "The first-stage F is the Kleibergen–Paap rk Wald F." in text
    assert "valid instrument only if the errors are not serially correlated" in text
    assert "weak" not in text
    iid = replace(two_stage(), kind="iid")
    assert "Cragg–Donald" in note(regression_table(table(iid), study(), "zh"))
    first = first_stage_table(table(BARE, two_stage()), study(), "zh")
    assert first is not None
    assert "Kleibergen–Paap rk Wald F统计量。" in note(first)
    assert "仅在误差项无序列相关时有效" in note(first)
    assert "Kleibergen" not in note(regression_table(table(BARE), study(), "en"))


def test_a_lag_of_another_variable_needs_no_such_condition() -> None:
    other = replace(two_stage(), design=replace(two_stage().design, instruments=("L.gov", "L2.nqp")))
    assert "serially" not in note(regression_table(table(other), study(), "en"))


def test_weak_instruments_are_named_by_column_in_both_tables() -> None:
    strong = two_stage()
    weak = replace(strong, checks=(replace(strong.checks[0], statistic=9.99),))
    text = note(regression_table(table(BARE, strong, weak), study(), "en"))
    assert "Column (3): Caution: a first-stage F below 10 means weak instruments" in text
    first = first_stage_table(table(BARE, strong, weak), study(), "zh")
    assert first is not None
    assert "第(2)列：注意：第一阶段F值低于10，属弱工具变量" in note(first)
    ten = replace(strong, checks=(replace(strong.checks[0], statistic=10.0),))
    assert "weak" not in note(regression_table(table(ten), study(), "en"))


def test_weights_near_collinearity_and_missing_tests_are_said() -> None:
    weighted = estimate(("nqp",), (0.2,), (0.1,), design=design(weights="bare"), digits=3.4, condition=1e9)
    text = note(regression_table(table(weighted), study(), "en"))
    assert "Weighted by bare." in text
    assert "about 3 digits" in text
    no_digits = replace(weighted, digits=0.0, condition=5.0)  # of a coefficient that is zero
    assert "collinear" not in note(regression_table(table(no_digits), study(), "en"))
    absorbed = note(regression_table(table(replace(BARE, nearly_absorbed=("gov",))), study(), "en"))
    assert "leave next to nothing of Government" in absorbed
    untested = replace(
        BARE, checks=(Check("first_stage_f", "first_stage_f_null", reason="first_stage_f_null"),)
    )
    text = note(regression_table(table(BARE, untested), study(), "en"))
    assert "Column (2): No First-stage F: the instruments do not explain" in text


def test_without_thresholds_there_is_no_star_and_no_legend() -> None:
    made = regression_table(table(BARE, stars=()), study(), "en")
    assert cells(made, "Productivity") == ["0.260"]
    assert "*" not in note(made)
    one = regression_table(table(BARE, stars=(0.001,)), study(), "en")
    assert "* marks significance at the 0.1% level." in note(one)


def test_without_effects_there_is_one_r2() -> None:
    pooled = estimate(("nqp",), (0.2,), (0.1,), design=design(absorb=()))
    made = regression_table(table(pooled), study(), "en")
    assert "R²" in [row.stub for row in made.rows]
    assert "R² within" not in [row.stub for row in made.rows]
    assert "grand means" not in note(made)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_cell_is_there_in_both_languages(language: Language) -> None:
    fits = (BARE, CONTROLLED, two_stage())
    made = regression_table(table(*fits), study(), language)
    assert len(made.columns) == 3
    assert all(len(row.cells) == 3 for row in made.rows)
    # slopes and constant in pairs, estimator and instruments, two effects, seven statistics
    assert len(made.rows) == 2 * 3 + 2 + 2 + 7
    assert "{" not in " ".join(line.text for line in made.notes)
