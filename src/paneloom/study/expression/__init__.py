"""The language of derived variables: its tree, its parser, its text. Nothing here reaches Python's evaluator.

    either     := both ("or" both)*
    both       := denied ("and" denied)*
    denied     := "not" denied | comparison
    comparison := sum (("<" | "<=" | ">" | ">=" | "==" | "!=") sum)?
                | sum "not"? "in" "(" sum ("," sum)* ")"
                | name ("==" | "!=") text
                | name "not"? "in" "(" text ("," text)* ")"
    sum        := product (("+" | "-") product)*
    product    := power (("*" | "/") power)*
    power      := "-" power | atom ("^" power)?
    atom       := number | name | call | "(" either ")" | shift "." atom
    call       := function "(" either ("," either)* ("by" name ("," name)*)? ")"
    shift      := ("L" | "F" | "D" | "G") digits?

``L.x`` is x one period before, ``L2.x`` two; ``F.`` leads; ``D.x`` is x - L.x, ``G.x`` is (x - L.x) / L.x.
Shifts go by unit and calendar time, never by position. ``round(x, digits)`` rounds half to even, as
yearbooks print a figure. A comparison gives 1 or 0, and a missing value where either side is missing.
"""

from paneloom.study.expression.functions import ALONG, FORMS, FUNCTIONS, POOLED, STATISTICS, WORDS
from paneloom.study.expression.parser import DEPTH_LIMIT, parse
from paneloom.study.expression.text import formula, operand
from paneloom.study.expression.tokens import LENGTH_LIMIT
from paneloom.study.expression.tree import (
    Along,
    Call,
    Expression,
    Is,
    Name,
    Number,
    Pooled,
    Shift,
    children,
    is_shifted,
    names_in,
    walk,
    with_texts,
)

__all__ = [
    "ALONG",
    "DEPTH_LIMIT",
    "FORMS",
    "FUNCTIONS",
    "LENGTH_LIMIT",
    "POOLED",
    "STATISTICS",
    "WORDS",
    "Along",
    "Call",
    "Expression",
    "Is",
    "Name",
    "Number",
    "Pooled",
    "Shift",
    "children",
    "formula",
    "is_shifted",
    "names_in",
    "operand",
    "parse",
    "walk",
    "with_texts",
]
