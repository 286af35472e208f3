"""``paneloom ledger`` at a terminal: lines that fit it, each entry whole."""

from pathlib import Path

import pytest
from tests.small_study import write_small_study

from paneloom.cli import ledger as command
from paneloom.cli.ledger_lines import ledger_lines
from paneloom.cli.main import main
from paneloom.errors import Place
from paneloom.panel.ledger import Entry, Ledger
from paneloom.render.characters import width
from paneloom.study.model import Study
from paneloom.wording import LANGUAGES, Language

STUDY = Study.model_validate(
    {"study": {"title": "A study", "panel": ("province", "year")}, "data": {"file": {"file": "a.csv"}}}
)
PLACE = Place("原始数据/分省主要农作物单位面积产量与播种面积.csv", line=3, cell="地区生产总值(亿元)")
FOUND = Ledger(
    (
        Entry("converted", "thousands separators", "北京", 2011, "gdp", "1,069.8", "1069.8", PLACE),
        Entry("converted", "thousands separators", "北京", 2012, "gdp", "1,151.8", "1151.8", PLACE),
        Entry("flagged", "power of ten", "河北", 2015, "gdp", "690", "x 100", PLACE),
        Entry("derived", "gdp / pop", variable="pc", after="71"),
        Entry("dropped", "years", unit="河北", before="5"),
        Entry("converted", "unit", variable="gdp", before="万元", after="亿元", count=642),
    )
)


def test_entries_alike_share_a_heading() -> None:
    assert ledger_lines(FOUND, STUDY, "zh", 200).splitlines() == [
        "转换：千位分隔符",
        f"  gdp 北京 2011：1,069.8 → 1069.8；{PLACE.text('zh')}",
        f"  gdp 北京 2012：1,151.8 → 1151.8；{PLACE.text('zh')}",
        "存疑：疑似 10 的幂倍数错误",
        f"  gdp 河北 2015：690，乘以100才与其他年份衔接；{PLACE.text('zh')}",
        "派生：gdp / pop",
        "  pc：71个值",
        "剔除：不在所选年份内",
        "  河北：5个值",
        "转换：计量单位换算",
        "  gdp：万元 → 亿元；共642个单元格",
    ]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("columns", [40, 60, 80])
def test_lines_fit_the_terminal(language: Language, columns: int) -> None:
    text = ledger_lines(FOUND, STUDY, language, columns)
    assert max(map(width, text.splitlines())) <= columns
    assert "".join(text.split()).count("".join(PLACE.text(language).split())) == 3


def test_a_terminal_gets_lines_and_a_pipe_a_table(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    study = str(write_small_study(tmp_path / "study"))
    assert main(["ledger", study, "--lang", "en"]) == 0
    piped = capsys.readouterr().out
    monkeypatch.setattr(command, "columns_of_terminal", lambda: 80)
    assert main(["ledger", study, "--lang", "en"]) == 0
    shown = capsys.readouterr().out
    assert max(map(width, shown.splitlines())) <= 80
    assert "═" in piped
    assert "═" not in shown
    assert shown.count("line 16") == piped.count("line 16") > 0
