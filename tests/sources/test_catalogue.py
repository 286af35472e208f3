"""Forty kinds of bad input, one test each: the run stops with the place and a way out, or converts with a line."""

import datetime as dt
from pathlib import Path

import numpy as np
import openpyxl
import pytest
from tests.sources.writing import workbook

from paneloom.engines.memory import MemoryEngine
from paneloom.errors import PaneloomError, PaneloomErrors, Place
from paneloom.estimate.fit import fit_table
from paneloom.open import open_panel
from paneloom.panel.frame import Frame
from paneloom.panel.ledger import Entry
from paneloom.panel.panel import Panel
from paneloom.study.designs import table_designs
from paneloom.study.reading import study_from_text

STUDY = """
[study]
title = "t"
panel = ["province", "year"]
STUDY_KEYS
[data.table]
file = "FILE"
DATA_KEYS
[clean]
CLEAN_KEYS
[variables]
VARIABLES
MORE
"""
CHINA = 'names = "china-provinces"'
HEAD = "province,year,x\n"
LONG = 'layout = "long"'
Sheets = dict[str, list[list[object]]]
Table = str | bytes | Sheets | Path


def opened(
    folder: Path,
    table: Table,
    *,
    clean: str = "",
    names: str = CHINA,
    layout: str = LONG,
    data: str = "",
    variables: str = "x = {}",
    study: str = "",
    more: str = "",
) -> Panel:
    """The panel of a study with one file: the text or bytes of a CSV file, the sheets of a workbook, or its path."""
    path = table if isinstance(table, Path) else folder / "table.csv"
    if isinstance(table, dict):
        path = workbook(folder / "table.xlsx", table)
    elif not isinstance(table, Path):
        path.write_bytes(table.encode() if isinstance(table, str) else table)
    text = STUDY
    for key, value in {
        "STUDY_KEYS": study,
        "FILE": path.name,
        "DATA_KEYS": f"{layout}\n{data}",
        "CLEAN_KEYS": f"{names}\n{clean}",
        "VARIABLES": variables,
        "MORE": more,
    }.items():
        text = text.replace(key, value)
    return open_panel(study_from_text(text, "study.toml", folder), folder)


def refused(folder: Path, table: Table, **keys: str) -> tuple[PaneloomError, ...]:
    """The faults that stop such a study; each message names what to do."""
    with pytest.raises(PaneloomError) as caught:
        opened(folder, table, **keys)
    found = caught.value.problems if isinstance(caught.value, PaneloomErrors) else (caught.value,)
    assert all(fault.remedy("en") and fault.remedy("zh") for fault in found)
    return found


def told(faults: tuple[PaneloomError, ...]) -> list[tuple[str, str, str | int | None]]:
    """What stopped the run: the slug of each fault, what was seen, and the line or the cell."""
    return [(fault.slug, str(fault.seen), spot(fault.where)) for fault in faults]


def spot(where: Place | None) -> str | int | None:
    """The cell, or the line of a text file."""
    return None if where is None else where.cell or where.line


def frame(panel: Panel) -> Frame:
    assert isinstance(panel.rows, MemoryEngine)
    return panel.rows.frame


def x(panel: Panel) -> list[float]:
    return list(frame(panel).numbers["x"])


def lines(panel: Panel, *actions: str) -> list[Entry]:
    """The lines of the ledger of some actions."""
    return [entry for entry in panel.ledger.entries if entry.action in actions]


def changes(panel: Panel) -> list[tuple[str, str, str]]:
    """Rule, before and after of every cell that was converted or read as missing."""
    return [(entry.rule, entry.before, entry.after) for entry in lines(panel, "converted", "missing")]


def test_01_a_file_in_gbk_is_read_and_the_choice_is_told(tmp_path: Path) -> None:
    panel = opened(tmp_path, (HEAD + "广东,2020,1\n").encode("gb18030"))
    assert frame(panel).units == ("广东",)
    assert changes(panel) == [("encoding GB18030", "", "")]


def test_02_a_garbled_file_stops_and_the_encoding_is_blamed(tmp_path: Path) -> None:
    garbled = "广东".encode().decode("gb18030")
    faults = refused(tmp_path, HEAD + f"北京,2020,1\n{garbled},2020,1\n")
    assert told(faults) == [("other-encoding", garbled, 3)]
    assert "广东" in faults[0].remedy("en")


def test_03_latin_1_is_no_way_out(tmp_path: Path) -> None:
    assert told(refused(tmp_path, "province,year,x\nCafé,2020,1\n".encode("latin-1")))[0][0] == "not-text"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_04_marks_of_byte_order_are_read(tmp_path: Path, encoding: str) -> None:
    panel = opened(tmp_path, (HEAD + "广东,2020,1\n").encode(encoding))
    assert (frame(panel).units, x(panel)) == (("广东",), [1])


def test_05_nul_bytes_and_lone_quotes_stop_with_the_line_and_mixed_line_ends_do_no_harm(
    tmp_path: Path,
) -> None:
    assert told(refused(tmp_path, HEAD + "广东,2020,1\n广西,2020,\0\n"))[0][::2] == ("nul-byte", 3)
    assert told(refused(tmp_path, HEAD + '广东,2020,1\n"广西,2020,1\n'))[0][::2] == ("broken-csv", 3)
    mixed = opened(tmp_path, HEAD.replace("\n", "\r\n") + "广东,2020,1\n广东,2021,2\r\n")
    assert x(mixed) == [1, 2]


def test_06_full_width_digits_are_read_and_counted(tmp_path: Path) -> None:
    panel = opened(tmp_path, HEAD + "广东,2020,１２３．４\n")
    assert x(panel) == [123.4]
    assert changes(panel) == [("full-width or invisible signs", "１２３．４", "123.4")]


def test_07_invisible_signs_and_blanks_in_names_do_not_count(tmp_path: Path) -> None:
    panel = opened(tmp_path, HEAD + "广东\xa0,2020,1\n广\u200b东 ,2021,2\n 广 东,2022,3\n")
    assert frame(panel).units == ("广东",)
    assert [entry.after for entry in lines(panel, "renamed")] == ["广东"]


def test_08_signs_of_minus_are_read_and_a_lone_dash_is_missing(tmp_path: Path) -> None:
    panel = opened(tmp_path, HEAD + "广东,2019,1\n广东,2020,−3\n广东,2021,–4\n广东,2022,—\n广西,2022,5\n")
    assert x(panel) == [1, -3, -4, 5]
    assert changes(panel) == [
        ("minus sign", "−3", "-3.0"),
        ("minus sign", "–4", "-4.0"),
        ("missing word", "—", ""),
    ]


def test_09_thousands_are_read_and_mixed_separators_stop(tmp_path: Path) -> None:
    panel = opened(tmp_path, HEAD + '广东,2020,"1,234"\n广东,2021,1 234\n广东,2022,"1,234,567.5"\n')
    assert x(panel) == [1234, 1234, 1234567.5]
    assert [rule for rule, _, _ in changes(panel)] == ["thousands separators"] * 3
    assert told(refused(tmp_path, HEAD + '广东,2020,"1,234 567"\n')) == [("not-a-number", "1,234 567", 2)]


def test_10_a_decimal_comma_is_read_when_declared_and_never_beside_points(tmp_path: Path) -> None:
    table = HEAD + '广东,2020,"1.234,5"\n'
    faults = refused(tmp_path, table)
    assert told(faults) == [("decimal-comma", "1.234,5", 2)]
    assert 'decimal = ","' in faults[0].remedy("en")
    assert x(opened(tmp_path, table, data='decimal = ","')) == [1234.5]
    mixed = refused(tmp_path, table + "广东,2021,1.5\n", data='decimal = ","')
    assert told(mixed) == [("decimal-point", "1.5", 3)]


def test_11_percent_and_large_units_are_read_as_declared_or_stop(tmp_path: Path) -> None:
    table = HEAD + "广东,2020,12.3%\n广东,2021,1.2万\n广东,2022,3亿\n"
    faults = refused(tmp_path, table)
    assert told(faults) == [
        ("percent-sign", "12.3%", 2),
        ("large-unit", "1.2万", 3),
        ("large-unit", "3亿", 4),
    ]
    assert 'percent = "number"' in faults[0].remedy("en")
    assert 'large = "multiply"' in faults[1].remedy("en")
    panel = opened(tmp_path, table, clean='percent = "fraction"\nlarge = "multiply"')
    assert x(panel) == [0.123, 12000, 3e8]
    assert changes(panel) == [
        ("percent as a fraction", "12.3%", "0.123"),
        ("large unit", "1.2万", "12000.0"),
        ("large unit", "3亿", "300000000.0"),
    ]


def test_12_footnote_marks_are_stripped_when_declared_or_stop(tmp_path: Path) -> None:
    table = HEAD + "广东,2020,123*\n广东,2021,123①\n"
    faults = refused(tmp_path, table)
    assert told(faults) == [("footnote-mark", "123*", 2), ("footnote-mark", "123①", 3)]
    assert 'footnotes = "strip"' in faults[0].remedy("en")
    panel = opened(tmp_path, table, clean='footnotes = "strip"')
    assert x(panel) == [123, 123]
    assert [rule for rule, _, _ in changes(panel)] == ["footnote mark"] * 2


def test_13_infinite_numbers_stop_and_so_do_codes_for_missing_that_are_not_declared(tmp_path: Path) -> None:
    faults = refused(tmp_path, HEAD + "广东,2020,inf\n广东,2021,1e400\n")
    assert told(faults) == [("infinite-number", "inf", 2), ("infinite-number", "1e400", 3)]
    table = HEAD + "广东,2020,3\n广东,2021,-9999\n广东,2022,99999\n广东,2023,4\n"
    faults = refused(tmp_path, table)
    assert told(faults) == [("likely-sentinel", "-9999", 3), ("likely-sentinel", "99999", 4)]
    assert all(way in faults[0].remedy("en") for way in ('"-9999"', 'sentinels = "keep"'))
    declared = opened(tmp_path, table, clean='missing = ["-9999", "99999"]')
    assert x(declared) == [3, 4]
    assert changes(declared) == [("missing word", "-9999", ""), ("missing word", "99999", "")]
    assert x(opened(tmp_path, table, clean='sentinels = "keep"')) == [3, -9999, 99999, 4]


def test_14_an_integer_of_twenty_digits_stops(tmp_path: Path) -> None:
    faults = refused(tmp_path, HEAD + "广东,2020,12345678901234567891\n")
    assert told(faults) == [("too-many-digits", "12345678901234567891", 2)]


def test_15_numbers_stored_as_text_in_a_workbook_are_read_and_counted(tmp_path: Path) -> None:
    panel = opened(tmp_path, {"一": [["province", "year", "x"], ["广东", 2020, "12.5"], ["广东", 2021, 13]]})
    assert x(panel) == [12.5, 13]
    assert [count for count in panel.ledger.counts() if count[0] == "converted"] == [
        ("converted", "number stored as text", "x", 1)
    ]
    (entry,) = lines(panel, "converted")
    assert (spot(entry.place), entry.before, entry.after) == ("C2", "12.5", "12.5")


def test_16_a_date_among_numbers_stops(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["province", "year", "x"],
        ["广东", 2020, 1],
        ["广东", 2021, dt.date(2021, 3, 5)],
    ]
    assert told(refused(tmp_path, {"一": rows}))[0][::2] == ("date-not-number", "C3")


def test_17_a_formula_without_a_value_stops(tmp_path: Path) -> None:
    faults = refused(tmp_path, {"一": [["province", "year", "x"], ["广东", 2020, "=1+1"]]})
    assert told(faults) == [("formula-without-value", "=1+1", "C2")]


@pytest.mark.parametrize("error", ["#DIV/0!", "#REF!", "#N/A"])
def test_18_an_error_of_a_workbook_stops(tmp_path: Path, error: str) -> None:
    faults = refused(tmp_path, {"一": [["province", "year", "x"], ["广东", 2020, error]]})
    assert told(faults) == [("error-cell", error, "C2")]


def test_19_hidden_rows_are_noted(tmp_path: Path) -> None:
    path = tmp_path / "hidden.xlsx"
    workbook(path, {"一": [["province", "year", "x"], ["广东", 2020, 1], ["广东", 2021, 2]]})
    book = openpyxl.load_workbook(path)
    book["一"].row_dimensions[3].hidden = True
    book.save(path)
    panel = opened(tmp_path, path)
    assert x(panel) == [1, 2]
    (entry,) = lines(panel, "flagged")
    assert (entry.rule, spot(entry.place)) == ("hidden rows", "A3")


def test_20_words_for_missing_are_one_list_counted_by_variable(tmp_path: Path) -> None:
    words = ("NA", "N/A", "null", "None", "-", "—", "…", "..", "空", "缺失")
    rows = "".join(f"广东,{2000 + number},{word},{number}\n" for number, word in enumerate(words))
    panel = opened(tmp_path, "province,year,x,y\n" + rows, variables="x = {}\ny = {}")
    assert np.isnan(x(panel)).all()
    assert [count for count in panel.ledger.counts() if count[0] == "missing"] == [
        ("missing", "missing word", "x", len(words))
    ]
    assert told(refused(tmp_path, HEAD + "广东,2020,无\n")) == [("not-a-number", "无", 2)]


def test_21_a_unit_called_na_or_none_is_a_name(tmp_path: Path) -> None:
    panel = opened(tmp_path, HEAD + "NA,2020,1\nNone,2020,2\nnull,2020,3\n", names="")
    assert frame(panel).units == ("NA", "None", "null")
    assert x(panel) == [1, 2, 3]


def test_22_empty_rows_notes_and_totals_are_left_out_with_a_line(tmp_path: Path) -> None:
    table = HEAD + "广东,2020,1\n,,\n广西,2020,2\n全国,2020,3\n合计,2020,3\n资料来源：统计年鉴,,\n"
    panel = opened(tmp_path, table)
    assert x(panel) == [1, 2]
    assert [(entry.rule, entry.before[:2]) for entry in lines(panel, "dropped")] == [
        ("total row", "全国"),
        ("total row", "合计"),
        ("note row", "资料"),
    ]


def test_23_the_ends_of_a_series_are_not_filled_unless_declared(tmp_path: Path) -> None:
    values = ("", 1, 2, 3, "", 5, 6, 7, "")
    table = "province,year,x,y\n" + "".join(
        f"广东,{2010 + at},{value},1\n" for at, value in enumerate(values)
    )
    inside = opened(tmp_path, table, clean='gaps = "linear"', variables="x = {}\ny = {}")
    np.testing.assert_array_equal(x(inside), [np.nan, 1, 2, 3, 4, 5, 6, 7, np.nan])
    assert [entry.time for entry in lines(inside, "filled")] == [2014]
    ends = opened(tmp_path, table, clean='gaps = "linear"\nends = "nearest"', variables="x = {}\ny = {}")
    assert x(ends) == [1, 1, 2, 3, 4, 5, 6, 7, 7]


def test_24_a_unit_without_data_is_told_and_never_filled(tmp_path: Path) -> None:
    table = "province,year,x,y\n广东,2020,1,1\n广东,2021,2,1\n广西,2020,3,1\n广西,2021,4,1\n西藏,2020,,1\n西藏,2021,,1\n"
    panel = opened(tmp_path, table, clean='gaps = "linear"\nends = "trend-all"', variables="x = {}\ny = {}")
    np.testing.assert_array_equal(x(panel), [1, 2, 3, 4, np.nan, np.nan])
    empty = lines(panel, "left-empty")
    assert {(entry.rule, entry.unit, entry.variable) for entry in empty} == {("no data", "西藏", "x")}


def test_25_zeros_in_an_otherwise_positive_series_are_flagged(tmp_path: Path) -> None:
    provinces = ("北京", "上海", "广东", "江苏", "浙江", "四川")
    rows = "".join(
        f"{name},{year},{0 if (name, year) == ('广东', 2015) else 100 + 7 * number + year - 2010}\n"
        for number, name in enumerate(provinces)
        for year in range(2010, 2020)
    )
    panel = opened(tmp_path, HEAD + rows)
    (entry,) = lines(panel, "flagged")
    assert (entry.unit, entry.time, entry.variable) == ("广东", 2015, "x")
    assert spot(entry.place) == 27


def test_26_too_much_filling_is_told_and_thin_coverage_stops(tmp_path: Path) -> None:
    def table(kept: int) -> str:
        rows = [f"广东,{2000 + age},{age if age < kept - 1 or age == 9 else ''},1\n" for age in range(10)]
        return "province,year,x,y\n" + "".join(rows)

    keys = {"clean": 'gaps = "linear"', "variables": "x = {}\ny = {}"}
    panel = opened(tmp_path, table(7), **keys)
    shares = [entry for entry in panel.ledger.entries if entry.rule == "filled share"]
    assert [entry.variable for entry in shares] == ["x"]
    assert told(refused(tmp_path, table(5), **keys))[0][0] == "coverage-too-low"


def test_27_two_rows_for_one_unit_and_year_stop(tmp_path: Path) -> None:
    faults = refused(tmp_path, HEAD + "广东,2020,1\n广西,2020,1\n广东省,2020,1\n")
    assert told(faults)[0][::2] in {("duplicate-key", 2), ("duplicate-key", 4)}


def test_28_two_columns_of_one_name_stop(tmp_path: Path) -> None:
    assert told(refused(tmp_path, "province,year,x,x\n广东,2020,1,2\n"))[0][:2] == ("duplicate-column", "x")


def test_29_years_are_read_in_every_spelling_and_nothing_else_is_a_year(tmp_path: Path) -> None:
    rows: list[list[object]] = [["province", "year", "x"]]
    spellings = ("2013年", 2014.0, "2015", "２０１６", dt.date(2017, 12, 31), "2018年度")
    rows += [["广东", spelling, number] for number, spelling in enumerate(spellings, start=1)]
    assert frame(opened(tmp_path, {"一": rows})).time.tolist() == [2013, 2014, 2015, 2016, 2017, 2018]
    assert told(refused(tmp_path, HEAD + "广东,2013-14,1\n")) == [("not-a-year", "2013-14", 2)]


def test_30_every_variant_of_a_province_is_one_unit(tmp_path: Path) -> None:
    variants = ("广西壮族自治区", "广西", "Guangxi", "GUANGXI", "广 西")
    panel = opened(tmp_path, HEAD + "".join(f"{name},{2010 + at},{at}\n" for at, name in enumerate(variants)))
    assert frame(panel).units == ("广西",)
    assert {entry.after for entry in lines(panel, "renamed")} == {"广西"}


def test_31_shanxi_is_not_shaanxi_and_nothing_is_matched_by_likeness(tmp_path: Path) -> None:
    panel = opened(tmp_path, HEAD + "山西,2020,1\n陕西,2020,2\nShanxi,2021,3\nShaanxi,2021,4\n")
    assert frame(panel).units == ("山西", "陕西")
    assert x(panel) == [1, 3, 2, 4]
    faults = refused(tmp_path, HEAD + "山西,2020,1\n陕四,2020,2\nShaanix,2020,2\n")
    assert told(faults) == [("unknown-unit", "陕四", 3), ("unknown-unit", "Shaanix", 4)]
    assert "陕西" in faults[0].remedy("en")


def test_32_units_are_left_out_by_a_declared_rule_and_old_ones_stop(tmp_path: Path) -> None:
    table = HEAD + "广东,2020,1\n香港,2020,2\n西藏,2020,3\n"
    panel = opened(tmp_path, table, study='drop_units = ["香港", "西藏"]')
    assert frame(panel).units == ("广东",)
    assert {entry.unit for entry in lines(panel, "dropped") if entry.rule == "drop_units"} == {"香港", "西藏"}
    assert told(refused(tmp_path, HEAD + "热河,1950,1\n")) == [("unknown-unit", "热河", 2)]


def test_33_merged_headers_are_read_as_two_rows_when_declared(tmp_path: Path) -> None:
    path = tmp_path / "merged.xlsx"
    rows: list[list[object]] = [["地区", "人口", None, "产值"], [None, 2020, 2021, 2020, 2021]]
    rows += [["广东", 1, 2, 3, 4], ["广西", 5, 6, 7, 8]]
    book = openpyxl.load_workbook(workbook(path, {"一": rows}))
    for cells in ("A1:A2", "B1:C1", "D1:E1"):
        book["一"].merge_cells(cells)
    book.save(path)
    panel = opened(
        tmp_path,
        path,
        layout='layout = "wide"\ndown = ["unit"]\nacross = ["variable", "time"]\nheader = 2',
        data='unit = "地区"',
        variables='x = { column = "人口" }\ny = { column = "产值" }',
    )
    assert x(panel) == [1, 2, 5, 6]
    assert frame(panel).numbers["y"].tolist() == [3, 4, 7, 8]


@pytest.mark.parametrize(
    ("table", "layout"),
    [
        (HEAD + "广东,2020,1\n广东,2021,2\n广西,2020,3\n广西,2021,4\n", "long"),
        ("province,2020,2021\n广东,1,2\n广西,3,4\n", "wide"),
        ("year,广东,广西,北京\n2020,1,3,5\n2021,2,4,6\n", "wide"),
    ],
)
def test_34_the_layout_of_a_table_is_found_and_told(tmp_path: Path, table: str, layout: str) -> None:
    panel = opened(tmp_path, table, layout="")
    of_unit = dict(zip(frame(panel).unit_names, x(panel), strict=True))
    assert (of_unit["广东"], of_unit["广西"]) == (2, 4)
    assert f"layout: {layout}" in [entry.rule for entry in panel.ledger.entries]


def test_35_one_of_several_sheets_must_be_named_hidden_ones_too(tmp_path: Path) -> None:
    head: list[object] = ["province", "year", "x"]
    sheets: Sheets = {"一": [head, ["广东", 2020, 1]], "二": [head, ["广东", 2020, 2]]}
    path = workbook(tmp_path / "two.xlsx", sheets)
    book = openpyxl.load_workbook(path)
    book["二"].sheet_state = "hidden"
    book.save(path)
    assert told(refused(tmp_path, path))[0][0] == "which-sheet"
    assert told(refused(tmp_path, path, data='sheet = "三"'))[0][:2] == ("unknown-sheet", "三")
    assert x(opened(tmp_path, path, data='sheet = "二"')) == [2]


def test_36_lags_go_by_the_calendar_in_an_unbalanced_panel_in_any_order(tmp_path: Path) -> None:
    table = HEAD + "广东,2021,5\n广西,2020,9\n广东,2018,1\n广东,2019,2\n"
    panel = opened(tmp_path, table, variables='x = {}\nbefore = "L.x"')
    assert frame(panel).time.tolist() == [2018, 2019, 2021, 2020]
    np.testing.assert_array_equal(frame(panel).numbers["before"], [np.nan, 1, np.nan, np.nan])


def test_37_a_grouping_that_leaves_units_out_stops(tmp_path: Path) -> None:
    table = HEAD + "广东,2020,1\n广西,2020,2\n"
    faults = refused(tmp_path, table, more='[groups.belt.east]\nunits = ["广东"]\n')
    assert faults[0].slug == "group-not-partition"
    assert "广西" in str(faults[0].seen)


def test_38_units_with_one_row_are_left_out_of_a_model_and_counted(tmp_path: Path) -> None:
    rows = "".join(
        f"{name},{2010 + age},{(3 * at + age * age + at * age) % 11},{(5 * at + 2 * age * at + age) % 7}\n"
        for at, name in enumerate(("北京", "上海", "广东", "江苏"))
        for age in range(6)
    )
    more = '[regress.main]\ny = "y"\nx = "x"\nabsorb = ["province"]\ncluster = "province"\n'
    panel = opened(
        tmp_path, "province,year,x,y\n" + rows + "西藏,2010,1,2\n", variables="x = {}\ny = {}", more=more
    )
    (table,) = table_designs(panel.study)
    count = fit_table(panel, table).estimates[0].rows
    assert (count.panel, count.used) == (25, 24)
    assert [(loss.cause, loss.rows) for loss in count.losses] == [("singleton", 1)]


def test_39_a_row_without_its_unit_or_its_year_stops(tmp_path: Path) -> None:
    assert told(refused(tmp_path, HEAD + "广东,2020,1\n,2021,2\n"))[0][::2] == ("no-unit", 3)
    assert told(refused(tmp_path, HEAD + "广东,2020,1\n广东,,2\n"))[0][::2] == ("not-a-year", 3)


def test_40_a_value_in_another_unit_of_measurement_is_flagged_with_its_cell(tmp_path: Path) -> None:
    provinces = ("北京", "上海", "广东", "江苏", "浙江", "四川")
    rows: list[list[object]] = [["province", "year", "x"]]
    rows += [
        [name, year, (100 + 7 * number + 3 * (year - 2010)) * (10 if (name, year) == ("广东", 2015) else 1)]
        for number, name in enumerate(provinces)
        for year in range(2010, 2020)
    ]
    panel = opened(tmp_path, {"一": rows})
    found = lines(panel, "flagged")
    assert ("广东", 2015, "x", "C27") in [
        (entry.unit, entry.time, entry.variable, spot(entry.place)) for entry in found
    ]
    assert 1290 in x(panel)
