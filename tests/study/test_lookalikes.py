"""Full-width punctuation and curly quotes: which character, where, what to type."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from paneloom.errors import PaneloomError, PaneloomErrors
from paneloom.study.lookalikes import lookalikes
from paneloom.study.reading import study_from_text
from paneloom.study.toml_tokens import tokens

PAIRS = [
    "：=",
    "，,",
    "＝=",
    '＂"',
    '“"',
    '”"',
    "‘'",
    "’'",
    "（(",
    "）)",
    "［[",
    "］]",
    "｛{",
    "｝}",
    "【[",
    "】]",
    "。.",
    "、,",
    "；,",
    "！!",
    "ａa",
    "ＺZ",
    "０0",
    "＿_",
    "－-",
    "—-",
    "＃#",
]


def seen(text: str) -> list[tuple[int | None, str, str]]:
    return [
        (p.where.line if p.where else None, p.details["column"], p.details.get("plain", p.slug))
        for p in lookalikes(text, "study.toml")
    ]


@pytest.mark.parametrize("pair", PAIRS)
def test_each_is_named_with_its_plain_character(pair: str) -> None:
    wrong, plain = pair
    (problem,) = lookalikes(f"\n  a{wrong}", "study.toml")
    assert seen(f"\n  a{wrong}") == [(2, "4", plain)]
    assert problem.seen == f"{wrong} (U+{ord(wrong):04X})"
    assert wrong in problem.text("zh")
    assert plain in problem.remedy("en")
    assert plain in problem.remedy("zh")


def test_blanks_and_invisible_characters() -> None:
    assert seen("a\u3000= 1\nb\u00a0= 2\nc\u200b = 3") == [
        (1, "2", "wide-blank"),
        (2, "2", "wide-blank"),
        (3, "2", "invisible-character"),
    ]
    for problem in lookalikes("a\u3000= 1\nc\u200b = 3", "study.toml"):
        assert problem.text("en") != problem.text("zh")


@pytest.mark.parametrize(
    "text",
    [
        'a = "数字：经济，“指数”"',
        "a = '数字：经济，“指数”' # 注释：，“”",
        '# 注释：“”\n"键：" = """\n多行：“”，\n"""\n',
        "a = '''\n“”'，\n'''",
        'a = "\\"："',
        'a = """x"""""\n# ：',
    ],
)
def test_strings_and_comments_are_free(text: str) -> None:
    tomllib.loads(text)
    assert seen(text) == []


def test_a_curly_quote_that_should_close_a_string() -> None:
    assert seen('a = "乡村”\nb = 1') == [(1, "8", '"')]
    assert seen("a = '乡村’\nb = 1") == [(1, "8", "'")]
    assert seen('a = "乡村：\nb = 1') == []


def test_one_problem_for_each_line_and_plain_character() -> None:
    text = '[study]\ntitle = “数字经济”，\npanel： ［"a"，"b"］\n'
    assert seen(text) == [
        (2, "9", '"'),
        (2, "15", ","),
        (3, "6", "="),
        (3, "8", "["),
        (3, "12", ","),
        (3, "16", "]"),
    ]
    with pytest.raises(PaneloomErrors) as caught:
        study_from_text(text, "study.toml", Path())
    assert len(caught.value.problems) == 6
    with pytest.raises(PaneloomError) as one:
        study_from_text("a： 1", "study.toml", Path())
    assert one.value.slug == "lookalike"


@given(st.text())
def test_tokens_are_the_whole_text(text: str) -> None:
    pieces = list(tokens(text))
    assert "".join(piece.text for piece in pieces) == text
    lines = text.split("\n")
    for piece in pieces:
        assert lines[piece.line - 1][piece.column - 1 :].startswith(piece.text.partition("\n")[0])
