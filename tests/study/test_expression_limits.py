"""Expressions of any length or depth are parsed or refused by name, never by a fault of the parser."""

import pytest

from paneloom.errors import PaneloomError
from paneloom.study.expression import LENGTH_LIMIT, is_shifted, parse


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("L." * 2000 + "x", "expression-too-long"),
        ("^".join("x" * 2000), "expression-too-long"),
        ("+".join("x" * 900), "expression-too-long"),
        ("L." * 100 + "x", "expression"),
        ("^".join("x" * 100), "expression"),
        ("(" * 150 + "x" + ")" * 150, "expression"),
        ("x + 9e999", "expression"),
    ],
)
def test_what_is_too_long_too_deep_or_infinite_is_refused(text: str, slug: str) -> None:
    with pytest.raises(PaneloomError) as caught:
        parse(text)
    assert caught.value.slug == slug


def test_the_longest_sum_is_parsed() -> None:
    parse("+".join(["x"] * (LENGTH_LIMIT // 2)))


@pytest.mark.parametrize(("text", "shifted"), [("log(L.x)", True), ("x + y", False), ("D.x * 2", True)])
def test_a_shift_is_seen_anywhere(text: str, shifted: bool) -> None:
    assert is_shifted(parse(text)) is shifted
