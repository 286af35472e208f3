"""What would be asked about the regressions of a study; each rule gives one question or None."""

from __future__ import annotations

from paneloom.audit.evidence import Evidence, Question, beside, listed, shown, tested
from paneloom.errors import PaneloomError
from paneloom.study.designs import CLUSTERED, Design, TableDesign
from paneloom.study.expression import Call, Name, Number, Shift, formula, parse

FEW = 40
ROW_BY_ROW = ("iid", "hc1", "hc2", "hc3")
ROBUSTNESS = ("leave-one-out", "placebo", "windows")
MUNICIPALITIES = ("北京", "天津", "上海", "重庆")


def row_by_row(seen: Evidence) -> Question | None:
    """Errors that take the years of a unit as unrelated."""
    for table, design in _models(seen):
        if design.errors in ROW_BY_ROW and design.model != "between":
            lines = ('errors = "cluster"', f'cluster = "{seen.study.unit}"')
            return Question("row-by-row", table.name, lines, (("errors", design.errors),))
    return None


def few_clusters(seen: Evidence) -> Question | None:
    """Few clusters, and the inference made for them turned off."""
    for table, design in _models(seen):
        clusters = _clusters(seen, design)
        if design.few_clusters == "off" and clusters is not None and clusters < FEW:
            lines = ('few_clusters = "auto"',)
            return Question("few-clusters", table.name, lines, (("clusters", clusters),))
    return None


def lagged_instrument(seen: Evidence) -> Question | None:
    """A regressor instrumented by nothing but its own past."""
    for table, design in _models(seen):
        own = {formula(parse(text)) for text in design.endogenous}
        is_lagged = bool(design.instruments) and all(_past_of(text, own) for text in design.instruments)
        if is_lagged and "plausibly-exogenous" not in design.tests:
            lines = (*tested(table, "plausibly-exogenous"), "gamma = [0, 0.1]")
            return Question("lagged-instrument", table.name, lines, (("instrument", design.instruments[0]),))
    return None


def group_differences(seen: Evidence) -> Question | None:
    """Groups estimated one by one, and their difference not tested."""
    for table in seen.tables:
        grouped = any(design.sample.where for design in table.designs)
        if grouped and "group-differences" not in table.show:
            return Question("group-differences", table.name, shown(table, "group-differences"))
    return None


def multiple_testing(seen: Evidence) -> Question | None:
    """Several regressors, one after another, on the same outcome."""
    for table in seen.tables:
        families: dict[str, dict[tuple[str, ...], None]] = {}
        for design in table.designs:
            families.setdefault(design.outcome, {})[design.regressors] = None
        most = max(len(regressors) for regressors in families.values())
        if most > 1 and "multiple-testing" not in table.show:
            return Question(
                "multiple-testing", table.name, shown(table, "multiple-testing"), (("count", most),)
            )
    return None


def hausman(seen: Evidence) -> Question | None:
    """Random effects without a test that they are unrelated to the regressors."""
    if any(design.model == "mundlak" for design in seen.designs):
        return None
    for table, design in _models(seen):
        if design.model == "random-effects" and not {"hausman", "hausman-robust"} & set(design.tests):
            return Question("hausman", table.name, tested(table, "hausman-robust"))
    return None


def u_shape(seen: Evidence) -> Question | None:
    """A regressor beside its square without the test of a turning point within the data."""
    for table, design in _models(seen):
        squared = [_squared(seen, text) for text in design.slopes]
        plain = {formula(parse(text)) for text in design.slopes}
        found = next((name for name in squared if name in plain), None)
        if found is not None and "u-shape" not in design.tests:
            return Question("u-shape", table.name, tested(table, "u-shape"), (("regressor", found),))
    return None


def robustness(seen: Evidence) -> Question | None:
    """Neither another sample nor another outcome, and no reading that shakes the result."""
    if not seen.tables or seen.shows(*ROBUSTNESS):
        return None
    first = seen.tables[0].designs[0]
    regressions = [d for table in seen.tables if table.name.startswith("regress.") for d in table.designs]
    others = (
        d.winsorize or d.sample.drop_units or d.sample.times or d.outcome != first.outcome
        for d in regressions
    )
    if any(others):
        return None
    table = seen.tables[0]
    return Question("robustness", table.name, shown(table, "leave-one-out"))


def leave_one_out(seen: Evidence) -> Question | None:
    """Other samples were tried, and still each unit may carry the result."""
    if not seen.tables or seen.shows("leave-one-out", "influence") or robustness(seen) is not None:
        return None
    table = seen.tables[0]
    return Question("leave-one-out", table.name, shown(table, "leave-one-out"))


def municipalities(seen: Evidence) -> Question | None:
    """Provinces without a column that leaves out the four municipalities."""
    clean = seen.study.clean.names
    if clean != "china-provinces" or not seen.tables or seen.shows("leave-one-out"):
        return None
    dropped = (*seen.study.study.drop_units, *(u for d in seen.designs for u in d.sample.drop_units))
    if set(MUNICIPALITIES) & set(dropped):
        return None
    if not seen.study.regress:
        return None
    part, lines = beside(seen, seen.tables[0], "provinces", f"drop_units = {listed(*MUNICIPALITIES)}")
    return Question("municipalities", part, lines)


def effect_sizes(seen: Evidence) -> Question | None:
    """Estimates whose size is left to the reader."""
    if not seen.tables or seen.shows("effect-sizes"):
        return None
    table = seen.tables[0]
    return Question("effect-sizes", table.name, shown(table, "effect-sizes"))


def _models(seen: Evidence) -> list[tuple[TableDesign, Design]]:
    return [(table, design) for table in seen.tables for design in table.designs]


def _clusters(seen: Evidence, design: Design) -> int | None:
    """How many clusters there are at most; None where that takes data not read."""
    if design.errors not in CLUSTERED or design.cluster is None:
        return None
    if design.cluster == seen.study.unit:
        return seen.units
    group = seen.study.groups.get(design.cluster)
    return len(group) if isinstance(group, dict) else None


def _past_of(text: str, own: set[str]) -> bool:
    tree = parse(text)
    return isinstance(tree, Shift) and tree.kind == "L" and formula(tree.argument) in own


def _squared(seen: Evidence, text: str) -> str | None:
    """What is squared in a regressor, or in the variable that it names."""
    try:
        tree = parse(text)
        if isinstance(tree, Name):
            variable = seen.study.variables.get(tree.name)
            if variable is None or variable.expr is None:
                return None
            tree = parse(variable.expr)
    except PaneloomError:
        return None
    if not isinstance(tree, Call) or len(tree.arguments) != 2:
        return None
    left, right = tree.arguments
    if tree.function == "^" and isinstance(right, Number) and right.value == 2:
        return formula(left)
    return formula(left) if tree.function == "*" and left == right else None
