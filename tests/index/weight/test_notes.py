"""What the table of an index tells of judgements and combinations."""

import pytest
from tests.index.indices import FLAT, built, indicators

from paneloom.index.index_table import indicator_table
from paneloom.wording import LANGUAGES, Language, catalogue

JUDGEMENTS = [[1, 2, 3, 4], ["1/2", 1, 2, 3], ["1/3", "1/2", 1, 2], ["1/4", "1/3", "1/2", 1]]
SAID = {
    "en": (
        "Consistency ratio of the judgements on idx: 0.011.",
        "Their largest eigenvalue is 4.031, the consistency index 0.010.",
        "in the order of the methods: 0.250, 0.750.",
    ),
    "zh": (
        "idx判断矩阵的一致性比率CR = 0.011。",
        "最大特征值λmax = 4.031，一致性指标CI = 0.010。",
        "idx组合赋权中各方法（依次）的系数：0.250、0.750。",
    ),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_consistency_and_shares_are_told(language: Language) -> None:
    combine = {"methods": ["ahp", "standard-deviation"], "how": "linear", "shares": [1, 3]}
    index, made = built(
        indicators(3), indicators=FLAT, method="combined", combine=combine, judgements=JUDGEMENTS
    )
    table = indicator_table(index, made.study, language)
    told = " ".join(note.text for note in table.notes)
    assert all(text in told for text in SAID[language])
    words = catalogue("words")["weight"]
    headings = [column.heading[-1] for column in table.columns]
    assert [words[f"weight_{key}"][language] for key in ("ahp", "standard_deviation")] == headings[4:6]
