"""What users of other programs write, and how it is written here."""

from __future__ import annotations

import re

_GROUP_MEAN = "mean(x by year)"
_ROW_MEAN = "(a + b) / 2"
_CHANGE = "D.x"
_GROWTH = "G.x"
_LAG = "L.x"
_LEAD = "F.x"
_IF = "if(condition, a, b)"
_STANDARD = "standardise(x)"
_WINSOR = "winsor(x, 0.01, 0.99)"
_AVERAGE = "movav(x, 3)"
_PRESENT = "coalesce(x, 0)"
_SQUARE = "x ^ 2"
_ARSINH = "log(x + sqrt(x ^ 2 + 1))"

# Functions, in lower case.
INSTEAD: dict[str, str] = {
    "ln": "log(x)",
    "lg": "log(x) / log(10)",
    "log10": "log(x) / log(10)",
    "log2": "log(x) / log(2)",
    "log1p": "log(1 + x)",
    "ln1p": "log(1 + x)",
    "ihs": _ARSINH,
    "asinh": _ARSINH,
    **dict.fromkeys(("pow", "power", "square"), _SQUARE),
    **dict.fromkeys(("average", "avg", "ave"), f"{_ROW_MEAN}, {_GROUP_MEAN}"),
    "rowmean": _ROW_MEAN,
    "rowtotal": "a + b",
    "rowmin": "min(a, b)",
    "rowmax": "max(a, b)",
    **dict.fromkeys(("egen", "bysort", "groupby"), _GROUP_MEAN),
    "total": "sum(x by year)",
    **dict.fromkeys(("averageif", "averageifs"), _GROUP_MEAN),
    **dict.fromkeys(("sumif", "sumifs"), "sum(x by year)"),
    **dict.fromkeys(("countif", "countifs", "counta", "n"), "count(x by year)"),
    **dict.fromkeys(("std", "stdev", "stddev", "stdev_s"), "sd(x)"),
    **dict.fromkeys(("med", "p50"), "median(x)"),
    **dict.fromkeys(("lag", "l", "shift"), _LAG),
    **dict.fromkeys(("lead", "f"), _LEAD),
    **dict.fromkeys(("diff", "delta", "d"), _CHANGE),
    **dict.fromkeys(("growth", "growthrate", "growth_rate", "pct_change", "pctchange", "g"), _GROWTH),
    **dict.fromkeys(("iif", "ifelse", "if_else", "cond", "where", "case_when", "iff"), _IF),
    **dict.fromkeys(("winsor2", "winsorize", "winsorise"), _WINSOR),
    **dict.fromkeys(("truncate", "trimr"), "trim(x, 0.01, 0.99)"),
    **dict.fromkeys(("zscore", "standardize", "scale", "normalize", "normalise"), _STANDARD),
    **dict.fromkeys(("cumulate", "cumsum", "cumul", "running"), "cum(x)"),
    **dict.fromkeys(("rolling", "ma", "movavg", "moving_average", "tssmooth"), _AVERAGE),
    **dict.fromkeys(("ifnull", "ifna", "iferror", "nvl", "fillna", "missing", "isna", "isnull"), _PRESENT),
    "inlist": "x in (1, 2)",
    "inrange": "x >= 1 and x <= 2",
    **dict.fromkeys(("percent_rank", "rank_eq", "order"), "rank(x by year)"),
    "int": "round(x, 0)",
}
# Functions that exist, given several columns of a row.
OF_A_ROW: dict[str, str] = {"sum": "a + b", "mean": _ROW_MEAN, "count": "a + b"}
_SIGNS: tuple[tuple[str, str], ...] = (
    (r"&", "and"),
    (r"\|", "or"),
    (r"[!~]", "not"),
    (r"=", "=="),
    (r"[≥⩾]", ">="),
    (r"[≤⩽]", "<="),
    (r"≠", "!="),
    (r"[×·＊]", "*"),
    (r"[÷／]", "/"),
    (r"[＋]", "+"),
    (r"[－—–−]", "-"),
    (r"（", "("),
    (r"）", ")"),
    (r"[，、；;]", ","),
    (r"[“”„‘’「」《》]", '"'),
    (r"[?？]", _IF),
    (r"\[", "L.x"),
    (r"[%％]", "x / 100"),
    (r"√", "sqrt(x)"),
    (r"[²³]", _SQUARE),
    (r"AND\b|And\b", "and"),
    (r"OR\b|Or\b", "or"),
    (r"NOT\b|Not\b", "not"),
    (r"IN\b|In\b", "in"),
    (r"BY\b|By\b|over\b", "by"),
)
_LOWER_SHIFT = re.compile(r"(?<![A-Za-z0-9_])([lfdg])(\d{0,2})$")
_SHIFTS = re.compile(r"([LFDGlfdg])\(\s*-?\d[-\d\s/]*\)$")
_FACTOR = re.compile(r"(?<![A-Za-z0-9_])(?:ib?\d*|c)$")


def spelled_here(text: str, at: int) -> str:
    """How what stands at ``at``, where the text cannot be read, is written here; "" when that is not known."""
    rest, before = text[at : at + 8], text[max(0, at - 40) : at]
    if rest.startswith("=") and not before.strip():
        return text[at + 1 : at + 60].strip()
    if rest.startswith("."):
        shift = _LOWER_SHIFT.search(before)
        if shift:
            return f"{shift[1].upper()}{shift[2]}.x"
        several = _SHIFTS.search(before)
        if several:
            return f"{several[1].upper()}.x"
        if _FACTOR.search(before):
            return 'absorb = ["province", "year"]'
        return _PRESENT if before.rstrip().endswith("=") else ""
    if rest.startswith(">") and before.endswith("<"):
        return "!="
    return next((form for sign, form in _SIGNS if re.match(sign, rest)), "")
