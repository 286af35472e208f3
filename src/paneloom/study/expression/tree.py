"""The tree of an expression, and ways to walk it. None of them recurses but ``with_texts``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Number:
    """A constant."""

    value: float


@dataclass(frozen=True, slots=True)
class Name:
    """A column of numbers, or the time key."""

    name: str


@dataclass(frozen=True, slots=True)
class Is:
    """Whether the label of a row in column ``name`` is among ``texts``, or, when not ``holds``, is not."""

    name: str
    texts: tuple[str, ...]
    holds: bool = True


@dataclass(frozen=True, slots=True)
class Call:
    """An operator or a function that looks at one row, applied to its arguments.

    Operators are "+", "-", "*", "/", "^", "neg", "<", "<=", ">", ">=", "==", "!=", "in", "not in", "and",
    "or", "not"; functions are those of ``functions.ROWWISE``. The engine also knows "phi", r ln r - r + 1,
    which only the index asks for.
    """

    function: str
    arguments: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Shift:
    """``argument`` at another time of the same unit.

    ``periods`` back (L), ahead (F), or the change (D) or the rate of growth (G) over them.
    """

    kind: str
    periods: int
    argument: Expression


@dataclass(frozen=True, slots=True)
class Pooled:
    """What rows together tell of ``argument``: all rows, or those alike in every column of ``by``.

    ``function`` is one of ``functions.POOLED``. A result depends on which rows there are.
    """

    function: str
    argument: Expression
    constants: tuple[float, ...] = ()
    by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Along:
    """What the series of a unit tells: one of ``functions.ALONG``, by calendar time."""

    function: str
    argument: Expression
    constants: tuple[float, ...] = ()


Expression = Number | Name | Is | Call | Shift | Pooled | Along


def children(tree: Expression) -> tuple[Expression, ...]:
    """The expressions directly inside another, in the order in which they are written."""
    if isinstance(tree, Call):
        return tree.arguments
    if isinstance(tree, Shift | Pooled | Along):
        return (tree.argument,)
    return ()


def walk(tree: Expression) -> Iterator[Expression]:
    """The expression and all inside it, outer before inner, in the order in which they are written."""
    waiting = [tree]
    while waiting:
        part = waiting.pop()
        yield part
        waiting.extend(reversed(children(part)))


def names_in(tree: Expression) -> tuple[str, ...]:
    """The columns that an expression reads, labels and those after ``by`` too, each once, in the order met."""
    found: dict[str, None] = {}
    waiting: list[Expression | str] = [tree]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            found[part] = None
        elif isinstance(part, Name | Is):
            found[part.name] = None
        else:
            by = part.by if isinstance(part, Pooled) else ()
            waiting.extend(reversed((*children(part), *by)))
    return tuple(found)


def is_shifted(tree: Expression) -> bool:
    """Whether an expression reads another time than its own by a shift, anywhere in it."""
    return any(isinstance(part, Shift) for part in walk(tree))


def with_texts(tree: Expression, name: str, change: Callable[[str], str]) -> Expression:
    """The expression with every text that column ``name`` is compared with changed."""
    if isinstance(tree, Is):
        texts = tuple(dict.fromkeys(change(text) for text in tree.texts))
        return replace(tree, texts=texts) if tree.name == name else tree
    if isinstance(tree, Call):
        return replace(tree, arguments=tuple([with_texts(part, name, change) for part in tree.arguments]))
    if isinstance(tree, Shift | Pooled | Along):
        return replace(tree, argument=with_texts(tree.argument, name, change))
    return tree
