"""What would be asked about the variables and indices of a study; each rule gives one question or None."""

from __future__ import annotations

import re

from paneloom.audit.evidence import Evidence, Question, beside, listed
from paneloom.study.expression import names_in, parse
from paneloom.study.measures import measure_of

MONEY = ("yuan", "dollar")
# What a unit of money says when prices do not move in it: "1982 dollars", 2013年不变价.
_REAL = re.compile(r"(?:19|20)\d\d|不变价|可比价|constant|real\b", re.IGNORECASE)


def shared_with_outcome(seen: Evidence) -> Question | None:
    """An index as regressor that is made of what the outcome is made of."""
    for table in seen.tables:
        for design in table.designs:
            for index in seen.indices(*design.regressors):
                shared = _common(seen, index, design.outcome)
                is_regression = table.name.startswith("regress.")
                if shared and is_regression and not _with_another(seen, design.outcome):
                    return _apart("shared-with-outcome", seen, index, shared)
    return None


def shared_with_channel(seen: Evidence) -> Question | None:
    """A channel that is made of what the index is made of."""
    for table in seen.tables:
        if not table.name.startswith("mechanism."):
            continue
        for design in table.designs:
            for index in seen.indices(*design.regressors):
                shared = _common(seen, index, design.outcome)
                if shared and not _with_another(seen, design.outcome):
                    return _apart("shared-with-channel", seen, index, shared, channel=design.outcome)
    return None


def shared_with_controls(seen: Evidence) -> Question | None:
    """Controls that hold a variable of the index, often its denominator, and no column without them."""
    for table in seen.tables:
        for design in table.designs:
            for index in seen.indices(*design.regressors):
                shared = {c: _common(seen, index, c) for c in design.controls}
                held = tuple(control for control, common in shared.items() if common)
                is_regression = table.name.startswith("regress.")
                if held and is_regression and not _without(seen, design.regressors, held):
                    rest = tuple(c for c in design.controls if c not in held)
                    asked = (f"x = {listed(*design.regressors)}", f"controls = {listed(*rest)}")
                    part, lines = beside(seen, table, "without", *asked)
                    variable = next(common[0] for common in shared.values() if common)
                    details = (("index", index), ("controls", ", ".join(held)), ("variable", variable))
                    return Question("shared-with-controls", part, lines, details)
    return None


def nominal_money(seen: Evidence) -> Question | None:
    """Sums of money of several years as they were paid."""
    columns = [name for design in seen.designs for name in design.columns]
    used = [*columns, *(i.variable for items in seen.indicators.values() for i in items)]
    names = dict.fromkeys(name for text in used for name in names_in(parse(text)))
    nominal = [name for name in names if _is_nominal(seen, name)]
    if not nominal:
        return None
    base = seen.study.study.years[0] if seen.study.study.years else 2000
    line = f'{nominal[0]}_real = {{ expr = "{nominal[0]}", deflate = {{ index = "...", base = {base} }} }}'
    details = (("first", nominal[0]), ("count", len(nominal)))
    return Question("nominal-money", "variables", (line,), details)


def index_choices(seen: Evidence) -> Question | None:
    """An index in a model, and not asked how much of it hangs on how it was built."""
    used = seen.indices(*(name for design in seen.designs for name in (design.outcome, *design.regressors)))
    for index in used or tuple(seen.indicators):
        if any(seen.study.index[name].uncertainty is not None for name in used):
            return None
        return Question("index-choices", f"index.{index}.uncertainty", ('leave_out = "indicator"',))
    return None


def published(seen: Evidence) -> Question | None:
    """No number of an earlier study beside those of this one."""
    if not seen.tables or seen.study.published:
        return None
    lines = (f'of = "{seen.tables[0].name}"', 'source = "..."', "values = [...]")
    return Question("published", "published.earlier", lines)


def _common(seen: Evidence, index: str, column: str) -> tuple[str, ...]:
    own = seen.origins(index)
    return tuple(name for name in seen.origins(column) if name in own)


def _apart(name: str, seen: Evidence, index: str, shared: tuple[str, ...], **more: str) -> Question:
    """The question with an index of the indicators that have nothing of what is shared."""
    kept = [i for i in seen.indicators[index] if not set(seen.origins(i.variable)) & set(shared)]
    names = [f"{i.direction} {i.variable}" for i in kept] or ["+ ..."]
    details = (("index", index), ("variable", ", ".join(shared)), *more.items())
    return Question(name, f"index.{index}_apart", (f"indicators = {listed(*names)}",), details)


def _with_another(seen: Evidence, outcome: str) -> bool:
    """Whether some model of the outcome has an index that shares nothing with it."""
    models = [d.regressors for d in seen.designs if d.outcome == outcome]
    indices = [index for regressors in models for index in seen.indices(*regressors)]
    return any(not _common(seen, index, outcome) for index in indices)


def _without(seen: Evidence, regressors: tuple[str, ...], held: tuple[str, ...]) -> bool:
    """Whether some model has these regressors and none of these controls."""
    return any(d.regressors == regressors and not set(held) & set(d.slopes) for d in seen.designs)


def _is_real(seen: Evidence, name: str) -> bool:
    """Whether the words of a variable say so, or those of one that it is made of, or one is deflated."""
    variable = seen.study.variables.get(name)
    if variable is None:
        return False
    if variable.deflate is not None or _REAL.search(f"{variable.unit} {variable.label} {variable.note}"):
        return True
    below = names_in(parse(variable.expr)) if variable.expr is not None else ()
    return any(_is_real(seen, word) for word in below)


def _is_nominal(seen: Evidence, name: str) -> bool:
    variable = seen.study.variables.get(name)
    if variable is None or _is_real(seen, name):
        return False
    measure = measure_of(variable.unit) if variable.unit else None
    if measure is None and variable.expr is not None:
        below = names_in(parse(variable.expr))
        return len(below) == 1 and _is_nominal(seen, below[0])
    return measure is not None and any(u in MONEY and power > 0 for u, power in measure.dimensions)
