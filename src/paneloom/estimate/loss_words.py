"""Rows lost for one cause, as a phrase of the note and of errors: "31 have no lag of Productivity"."""

from __future__ import annotations

from collections.abc import Callable

from paneloom.study.expression import Shift, is_shifted, operand, parse
from paneloom.study.labels import counted
from paneloom.wording import Language, say

Label = Callable[[str], str]


def loss_words(cause: str, column: str, rows: str, label: Label, language: Language) -> str:
    """How many rows were lost, and for what; ``label`` tells what a variable is called."""
    if cause == "lag" or (cause == "missing" and is_shifted(parse(column))):
        word = "table.lost_lag" if cause == "lag" else "table.lost_moved"
        return say(word, language, rows=rows, variable=_moved(column, label, language))
    word = "table.lost_" + cause.replace(" ", "_")
    return say(word, language, rows=rows, variable=label(column) if column else "")


def _moved(column: str, label: Label, language: Language) -> str:
    """The value of another period: "lag of GDP", "value of GDP 9 periods before"."""
    tree = parse(column)
    if not isinstance(tree, Shift):
        return say("table.moved", language, variable=label(column))
    inner = operand(tree.argument)
    count = counted(tree.periods, language)
    word = f"table.moved_{tree.kind}" if tree.periods == 1 else f"table.moved_far_{tree.kind}"
    return say(word, language, variable=label(inner), count=count)
