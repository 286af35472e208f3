"""Obstacles by year, growth and profiles of units, as tables."""

from __future__ import annotations

from paneloom.index.index import Index
from paneloom.index.looks import Growth, UnitProfiles
from paneloom.index.ranking import Ranking
from paneloom.index.ranking_table import unit_heading, unit_label
from paneloom.index.reading.obstacle import Obstacles, TopObstacles
from paneloom.index.reading.profile import Profile
from paneloom.index.reasons import labels_in
from paneloom.present.cell import EMPTY, FIXED3, INTEGER, Cell, Format, known, printed
from paneloom.present.notes import notes
from paneloom.present.table import Column, Row, Spanner, Table
from paneloom.study.base import text_in
from paneloom.study.labels import label_of
from paneloom.study.model import Study
from paneloom.wording import Language, say

# Obstacles of a year, strengths and weaknesses of a unit that are shown.
OBSTACLES, MOST = 5, 3
ONE_DIGIT, TWO_DIGITS = Format("fixed", 1), Format("fixed", 2)
GROWTH = ("score", "rank", "score", "rank", "gain", "climbed", "annual")


def obstacle_table(found: Obstacles, index: Index, study: Study, language: Language) -> Table:
    """A row for each year: the indicators with the largest degrees of obstacle, in percent."""
    labels = labels_in(index, study, language)
    width = min(OBSTACLES, len(found.names))
    comma = say("table.comma", language)
    beyond = comma.join(labels[name] for name in found.beyond)
    is_sum = index.nodes[-1].is_sum or index.part.aggregation == "arithmetic"
    sentences = [
        say("reading.obstacle_note", language),
        "" if is_sum else say("reading.obstacle_as_sum", language),
        say("reading.obstacle_beyond", language, indicators=beyond) if beyond else "",
    ]
    heading = label_of(study, study.time, language)
    return Table(
        name=f"obstacles.{index.name}",
        title=say("reading.obstacle_title", language, index=text_in(index.label, language)),
        columns=tuple(
            Column((say("reading.place", language, number=place + 1),), "left") for place in range(width)
        ),
        rows=tuple(Row(str(year.time), _largest(year, labels, width, language)) for year in found.top),
        stub_heading=heading[:1].upper() + heading[1:],
        notes=notes(study, language, sentences),
    )


def _largest(year: TopObstacles, labels: dict[str, str], width: int, language: Language) -> tuple[Cell, ...]:
    told = [
        _with_value(labels[name], 100 * float(degree), TWO_DIGITS, language)
        for name, degree in zip(year.names[:width], year.degree, strict=False)
    ]
    return (*map(Cell, told), *(EMPTY,) * (width - len(told)))


def growth_table(found: Growth, index: Index, ranking: Ranking, study: Study, language: Language) -> Table:
    """A row for each unit: score and rank in the first and the last year, and what changed between them."""
    made, years = found.shift, found.years
    first, last = (years.scores[:, years.times == year][:, 0] for year in (made.start, made.end))
    columns = (
        (first, FIXED3), (made.rank_before, INTEGER), (last, FIXED3), (made.rank_after, INTEGER),
        (made.gain, FIXED3), (made.climbed, INTEGER), (100 * made.annual, TWO_DIGITS),
    )  # fmt: skip
    place = {unit: at for at, unit in enumerate(found.units)}
    rows = tuple(
        Row(
            unit_label(study, unit, language),
            tuple(known(float(values[place[unit]]), kind) for values, kind in columns),
        )
        for unit in ranking.units
    )
    return Table(
        name=f"growth.{index.name}",
        title=say(
            "reading.growth_title", language, index=text_in(index.label, language), first=made.start, last=made.end
        ),
        columns=tuple(Column((say(f"reading.{word}", language),), "right") for word in GROWTH),
        rows=rows,
        stub_heading=unit_heading(study, language),
        spanners=(
            Spanner(str(made.start), 0, 2), Spanner(str(made.end), 2, 4),
            Spanner(say("reading.change", language), 4, 7),
        ),
        notes=notes(study, language, [say("reading.growth_note", language)]),
    )  # fmt: skip


def profile_table(found: UnitProfiles, index: Index, study: Study, language: Language) -> Table:
    """A row for each unit by its rank in the last year: the indicators far above and far below the median."""
    labels = labels_in(index, study, language)
    rows = tuple(
        Row(
            unit_label(study, unit, language),
            (
                Cell(int(rank), INTEGER),
                Cell(float(score), FIXED3),
                Cell(_named(one, one.strengths, labels, language)),
                Cell(_named(one, one.weaknesses, labels, language)),
            ),
        )
        for unit, rank, score, one in zip(found.units, found.ranks, found.scores, found.profiles, strict=True)
    )
    headings = ("rank", "score", "strengths", "weaknesses")
    threshold = f"{found.profiles[0].threshold:g}"
    return Table(
        name=f"profiles.{index.name}",
        title=say("reading.profile_title", language, index=text_in(index.label, language), year=found.time),
        columns=tuple(
            Column((say(f"reading.{word}", language),), "right" if place < 2 else "left")
            for place, word in enumerate(headings)
        ),
        rows=rows,
        stub_heading=unit_heading(study, language),
        notes=notes(study, language, [say("reading.profile_note", language, most=MOST, threshold=threshold)]),
    )


def _named(one: Profile, names: tuple[str, ...], labels: dict[str, str], language: Language) -> str:
    """The farthest of them with their distances; a dash for none."""
    told = [
        _with_value(labels[name], float(one.distance[one.names.index(name)]), ONE_DIGIT, language)
        for name in names[:MOST]
    ]
    return say("page.semicolon", language).join(told) or "\N{EN DASH}"


def _with_value(label: str, value: float, kind: Format, language: Language) -> str:
    return say("index.with_value", language, indicator=label, value=printed(Cell(value, kind)))
