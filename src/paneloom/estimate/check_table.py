"""The tests of the models of a table: each statistic over its null hypothesis and its p value."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from math import inf, isinf

from paneloom.estimate.check import IN_READING, Check
from paneloom.estimate.column_sentences import Estimates
from paneloom.estimate.estimate import Estimate
from paneloom.estimate.few_rows import interval_text
from paneloom.estimate.fit import EstimateTable
from paneloom.estimate.instrument_notes import check_notes
from paneloom.estimate.table_head import table_head
from paneloom.estimate.table_notes import untested_sentences
from paneloom.estimate.table_rows import IN_TABLE
from paneloom.present.cell import EMPTY, Cell, Format
from paneloom.present.notes import notes
from paneloom.present.table import Role, Row, Table
from paneloom.study.base import text_in
from paneloom.study.designs import TableDesign
from paneloom.study.labels import label_of
from paneloom.study.model import Study
from paneloom.wording import Language, say

# The reading that has the tests of instruments in full.
OF_INSTRUMENTS = "first-stage-tests"
# What stands for many critical values: the others are in results.json.
SHOWN_CRITICAL = ("size_10", "bias_10", "tau_10")
IN_BRACKETS = Format("fixed", 3, "[]")
# Told in a sentence of its own: no hypothesis stands beneath it.
WITHOUT_NULL = ("lag_instrument", "plausibly_exogenous", "vif")
Found = list[Check | None]


def has_check_table(design: TableDesign) -> bool:
    """Whether the study lets the table have one: it asks for tests, or has models that are always tested."""
    always = any(one.model == "mundlak" or one.instruments for one in design.designs)
    in_reading = OF_INSTRUMENTS in design.show
    only_instruments = in_reading and not any(one.model == "mundlak" for one in design.designs)
    # A test and its check go by one name, but for the spelling.
    asked = (test.replace("-", "_") for one in design.designs for test in one.tests)
    elsewhere = IN_READING if in_reading else ()
    return any(name not in elsewhere for name in asked) or (always and not only_instruments)


def check_table(fitted: EstimateTable, study: Study, language: Language) -> Table | None:
    """A column for each model that was tested, numbered as in the main table; None when none was."""
    elsewhere = IN_READING if OF_INSTRUMENTS in fitted.design.show else ()
    hidden = (*IN_TABLE, *elsewhere)
    tested = [
        at for at, fit in enumerate(fitted.estimates) if any(check.name not in hidden for check in fit.checks)
    ]
    if not tested:
        return None
    fits = [fitted.estimates[at] for at in tested]
    names = [n for n in dict.fromkeys(check.name for fit in fits for check in fit.checks) if n not in hidden]
    rows = [row for name in names for row in _test(fits, name, study, language)]
    columns, spanners = table_head(fits, study, language, [at + 1 for at in tested])
    title = text_in(fitted.design.title, language) or say("table.regression_title", language)
    return Table(
        name=f"{fitted.design.name}.tests",
        title=say("table.checks_title", language, title=title),
        columns=columns,
        rows=tuple(rows),
        spanners=spanners,
        notes=notes(
            study,
            language,
            [
                say("table.checks_note", language),
                *untested_sentences(fits, names, language),
                *check_notes(fits, names, language),
            ],
        ),
    )


def _test(fits: Estimates, name: str, study: Study, language: Language) -> Iterator[Row]:
    """The rows of one test, or of one test of each regressor where a model has it more than once."""
    found = [[check for check in fit.checks if check.name == name and not check.reason] for fit in fits]
    label = say(f"check.{name}", language)
    if all(len(checks) <= 1 for checks in found):
        yield from _rows(label, [next(iter(checks), None) for checks in found], fits, language)
        return
    for about in dict.fromkeys(check.about for checks in found for check in checks):
        stub = say("table.of", language, what=label, whom=label_of(study, about, language))
        chosen = [next((check for check in checks if check.about == about), None) for checks in found]
        yield from _rows(stub, chosen, fits, language)


def _rows(label: str, checks: Found, fits: Estimates, language: Language) -> Iterator[Row]:
    """A statistic, its null and p, degrees of freedom where they differ, critical values, the confidence set."""
    made = [check for check in checks if check is not None]
    if not made:
        return
    counts = list(dict.fromkeys(_df(check) for check in made))
    stub = (
        say("table.with_df", language, what=label, df=counts[0]) if counts[0] and len(counts) == 1 else label
    )
    if any(check.statistic is not None for check in made):
        yield _row(stub, checks, _statistic, "coefficient")
        stub = ""
    if made[0].name not in WITHOUT_NULL:
        null = say(f"check.{made[0].null}", language)
        yield _row(say("table.null", language, null=null), checks, _p)
    if len(counts) > 1:
        yield _row(say("table.df", language), checks, lambda check: Cell(_df(check)))
    for key in SHOWN_CRITICAL:
        if any(key in dict(check.critical) for check in made):
            words = say("table.critical", language, what=say(f"check.{key}", language))
            yield _row(words, checks, partial(_critical, key))
    if any(check.region is not None for check in made):
        scales = {id(check): _scale(fit, check) for check, fit in zip(checks, fits, strict=True) if check}
        level = 100 * float(dict(made[0].facts).get("level", "0.95"))
        words = say("table.region", language, level=f"{level:g}")
        stub = say("table.of", language, what=stub, whom=words) if stub else words
        yield _row(stub, checks, lambda check: Cell(_region(check, scales[id(check)], language)))


def _row(stub: str, checks: Found, cell: Callable[[Check], Cell], role: Role = "error") -> Row:
    return Row(stub, tuple(EMPTY if check is None else cell(check) for check in checks), role)


def _statistic(check: Check) -> Cell:
    if check.statistic is None:
        return EMPTY
    return Cell(check.statistic, Format("fixed", 3 if abs(check.statistic) < 10 else 2))


def _p(check: Check) -> Cell:
    return EMPTY if check.p is None else Cell(check.p, IN_BRACKETS)


def _critical(key: str, check: Check) -> Cell:
    value = dict(check.critical).get(key)
    return EMPTY if value is None else Cell(value, Format("fixed", 2))


def _df(check: Check) -> str:
    """As "1, 30"; an infinite second one is that of a chi-squared statistic over the first."""
    return ", ".join("\N{INFINITY}" if isinf(df) else f"{df:g}" for df in check.df)


def _scale(fit: Estimate, check: Check) -> float:
    """The error of the coefficient that a test is about."""
    return float(fit.errors[fit.names.index(check.about)]) if check.about in fit.names else 1.0


def _region(check: Check, scale: float, language: Language) -> str:
    """An interval, a union of them, the whole line, or that it is empty."""
    if check.region is None:
        return ""
    if not check.region:
        return say("table.region_empty", language)
    if check.region == ((-inf, inf),):
        return say("table.region_line", language)
    return " \N{UNION} ".join(interval_text(low, high, scale) for low, high in check.region)
