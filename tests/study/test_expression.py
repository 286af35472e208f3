"""The grammar: what is read, what is printed, what is refused and with which hint."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.study.expressions import trees

from paneloom.errors import PaneloomError
from paneloom.study.expression import (
    FUNCTIONS,
    Along,
    Call,
    Expression,
    Is,
    Name,
    Number,
    Pooled,
    Shift,
    formula,
    names_in,
    operand,
    parse,
    walk,
    with_texts,
)

X, Y, Z = Name("x"), Name("y"), Name("z")
ONE = Number(1.0)


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("G.x", Shift("G", 1, X)),
        ("G2.L.x", Shift("G", 2, Shift("L", 1, X))),
        ("-x ^ 2", Call("neg", (Call("^", (X, Number(2.0))),))),
        ("2 ** -x ^ y", Call("^", (Number(2.0), Call("neg", (Call("^", (X, Y)),))))),
        ("x - y - z", Call("-", (Call("-", (X, Y)), Z))),
        ("x < y + z", Call("<", (X, Call("+", (Y, Z))))),
        ("not x == y and z", Call("and", (Call("not", (Call("==", (X, Y)),)), Z))),
        ("x or y and z", Call("or", (X, Call("and", (Y, Z))))),
        ("x in (1, y)", Call("in", (X, ONE, Y))),
        ("x not in (1)", Call("not in", (X, ONE))),
        ('p == "北京"', Is("p", ("北京",))),
        ("p != '北京'", Is("p", ("北京",), holds=False)),
        ('p in ("北京", "上海")', Is("p", ("北京", "上海"))),
        ('p not in ("北京")', Is("p", ("北京",), holds=False)),
        ('if(p == "北京", 1, x)', Call("if", (Is("p", ("北京",)), ONE, X))),
        ("mean(x)", Pooled("mean", X)),
        ("mean(x by p, year)", Pooled("mean", X, (), ("p", "year"))),
        ("min(x)", Pooled("min", X)),
        ("min(x by year)", Pooled("min", X, (), ("year",))),
        ("min(x, y)", Call("min", (X, Y))),
        ("winsor(x, 0.01, 0.99 by year)", Pooled("winsor", X, (0.01, 0.99), ("year",))),
        ("base(x, 2013)", Along("base", X, (2013.0,))),
        ("movav(x, 3)", Along("movav", X, (3.0,))),
        ("cum(x)", Along("cum", X)),
        # A function is told by its bracket, so that its name is free.
        ("base + share * mean", Call("+", (Name("base"), Call("*", (Name("share"), Name("mean")))))),
    ],
)
def test_trees(text: str, tree: Expression) -> None:
    assert parse(text) == tree
    assert parse(formula(tree)) == tree


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("(x + y) * z", "(x + y) * z"),
        ("(x * y) + z", "x * y + z"),
        ("x - (y - z)", "x - (y - z)"),
        ("(-x) ^ 2", "(-x) ^ 2"),
        ("L.(L.x)", "L.L.x"),
        ("L.(x / 2.50)", "L.(x / 2.5)"),
        ("(x < y) == z", "(x < y) == z"),
        ("(not x) + 1e6", "(not x) + 1000000"),
        ("L.(1)", "L.(1)"),
        ("trim(x,.05,1 by year)", "trim(x, 0.05, 1 by year)"),
    ],
)
def test_no_more_brackets_than_needed(text: str, printed: str) -> None:
    assert formula(parse(text)) == printed


def test_an_operand_is_bracketed_when_it_has_an_operator() -> None:
    assert [operand(parse(text)) for text in ("x", "x / y", "log(x + y)", "-x")] == [
        "x",
        "(x / y)",
        "log(x + y)",
        "(-x)",
    ]


@given(trees())
@settings(max_examples=60)
def test_what_is_printed_is_read_again(tree: Expression) -> None:
    assert parse(formula(tree)) == tree


@given(trees())
@settings(max_examples=60)
def test_names_are_those_that_the_tree_holds(tree: Expression) -> None:
    held = [part.name for part in walk(tree) if isinstance(part, Name | Is)]
    held += [name for part in walk(tree) if isinstance(part, Pooled) for name in part.by]
    assert set(names_in(tree)) == set(held)


def test_names_are_in_the_order_met() -> None:
    text = 'mean(z by region, year) + if(province == "A" and x > 1, L.y, first(x))'
    assert names_in(parse(text)) == ("z", "region", "year", "province", "x", "y")


def test_texts_are_changed_for_one_column_only() -> None:
    tree = parse('if(L.(p in ("a", "b")) and q == "a", mean(p == "a" by q), cum(p != "b"))')
    changed = with_texts(tree, "p", {"a": "甲", "b": "甲"}.__getitem__)
    assert formula(changed) == 'if(L.(p == "甲") and q == "a", mean(p == "甲" by q), cum(p != "甲"))'


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("l.x", "L.x"),
        ("d2.x + 1", "D2.x"),
        ("L(1/2).x", "L.x"),
        ("i.year", 'absorb = ["province", "year"]'),
        ("x[_n-1]", "L.x"),
        ("x = 1", "=="),
        ("=log(x)", "log(x)"),
        ("x <> y", "!="),
        ("x && y", "and"),
        ("x | y", "or"),
        ("x AND y", "and"),
        ("!x", "not"),
        ("x ? 1 : 0", "if(condition, a, b)"),
        ("x ≥ 3", ">="),
        ("x × y", "*"),
        ("p == “北京”", '"'),
        ("log（x）", "("),
        ("x == .", "coalesce(x, 0)"),
        ("x < y < z", "a < b and b < c"),
        ("x + not y", "(not x)"),
        ('"北京" == p', 'province == "A", province in ("A", "B")'),
        ('x + p == "北京"', 'province == "A", province in ("A", "B")'),
        ("x + ", ""),
    ],
)
def test_a_fault_tells_how_it_is_written_here(text: str, instead: str) -> None:
    with pytest.raises(PaneloomError) as caught:
        parse(text)
    assert (caught.value.slug, caught.value.details["instead"]) == ("expression", instead)
    assert instead in caught.value.remedy("zh")


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("IF(x, 1, 0)", "if(condition, a, b)"),
        ("AVERAGE(x, y)", "(a + b) / 2, mean(x by year)"),
        ("winsor2(x)", "winsor(x, 0.01, 0.99)"),
        ("egen(x)", "mean(x by year)"),
        ("Mean(x)", "mean(x), mean(x by year)"),
        ("inlist(x, 1)", "x in (1, 2)"),
        ("cumsum(x)", "cum(x)"),
    ],
)
def test_functions_of_other_programs(text: str, instead: str) -> None:
    with pytest.raises(PaneloomError) as caught:
        parse(text)
    assert (caught.value.slug, caught.value.details["instead"]) == ("unknown-function", instead)


@pytest.mark.parametrize(
    ("text", "instead"),
    [
        ("sum(x, y)", "a + b"),
        ("mean(x, y)", "(a + b) / 2"),
        ("log(x, y)", ""),
        ("log()", ""),
        ("log(x by year)", ""),
        ("if(x, 1)", ""),
        ("min(x, y by year)", ""),
        ("cum(x by year)", ""),
        ("winsor(x)", ""),
        ("winsor(x, 1, 99)", ""),
        ("winsor(x, 0.99, 0.01)", ""),
        ("trim(x, y, 0.9)", ""),
        ("movav(x, 2.5)", ""),
        ("movav(x, 0)", ""),
        ("movav(x, -3)", ""),
        ("movav(x, 1e9)", ""),
        ("base(x, 2013.5)", ""),
        ("base(x)", ""),
        ("round(x, 0.5)", ""),
        ("round(x, -0.5)", ""),
    ],
)
def test_a_function_tells_its_form(text: str, instead: str) -> None:
    with pytest.raises(PaneloomError) as caught:
        parse(text)
    assert (caught.value.slug, caught.value.details["instead"]) == ("function-form", instead)
    function = str(caught.value.details["function"])
    assert f"{function}(" in caught.value.remedy("en")
    assert f"{function}(" in caught.value.remedy("zh")


PIECES = (
    *"xyLFDG.()^*+-/<>,'\"=0123456789 ",
    *(
        "L.",
        "G2.",
        "and ",
        "or ",
        "not ",
        "in ",
        " by ",
        "mean(",
        "if(",
        "==",
        "!=",
        "<=",
        "log(",
        "北京",
        "“",
        "\0",
    ),
)


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.text(max_size=60))
@settings(max_examples=60)
def test_any_text_is_read_or_refused_by_name(text: str) -> None:
    tree, error = None, None
    try:
        tree = parse(text)
    except PaneloomError as found:
        error = found
    if tree is not None:
        assert parse(formula(tree)) == tree
    if error is not None:
        assert error.slug in {"expression", "unknown-function", "function-form", "expression-too-long"}
        assert error.text("en")
        assert error.text("zh")


def test_what_the_page_writes_is_read(root: Path) -> None:
    page = (root / "docs" / "study-file.md").read_text(encoding="utf-8")
    part = page[page.index("### Expressions") : page.index("### What a model may name")]
    rows = re.findall(r"^\| (`.*?) \|", part, re.MULTILINE)
    shown = [text for row in rows for text in re.findall(r"`([^`]+)`", row) if re.search(r"[.(]|==|>=", text)]
    examples = re.findall(r'^\w+ += "(.*)"$', part, re.MULTILINE)
    assert (len(shown), len(examples)) > (25, 5)
    for text in (*shown, *examples):
        if text not in (">=", "=="):
            assert parse(formula(parse(text))) == parse(text)
    for function in FUNCTIONS:
        assert re.search(rf"`{function}\b", part), function
