"""The rows of a regression table: coefficients over their errors, yes-or-no marks, statistics."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from math import isfinite, sqrt

from paneloom.estimate.check import IN_READING, Check
from paneloom.estimate.estimate import Estimate
from paneloom.estimate.rounding import constant_error, slope_error
from paneloom.present.cell import EMPTY, FIXED3, INTEGER, Cell, Format, fitting
from paneloom.present.table import Role, Row
from paneloom.study.expression import Name
from paneloom.study.labels import counted, label_of, shifted
from paneloom.study.model import Study
from paneloom.wording import Language, say

DASH = Cell("\N{EN DASH}")
NO_ERROR = Cell("(\N{EN DASH})")
FIRST_STAGE_F = Format("fixed", 2)

Estimates = Sequence[Estimate]
# A coefficient, its error, its p value.
Triple = tuple[float, float, float]


def star_marks(p: float, thresholds: Iterable[float]) -> str:
    """One star for each threshold that the p value lies below; none for NaN."""
    return "*" * sum(p < threshold for threshold in thresholds)


def slope_rows(
    fits: Estimates, names: Iterable[str], stars: tuple[float, ...], study: Study, language: Language
) -> list[Row]:
    """Two rows for each name: coefficients with stars, standard errors in parentheses beneath.

    A first stage that fits exactly has dashes, and so has an error of which nothing but rounding is left.
    """
    rows: list[Row] = []
    for name in names:
        triples = [_slope(fit, name) for fit in fits]
        rows += _pair(label_of(study, name, language), fits, triples, stars)
    return rows


def constant_rows(fits: Estimates, stars: tuple[float, ...], language: Language) -> list[Row]:
    """The constants and their errors; no row when no model has both as finite numbers."""
    triples = [
        (fit.constant, constant_error(fit), fit.constant_p)
        if isfinite(fit.constant) and isfinite(fit.constant_error) and fit.constant_error > 0
        else None
        for fit in fits
    ]
    return _pair(say("table.constant", language), fits, triples, stars) if any(triples) else []


def mark_rows(fits: Estimates, study: Study, language: Language, *, controls: bool) -> list[Row]:
    """Yes or No for the controls (when asked and there are any) and for each absorbed effect."""
    rows = []
    if controls and any(fit.design.controls for fit in fits):
        marks = [bool(fit.design.controls) for fit in fits]
        rows.append(_marks(say("table.controls", language), marks, language))
    for effect in dict.fromkeys(effect for fit in fits for effect in fit.design.absorb):
        marks = [effect in fit.design.absorb for fit in fits]
        rows.append(_marks(effect_label(study, effect, language), marks, language))
    return rows


def effect_label(study: Study, effect: str, language: Language) -> str:
    """What an absorbed effect is called: "Province fixed effects"."""
    text = say("table.effects", language, effect=label_of(study, effect, language))
    return text[:1].upper() + text[1:]


def instrument_rows(fits: Estimates, study: Study, language: Language) -> list[Row]:
    """How each model was estimated and by which instruments; no rows when all are OLS."""
    if all(fit.method == "ols" for fit in fits):
        return []
    methods = tuple(Cell(say(f"table.method_{fit.method}", language)) for fit in fits)
    instruments = tuple(
        Cell(_instruments(fit, study, language)) if fit.method == "2sls" else EMPTY for fit in fits
    )
    return [
        Row(say("table.method", language), methods, "mark"),
        Row(say("table.instruments", language), instruments, "mark"),
    ]


def statistic_rows(fits: Estimates, study: Study, language: Language) -> list[Row]:
    """N, units, the kinds of R² (empty for 2SLS), clusters, tests, mean of the outcome."""
    ordinary = [fit.method == "ols" for fit in fits]
    absorbed = any(fit.design.absorb for fit in fits)
    rows = [
        _statistics("table.n", fits, lambda fit: Cell(fit.rows.used, INTEGER), language),
        _statistics("table.units", fits, lambda fit: Cell(fit.rows.units, INTEGER), language),
    ]
    if any(ordinary) and absorbed:
        rows.append(_statistics("table.r2_within", fits, lambda fit: _r2(fit, fit.r2_within), language))
    if any(ordinary):
        word = "table.r2_overall" if absorbed else "table.r2"
        rows.append(_statistics(word, fits, lambda fit: _r2(fit, fit.r2_overall), language))
    if any(fit.freedom.clusters is not None for fit in fits):
        rows.append(_statistics("table.clusters", fits, _clusters, language))
    rows += _check_rows(fits, study, language)
    rows.append(_statistics("table.outcome_mean", fits, _outcome_mean, language))
    return rows


def dashed_columns(rows: Iterable[Row], dash: Cell) -> tuple[int, ...]:
    """The columns in which a dash stands, that of ``DASH`` or of ``NO_ERROR``."""
    return tuple(sorted({at for row in rows for at, cell in enumerate(row.cells) if cell == dash}))


def first_row_ruled(rows: list[Row]) -> list[Row]:
    """The rows with a rule above the first."""
    return [Row(row.stub, row.cells, row.role, rule_above=at == 0) for at, row in enumerate(rows)]


def fits_exactly(fit: Estimate) -> bool:
    """Whether the fit is a first stage that leaves nothing of its outcome: the rest is rounding."""
    return fit.method == "ols" and any(check.reason == "first_stage_exact" for check in fit.checks)


def _slope(fit: Estimate, name: str) -> Triple | None:
    if name not in fit.names:
        return None
    at = fit.names.index(name)
    return float(fit.coefficients[at]), slope_error(fit, name), float(fit.p[at])


def _pair(
    stub: str, fits: Estimates, triples: Sequence[Triple | None], stars: tuple[float, ...]
) -> list[Row]:
    cells = [_over_and_under(fit, triple, stars) for fit, triple in zip(fits, triples, strict=True)]
    upper, lower = zip(*cells, strict=True)
    return [Row(stub, upper, "coefficient"), Row("", lower, "error")]


def _over_and_under(fit: Estimate, triple: Triple | None, stars: tuple[float, ...]) -> tuple[Cell, Cell]:
    """The cell of a coefficient and that of its error."""
    if triple is None:
        return EMPTY, EMPTY
    if fits_exactly(fit):
        return DASH, EMPTY
    coefficient, error, p = triple
    if not isfinite(error):
        return Cell(coefficient, fitting(abs(coefficient))), NO_ERROR
    return Cell(coefficient, fitting(error), star_marks(p, stars)), Cell(error, fitting(error, "()"))


def _marks(stub: str, marks: Iterable[bool], language: Language) -> Row:
    cells = (Cell(say("table.yes" if mark else "table.no", language)) for mark in marks)
    return Row(stub, tuple(cells), "mark")


def _instruments(fit: Estimate, study: Study, language: Language) -> str:
    """The instruments by label; a lag of the model's only endogenous regressor by its mark alone."""
    texts = []
    for instrument in fit.design.instruments:
        shift = shifted(instrument)
        own = (
            shift is not None and shift.kind == "L" and fit.design.endogenous == (_argument(shift.argument),)
        )
        if shift is not None and own:
            texts.append(say("table.own_lag", language, count=counted(shift.periods, language)))
        else:
            texts.append(label_of(study, instrument, language))
    return say("table.comma", language).join(texts)


def _argument(tree: object) -> str:
    return tree.name if isinstance(tree, Name) else ""


def _statistics(word: str, fits: Estimates, cell: Callable[[Estimate], Cell], language: Language) -> Row:
    role: Role = "statistic"
    return Row(say(word, language), tuple(cell(fit) for fit in fits), role)


def _r2(fit: Estimate, value: float) -> Cell:
    return Cell(value, FIXED3) if fit.method == "ols" else EMPTY


def _outcome_mean(fit: Estimate) -> Cell:
    """With digits for the spread of the outcome: its mean may be zero but for rounding."""
    left = 1 - fit.r2_overall
    scale = abs(fit.outcome_mean)
    if left > 0 and fit.design.weights is None:
        scale = sqrt(fit.rss / left / fit.rows.used)
    return Cell(fit.outcome_mean, fitting(scale))


def _clusters(fit: Estimate) -> Cell:
    return EMPTY if fit.freedom.clusters is None else Cell(fit.freedom.clusters, INTEGER)


def _check_rows(fits: Estimates, study: Study, language: Language) -> list[Row]:
    """A row for each test, or for each test of each regressor when a model has it more than once."""
    rows = []
    names = (check.name for fit in fits for check in fit.checks if check.name not in IN_READING)
    for name in dict.fromkeys(names):
        found = [[check for check in fit.checks if check.name == name] for fit in fits]
        label = say(f"check.{name}", language)
        if all(len(checks) <= 1 for checks in found):
            rows.append(Row(label, tuple(_check_cell(checks) for checks in found), "statistic"))
            continue
        for about in dict.fromkeys(check.about for checks in found for check in checks):
            stub = say("table.of", language, what=label, whom=label_of(study, about, language))
            cells = (_check_cell([check for check in checks if check.about == about]) for checks in found)
            rows.append(Row(stub, tuple(cells), "statistic"))
    return rows


def _check_cell(checks: list[Check]) -> Cell:
    if not checks or checks[0].statistic is None:
        return EMPTY
    return Cell(checks[0].statistic, FIRST_STAGE_F)
