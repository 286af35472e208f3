"""What the note of a 2SLS table says of its instruments: which F it is, whether it is weak, what it cannot show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from paneloom.estimate.check import Check
from paneloom.estimate.column_sentences import about
from paneloom.estimate.estimate import Estimate
from paneloom.study.expression import Name
from paneloom.study.labels import shifted
from paneloom.wording import Language, say

F_NAME = "first_stage_f"
# Staiger and Stock (1997): below this, the bias of 2SLS is no small share of that of OLS.
WEAK_F = 10
# What a row means that tests nothing, said once.
EXPLAINED = {"lag_instrument": "check.lag_instrument_note", "vif": "check.vif_sentence"}
CRITICAL_FROM = {"cragg_donald_f": "check.stock_yogo", "effective_f": "check.montiel_pflueger"}

Estimates = Sequence[Estimate]


def instrument_sentences(columns: Estimates, models: Estimates, language: Language) -> list[str]:
    """The name of the first-stage F, a caution where it is weak, the condition for a lag to be an instrument.

    ``columns`` are those of the table, with the checks shown in each; ``models`` the model behind each, which
    is the column itself in the main table and the 2SLS model in the table of first stages.
    """
    sentences = []
    named: dict[str, list[int]] = {}
    for at, (column, model) in enumerate(zip(columns, models, strict=True)):
        if any(check.statistic is not None for check in _tests(column)):
            named.setdefault(_statistic_name(model), []).append(at)
    tested = sum(len(found) for found in named.values())
    for word, found in named.items():
        sentence = say(word, language)
        # The columns without an F need no telling apart.
        sentences.append(
            sentence if len(found) == tested else about(tuple(found), columns, sentence, language)
        )
    weak = tuple(at for at, column in enumerate(columns) if any(_is_weak(check) for check in _tests(column)))
    if weak:
        sentences.append(about(weak, columns, say("check.weak", language, least=WEAK_F), language))
    if any(_has_own_lag(model) for model in models):
        sentences.append(say("check.own_lag", language))
    return sentences


def check_notes(columns: Estimates, names: Sequence[str], language: Language) -> Iterator[str]:
    """Where critical values are from; what rows mean that test nothing."""
    for name, word in CRITICAL_FROM.items():
        if name in names and any(
            check.critical for one in columns for check in one.checks if check.name == name
        ):
            yield say(word, language)
    for name, word in EXPLAINED.items():
        if name in names:
            yield say(word, language)


def _tests(column: Estimate) -> list[Check]:
    return [check for check in column.checks if check.name == F_NAME]


def _is_weak(check: Check) -> bool:
    return check.statistic is not None and check.statistic < WEAK_F


def _statistic_name(model: Estimate) -> str:
    """With one endogenous regressor the F goes by the name of its authors (Kleibergen and Paap 2006)."""
    if len(model.design.endogenous) != 1:
        return "check.partial"
    return "check.kleibergen_paap" if model.kind == "cluster" else "check.cragg_donald"


def _has_own_lag(model: Estimate) -> bool:
    """Whether an instrument is the lag by one period of an endogenous regressor of the same model."""
    shifts = [shift for shift in map(shifted, model.design.instruments) if shift is not None]
    return any(
        shift.kind == "L"
        and shift.periods == 1
        and isinstance(shift.argument, Name)
        and shift.argument.name in model.design.endogenous
        for shift in shifts
    )
