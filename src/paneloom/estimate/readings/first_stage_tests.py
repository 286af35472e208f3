"""The tests of instruments of every model of a table: strength, identification, robust inference, validity."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from math import isfinite, isinf

from paneloom.errors import PaneloomError
from paneloom.estimate.check import IN_READING, Check
from paneloom.estimate.estimate import Estimate
from paneloom.estimate.fit import EstimateTable
from paneloom.panel.panel import Panel
from paneloom.present.cell import EMPTY, FIXED3, TEXT, Cell, Format
from paneloom.present.notes import notes
from paneloom.present.table import Column, Row, Table
from paneloom.study.base import text_in
from paneloom.study.labels import label_of
from paneloom.study.model import Study
from paneloom.wording import Language, say

FIGURE = Format("fixed", 3)
P_VALUE = Format("fixed", 3, "[]")
SHOWN = ("first_stage_f", *IN_READING)
# What an infinite bound or a set that is none of the usual prints as.
LOW, HIGH = "−∞", "∞"


@dataclass(frozen=True, slots=True)
class FirstStageTests:
    """The models of a table that have instruments, by their position in it."""

    fitted: EstimateTable
    columns: tuple[int, ...]

    @property
    def estimates(self) -> tuple[Estimate, ...]:
        """The models."""
        return tuple(self.fitted.estimates[at] for at in self.columns)

    def checks(self) -> tuple[tuple[Check, ...], ...]:
        """The tests of each model, those of this reading."""
        return tuple(tuple(check for check in made.checks if check.name in SHOWN) for made in self.estimates)

    def plain(self) -> dict[str, object]:
        """The tests of each column as plain values; an end without bound is null."""
        return {
            "columns": [
                {"column": at + 1, "checks": [_plain(check) for check in checks]}
                for at, checks in zip(self.columns, self.checks(), strict=True)
            ]
        }

    def tables(self, study: Study, language: Language) -> tuple[Table, ...]:
        """One table: a row for each statistic, its p value in brackets, its bounds below it."""
        found = self.checks()
        rows = [row for name, about in _kinds(found) for row in _rows(found, name, about, study, language)]
        design = self.fitted.design
        title = text_in(design.title, language) or say("table.regression_title", language)
        heads = tuple(
            Column((f"({at + 1})", label_of(study, made.design.outcome, language)))
            for at, made in zip(self.columns, self.estimates, strict=True)
        )
        return (
            Table(
                name=f"{design.name}.first_stage_tests",
                title=say("check.reading_title", language, title=title),
                columns=heads,
                rows=tuple(rows),
                notes=notes(study, language, _sentences(found, self.columns, study, language)),
            ),
        )


def first_stage_tests(_panel: Panel, fitted: EstimateTable) -> FirstStageTests:
    """The tests of the models that have instruments.

    Raises
    ------
    PaneloomError
        ``reading-without-instruments`` when no model of the table has any.
    """
    columns = tuple(at for at, made in enumerate(fitted.estimates) if made.first_stages)
    if not columns:
        raise PaneloomError("reading-without-instruments", seen="first-stage-tests", table=fitted.design.name)
    return FirstStageTests(fitted, columns)


def _plain(check: Check) -> dict[str, object]:
    values = asdict(check)
    values["df"] = [df if isfinite(df) else None for df in check.df]
    values["critical"], values["facts"] = dict(check.critical), dict(check.facts)
    if check.region is not None:
        values["region"] = [[end if isfinite(end) else None for end in pair] for pair in check.region]
    return values


def _kinds(found: Sequence[tuple[Check, ...]]) -> Iterator[tuple[str, str]]:
    """Every test and what it is about, in the order of the tests."""
    pairs = dict.fromkeys((check.name, check.about) for checks in found for check in checks)
    yield from sorted(pairs, key=lambda pair: SHOWN.index(pair[0]))


def _rows(
    found: Sequence[tuple[Check, ...]], name: str, about: str, study: Study, language: Language
) -> Iterator[Row]:
    of = [next((c for c in checks if (c.name, c.about) == (name, about)), None) for checks in found]
    stub = say(f"check.{name}", language)
    if about:
        stub = say("table.of", language, what=stub, whom=label_of(study, about, language))

    def cells(value: Callable[[Check], Cell]) -> tuple[Cell, ...]:
        return tuple(EMPTY if check is None else value(check) for check in of)

    if any(check and check.statistic is not None for check in of):
        yield Row(stub, cells(lambda c: _figure(c.statistic, FIGURE)), "statistic")
    if any(check and check.p is not None for check in of):
        yield Row(say("check.p_row", language), cells(lambda c: _figure(c.p, P_VALUE)), "error")
    for key in dict.fromkeys(key for check in of if check for key, _ in check.critical):
        yield Row(
            say("check.critical_row", language, bound=say(f"check.{key}", language)),
            cells(lambda c, key=key: _figure(dict(c.critical).get(key), FIXED3)),  # type: ignore[misc]
            "statistic",
        )
    if any(check and check.region is not None for check in of):
        level = next(
            dict(check.facts).get("level", "0.95") for check in of if check and check.region is not None
        )
        yield Row(
            say("check.region", language, what=stub, level=f"{float(level) * 100:g}%"),
            cells(lambda c: EMPTY if c.region is None else Cell(region_text(c.region, language), TEXT)),
            "statistic",
        )


def _figure(value: float | None, kind: Format) -> Cell:
    return EMPTY if value is None else Cell(value, kind)


def region_text(region: tuple[tuple[float, float], ...], language: Language) -> str:
    """A confidence set in words and brackets: an interval, several, the whole line, none."""
    if not region:
        return say("check.region_empty", language)
    if region[0][0] == -float("inf") and region[-1][1] == float("inf") and len(region) == 1:
        return say("check.region_line", language)
    return say("check.region_or", language).join(
        f"{'(' if isinf(low) else '['}{_end(low)}, {_end(high)}{')' if isinf(high) else ']'}"
        for low, high in region
    )


def _end(value: float) -> str:
    if isinf(value):
        return HIGH if value > 0 else LOW
    return f"{value:.4g}".replace("-", "−")


def _sentences(
    found: Sequence[tuple[Check, ...]], columns: tuple[int, ...], study: Study, language: Language
) -> list[str]:
    """Null hypotheses, where the bounds come from, the lag as an instrument, and the tests that there are not."""
    nulls: dict[str, list[str]] = {}
    for name, _ in _kinds(found):
        null = next(check.null for checks in found for check in checks if check.name == name)
        names = nulls.setdefault(null, [])
        if (word := say(f"check.{name}", language)) not in names and name != "lag_instrument":
            names.append(word)
    comma = say("table.comma", language)
    said = [
        say("check.null_of", language, tests=comma.join(tests), null=say(f"check.{null}", language))
        for null, tests in nulls.items()
        if tests
    ]
    bounded = {check.name for checks in found for check in checks if check.critical}
    said += [say("check.stock_yogo", language)] if "cragg_donald_f" in bounded else []
    said += [say("check.montiel_pflueger", language)] if "effective_f" in bounded else []
    said += dict.fromkeys(
        _lag_sentence(check, study, language)
        for checks in found
        for check in checks
        if check.name == "lag_instrument"
    )
    said += _of_regions([check for checks in found for check in checks], language)
    for column, checks in zip(columns, found, strict=True):
        said += [_reason(column, check, language) for check in checks if check.reason]
    return list(dict.fromkeys(said))


def _of_regions(checks: Sequence[Check], language: Language) -> list[str]:
    """What a set that is no interval means, and the range of direct effects."""
    regions = [check.region for check in checks if check.region is not None]
    said = [say("check.region_empty_note", language)] if () in regions else []
    if any(isinf(end) for region in regions for pair in region for end in pair):
        said.append(say("check.region_line_note", language))
    ranges = dict.fromkeys(dict(check.facts)["gamma"] for check in checks if "gamma" in dict(check.facts))
    return said + [say("check.gamma_note", language, gamma=gamma) for gamma in ranges]


def _lag_sentence(check: Check, study: Study, language: Language) -> str:
    return say(
        "check.lag_instrument_sentence",
        language,
        instrument=label_of(study, dict(check.facts)["instrument"], language),
        regressor=label_of(study, check.about, language),
        correlation=f"{check.statistic:.2f}",
    )


def _reason(column: int, check: Check, language: Language) -> str:
    return say(
        "check.no_test",
        language,
        column=column + 1,
        test=say(f"check.{check.name}", language),
        reason=say(f"check.{check.reason}", language),
    )
