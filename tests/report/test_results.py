"""Results from Python: parts by name, short to print."""

from dataclasses import replace

import pytest
from tests.workflow.conftest import Finished

import paneloom
from paneloom.errors import PaneloomError
from paneloom.render.text import text_table


def test_results_print_in_a_few_lines(finished: Finished) -> None:
    parts = (
        "data, variables, describe, index.infra, regress.baseline, regress.iv, map.infra, map.net, "
        "published.other, ledger"
    )
    assert repr(finished.results).splitlines() == [
        "Results of 'A small study (simulated data)'",
        f"  parts: {parts}",
        f"  written to: {finished.output}",
    ]
    stale = replace(finished.results, stale=("report.html",), folder=None, exhibits=())
    assert repr(stale).splitlines()[1:] == ["  parts: none", "  of an earlier run: report.html"]
    assert repr(paneloom.load(finished.folder)).startswith("Project('")


def test_a_part_holds_its_tables_figures_and_estimates(finished: Finished) -> None:
    results = finished.results
    part = results["regress.iv"]
    assert [table.name for table in part.tables] == [
        "regress.iv",
        "regress.iv.first_stage",
        "regress.iv.tests",
    ]
    assert part.table is part.tables[0]
    assert part.estimates == results.estimates[1].estimates
    assert str(part) == repr(part) == "\n".join(map(text_table, part.tables))
    assert results.text("iv") == part.text
    assert results["describe"].estimates == ()
    assert [item.name for item in results["index.infra"].figures] == ["ranking.infra"]


def test_every_part_can_be_asked_for(finished: Finished) -> None:
    results = finished.results
    assert tuple(results) == results.parts
    assert "map.net" in results
    shown = [item for name in results for item in (*results[name].tables, *results[name].figures)]
    assert shown == [exhibit.item for exhibit in results.exhibits]
    assert all(results.text(name).strip() for name in results)


def test_a_part_that_is_drawn_only(finished: Finished) -> None:
    part = finished.results["map.net"]
    assert str(part).startswith(part.figures[0].title)
    with pytest.raises(PaneloomError) as caught:
        _ = part.table
    assert caught.value.slug == "part-without-table"


@pytest.mark.parametrize("name", ["regress.basline", "infra", ""])
def test_a_name_that_is_no_part_or_several(finished: Finished, name: str) -> None:
    with pytest.raises(PaneloomError) as caught:
        _ = finished.results[name]
    assert caught.value.slug == "unknown-part"
    assert "regress.baseline" in caught.value.details["known"]
