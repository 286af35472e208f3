"""Printed totals beside the sums of their units: those that differ are flagged, those that agree are counted."""

import numpy as np
from tests.panel.test_screen import YEARS, assembly, clean

from paneloom.errors import Place
from paneloom.panel.ledger_table import rule_text
from paneloom.panel.observations import Observations, observed
from paneloom.panel.screen.screen import check_sums


def test_totals_of_an_assembly() -> None:
    values = clean(45)
    total = values.sum(axis=0)
    total[3] *= 1.2
    printed = observed(
        "x", "x.csv", [""] * YEARS, list(range(2010, 2010 + YEARS)), total, lambda n: Place("x.csv", line=n)
    )
    agree, entry = check_sums(assembly(x=values), {"x": printed})
    assert (agree.action, agree.rule, agree.variable) == ("checked", "check sum agrees", "x")
    assert (agree.count, agree.before) == (YEARS - 1, f"{YEARS - 1} / {YEARS}")
    assert (entry.rule, entry.time, entry.count, entry.place) == (
        "check sum",
        2013,
        1,
        Place("x.csv", line=3),
    )


def test_totals_that_all_agree_are_counted_and_those_of_no_sum_are_not() -> None:
    values = clean(45)

    def printed(totals: np.ndarray) -> Observations:
        years = list(range(2010, 2010 + YEARS))
        return observed("x", "x.csv", [""] * YEARS, years, totals, lambda n: Place("x.csv", line=n))

    (agree,) = check_sums(assembly(x=values), {"x": printed(values.sum(axis=0))})
    assert (agree.action, agree.count, agree.before) == ("checked", YEARS, f"{YEARS} / {YEARS}")
    assert rule_text(agree.rule, "zh") == "与各项之和相符的合计行"
    assert check_sums(assembly(x=values), {"x": printed(values.mean(axis=0))}) == ()
