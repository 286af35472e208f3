"""What a table says of models besides the within estimator: rows of their own numbers, conventions in sentences."""

from __future__ import annotations

from collections.abc import Iterator
from math import isfinite

from paneloom.estimate.column_sentences import Estimates, sentences_by_column
from paneloom.estimate.estimate import Estimate
from paneloom.estimate.fact_words import OF_MODEL, PLAIN, fact_words
from paneloom.present.cell import EMPTY, FIXED3, Cell, fitting, printed
from paneloom.present.table import Row
from paneloom.study.model import Study
from paneloom.wording import Language, say

MODELS = ("between", "first-difference", "random-effects", "mundlak")
# Of these the R² are squared correlations.
CORRELATED = ("between", "random-effects", "mundlak")
# Numbers among the facts that have a row each, and how they are printed.
NUMBERS = {"sigma_unit": "sigma", "sigma_rest": "sigma", "rho": "share", "theta": "share", "k_class": "share"}
# Facts that are a row or told of all such models together.
IN_ROWS = ("sigma_unit", "sigma_rest", "rho", "theta_least", "theta_most", "k_class", "r2", "r2_between")


def model_number_rows(fits: Estimates, language: Language) -> list[Row]:
    """The variance components of random effects and what they make; the constant of LIML."""
    rows = []
    for name, kind in NUMBERS.items():
        cells = tuple(_theta(fit) if name == "theta" else _number(fit, name, kind) for fit in fits)
        if any(cell.value is not None for cell in cells):
            rows.append(Row(say(f"table.{name}", language), cells, "statistic"))
    return rows


def between_row(fits: Estimates, language: Language) -> list[Row]:
    """R² between units, of models that have one."""
    cells = tuple(_number(fit, "r2_between", "share") for fit in fits)
    return (
        [Row(say("table.r2_between", language), cells, "statistic")]
        if any(c.value is not None for c in cells)
        else []
    )


def model_sentences(fits: Estimates, study: Study, language: Language) -> Iterator[str]:
    """The conventions of each method; what R² is of those that take squared correlations."""
    yield from sentences_by_column(fits, lambda fit: _conventions(fit, study, language), language)
    correlated = dict.fromkeys(fit.method for fit in fits if fit.method in CORRELATED)
    if correlated:
        models = say("table.comma", language).join(
            say(f"table.method_{method}", language) for method in correlated
        )
        yield say("table.r2_model_note", language, models=models)


def _conventions(fit: Estimate, study: Study, language: Language) -> Iterator[str]:
    facts = [
        (key, value)
        for key, value in fit.facts
        if key in OF_MODEL and key not in IN_ROWS and (key, value) not in PLAIN
    ]
    if facts:
        model = say(f"table.method_{fit.method}", language)
        yield say("table.model_facts", language, model=model, facts=fact_words(facts, study, language))


def _number(fit: Estimate, name: str, kind: str) -> Cell:
    value = float(dict(fit.facts).get(name, "nan"))
    if not isfinite(value):
        return EMPTY
    return Cell(value, fitting(value) if kind == "sigma" else FIXED3)


def _theta(fit: Estimate) -> Cell:
    """One value, or the least and the greatest over units."""
    least, most = _number(fit, "theta_least", "share"), _number(fit, "theta_most", "share")
    if printed(least) == printed(most):
        return least
    return Cell(f"{printed(least)}\N{EN DASH}{printed(most)}")
