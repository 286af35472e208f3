"""What was found of an index as the tables and figures that ``show`` asks for."""

from __future__ import annotations

from typing import Any

from paneloom.index.change_tables import change_table, year_on_year_table
from paneloom.index.coherence_table import coherence_table, effective_table, leave_out_table
from paneloom.index.findings import Findings
from paneloom.index.findings_figures import contribution_figure, method_figure, rank_figure
from paneloom.index.findings_tables import contribution_table, method_table, rank_table
from paneloom.index.index import Index
from paneloom.index.ranking import Ranking
from paneloom.index.reasons import reason
from paneloom.index.unit_tables import growth_table, obstacle_table, profile_table
from paneloom.present.figure import Figure
from paneloom.present.table import Table
from paneloom.study.index_part import Shown
from paneloom.study.model import Study
from paneloom.wording import Language, say

DRAWN: tuple[Shown, ...] = ("weights-by-method", "ranks", "contributions")


def shown(
    key: Shown, found: Findings, index: Index, ranking: Ranking, study: Study, language: Language
) -> Table | Figure | None:
    """The exhibit of one reading, None where it was not asked for or was refused."""
    common = (index, study, language)
    made: dict[Shown, tuple[Any, Any]] = {
        "weights-by-method": (found.weights, method_figure),
        "ranks": (found.ranks, rank_figure),
        "contributions": (found.contributions, contribution_figure),
        "coherence": (found.coherence, coherence_table),
        "effective": (found.effective, effective_table),
        "leave-out": (found.left_out, leave_out_table),
        "obstacles": (found.obstacles, obstacle_table),
        "profiles": (found.profiles, profile_table),
    }
    by_unit: dict[Shown, tuple[Any, Any]] = {
        "growth": (found.growth, growth_table),
        "change": (found.change, change_table),
        "year-on-year": (found.year_on_year, year_on_year_table),
    }
    if key in by_unit:
        record, form = by_unit[key]
        table: Table | None = None if record is None else form(record, index, ranking, study, language)
        return table
    record, form = made[key]
    exhibit: Table | Figure | None = None if record is None else form(record, *common)
    return exhibit


def tabled(key: Shown, found: Findings, index: Index, study: Study, language: Language) -> Table | None:
    """The numbers of a reading that is drawn as a table to copy, None where there is none."""
    made: dict[Shown, tuple[Any, Any]] = {
        "weights-by-method": (found.weights, method_table),
        "ranks": (found.ranks, rank_table),
        "contributions": (found.contributions, contribution_table),
    }
    record, form = made[key]
    table: Table | None = None if record is None else form(record, index, study, language)
    return table


def refused(key: Shown, found: Findings, index: Index, study: Study, language: Language, label: str) -> str:
    """The sentence that stands in place of the exhibit ``label`` of a reading that was refused."""
    item = next(item for item in found.refused if item.asked == key)
    return say(
        "reading.refused",
        language,
        label=label,
        reading=say(f"reading.name_{key.replace('-', '_')}", language),
        reason=reason(item.slug, item.details, index, study, language),
    )
