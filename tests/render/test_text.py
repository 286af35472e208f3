"""The terminal table: aligned columns, safe characters."""

from hypothesis import given
from tests.render.samples import HOSTILE_TEXT, filled_with, regression, wide

from paneloom.render.characters import width
from paneloom.render.text import text_table


def test_a_regression_table_is_set_point_under_point():
    assert text_table(regression()) == (
        "表1　数字经济与高质量发展\n"
        "════════════════════════════════════════════\n"
        "                      全样本\n"
        "              ──────────────────────\n"
        "                 (1)         (2)       (3)\n"
        "变量          高质量发展  高质量发展  生产率\n"
        "────────────────────────────────────────────\n"
        "面板A\n"
        "数字经济指数   0.214***    −0.153**\n"
        "              (0.041)      (0.061)\n"
        "────────────────────────────────────────────\n"
        "省份固定效应     是           是        否\n"
        "观测值           372        12,360      9\n"
        "════════════════════════════════════════════\n"
        "注：***、**、* 表示 1%、5%、10%。\n"
        "资料来源：年鉴。\n"
    )


def test_wide_characters_count_two_and_marks_none():
    assert width("广东abc") == 7
    assert width("e\u0301") == 1
    assert width("（\u200f）") == 4


def test_no_line_is_wider_than_the_rules():
    lines = text_table(wide(9)).splitlines()
    assert max(width(line) for line in lines) == width(lines[1])


@given(HOSTILE_TEXT)
def test_text_brings_no_control_character_and_no_line_of_its_own(text):
    shown = text_table(filled_with(text))
    assert not any(ord(character) < 32 and character != "\n" for character in shown)
    assert len(shown.split("\n")) <= 15
