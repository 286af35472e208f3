"""What a column is called in print."""

import pytest

from paneloom.study.labels import counted, label_of, level_label, sources_of
from paneloom.study.model import Study

STUDY = Study.model_validate(
    {
        "study": {"title": "A study", "panel": ("province", "year")},
        "data": {
            "a": {"file": "a.csv", "layout": "long", "source": {"en": "Yearbook", "zh": "统计年鉴"}},
            "b": {"file": "b.csv", "layout": "long", "source": {"en": "Yearbook", "zh": "统计年鉴"}},
            "c": {"file": "c.csv", "layout": "long", "source": "Bureau"},
        },
        "variables": {"gdp": {"label": {"en": "Output", "zh": "产出"}}, "pop": {}, "year": {"label": "Jahr"}},
        "groups": {
            "region": {
                "east": {"label": {"en": "East", "zh": "东部"}, "units": ("A",)},
                "west": {"units": ("B",)},
            }
        },
        "index": {
            "nqp": {
                "label": {"en": "New quality productivity", "zh": "新质生产力"},
                "dimensions": {"tp": {"label": {"en": "Technology", "zh": "科技"}, "indicators": ("+ gdp",)}},
            }
        },
    }
)


@pytest.mark.parametrize(
    ("column", "english", "chinese"),
    [
        ("gdp", "Output", "产出"),
        ("nqp", "New quality productivity", "新质生产力"),
        ("tp", "Technology", "科技"),
        ("L.nqp", "New quality productivity (lag 1)", "新质生产力（滞后一期）"),
        ("mean(gdp by province)", "Output (mean by province)", "产出（省份均值）"),
        (
            "mean(L.nqp by province)",
            "New quality productivity (lag 1) (mean by province)",
            "新质生产力（滞后一期）（省份均值）",
        ),
        ("mean(gdp by year)", "mean(gdp by year)", "mean(gdp by year)"),
        ("L2.tp", "Technology (lag 2)", "科技（滞后二期）"),
        ("F12.gdp", "Output (lead 12)", "产出（提前12期）"),
        ("D.gdp", "Output (change over 1)", "产出（一期差分）"),
        ("pop", "pop", "pop"),
        ("log(gdp)", "log(gdp)", "log(gdp)"),
        ("L.(gdp / pop)", "L.(gdp / pop)", "L.(gdp / pop)"),
        ("no such (", "no such (", "no such ("),
        ("province", "province", "省份"),
        ("year", "Jahr", "Jahr"),
        ("region", "region", "地区"),
    ],
)
def test_a_label_or_the_key_itself(column: str, english: str, chinese: str) -> None:
    assert label_of(STUDY, column, "en") == english
    assert label_of(STUDY, column, "zh") == chinese


def test_groups_of_units_have_labels() -> None:
    assert level_label(STUDY, "region", "east", "zh") == "东部"
    assert level_label(STUDY, "region", "west", "zh") == "west"
    assert level_label(STUDY, "nowhere", "east", "en") == "east"


def test_small_numbers_are_written_as_words_in_chinese() -> None:
    assert [counted(n, "zh") for n in (1, 10, 11, 0)] == ["一", "十", "11", "0"]
    assert counted(3, "en") == "3"


def test_each_source_is_named_once() -> None:
    assert sources_of(STUDY, "en") == "Yearbook; Bureau"
    assert sources_of(STUDY, "zh") == "统计年鉴；Bureau"
