"""An expression as text, with no more brackets than it needs."""

from __future__ import annotations

from paneloom.study.expression.tree import Along, Call, Expression, Is, Name, Number, Pooled, Shift

# How tightly operators bind; an operand of one binds tighter, or stands in brackets.
NEGATED, COMPARED, SIGNED, ATOM = 3, 4, 7, 9
LEVELS: dict[str, int] = {
    "or": 1,
    "and": 2,
    **dict.fromkeys(("<", "<=", ">", ">=", "==", "!=", "in", "not in"), COMPARED),
    "+": 5,
    "-": 5,
    "*": 6,
    "/": 6,
    "^": 8,
}
_PREFIXES = {"neg": ("-", SIGNED), "not": ("not ", NEGATED)}
_EXACT = 1e15


def formula(tree: Expression) -> str:
    """The expression as text that parses to the same tree."""
    return _text(tree, 0)


def operand(tree: Expression) -> str:
    """The expression as text that can stand beside any operator: in brackets when it has an operator itself."""
    return _text(tree, ATOM)


def _text(tree: Expression, least: int) -> str:
    text, level = _spelled(tree)
    return text if level >= least else f"({text})"


def _spelled(tree: Expression) -> tuple[str, int]:
    """The text of an expression, and how tightly its outermost operator binds."""
    if isinstance(tree, Number):
        return _number(tree.value), ATOM if tree.value >= 0 else SIGNED
    if isinstance(tree, Name):
        return tree.name, ATOM
    if isinstance(tree, Is):
        return _label(tree), COMPARED
    if isinstance(tree, Shift):
        mark = tree.kind if tree.periods == 1 else f"{tree.kind}{tree.periods}"
        inner = _text(tree.argument, ATOM)
        # A shift is told from a decimal point by the letter or bracket behind it.
        return f"{mark}.({inner})" if isinstance(tree.argument, Number) else f"{mark}.{inner}", ATOM
    if isinstance(tree, Pooled | Along):
        items = [_text(tree.argument, 0), *map(_number, tree.constants)]
        by = f" by {', '.join(tree.by)}" if isinstance(tree, Pooled) and tree.by else ""
        return f"{tree.function}({', '.join(items)}{by})", ATOM
    return _called(tree)


def _called(tree: Call) -> tuple[str, int]:
    sign = tree.function
    if sign in _PREFIXES:
        mark, level = _PREFIXES[sign]
        return mark + _text(tree.arguments[0], level), level
    level = LEVELS.get(sign, ATOM)
    if level == ATOM or sign in ("in", "not in"):
        first = [_text(tree.arguments[0], level + 1), f" {sign} "] if level == COMPARED else [sign]
        rest = tree.arguments[1:] if level == COMPARED else tree.arguments
        return "".join(first) + f"({', '.join([_text(part, 0) for part in rest])})", level
    left, right = tree.arguments
    before = level + 1 if sign == "^" or level == COMPARED else level
    after = SIGNED if sign == "^" else level + 1
    return f"{_text(left, before)} {sign} {_text(right, after)}", level


def _label(tree: Is) -> str:
    quoted = [f"'{text}'" if '"' in text else f'"{text}"' for text in tree.texts]
    if len(quoted) == 1:
        return f"{tree.name} {'==' if tree.holds else '!='} {quoted[0]}"
    return f"{tree.name} {'in' if tree.holds else 'not in'} ({', '.join(quoted)})"


def _number(value: float) -> str:
    return str(int(value)) if value.is_integer() and abs(value) < _EXACT else repr(value)
