"""Every finding is told as a part of a sentence that a reader understands, in both languages."""

import re

import pytest

from paneloom.panel.flag_words import flag_text
from paneloom.panel.flags import GRAVEST_FIRST, flags_table
from paneloom.panel.ledger import Entry, ledger
from paneloom.present.cell import printed
from paneloom.study.model import Study
from paneloom.wording import LANGUAGES, Language, catalogue

STUDY = Study.model_validate(
    {
        "study": {"title": "A study", "panel": ("province", "year")},
        "data": {"file": {"file": "a.csv"}},
        "variables": {"rate": {"label": {"en": "Rate", "zh": "比率"}}, "grain": {}},
    }
)


def entry(rule: str, before: str, after: str = "", count: int = 1) -> Entry:
    return Entry("flagged", rule, "A", 2001, "rate", before, after, count=count)


@pytest.mark.parametrize(
    ("found", "en", "zh"),
    [
        (
            entry("power of ten", "690", "x 100"),
            "690 fits the other years only when multiplied by 100",
            "690，乘以100才与其他年份衔接",
        ),
        (
            entry("power of ten", "690", "/ 10", 3),
            "690 fits the other years only when divided by 10; so 3 cells in a row",
            "690，除以10才与其他年份衔接；连续3个单元格如此",
        ),
        (
            entry("scale of unit", "a / b", "x 0.0001"),
            "a / b does not give the stated unit: divide it by 10,000",
            "a / b的结果不是所注单位，应除以10,000",
        ),
        (
            entry("break in all", "± 9%", "± 2% (A, B)"),
            (
                "the changes to this year differ between the units by ±9% around their median, in other years by "
                "±2%; farthest from the rest: A, B"
            ),
            "各个体当年的变化围绕中位数相差±9%，其他年份约为±2%；偏离最大的个体：A、B",
        ),
        (
            entry("break in all", "-7%", "+3% (A, B)"),
            (
                "the median change of the units is -7% in this year, about +3% in the years around it; farthest"
                " from the rest: A, B"
            ),
            "各个体的中位变化为-7%，前后年份约为+3%；偏离最大的个体：A、B",
        ),
        (
            entry("copied run", "5", "= rate, B C, 2001–2005", 5),
            "5 values from 5 on are those of Rate, B C, 2001–2005",
            "从5起5个值与比率（B C，2001–2005年）完全相同",
        ),
        (
            entry("vintages", "12", "grain +3.1% (4/62)", 4),
            "12; nearly the same as grain, but 4 of 62 values differ, here by +3.1%",
            "12；与grain大体相同，但62个值中有4个不同，此处相差+3.1%",
        ),
        (
            entry("outside share", "0.1 – 0.9", "x 100"),
            "all values lie in 0.1 – 0.9: these are fractions, and per cent would be 100 times as large",
            "全部数值在0.1 – 0.9之间，是小数而不是百分数（百分数应为其100倍）",
        ),
        (entry("zero", "0", "~ 312"), "0, while the unit usually has about 312", "0，而该个体通常约为312"),
        (entry("index not near 100", "", "", 12), "12 further cells", "另有12个单元格"),
        (entry("hidden sheet", ""), "", ""),
    ],
)
def test_a_finding_reads_as_a_part_of_a_sentence(found: Entry, en: str, zh: str) -> None:
    assert flag_text(found, STUDY, "en") == en
    assert flag_text(found, STUDY, "zh") == zh


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_has_words_and_an_entry_of_another_shape_its_value(language: Language) -> None:
    words = catalogue("words")["flag"]
    for rule in GRAVEST_FIRST:
        key = rule.replace(" ", "_")
        assert [name for name in words if name.startswith(key)], rule
        told = flag_text(entry(rule, "5", "odd"), STUDY, language)
        assert ("odd" if rule == "filled share" else "5") in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_holds_no_shorthand(language: Language) -> None:
    kept = ledger([entry("power of ten", "690", "x 100"), entry("break in all", "± 9%", "± 2% (A, B)")])
    made = flags_table(kept, STUDY, language)
    assert made is not None
    texts = [printed(cell) for row in made.rows for cell in row.cells]
    assert not [text for text in texts if re.fullmatch(r"[x/±~=] .*", text)]
