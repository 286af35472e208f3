"""The rows of a regression table: coefficients over their errors, yes-or-no marks, statistics."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from math import isfinite, sqrt

from paneloom.estimate.check import Check
from paneloom.estimate.effect_words import effect_label
from paneloom.estimate.estimate import INSTRUMENTAL, Estimate
from paneloom.estimate.model_rows import between_row, model_number_rows
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
RANDOM = ("random-effects", "mundlak")
# The tests that have a row below the coefficients; all others have a table of their own.
IN_TABLE = ("first_stage_f",)

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
    """Yes or No for the controls (when asked and there are any), each absorbed effect, trends, random effects."""
    rows = []
    if controls and any(fit.design.controls for fit in fits):
        marks = [bool(fit.design.controls) for fit in fits]
        rows.append(_marks(say("table.controls", language), marks, language))
    for effect in dict.fromkeys(effect for fit in fits for effect in fit.design.absorb):
        marks = [effect in fit.design.absorb for fit in fits]
        rows.append(_marks(effect_label(study, effect, language), marks, language))
    of_units = {
        "table.trends": [fit.design.unit_trends for fit in fits],
        "table.random_effects": [fit.method in RANDOM for fit in fits],
    }
    for word, marks in of_units.items():
        if any(marks):
            rows.append(_marks(effect_label(study, study.unit, language, word), marks, language))
    return rows


def instrument_rows(fits: Estimates, study: Study, language: Language) -> list[Row]:
    """How each model was estimated and by which instruments; no rows when all are OLS."""
    if all(fit.method == "ols" for fit in fits):
        return []
    methods = tuple(Cell(say(f"table.method_{fit.method}", language)) for fit in fits)
    rows = [Row(say("table.method", language), methods, "mark")]
    if any(fit.design.instruments for fit in fits):
        instruments = tuple(
            Cell(_instruments(fit, study, language)) if fit.design.instruments else EMPTY for fit in fits
        )
        rows.append(Row(say("table.instruments", language), instruments, "mark"))
    return rows


def statistic_rows(
    fits: Estimates, study: Study, language: Language, tests: Sequence[str] = IN_TABLE
) -> list[Row]:
    """N, units, the kinds of R² (empty with instruments), numbers of the model, clusters, tests, mean outcome."""
    rows = [
        _statistics("table.n", fits, lambda fit: Cell(fit.rows.used, INTEGER), language),
        _statistics("table.units", fits, lambda fit: Cell(fit.rows.units, INTEGER), language),
        *_fit_rows(fits, language),
        *model_number_rows(fits, language),
        *_cluster_rows(fits, study, language),
        *check_rows(fits, tests, study, language),
    ]
    rows.append(_statistics("table.outcome_mean", fits, _outcome_mean, language))
    return rows


def check_rows(fits: Estimates, names: Sequence[str], study: Study, language: Language) -> list[Row]:
    """A row for each of these tests, or for each regressor when a model has the test more than once."""
    rows = []
    for name in names:
        found = [[check for check in fit.checks if check.name == name] for fit in fits]
        if not any(found):
            continue
        label = say(f"check.{name}", language)
        if all(len(checks) <= 1 for checks in found):
            rows.append(Row(label, tuple(_check_cell(checks) for checks in found), "statistic"))
            continue
        for about in dict.fromkeys(check.about for checks in found for check in checks):
            stub = say("table.of", language, what=label, whom=label_of(study, about, language))
            cells = (_check_cell([check for check in checks if check.about == about]) for checks in found)
            rows.append(Row(stub, tuple(cells), "statistic"))
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


def _fit_rows(fits: Estimates, language: Language) -> list[Row]:
    """The kinds of R² that some column has; of OLS what is left of the outcome, of models squared correlations."""
    shown = [fit for fit in fits if fit.method not in INSTRUMENTAL and not fit.design.endogenous]
    within = [fit for fit in shown if _has_within(fit)]
    counted = [fit for fit in shown if fit.method == "ols" and fit.design.absorb]
    overall = [fit for fit in shown if fit not in counted]
    kinds = (
        ("table.r2_within", within, "r2_within"),
        ("table.r2_overall", counted, "r2_overall"),
        ("table.r2_of_model" if within else "table.r2", overall, "r2_overall"),
    )
    rows = [
        _statistics(word, fits, partial(_r2, having, kind), language)
        for word, having, kind in kinds
        if having
    ]
    return [*rows, *between_row(fits, language)]


def _has_within(fit: Estimate) -> bool:
    """Whether the within R² is another number than that of the whole."""
    return fit.method in RANDOM or (fit.method == "ols" and bool(fit.design.absorb))


def _r2(having: list[Estimate], kind: str, fit: Estimate) -> Cell:
    return Cell(getattr(fit, kind), FIXED3) if fit in having else EMPTY


def _outcome_mean(fit: Estimate) -> Cell:
    """With digits for the spread of the outcome: its mean may be zero but for rounding."""
    left = 1 - fit.r2_overall
    scale = abs(fit.outcome_mean)
    if left > 0 and fit.design.weights is None:
        scale = sqrt(fit.rss / left / fit.rows.used)
    return Cell(fit.outcome_mean, fitting(scale))


def _cluster_rows(fits: Estimates, study: Study, language: Language) -> list[Row]:
    """The numbers of clusters; by what they are where a column has them two ways."""
    counts = [_cluster_counts(fit) for fit in fits]
    if all(len(one) <= 1 for one in counts):
        found = [next(iter(one.values()), None) for one in counts]
        return [_count_row(say("table.clusters", language), found)] if any(counts) else []
    return [
        _count_row(
            say("table.clusters_of", language, cluster=label_of(study, name, language)),
            [one.get(name) for one in counts],
        )
        for name in dict.fromkeys(name for one in counts for name in one)
    ]


def _cluster_counts(fit: Estimate) -> dict[str, int]:
    """How many clusters there are of each name."""
    named = (
        (fit.design.cluster, fit.freedom.clusters),
        (fit.design.second_cluster, fit.freedom.second_clusters),
    )
    return {name or "": count for name, count in named if count is not None}


def _count_row(stub: str, counts: Iterable[int | None]) -> Row:
    cells = (EMPTY if count is None else Cell(count, INTEGER) for count in counts)
    return Row(stub, tuple(cells), "statistic")


def _check_cell(checks: list[Check]) -> Cell:
    if not checks or checks[0].statistic is None:
        return EMPTY
    return Cell(checks[0].statistic, FIRST_STAGE_F)
