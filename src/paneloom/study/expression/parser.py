"""The parser: precedence climbing over the tokens of one text."""

from __future__ import annotations

from functools import lru_cache
from math import isfinite

from paneloom.errors import PaneloomError, nearest
from paneloom.study.expression.functions import ALONG, FORMS, FUNCTIONS, POOLED, ROWWISE, are_constants_of
from paneloom.study.expression.spellings import INSTEAD, OF_A_ROW
from paneloom.study.expression.text import COMPARED, LEVELS, NEGATED, SIGNED
from paneloom.study.expression.tokens import Token, fault, tokens_of
from paneloom.study.expression.tree import Along, Call, Expression, Is, Name, Number, Pooled, Shift

DEPTH_LIMIT = 50
_CHAINED = "a < b and b < c"
_QUOTED = 'province == "A", province in ("A", "B")'


@lru_cache(maxsize=4096)
def parse(text: str) -> Expression:
    """The tree of an expression.

    Raises
    ------
    PaneloomError
        ``expression``, with the place in the text where it stops making sense; ``unknown-function``;
        ``function-form`` for a function with arguments that it does not take; ``expression-too-long``.
    """
    parser = _Parser(text)
    tree = parser.expression(0, 0)
    parser.end()
    return tree


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokens_of(text)
        self.next = 0

    def fault(self, at: int, instead: str = "") -> PaneloomError:
        return fault(self.text, at, instead)

    @property
    def peek(self) -> Token:
        return self.tokens[self.next]

    def take(self) -> Token:
        token = self.tokens[self.next]
        # The last token, the end, is never passed.
        self.next = min(self.next + 1, len(self.tokens) - 1)
        return token

    def takes(self, sign: str) -> bool:
        """Whether ``sign`` stands next; then it is taken."""
        found = self.peek.kind in ("sign", "word") and self.peek.text == sign
        if found:
            self.take()
        return found

    def expect(self, sign: str) -> None:
        at = self.peek.at
        if not self.takes(sign):
            raise self.fault(at)

    def end(self) -> None:
        if self.peek.kind != "end":
            raise self.fault(self.peek.at)

    def operator(self) -> str:
        """The operator that stands next, "" when none does."""
        token = self.peek
        if token.kind not in ("sign", "word"):
            return ""
        if token.text == "not" and self.tokens[self.next + 1].text == "in":
            return "not in"
        return {"**": "^", "not": ""}.get(token.text, token.text)

    def expression(self, least: int, depth: int) -> Expression:
        """All that binds at level ``least`` or tighter."""
        if depth > DEPTH_LIMIT:
            raise self.fault(self.peek.at)
        tree = self.operand(least, depth)
        while True:
            sign = self.operator()
            level = LEVELS.get(sign, -1)
            if level < least:
                return tree
            for _ in sign.split():
                self.take()
            if level == COMPARED:
                tree = self.compared(tree, sign, depth)
            elif sign == "^":
                tree = Call("^", (tree, self.expression(SIGNED, depth + 1)))
            else:
                tree = Call(sign, (tree, self.expression(level + 1, depth)))

    def operand(self, least: int, depth: int) -> Expression:
        at = self.peek.at
        if self.takes("-"):
            return Call("neg", (self.expression(SIGNED, depth + 1),))
        if self.takes("not"):
            if least > NEGATED:
                raise self.fault(at, "(not x)")
            return Call("not", (self.expression(NEGATED, depth + 1),))
        return self.atom(depth)

    def compared(self, tree: Expression, sign: str, depth: int) -> Expression:
        """A comparison whose left side and sign were read."""
        at = self.peek.at
        made: Expression
        if sign in ("in", "not in"):
            self.expect("(")
            if self.peek.kind == "text":
                made = self.labelled(tree, self.texts(), at, holds=sign == "in")
            else:
                made = Call(sign, (tree, *self.items(depth)))
            self.expect(")")
        elif self.peek.kind == "text" and sign in ("==", "!="):
            made = self.labelled(tree, (self.take().text[1:-1],), at, holds=sign == "==")
        else:
            made = Call(sign, (tree, self.expression(COMPARED + 1, depth)))
        if LEVELS.get(self.operator()) == COMPARED:
            raise self.fault(self.peek.at, _CHAINED)
        return made

    def labelled(self, tree: Expression, texts: tuple[str, ...], at: int, *, holds: bool) -> Is:
        if not isinstance(tree, Name):
            raise self.fault(at, _QUOTED)
        return Is(tree.name, texts, holds)

    def texts(self) -> tuple[str, ...]:
        found: list[str] = []
        while True:
            token = self.take()
            if token.kind != "text":
                raise self.fault(token.at)
            found.append(token.text[1:-1])
            if not self.takes(","):
                return tuple(found)

    def items(self, depth: int) -> list[Expression]:
        found = [self.expression(0, depth + 1)]
        while self.takes(","):
            found.append(self.expression(0, depth + 1))
        return found

    def atom(self, depth: int) -> Expression:
        if depth > DEPTH_LIMIT:
            raise self.fault(self.peek.at)
        token = self.take()
        if token.kind == "number" and isfinite(float(token.text)):
            return Number(float(token.text))
        if token.kind == "shift":
            return Shift(token.text[0], int(token.text[1:-1] or 1), self.atom(depth + 1))
        if token.kind == "name":
            return self.call(token, depth) if self.peek.text == "(" else Name(token.text)
        if token.kind == "sign" and token.text == "(":
            tree = self.expression(0, depth + 1)
            if not self.takes(")"):
                # An end without a closing bracket is a fault of the opening one.
                raise self.fault(token.at if self.peek.kind == "end" else self.peek.at)
            return tree
        raise self.fault(token.at, _QUOTED if token.kind == "text" else "")

    def call(self, word: Token, depth: int) -> Expression:
        if word.text not in FUNCTIONS:
            raise _unknown(word.text)
        self.take()
        if self.takes(")"):
            raise self.wrong_form(word.text)
        arguments = self.items(depth)
        by = self.keys() if self.takes("by") else ()
        if not self.takes(")"):
            raise self.fault(word.at if self.peek.kind == "end" else self.peek.at)
        made = _made(word.text, arguments, by)
        if made is None:
            raise self.wrong_form(word.text, OF_A_ROW.get(word.text, "") if len(arguments) > 1 else "")
        return made

    def keys(self) -> tuple[str, ...]:
        """The columns after ``by``."""
        found: list[str] = []
        while True:
            token = self.take()
            if token.kind != "name" or token.text in found:
                raise self.fault(token.at)
            found.append(token.text)
            if not self.takes(","):
                return tuple(found)

    def wrong_form(self, function: str, instead: str = "") -> PaneloomError:
        return PaneloomError(
            "function-form", seen=self.text, function=function, form=FORMS[function], instead=instead
        )


def _unknown(word: str) -> PaneloomError:
    instead = INSTEAD.get(word.lower()) or FORMS.get(word.lower(), "")
    like = "" if instead else nearest(word, FUNCTIONS)
    return PaneloomError("unknown-function", seen=word, nearest=like, instead=instead, known=FUNCTIONS)


def _made(function: str, arguments: list[Expression], by: tuple[str, ...]) -> Expression | None:
    """The call, or None when the function does not take these arguments."""
    least, most = ROWWISE.get(function, (0, 0))
    if least <= len(arguments) <= most and not by:
        digits = _constant(arguments[1]) if function == "round" else None
        if digits is not None and not digits.is_integer():
            return None
        return Call(function, tuple(arguments))
    constants = tuple(value for value in map(_constant, arguments[1:]) if value is not None)
    is_whole = len(constants) == len(arguments) - 1
    if function in POOLED and is_whole and len(constants) == POOLED[function]:
        fits = are_constants_of(function, constants)
        return Pooled(function, arguments[0], constants, by) if fits else None
    if function in ALONG and is_whole and len(constants) == ALONG[function] and not by:
        fits = are_constants_of(function, constants)
        return Along(function, arguments[0], constants) if fits else None
    return None


def _constant(tree: Expression) -> float | None:
    if isinstance(tree, Call) and tree.function == "neg" and isinstance(tree.arguments[0], Number):
        return -tree.arguments[0].value
    return tree.value if isinstance(tree, Number) else None
