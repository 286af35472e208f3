"""Prices of a base year outside the years of the study, by hand."""

from pathlib import Path

import numpy as np
import pytest
from tests.test_intake import column, opened

from paneloom.errors import PaneloomError, PaneloomErrors
from paneloom.panel.derivations import all_expressions, deflations_of
from paneloom.panel.ledger_table import rule_text
from paneloom.panel.panel import Panel
from paneloom.panel.provenance import filled_cells
from paneloom.study.sample import EVERY_ROW

NOMINAL = "province,year,gdp\n" + "".join(f"{u},{y},1000\n" for u in "AB" for y in range(2013, 2024))


def real(folder: Path, prices: str, base: int, kind: str = "previous-year", more: str = "") -> Panel:
    """A study of 2013-2023 with the index of ``prices``, by year or by province and year."""
    layout = "long" if prices.startswith("province") else "times"
    text = f"""years = [2013, 2023]
{more}
[data.d]
file = "d.csv"
layout = "long"
[data.p]
file = "p.csv"
layout = "{layout}"
[variables]
gdp = {{ data = "d" }}
price = {{ data = "p" }}
real = {{ expr = "gdp", deflate = {{ index = "price", base = {base}, kind = "{kind}" }} }}
"""
    return opened(folder, text, d=NOMINAL, p=prices)


def test_prices_of_2000_in_a_study_of_2013_to_2023(tmp_path: Path) -> None:
    # 2 % a year to 2012, then 5 %: 1.02 ** 12 = 1.26824179..., P(2013) = that times 1.05 = 1.33165388...
    prices = "year,price\n" + "".join(f"{y},{102 if y < 2013 else 105}\n" for y in range(1995, 2030))
    panel = real(tmp_path, prices, 2000)
    found = column(panel, "real")
    assert found[0] == pytest.approx(1000 / 1.3316538841, rel=1e-9)
    assert found[10] == pytest.approx(1000 / (1.3316538841 * 1.6288946268), rel=1e-9)
    assert found[:11] == found[11:]
    told = [e for e in panel.ledger.of("converted") if e.rule == "price index beyond the panel"]
    assert [(e.variable, e.before, e.after, e.count) for e in told] == [("real", "price", "2001–2012", 24)]
    assert "年份之外" in rule_text(told[0].rule, "zh")


def test_a_base_year_after_the_study(tmp_path: Path) -> None:
    prices = "year,price\n" + "".join(f"{y},110\n" for y in range(2013, 2031))
    found = column(real(tmp_path, prices, 2025), "real")
    # P(2023) = 1 / 1.1 ** 2, P(2013) = 1 / 1.1 ** 12.
    assert found[10] == pytest.approx(1210)
    assert found[0] == pytest.approx(3138.428376721, rel=1e-12)


def test_the_year_before_the_study_needs_no_index_of_its_own(tmp_path: Path) -> None:
    prices = "year,price\n" + "".join(f"{y},110\n" for y in range(2013, 2024))
    panel = real(tmp_path, prices, 2012)
    assert column(panel, "real")[0] == pytest.approx(1000 / 1.1)
    assert "price index beyond the panel" not in {e.rule for e in panel.ledger.entries}


def test_a_fixed_index_is_moved_to_a_year_outside(tmp_path: Path) -> None:
    prices = "province,year,price\n" + "".join(
        f"{u},{y},{(100 if u == 'A' else 200) + y - 1999}\n" for u in "AB" for y in range(1999, 2024)
    )
    panel = real(tmp_path, prices, 1999, "fixed")
    found = column(panel, "real")
    # A: 100 to 114 and 124; B: 200 to 214 and 224.
    expected = [1000 * 100 / 114, 1000 * 100 / 124, 1000 * 200 / 214, 1000 * 200 / 224]
    np.testing.assert_allclose([found[0], found[10], found[11], found[21]], expected)
    (told,) = [e for e in panel.ledger.entries if e.rule == "price index beyond the panel"]
    assert (told.after, told.count) == ("1999", 2)


def test_a_gap_between_base_and_study_breaks_the_chain(tmp_path: Path) -> None:
    years = [y for y in range(2000, 2024) if y != 2007]
    prices = "year,price\n" + "".join(f"{y},110\n" for y in years)
    with pytest.raises(PaneloomError) as caught:
        real(tmp_path, prices, 2000)
    assert caught.value.slug == "deflate-base"
    assert "2006, 2008" in caught.value.text("en")
    own = "province,year,price\n" + "".join(
        f"{u},{y},{110 + (u == 'B')}\n" for u in "AB" for y in range(2000, 2024) if (u, y) != ("B", 2007)
    )
    found = column(real(tmp_path, own, 2000), "real")
    assert np.isnan(found).tolist() == [False] * 11 + [True] * 11


def test_what_is_wrong_with_the_index_outside_is_told(tmp_path: Path) -> None:
    rows = [f"{y},{1.1 if y == 2005 else 110}\n" for y in range(2001, 2024)]
    panel = real(tmp_path, "year,price\n" + "".join(rows), 2000)
    flagged = [e for e in panel.ledger.of("flagged") if e.rule == "index not near 100"]
    assert [(e.time, e.before) for e in flagged] == [(2005, "1.1")]
    rows[3] = "2004,-1\n"
    with pytest.raises(PaneloomError) as caught:
        real(tmp_path, "year,price\n" + "".join(rows), 2000)
    assert caught.value.slug == "deflate-not-positive"
    rows[3] = "2005,110\n"
    with pytest.raises(PaneloomErrors) as several:
        real(tmp_path, "year,price\n" + "".join(rows), 2000)
    assert several.value.problems[0].slug == "duplicate-key"


def test_a_filled_index_marks_what_rests_on_it(tmp_path: Path) -> None:
    prices = "province,year,price\n" + "".join(
        f"{u},{y},{'' if (u, y) == ('A', 2016) else 110 + (u == 'B')}\n"
        for u in "AB"
        for y in range(2001, 2024)
    )
    for kind, marked in (("previous-year", [False] * 3 + [True] * 8), ("fixed", [y == 3 for y in range(11)])):
        panel = real(tmp_path, prices, 2001, kind, '[clean]\ngaps = "linear"')
        rows = panel.rows.collect(tuple(panel.rows.numbers), EVERY_ROW)
        expressions = all_expressions(panel.study, tmp_path)
        masks = filled_cells(rows, panel.ledger, expressions, deflations_of(panel.study))
        assert masks["real"].tolist() == [*marked, *[False] * 11]
