"""Variables, ledger and coverage as tables."""

from types import MappingProxyType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from paneloom.algebra.record import frozen
from paneloom.panel.coverage_table import coverage_table
from paneloom.panel.frame import Frame
from paneloom.panel.ledger import Entry, ledger
from paneloom.panel.ledger_table import ledger_table, rule_text
from paneloom.panel.provenance import filled_cells
from paneloom.panel.variable_coverage import VariableCoverage, variable_coverage
from paneloom.panel.variable_table import variable_table
from paneloom.present.cell import printed
from paneloom.present.table import Table
from paneloom.study.model import Study
from paneloom.wording import LANGUAGES, Language

STUDY = Study.model_validate(
    {
        "study": {"title": "A study", "panel": ("province", "year")},
        "data": {
            "yearbook": {"file": "a.csv", "layout": "long", "source": {"en": "Yearbook", "zh": "统计年鉴"}},
            "other": {"file": "b.csv", "layout": "long"},
        },
        "variables": {
            "gdp": {
                "label": {"en": "Output", "zh": "产出"},
                "unit": {"en": "yuan", "zh": "元"},
                "data": "yearbook",
            },
            "loggdp": {"expr": "log(gdp)", "note": "nominal"},
            "pop": {"column": "POP", "data": "other"},
            "area": {"source": "Atlas"},
        },
        "index": {
            "quality": {
                "label": {"en": "Quality", "zh": "质量"},
                "dimensions": {"tp": {"label": {"en": "Technology", "zh": "科技"}, "indicators": ("+ gdp",)}},
            }
        },
    }
)


def grid(made: Table) -> list[list[str]]:
    return [[row.stub, *(printed(cell) for cell in row.cells)] for row in made.rows]


def frame(**numbers: list[float]) -> Frame:
    """Two units over two years."""
    arrays = {name: frozen(values) for name, values in numbers.items()}
    time = frozen([2000, 2001, 2000, 2001], np.int64)
    unit = frozen([0, 0, 1, 1], np.int64)
    return Frame(("A", "B"), unit, time, MappingProxyType(arrays), MappingProxyType({}))


def test_variables_read_derived_and_indices() -> None:
    assert grid(variable_table(STUDY, "en")) == [
        ["Read from files", "", "", "", ""],
        ["gdp", "Output", "yuan", "", "Yearbook"],
        ["pop", "pop", "", "column POP", "b.csv"],
        ["area", "area", "", "", "Atlas"],
        ["Derived", "", "", "", ""],
        ["loggdp", "loggdp", "", "log(gdp); nominal", ""],
        ["Indices", "", "", "", ""],
        ["quality", "Quality", "", "composite index", ""],
        ["tp", "Technology", "", "part of Quality", ""],
    ]


def test_variables_in_chinese() -> None:
    rows = grid(variable_table(STUDY, "zh"))
    assert rows[1] == ["gdp", "产出", "元", "", "统计年鉴"]
    assert rows[-1] == ["tp", "科技", "", "质量的分项", ""]


def test_the_column_of_the_file_is_told_where_no_name_tells_it() -> None:
    told = STUDY.variables["gdp"].model_copy(update={"column": "产出", "note": "of all"})
    made = STUDY.model_copy(update={"variables": STUDY.variables | {"gdp": told}})
    assert grid(variable_table(made, "zh"))[1][3] == "of all"
    assert grid(variable_table(made, "en"))[1][3] == "column 产出; of all"


def test_a_definition_names_the_price_index_and_the_base_year() -> None:
    cpi = {"cpi": {"label": {"en": "Prices", "zh": "价格指数"}, "data": "yearbook"}}
    deflate = {"index": "cpi", "base": 2010}
    real = {"real": {"expr": "gdp", "deflate": deflate, "note": "whole province"}}
    fixed = {"fixed": {"expr": "gdp", "deflate": deflate | {"kind": "fixed"}}}
    made = Study.model_validate(
        {
            "study": {"title": "A study", "panel": ("province", "year")},
            "data": {"yearbook": {"file": "a.csv"}},
            "variables": {"gdp": {}, **cpi, **real, **fixed},
        }
    )
    told = {row[0]: row[3] for row in grid(variable_table(made, "zh"))[1:]}
    assert told["real"] == "gdp；按2010年价格，以价格指数（cpi）平减（上年=100，逐年连乘）；whole province"
    assert told["fixed"] == "gdp；按2010年价格，以价格指数（cpi）平减"
    told = {row[0]: row[3] for row in grid(variable_table(made, "en"))[1:]}
    assert told["fixed"] == "gdp; at 2010 prices by Prices (cpi)"
    assert rule_text("deflate: cpi, 2010 = 100", "zh") == "按基年价格折算：cpi, 2010 = 100"


def test_a_definition_names_the_files_of_a_merged_variable_in_their_order() -> None:
    sources = ({"data": "other", "column": "人口", "years": (2013, 2021)}, {"data": "yearbook"})
    merged = Study.model_validate(
        {
            **STUDY.model_dump(),
            "variables": {"pop": {"sources": sources}, "area": {"source": "Atlas"}},
            "index": {},
        }
    )
    assert grid(variable_table(merged, "en"))[1][3:] == [
        "from b.csv (column 人口, 2013–2021), then a.csv",
        "b.csv; Yearbook",
    ]
    assert grid(variable_table(merged, "zh"))[1][3:] == [
        "依次取自b.csv（数据列：人口，2013—2021年）、a.csv",
        "b.csv；统计年鉴",
    ]


@pytest.mark.parametrize(
    ("files", "told"),
    [
        (("raw/年鉴.csv", "other/公报.csv"), ["年鉴.csv", "公报.csv"]),
        (("a/年鉴.csv", "b/年鉴.csv"), ["a/年鉴.csv", "b/年鉴.csv"]),
        (("grain/*.csv", "a.csv"), ["grain/*.csv", "a.csv"]),
    ],
)
def test_a_file_is_named_without_its_folder_where_that_will_do(
    files: tuple[str, str], told: list[str]
) -> None:
    data = {f"d{number}": {"file": file} for number, file in enumerate(files)}
    made = Study.model_validate(
        {
            "study": {"title": "A study", "panel": ("province", "year")},
            "data": data,
            "variables": {f"x{number}": {"data": f"d{number}"} for number in range(len(files))},
        }
    )
    assert [row[4] for row in grid(variable_table(made, "zh"))[1:]] == told


def test_a_source_that_all_share_stands_once_below() -> None:
    shared = {name: item.model_copy(update={"source": "Atlas"}) for name, item in STUDY.variables.items()}
    made = variable_table(STUDY.model_copy(update={"variables": shared}), "en")
    assert [column.heading for column in made.columns] == [("Variable",), ("Unit",), ("Definition",)]
    assert [(note.kind, note.text) for note in made.notes] == [("source", "Source: Atlas")]


def test_a_single_file_needs_no_name() -> None:
    one = STUDY.model_copy(update={"data": {"yearbook": STUDY.data["yearbook"]}, "index": {}})
    rows = grid(variable_table(one, "en"))
    assert ["area", "area", "", "", "Atlas"] in rows
    assert "Indices" not in [row[0] for row in rows]


def test_the_ledger_counts_entries() -> None:
    kept = ledger(
        [
            Entry("filled", "linear", "A", 2000, "gdp"),
            Entry("filled", "linear", "B", 2000, "gdp"),
            Entry("dropped", "total row"),
            Entry("derived", "log(gdp)", variable="loggdp"),
            Entry("left-empty", "max_gap", "A", 2001, "gdp"),
            Entry("renamed", "china-provinces", before="a", after="A"),
        ]
    )
    assert grid(ledger_table(kept, STUDY, "en")) == [
        ["filled", "linear interpolation", "Output", "2"],
        ["left out", "total row", "whole rows", "1"],
        ["derived", "log(gdp)", "loggdp", "1"],
        ["left empty", "gap too long", "Output", "1"],
        ["renamed", "china-provinces", "province", "1"],
    ]
    assert grid(ledger_table(kept, STUDY, "zh"))[0] == ["填补", "线性插值", "产出", "2"]


def test_a_rule_without_words_stands_for_itself() -> None:
    assert rule_text("china-provinces", "zh") == "china-provinces"
    assert rule_text("trend-all", "zh") == "全部年份趋势外推"


def test_coverage_tells_observed_from_filled() -> None:
    rows = frame(gdp=[1.0, 2.0, np.nan, 4.0], pop=[np.nan] * 4)
    kept = ledger(
        [Entry("filled", "nearest", "B", 2001, "gdp"), Entry("left-empty", "leave", "B", 2000, "gdp")]
    )
    covered = variable_coverage(rows, filled_cells(rows, kept, {}))
    assert covered == (
        VariableCoverage("gdp", 2000, 2001, observed=2, filled=1, missing=1),
        VariableCoverage("pop", None, None, observed=0, filled=0, missing=4),
    )
    made = coverage_table(covered, STUDY, "en")
    assert grid(made) == [["Output", "2000", "2001", "2", "1", "1"], ["pop", "", "", "0", "0", "4"]]
    assert "add up to 4 rows" in made.notes[0].text


@given(st.lists(st.sampled_from([1.0, np.nan]), min_size=4, max_size=4), st.sets(st.integers(0, 3)))
def test_the_counts_of_coverage_add_up(values: list[float], filled: set[int]) -> None:
    rows = frame(gdp=values)
    entries = [
        Entry("filled", "linear", rows.unit_names[at], int(rows.time[at]), "gdp") for at in sorted(filled)
    ]
    (one,) = variable_coverage(rows, filled_cells(rows, ledger(entries), {}))
    assert one.observed + one.filled + one.missing == len(rows)
    assert one.filled == sum(not np.isnan(values[at]) for at in filled)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_row_has_its_cells_in_both_languages(language: Language) -> None:
    made = variable_table(STUDY, language)
    assert len(made.columns) == 4
    assert all(row.stub for row in made.rows)
    assert made.notes == ()
