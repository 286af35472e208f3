"""The functions of the expression language, how each is written, and the words that cannot be names."""

from __future__ import annotations

# Of one row: the least and the largest number of arguments.
ROWWISE: dict[str, tuple[int, int]] = {
    "log": (1, 1),
    "exp": (1, 1),
    "abs": (1, 1),
    "sqrt": (1, 1),
    "min": (2, 9),
    "max": (2, 9),
    "round": (2, 2),
    "if": (3, 3),
    "coalesce": (2, 9),
}
# One number for each group of rows.
STATISTICS = ("mean", "sum", "sd", "min", "max", "median", "count")
# Of rows together: how many constants follow the argument.
POOLED: dict[str, int] = dict.fromkeys(STATISTICS, 0) | {
    "rank": 0,
    "share": 0,
    "standardise": 0,
    "minmax": 0,
    "winsor": 2,
    "trim": 2,
}
# Along the series of a unit: how many constants follow the argument.
ALONG: dict[str, int] = {"cum": 0, "first": 0, "base": 1, "movav": 1}
FUNCTIONS = tuple(dict.fromkeys((*ROWWISE, *POOLED, *ALONG)))
WORDS = ("and", "or", "not", "in", "by")
LONGEST_WINDOW = 99

_FORMS = {
    "min": "min(a, b), min(x), min(x by year)",
    "max": "max(a, b), max(x), max(x by year)",
    "round": "round(x, 2)",
    "if": "if(condition, a, b)",
    "coalesce": "coalesce(a, b)",
    "winsor": "winsor(x, 0.01, 0.99), winsor(x, 0.01, 0.99 by year)",
    "trim": "trim(x, 0.01, 0.99), trim(x, 0.01, 0.99 by year)",
    "base": "base(x, 2013)",
    "movav": "movav(x, 3)",
}
FORMS: dict[str, str] = {
    name: _FORMS.get(name, f"{name}(x), {name}(x by year)" if name in POOLED else f"{name}(x)")
    for name in FUNCTIONS
}


def are_constants_of(function: str, constants: tuple[float, ...]) -> bool:
    """Whether the constants are such as the function can be given."""
    if function in ("winsor", "trim"):
        low, high = constants
        return 0 <= low < high <= 1
    if function == "movav":
        return constants[0].is_integer() and 1 <= constants[0] <= LONGEST_WINDOW
    return all(value.is_integer() for value in constants)
