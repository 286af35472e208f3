"""panel.csv: the panel, and what of it was filled."""

import csv
import math
from io import StringIO
from types import MappingProxyType

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tests.panel.frames import frame
from tests.workflow.conftest import Finished

from paneloom.report.csv_lines import DANGEROUS
from paneloom.report.panel_file import panel_csv
from paneloom.study.model import Study

FLOATS = st.floats(allow_infinity=False)
LABELS = st.text(st.characters(blacklist_categories=("Cs",), blacklist_characters="\0"), max_size=8)


def study(*names: str, groups: bool = False) -> Study:
    return Study.model_validate(
        {
            "study": {"title": "A study", "panel": ("unit", "year")},
            "data": {"table": {"file": "a.csv", "layout": "long"}},
            "variables": {name: {} for name in names},
            **({"groups": {"area": {"east": {"units": ("a", "b")}}}} if groups else {}),
        }
    )


def read(text: str) -> list[list[str]]:
    return list(csv.reader(StringIO(text, newline="")))


def test_the_order_of_the_columns_and_the_names_that_were_filled() -> None:
    rows = frame(
        [0, 0, 1],
        [2000, 2001, 2000],
        {"part": [0.5, 0.1, 0.2], "b": [1.0, math.nan, -3.0], "a": [0.1 + 0.2, 1e300, 5e-324]},
        {"area": ["east", "east", ""]},
    )
    nothing = np.zeros(3, dtype=bool)
    filled = {"part": np.array([True, False, True]), "b": np.array([True, False, False]), "a": nothing}
    assert read(panel_csv(rows, filled, study("a", "b", groups=True))) == [
        ["unit", "year", "a", "b", "area", "part", "filled"],
        ["a", "2000", "0.30000000000000004", "1.0", "east", "0.5", "b;part"],
        ["a", "2001", "1e+300", "", "east", "0.1", ""],
        ["b", "2000", "5e-324", "-3.0", "", "0.2", "part"],
    ]


def test_a_variable_may_be_called_filled() -> None:
    rows = frame([0], [2000], {"filled": [1.0]})
    made = read(panel_csv(rows, {"filled": np.array([True])}, study("filled")))
    assert made == [["unit", "year", "filled", "filled_"], ["a", "2000", "1.0", "filled"]]


@given(st.lists(st.tuples(FLOATS, LABELS), min_size=1, max_size=4))
def test_numbers_come_back_and_texts_run_nothing(cells: list[tuple[float, str]]) -> None:
    values, labels = [value for value, _ in cells], [label for _, label in cells]
    rows = frame([0] * len(cells), list(range(2000, 2000 + len(cells))), {"x": values}, {"kind": labels})
    lines = read(panel_csv(rows, MappingProxyType({}), study("x", "kind")))[1:]
    for value, line in zip(values, lines, strict=True):
        assert line[2] == "" if math.isnan(value) else float(line[2]) == value
        assert line[4] == ""
        text = line[3]
        assert not text.startswith(DANGEROUS) or math.isfinite(float(text)) or text[1:].isalpha()


def test_the_file_of_a_run(finished: Finished) -> None:
    content = (finished.output / "panel.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in content
    head, *lines = read(content.decode("utf-8-sig"))
    assert head == ["province", "year", "output", "workers", "roads", "ports", "energy", "urban", "product",
                    "squared", "area", "net", "supply", "infra", "filled"]  # fmt: skip
    panel, scores = finished.results.panel, finished.results.scores
    assert panel is not None
    assert scores is not None
    assert len(lines) == len(panel)
    assert [float(line[head.index("infra")]) for line in lines] == scores.numbers["infra"].tolist()
    touched = {(line[0], line[1]): line[-1] for line in lines if line[-1]}
    inherited = "roads;squared;net;infra"
    assert {(unit[:2], year): names for (unit, year), names in touched.items()} == {
        ("广东", "2017"): inherited,
        ("甘肃", "2018"): inherited,
    }


def test_models_tell_their_rows_with_filled_cells(finished: Finished) -> None:
    import json

    tables = json.loads((finished.output / "results.json").read_text(encoding="utf-8"))["tables"]
    counts = [[column["rows_with_filled_cells"] for column in table["columns"]] for table in tables]
    # The lag of an index rests on a filled cell in the year after too.
    assert counts == [[2, 2], [4]]
