"""Expressions of any length or depth are parsed or refused by name, never by a fault of the parser."""

from time import perf_counter

import numpy as np
import pytest
from tests.panel.frames import frame

from paneloom.errors import PaneloomError
from paneloom.panel.evaluate import evaluate
from paneloom.study.expression import (
    DEPTH_LIMIT,
    LENGTH_LIMIT,
    formula,
    is_shifted,
    names_in,
    parse,
    walk,
    with_texts,
)

ONE_ROW = frame([0], [2000], {"x": [1.0]})
HALF = LENGTH_LIMIT // 2


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("L." * 2000 + "x", "expression-too-long"),
        ("^".join("x" * 2000), "expression-too-long"),
        ("+".join("x" * 900), "expression-too-long"),
        ("mean(" * 900 + "x" + ")" * 900, "expression-too-long"),
        ("L." * 100 + "x", "expression"),
        ("^".join("x" * 100), "expression"),
        ("(" * 150 + "x" + ")" * 150, "expression"),
        ("mean(" * 100 + "x" + ")" * 100, "expression"),
        ("not " * 300 + "x", "expression"),
        ("-" * 300 + "x", "expression"),
        ("(" * 399, "expression"),
        ("if(" * 100 + "x", "expression"),
        ("x or x and not x == x + x * x ^ (" * 30 + "x", "expression-too-long"),
        ("x + 9e999", "expression"),
        ("x" + " " * 1_000_000 + "$", "expression"),
        ('x == "' + "a" * 1_000_000, "expression"),
        ("9" * 1_000_000, "expression"),
    ],
)
def test_what_is_too_long_too_deep_or_infinite_is_refused(text: str, slug: str) -> None:
    start = perf_counter()
    with pytest.raises(PaneloomError) as caught:
        parse(text)
    assert caught.value.slug == slug
    assert len(caught.value.text("en")) < 3000
    assert perf_counter() - start < 1


@pytest.mark.parametrize(
    "text",
    [
        "+".join(["x"] * HALF),
        " or ".join(["x"] * HALF),
        "L." * DEPTH_LIMIT + "x",
        "G." * (DEPTH_LIMIT - 1) + "(x)",
        "^".join(["x"] * (DEPTH_LIMIT + 1)),
        "-" * DEPTH_LIMIT + "x",
        "not " * DEPTH_LIMIT + "x",
        "(" * DEPTH_LIMIT + "x" + ")" * DEPTH_LIMIT,
        "mean(" * DEPTH_LIMIT + "x" + ")" * DEPTH_LIMIT,
        "x or x and x == x + x * (" * 25 + "x" + ")" * 25,
        "if(x, " * DEPTH_LIMIT + "x" + ", 1)" * DEPTH_LIMIT,
    ],
)
def test_the_longest_and_deepest_expressions_are_read_and_computed(text: str) -> None:
    tree = parse(text)
    printed = formula(tree)
    assert formula(parse(printed)) == printed
    assert names_in(tree) == ("x",)
    assert sum(1 for _ in walk(tree)) <= LENGTH_LIMIT
    assert formula(with_texts(tree, "x", str)) == printed
    assert np.isfinite(evaluate(tree, ONE_ROW)[0]) or "L." in text or "G." in text


@pytest.mark.parametrize(
    ("text", "shifted"), [("log(L.x)", True), ("x + y", False), ("mean(D.x by y) * 2", True)]
)
def test_a_shift_is_seen_anywhere(text: str, shifted: bool) -> None:
    assert is_shifted(parse(text)) is shifted
