"""Groupings by the median of a derived variable, within other derived variables."""

from pathlib import Path

import numpy as np
import pytest
from tests.test_intake import DATA, column, opened

from paneloom.errors import PaneloomError
from paneloom.study.sample import EVERY_ROW

TABLE = "province,year,x,pop\n" + "".join(
    f"{unit},{year},{x},{pop}\n"
    for unit, x, pop in (("A", 1, 1), ("B", 8, 2), ("C", 9, 3), ("D", 2, 4))
    for year in (2013, 2014)
)
# x / pop: A 1, B 4, C 3, D 0.5. Above their median of 2 are B and C.
TEXT = """[variables]
again = "mean(rate by peak)"
peak_x = "if(rich == 'high', x, 0)"
x = {}
pop = {}
rate = "x / pop"
[groups.peak]
median = "peak_x"
[groups.rich]
median = "rate"
"""


def test_a_grouping_is_made_as_soon_as_its_variable_is_there(tmp_path: Path) -> None:
    panel = opened(tmp_path, DATA + TEXT, d=TABLE)
    assert column(panel, "peak_x") == [0, 0, 8, 8, 9, 9, 0, 0]
    # 0, 8, 9, 0 have the median 4.
    rows = panel.rows.collect(("peak",), EVERY_ROW)
    assert rows.categories["peak"].tolist() == ["low"] * 2 + ["high"] * 4 + ["low"] * 2
    assert column(panel, "again") == [0.75, 0.75, 3.5, 3.5, 3.5, 3.5, 0.75, 0.75]
    derived = [entry.variable for entry in panel.ledger.of("derived")]
    assert derived == ["rate", "peak_x", "again"]


def test_it_is_made_of_real_and_filled_values(tmp_path: Path) -> None:
    text = DATA + TEXT.replace('"x / pop"', '{ expr = "x / pop", ends = "nearest" }')
    table = TABLE.replace("A,2013,1,1", "A,2013,90,1").replace("A,2014,1,1", "A,2014,90,")
    panel = opened(tmp_path, text, d=table)
    np.testing.assert_array_equal(column(panel, "rate")[:2], [90, 90])
    assert column(panel, "peak_x") == [90, 90, 8, 8, 0, 0, 0, 0]


def test_a_grouping_cannot_be_by_the_median_of_what_reads_it(tmp_path: Path) -> None:
    text = DATA + TEXT.replace('"x / pop"', "\"if(peak == 'low', x, pop)\"")
    with pytest.raises(PaneloomError) as caught:
        opened(tmp_path, text, d=TABLE)
    assert caught.value.slug == "expression-cycle"
    names = str(caught.value.seen).split(" > ")
    assert names[0] == names[-1]
    assert set(names) == {"peak", "peak_x", "rich", "rate"}
    assert caught.value.where is not None
    assert caught.value.where.line


def test_by_an_index_the_message_says_what_works(tmp_path: Path) -> None:
    text = DATA + '[variables]\nx = {}\nCOMPARED\n[index.score]\nindicators = ["+ x"]\n'
    with pytest.raises(PaneloomError) as caught:
        opened(tmp_path, text.replace("COMPARED", '[groups.rich]\nmedian = "score"'), d=TABLE)
    assert caught.value.slug == "median-of-index"
    works = 'high = "score > median(score)"'
    assert works in caught.value.text("en")
    assert works in caught.value.text("zh")
    opened(tmp_path, text.replace("COMPARED", works), d=TABLE)
