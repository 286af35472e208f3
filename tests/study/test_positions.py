"""The line of every key."""

import tomllib
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paneloom.errors import PaneloomError, Place
from paneloom.study.positions import Places, dotted, lines_of, place_in_text, repeated_keys
from paneloom.study.toml_text import key_text, value_text

TEXT = """\
top = 1
[a.b]                # 1
"键 c".d = { e = 1, f = [ { g = 2 } ] }
list = [
  1, [2, 3],         # ]
  { h = "]" },

  '''
  }''',
]
[[items]]
x = 1979-05-27 07:32:00
[items.sub]
y = 1.5
[[items]]
x = 2
"""


def test_lines() -> None:
    tomllib.loads(TEXT)
    lines = lines_of(TEXT)
    assert lines[("top",)] == 1
    assert lines[("a",)] == lines[("a", "b")] == 2
    assert lines[("a", "b", "键 c", "d", "f", 0, "g")] == 3
    assert [lines[("a", "b", "list", n)] for n in range(4)] == [5, 5, 6, 8]
    assert lines[("a", "b", "list", 2, "h")] == 6
    assert lines[("items", 0, "sub", "y")] == 14
    assert lines[("items", 1)] == 15
    assert lines[("items", 1, "x")] == 16


def test_places() -> None:
    places = Places("s.toml", lines_of(TEXT))
    assert places.at("items", 1, "nope").line == 15
    assert places.at("items", 1, "nope").key == "items[2].nope"
    assert places.at("nope").line is None
    assert places.at().key is None
    assert dotted(("a", 0, 1, "b")) == "a[1][2].b"


def test_repeated_keys() -> None:
    assert repeated_keys("a = 1\n[b]\na = 1\na = 2\n[b]\n[[c]]\n[[c]]\n") == (
        (("b", "a"), 4, 3),
        (("b",), 5, 2),
    )


def paths(value: Any, keys: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path for key, item in inner for path in ((*keys, key), *paths(item, (*keys, key)))]


VALUES = st.recursive(
    st.text(max_size=6) | st.integers() | st.booleans() | st.floats(allow_nan=False) | st.dates(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=4), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.text(max_size=5), VALUES, max_size=5))
def test_every_key_of_a_written_document_is_found_on_its_line(document: dict[str, Any]) -> None:
    text = "".join(f"{key_text(key)} = {value_text(value)}\n" for key, value in document.items())
    assert tomllib.loads(text) == document
    lines = lines_of(text)
    assert set(lines) == set(paths(document))
    number = {key: line for line, key in enumerate(document, start=1)}
    assert all(lines[path] == number[str(path[0])] for path in lines)


@given(st.text(alphabet="[]{}=,.#\"'\n ab1", max_size=60))
def test_the_walk_always_ends(text: str) -> None:
    # A key in quotes that do not close is refused; everything else is walked over.
    with suppress(ValueError):
        repeated_keys(text)


PLACED = """\
[study]
years = [2013, 2014]

[regress.iv]
y = "a"
columns = [
  { x = "b" },
]
"""


@pytest.mark.parametrize(
    ("met", "placed"),
    [
        (Place("study.toml", key="study.years"), Place("a/my.toml", 2, key="study.years")),
        (Place("study.toml", key="regress.iv (2)"), Place("a/my.toml", 4, key="regress.iv (2)")),
        (Place("regress.iv", key="(2)"), Place("a/my.toml", 4, key="regress.iv (2)")),
        (
            Place("study.toml", key="regress.iv.columns[1].x"),
            Place("a/my.toml", 7, key="regress.iv.columns[1].x"),
        ),
        (Place("study.toml", key="regress.ivy"), Place("a/my.toml", 4, key="regress.ivy")),
        (Place("study.toml", key="map.a"), Place("a/my.toml", key="map.a")),
        (Place("study.toml"), Place("a/my.toml")),
        (Place("raw/a.csv", key="study.years"), Place("raw/a.csv", key="study.years")),
        (Place("study.toml", 9, key="study.years"), Place("study.toml", 9, key="study.years")),
        (None, None),
    ],
)
def test_a_problem_met_later_is_placed_at_its_line(met: Place | None, placed: Place | None) -> None:
    problem = PaneloomError("empty-panel", where=met)
    place_in_text(problem, PLACED, ("study.toml", "a/my.toml"))
    assert problem.where == placed
