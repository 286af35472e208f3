"""Expressions made by the grammar, for tests that hold for all of them."""

from hypothesis import strategies as st

from paneloom.study.expression import (
    ALONG,
    POOLED,
    Along,
    Call,
    Expression,
    Is,
    Name,
    Number,
    Pooled,
    Shift,
)

OPERATORS = ("+", "-", "*", "/", "^", "<", "<=", ">", ">=", "==", "!=", "and", "or")
CONSTANTS = {"winsor": (0.01, 0.99), "trim": (0.05, 1.0), "base": (2001.0,), "movav": (3.0,)}
BY = ((), ("unit",), ("time",), ("unit", "time"))


def labels() -> st.SearchStrategy[Expression]:
    texts = st.lists(
        st.sampled_from(["a", "b", "it's", 'say "c"', "北京"]), min_size=1, max_size=3, unique=True
    )
    return st.builds(lambda found, holds: Is("unit", tuple(found), holds), texts, st.booleans())


def trees(
    *, names: tuple[str, ...] = ("x", "y", "mean", "base"), leaves: int = 12
) -> st.SearchStrategy[Expression]:
    """Trees that the parser can give."""
    numbers = st.floats(0, 1e6).map(Number) | st.integers(0, 9).map(lambda value: Number(float(value)))
    return st.recursive(numbers | st.sampled_from(names).map(Name) | labels(), inner, max_leaves=leaves)


def inner(part: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    some = st.lists(part, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        st.builds(lambda sign, a, b: Call(sign, (a, b)), st.sampled_from(OPERATORS), part, part),
        st.builds(lambda sign, a: Call(sign, (a,)), st.sampled_from(["neg", "not", "log", "abs"]), part),
        st.builds(Call, st.sampled_from(["in", "not in", "min", "coalesce"]), some),
        st.builds(lambda a, b, c: Call("if", (a, b, c)), part, part, part),
        st.builds(Shift, st.sampled_from("LFDG"), st.integers(1, 12), part),
        st.builds(
            lambda name, a, by: Pooled(name, a, CONSTANTS.get(name, ()), by),
            st.sampled_from(list(POOLED)),
            part,
            st.sampled_from(BY),
        ),
        st.builds(
            lambda name, a: Along(name, a, CONSTANTS.get(name, ())), st.sampled_from(list(ALONG)), part
        ),
    )
