"""The language of derived variables: its tree and its parser. Nothing here ever reaches Python's evaluator.

    sum     := product (("+" | "-") product)*
    product := power (("*" | "/") power)*
    power   := sign ("^" power)?
    sign    := "-" sign | atom
    atom    := number | name | function "(" sum ("," sum)* ")" | "(" sum ")" | shift "." atom
    shift   := ("L" | "F" | "D") digits?

``L.x`` is x one period before, ``L2.x`` two; ``F.`` leads; ``D.x`` is x - L.x. Shifts go by unit and calendar
time, never by position. ``round(x, digits)`` rounds half to even, as yearbooks print a figure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from math import isfinite

from paneloom.errors import PaneloomError, nearest

FUNCTIONS: dict[str, tuple[int, int]] = {
    "log": (1, 1),
    "exp": (1, 1),
    "abs": (1, 1),
    "sqrt": (1, 1),
    "min": (2, 9),
    "max": (2, 9),
    "round": (2, 2),
}
# What other programs call it, as it is written here.
INSTEAD = {
    "ln": "log(x)",
    "log10": "log(x) / log(10)",
    "log2": "log(x) / log(2)",
    "log1p": "log(1 + x)",
    "ihs": "log(x + sqrt(x ^ 2 + 1))",
    "asinh": "log(x + sqrt(x ^ 2 + 1))",
    "sum": "a + b",
    "mean": "(a + b) / 2",
    "average": "(a + b) / 2",
    "pow": "x ^ 2",
    "power": "x ^ 2",
    "square": "x ^ 2",
    "lag": "L.x",
    "lead": "F.x",
    "diff": "D.x",
    "delta": "D.x",
}
DEPTH_LIMIT = 50
LENGTH_LIMIT = 400  # tokens: a tree never grows deeper than its text is long
_TOKEN = re.compile(
    r"\s*(?:(?P<shift>[LFD]\d{0,2}\.(?=\s*[A-Za-z_(]))|(?P<number>\d+(?:\.\d*)?(?:[eE][+-]?\d+)?|\.\d+(?:[eE][+-]?\d+)?)"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_]*)|(?P<sign>\*\*|[-+*/^(),]))"
)


@dataclass(frozen=True, slots=True)
class Number:
    """A constant."""

    value: float


@dataclass(frozen=True, slots=True)
class Name:
    """A column."""

    name: str


@dataclass(frozen=True, slots=True)
class Call:
    """A function or operator applied to its arguments: "+", "-", "*", "/", "^", "neg", or one of FUNCTIONS.

    The engine also knows "phi", r ln r - r + 1, which only the index asks for.
    """

    function: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Shift:
    """``argument`` at another time of the same unit: ``periods`` back (L), ahead (F), or the change over them (D)."""

    kind: str
    periods: int
    argument: Expression


Expression = Number | Name | Call | Shift


def parse(text: str) -> Expression:
    """The tree of an expression.

    Raises
    ------
    PaneloomError
        ``expression``, with the place in the text where it stops making sense.
    """
    parser = _Parser(text)
    tree = parser.sum(0)
    parser.end()
    return tree


def names_in(tree: Expression) -> tuple[str, ...]:
    """The columns an expression reads, each once, in the order met."""
    if isinstance(tree, Name):
        return (tree.name,)
    if isinstance(tree, Number):
        return ()
    parts = tree.arguments if isinstance(tree, Call) else (tree.argument,)
    return tuple(dict.fromkeys(name for part in parts for name in names_in(part)))


def is_shifted(tree: Expression) -> bool:
    """Whether an expression reads another time than its own, anywhere in it."""
    if isinstance(tree, Shift):
        return True
    return isinstance(tree, Call) and any(is_shifted(argument) for argument in tree.arguments)


def formula(tree: Expression) -> str:
    """The expression as text that parses to the same tree."""
    if isinstance(tree, Number):
        return repr(tree.value)
    if isinstance(tree, Name):
        return tree.name
    if isinstance(tree, Shift):
        mark = tree.kind if tree.periods == 1 else f"{tree.kind}{tree.periods}"
        inner = formula(tree.argument)
        return f"{mark}.{inner}" if isinstance(tree.argument, Name) else f"{mark}.({inner})"
    if tree.function == "neg":
        return f"(-{formula(tree.arguments[0])})"
    if tree.function in FUNCTIONS:
        return f"{tree.function}({', '.join(formula(a) for a in tree.arguments)})"
    return "(" + f" {tree.function} ".join(formula(a) for a in tree.arguments) + ")"


class _Parser:
    """Recursive descent over the tokens of one text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[tuple[str, str, int]] = []
        position = 0
        while text[position:].strip():
            match = _TOKEN.match(text, position)
            if match is None or match.lastgroup is None:
                raise self.fault(position + len(text[position:]) - len(text[position:].lstrip()))
            self.tokens.append((match.lastgroup, match[match.lastgroup], match.start(match.lastgroup)))
            position = match.end()
        if len(self.tokens) > LENGTH_LIMIT:
            raise PaneloomError("expression-too-long", seen=f"{text[:60]}...", limit=LENGTH_LIMIT)
        self.next = 0

    def fault(self, position: int) -> PaneloomError:
        return PaneloomError(
            "expression", seen=self.text, position=position + 1, rest=self.text[position:] or "∎"
        )

    def peek(self) -> tuple[str, str, int]:
        return self.tokens[self.next] if self.next < len(self.tokens) else ("end", "", len(self.text))

    def take(self) -> tuple[str, str, int]:
        token = self.peek()
        self.next += 1
        return token

    def end(self) -> None:
        if self.next < len(self.tokens):
            raise self.fault(self.peek()[2])

    def sum(self, depth: int) -> Expression:
        if depth > DEPTH_LIMIT:
            raise self.fault(self.peek()[2])
        tree = self.product(depth)
        while self.peek()[1] in ("+", "-"):
            sign = self.take()[1]
            tree = Call(sign, (tree, self.product(depth)))
        return tree

    def product(self, depth: int) -> Expression:
        tree = self.power(depth)
        while self.peek()[1] in ("*", "/"):
            sign = self.take()[1]
            tree = Call(sign, (tree, self.power(depth)))
        return tree

    def power(self, depth: int) -> Expression:
        if self.peek()[1] == "-":
            self.take()
            if depth > DEPTH_LIMIT:
                raise self.fault(self.peek()[2])
            return Call("neg", (self.power(depth + 1),))
        base = self.atom(depth)
        if self.peek()[1] in ("^", "**"):
            self.take()
            return Call("^", (base, self.power(depth + 1)))
        return base

    def atom(self, depth: int) -> Expression:
        kind, word, position = self.take()
        if depth > DEPTH_LIMIT:
            raise self.fault(position)
        if kind == "number":
            if not isfinite(float(word)):
                raise self.fault(position)
            return Number(float(word))
        if kind == "shift":
            return Shift(word[0], int(word[1:-1] or 1), self.atom(depth + 1))
        if kind == "name":
            return self.call(word, position, depth) if self.peek()[1] == "(" else Name(word)
        if word == "(":
            tree = self.sum(depth + 1)
            if self.take()[1] != ")":
                raise self.fault(position)
            return tree
        raise self.fault(position)

    def call(self, word: str, position: int, depth: int) -> Expression:
        if word not in FUNCTIONS:
            instead = INSTEAD.get(word.lower(), "")
            like = "" if instead else nearest(word, FUNCTIONS)
            raise PaneloomError(
                "unknown-function", seen=word, nearest=like, instead=instead, known=tuple(FUNCTIONS)
            )
        self.take()
        arguments = [self.sum(depth + 1)]
        while self.peek()[1] == ",":
            self.take()
            arguments.append(self.sum(depth + 1))
        least, most = FUNCTIONS[word]
        if self.take()[1] != ")" or not least <= len(arguments) <= most:
            raise self.fault(position)
        return Call(word, tuple(arguments))
