"""The ledger file opens in a spreadsheet and runs nothing there."""

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paneloom.errors import Place
from paneloom.panel.ledger import Entry, Ledger
from paneloom.report.csv_lines import DANGEROUS, harmless
from paneloom.report.ledger_file import COLUMNS, ledger_csv

TEXTS = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\0"), max_size=12)


def read(text: str) -> list[list[str]]:
    return list(csv.reader(StringIO(text, newline="")))


def test_a_line_holds_the_whole_entry() -> None:
    entry = Entry(
        "filled", "linear", "广东", 2017, "roads", "", "1.5", Place("raw/a.xlsx", sheet="roads", cell="C7")
    )
    head, line = read(ledger_csv(Ledger((entry,))))
    assert tuple(head) == COLUMNS
    assert line == ["filled", "linear", "广东", "2017", "roads", "", "1.5", "raw/a.xlsx", "roads", "C7"]


def test_a_line_of_a_text_file_stands_for_the_cell() -> None:
    entry = Entry("dropped", "total row", "合计", place=Place("raw/a.csv", line=9))
    assert read(ledger_csv(Ledger((entry,))))[1] == [
        "dropped",
        "total row",
        "合计",
        "",
        "",
        "",
        "",
        "raw/a.csv",
        "",
        "line 9",
    ]


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-cmd", "@SUM(A1)", "\tx", "\rx", "=", "-"])
def test_a_formula_becomes_text(text: str) -> None:
    assert harmless(text) == "'" + text


@pytest.mark.parametrize("text", ["-1.5", "+2", "1e-3", "12", "", "广东", "a=b"])
def test_numbers_and_plain_texts_stay(text: str) -> None:
    assert harmless(text) == text


@given(st.lists(st.tuples(TEXTS, TEXTS, TEXTS), max_size=5))
def test_no_cell_of_any_ledger_begins_a_formula(parts: list[tuple[str, str, str]]) -> None:
    entries = tuple(Entry("filled", rule, unit, before=before) for rule, unit, before in parts)
    rows = read(ledger_csv(Ledger(entries)))
    assert len(rows) == len(entries) + 1
    for row in rows[1:]:
        assert len(row) == len(COLUMNS)
        for cell in row:
            assert not cell.startswith(DANGEROUS) or float(cell) <= float("inf") or cell == "+nan"


@given(st.text(st.characters(categories=("Cc", "Cs")), min_size=1, max_size=3))
def test_no_sign_that_a_terminal_obeys_is_printed(text: str) -> None:
    entry = Entry("converted", "x", text, before="\x1b[31mred", place=Place(f"{text}.csv", sheet=text))
    printed = ledger_csv(Ledger((entry,)))
    assert not {"\x1b", "\x9b", "\x07"} & set(printed)
    assert printed.encode("utf-8").decode("utf-8") == printed
