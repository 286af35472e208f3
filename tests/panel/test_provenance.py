"""What was filled, and what is computed from it."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.panel.frames import frame, keys
from tests.small_study import change, data_file, write_small_study

import paneloom
from paneloom.panel.derivations import all_expressions
from paneloom.panel.evaluate import evaluate
from paneloom.panel.frame import Frame
from paneloom.panel.ledger import Entry, Ledger, ledger
from paneloom.panel.provenance import cells_of, filled_cells, rows_with_filled_cells
from paneloom.panel.states import State, cell_states
from paneloom.study.expression import formula, names_in, parse
from paneloom.study.intake import Deflate

YEARS = [2000, 2001, 2002, 2003]
# Expressions whose value changes with every cell that they read.
TEXTS = (
    "x",
    "x + y",
    "2 * x",
    "x * y",
    "L.x",
    "F.x",
    "D.x",
    "L2.x - y",
    "L.(x * y)",
    "log(x) / y",
    "D2.x + F.y",
    "G.x",
    "cum(x)",
    "movav(x, 2)",
    "coalesce(L.x, y)",
    "if(y > 3, x, L.y)",
    "7",
)


def filled_ledger(rows: Frame, variable: str, at: list[int]) -> Ledger:
    return ledger(Entry("filled", "linear", rows.unit_names[n], int(rows.time[n]), variable) for n in at)


def four_years() -> Frame:
    return frame([0] * 4 + [1] * 4, YEARS * 2, {"x": [1.0] * 8, "y": [2.0] * 8})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x", [1]), ("x / y", [1]), ("L.x", [2]), ("F.x", [0]), ("D.x", [1, 2]), ("L2.x + x", [3]), ("y", []), ("1", []),
        ("G.x", [1, 2]), ("x > y", [1]), ("if(time > 2001, x, y)", []), ("if(time < 2002, x, y)", [1]),
        ("if(x > 0, y, 1 / (x - x))", [1]), ("coalesce(y, x)", []), ("coalesce(L.x, x)", [2]), ("coalesce(L2.x, x)", [1, 3]),
        ('if(unit == "a", y, x)', []), ("mean(x by unit)", [1]), ("mean(x by time)", [1]), ("sum(L.x)", [2]),
        ("share(x by time)", [1]), ("winsor(x, 0.1, 0.9)", [1]), ("x - mean(x by time)", [1]), ("cum(x)", [1, 2, 3]),
        ("first(x)", []), ("first(L2.x)", []), ("base(x, 2001)", [0, 1, 2, 3]), ("movav(x, 2)", [1, 2]), ("rank(y by x)", []),
    ],
)  # fmt: skip
def test_a_derived_value_inherits_what_its_expression_reads(text: str, expected: list[int]) -> None:
    rows = four_years()
    made = filled_cells(derived(rows, z=text), filled_ledger(rows, "x", [1]), {"z": parse(text)})
    assert np.flatnonzero(made["z"]).tolist() == expected


def test_a_fill_goes_down_the_chain() -> None:
    rows = derived(four_years(), ratio="x / y", growth="D.ratio", later="L.growth")
    trees = {"ratio": parse("x / y"), "growth": parse("D.ratio"), "later": parse("L.growth")}
    made = filled_cells(rows, filled_ledger(rows, "x", [4]), trees)
    # growth is missing in the first year, so nothing was filled there.
    marks = {name: np.flatnonzero(mask).tolist() for name, mask in made.items()}
    assert marks == {"x": [4], "y": [], "ratio": [4], "growth": [5], "later": [6]}


@given(keys(), st.data())
def test_whatever_changes_with_a_filled_cell_is_marked(
    key: tuple[list[int], list[int]], data: st.DataObject
) -> None:
    n = len(key[0])
    values = np.sqrt(np.arange(2.0, n + 2))
    rows = frame(*key, {"x": values.tolist(), "y": (values[::-1] + 1).tolist()})
    at = data.draw(st.lists(st.integers(0, n - 1), unique=True))
    texts = data.draw(st.lists(st.sampled_from(TEXTS), min_size=1, max_size=3))
    trees = {f"z{number}": parse(text) for number, text in enumerate(texts)}
    moved = values.copy()
    moved[at] *= np.pi
    before, after = (
        {name: evaluate(tree, other) for name, tree in trees.items()}
        for other in (rows, frame(*key, {"x": moved.tolist(), "y": (values[::-1] + 1).tolist()}))
    )
    full = frame(*key, {**{name: column.tolist() for name, column in rows.numbers.items()},
                        **{name: column.tolist() for name, column in before.items()}})  # fmt: skip
    made = filled_cells(full, filled_ledger(rows, "x", at), trees)
    for name, tree in trees.items():
        changed = ~np.isnan(before[name]) & (before[name] != after[name])
        assert made[name].tolist() == changed.tolist(), formula(tree)


def test_the_rows_of_a_sample_that_rest_on_filled_cells() -> None:
    rows = four_years()
    filled = filled_cells(rows, filled_ledger(rows, "x", [1, 6]), {})
    second = frame([0] * 3, YEARS[1:], {})
    only_b = Frame(("b",), second.unit, second.time, second.numbers, second.categories)
    assert rows_with_filled_cells(rows, rows, ("x", "y"), filled) == 2
    assert rows_with_filled_cells(rows, rows, ("D.x",), filled) == 4
    assert rows_with_filled_cells(rows, second, ("x",), filled) == 1
    assert rows_with_filled_cells(rows, only_b, ("x", "L.x"), filled) == 2
    assert rows_with_filled_cells(rows, rows, ("y",), filled) == 0
    assert rows_with_filled_cells(rows, rows, (), filled) == 0


def test_an_index_rests_on_its_indicators_and_a_variable_on_its_index(tmp_path: Path) -> None:
    study = paneloom.load(write_small_study(tmp_path)).study
    trees = all_expressions(study, tmp_path)
    assert {name: names_in(tree) for name, tree in trees.items()} == {
        "product": ("output", "workers"),
        "net": ("roads", "ports"),
        "supply": ("energy",),
        "infra": ("roads", "ports", "energy"),
        "squared": ("infra",),
    }
    assert list(trees).index("infra") < list(trees).index("squared")


def test_a_run_carries_the_fills_to_tables_and_models(tmp_path: Path) -> None:
    folder = write_small_study(tmp_path / "study")
    lines = data_file(folder).read_text(encoding="utf-8").splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith("四川,2017,"))
    cells = lines[at].split(",")
    change(data_file(folder), lines[at], ",".join([*cells[:3], "", *cells[4:]]))
    change(folder / "study.toml", 'squared = "infra ^ 2"', 'squared = "infra ^ 2"\nlagged = "L.product"')
    results = paneloom.load(folder).run()
    counts = {one.name: one.filled for one in results.variables}
    # workers of Sichuan is filled in 2017, roads of Guangdong in 2017 and of Gansu in 2018.
    assert counts == {"output": 0, "workers": 1, "roads": 2, "ports": 0, "energy": 0, "urban": 0, "product": 1, "lagged": 1}  # fmt: skip
    assert {name: int(mask.sum()) for name, mask in results.filled.items() if name not in counts} == {
        "net": 2, "supply": 0, "infra": 2, "squared": 2
    }  # fmt: skip
    assert results.filled_rows == {"regress.baseline": (3, 3), "regress.iv": (5,)}


def derived(rows: Frame, **texts: str) -> Frame:
    """The rows with more columns."""
    numbers = {name: column.tolist() for name, column in rows.numbers.items()}
    for name, text in texts.items():
        numbers[name] = evaluate(parse(text), frame(rows.unit.tolist(), rows.time.tolist(), numbers)).tolist()
    return frame(rows.unit.tolist(), rows.time.tolist(), numbers)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("G.x", [1, 2]),
        ("cum(x)", [1, 2, 3]),
        ("first(x)", []),
        ("base(x, 2001)", [0, 1, 2, 3]),
        ("movav(x, 2)", [1, 2]),
        ("coalesce(y, x)", []),
        ("coalesce(x, y)", [1]),
        ("coalesce(hole, x)", [1]),
        ("if(y > 1, y, x)", []),
        ("if(y > 1, x, y)", [1]),
        ("if(x > 1, y, 2 * y)", [1]),
        ("mean(x by unit)", [1]),
        ("standardise(x)", [1]),
        ("winsor(L.x, 0.1, 0.9)", [2]),
        ("x > 0 and y > 0", [1]),
    ],
)
def test_every_kind_of_expression_tells_what_it_reads(text: str, expected: list[int]) -> None:
    numbers = {"x": np.sqrt(np.arange(2.0, 10)).tolist(), "y": [2.0] * 8, "hole": [float("nan")] * 8}
    rows = derived(frame([0] * 4 + [1] * 4, YEARS * 2, numbers), z=text)
    made = filled_cells(rows, filled_ledger(rows, "x", [1]), {"z": parse(text)})
    present = ~np.isnan(rows.numbers["z"])
    assert np.flatnonzero(made["z"]).tolist() == [row for row in expected if present[row]]


def test_a_derived_variable_that_was_filled_itself_is_marked_and_hands_it_down() -> None:
    rows = derived(four_years(), ratio="x / y", later="L.ratio")
    trees = {"ratio": parse("x / y"), "later": parse("L.ratio")}
    made = filled_cells(rows, filled_ledger(rows, "ratio", [2]), trees)
    assert {name: np.flatnonzero(mask).tolist() for name, mask in made.items()} == {
        "x": [], "y": [], "ratio": [2], "later": [3]
    }  # fmt: skip


def test_a_deflated_variable_rests_on_its_index_up_to_the_base_year() -> None:
    numbers = {"x": [1.0] * 8, "y": [100.0 + n for n in range(8)]}
    rows = derived(frame([0] * 4 + [1] * 4, YEARS * 2, numbers), z="x + 1", wage="y + 0")
    trees = {"wage": parse("y + 0"), "z": parse("x + 1")}
    how = {"x": Deflate(index="y", base=2001), "wage": Deflate(index="y", base=2003)}
    made = filled_cells(rows, filled_ledger(rows, "y", [2]), trees, how)
    marks = {name: np.flatnonzero(mask).tolist() for name, mask in made.items()}
    assert marks == {"x": [2, 3], "y": [2], "z": [2, 3], "wage": [0, 1, 2]}


def test_a_column_from_a_file_may_be_deflated_by_a_derived_index() -> None:
    rows = derived(four_years(), index="y + 100", z="2 * x")
    trees = {"index": parse("y + 100"), "z": parse("2 * x")}
    made = filled_cells(
        rows, filled_ledger(rows, "y", [0]), trees, {"x": Deflate(index="index", base=2000, kind="fixed")}
    )
    assert np.flatnonzero(made["z"]).tolist() == list(range(8))


def test_entries_without_unit_or_time_are_about_all_of_them() -> None:
    rows = four_years()
    about = [
        Entry("converted", "x", time=2001),
        Entry("converted", "x", unit="b", time=2000),
        Entry("converted", "x", unit="z"),
    ]
    assert np.flatnonzero(cells_of(rows, about)).tolist() == [1, 4, 5]
    assert cells_of(rows, [Entry("converted", "x", unit="a")]).tolist() == [True] * 4 + [False] * 4
    assert cells_of(rows, [Entry("converted", "x", unit="a", time=1999)]).sum() == 0
    assert cells_of(rows, [Entry("converted", "x", variable="x", count=9)]).all()


def test_each_cell_has_its_state() -> None:
    numbers = {"x": [1.0, 2, 3, 4, 5, 6, 7, float("nan")], "y": [2.0] * 8}
    rows = derived(frame([0] * 4 + [1] * 4, YEARS * 2, numbers), z="x / y", w="L.y")
    entries = (
        Entry("filled", "linear", "a", 2001, "x"),
        Entry("filled", "growth", "a", 2002, "x"),
        Entry("filled", "trend-all", "b", 2000, "x"),
        Entry("converted", "number stored as text", "b", 2001, "x"),
        Entry("converted", "number stored as text", "b", 2003, "x"),
        Entry("filled", "nearest", "b", 2002, "w"),
    )
    made = cell_states(rows, ledger(entries), {"z": parse("x / y"), "w": parse("L.y")})
    names = {name: [State(code).name.lower() for code in codes] for name, codes in made.items()}
    assert names == {
        "x": ["observed", "interpolated", "interpolated", "observed", "extrapolated", "converted", "observed", "missing"],
        "y": ["observed"] * 8,
        "z": ["derived", *["derived_from_filled"] * 2, "derived", "derived_from_filled", "derived", "derived", "missing"],
        "w": ["missing", *["derived"] * 3, "missing", "derived", "extrapolated", "derived"],
    }  # fmt: skip
    assert all(codes.dtype == np.uint8 for codes in made.values())
    filled = filled_cells(rows, ledger(entries), {"z": parse("x / y"), "w": parse("L.y")})
    assert all(((made[name] >= State.INTERPOLATED) == filled[name]).all() for name in made)
