"""The forms of a grouping in a study file: what they come to, what is refused, and writing them again."""

from pathlib import Path

import pytest

from paneloom.errors import PaneloomError, PaneloomErrors
from paneloom.study.designs import table_designs
from paneloom.study.groups import levels_of, schemes
from paneloom.study.labels import grouping_note, level_label
from paneloom.study.model import Study
from paneloom.study.reading import study_from_text
from paneloom.study.resolve import resolved_toml
from paneloom.study.unit_names import with_unit_names
from paneloom.study.writing import study_toml
from paneloom.wording import LANGUAGES

BASE = """
[study]
title = "t"
panel = ["province", "year"]
[data.d]
file = "d.csv"
[variables]
gdp = { label = { en = "Output", zh = "产出" } }
pop = {}
rate = "gdp / pop"
of_index = "2 * nqp"
[index.nqp]
indicators = ["+ gdp", "+ pop"]
[regress.baseline]
y = "gdp"
x = "pop"
by = "BY"
"""
GROUPS = """
[groups]
region = "china-three-belts"
[groups.period.early]
label = { en = "Before", zh = "前期" }
years = [2013, 2017]
[groups.period.late]
years = [2018, 2023]
[groups.rich]
median = "rate"
year = 2013
[groups.big]
median = "gdp"
[groups.own.north]
units = ["北京市"]
[groups.own.south]
units = ["海南"]
"""
FORMS = {
    "region": ("east", "central", "west"),
    "period": ("early", "late"),
    "rich": ("high", "low"),
    "big": ("high", "low"),
    "own": ("north", "south"),
}


def read(groups: str = GROUPS, by: str = "region") -> Study:
    return study_from_text(BASE.replace("BY", by) + groups, "study.toml", Path())


def faults(groups: str, by: str = "region") -> list[PaneloomError]:
    with pytest.raises(PaneloomError) as caught:
        read(groups, by)
    found = caught.value
    return list(found.problems) if isinstance(found, PaneloomErrors) else [found]


@pytest.mark.parametrize("group", FORMS)
def test_each_form_has_levels_with_labels_and_a_column_for_each(group: str) -> None:
    study = read(by=group)
    assert tuple(levels_of(study, group)) == FORMS[group]
    (table,) = table_designs(study)
    assert [design.sample.where for design in table.designs] == [((group, level),) for level in FORMS[group]]


def test_labels_in_both_languages() -> None:
    study = read()
    assert level_label(study, "region", "central", "zh") == "中部"
    assert level_label(study, "rich", "low", "en") == "Low"
    assert level_label(study, "period", "early", "zh") == "前期"
    assert level_label(study, "period", "late", "zh") == "late"
    assert level_label(study, "region", "nowhere", "zh") == "nowhere"
    for found in schemes().values():
        for level in found.levels.values():
            assert not isinstance(level.label, str)
            assert found.source


def test_notes_tell_the_rule() -> None:
    study = read()
    assert grouping_note(study, "rich", "en").startswith("High: units above the median of rate in 2013;")
    assert grouping_note(study, "big", "zh").startswith("高：产出的历年均值高于")
    assert grouping_note(study, "period", "en") == "Before: 2013-2017; late: 2018-2023."
    assert [grouping_note(study, name, "en") for name in ("region", "own", "nowhere")] == ["", "", ""]


def test_the_schemes_have_as_many_units_as_their_names_say() -> None:
    counts = {
        name: [len(level.units) for level in found.levels.values()] for name, found in schemes().items()
    }
    assert counts == {
        "china-three-belts": [11, 8, 12],
        "china-four-regions": [10, 6, 12, 3],
        "china-coastal": [11, 20],
        "china-north-south": [15, 16],
        "china-grain": [13, 7, 11],
        "china-yangtze-belt": [11, 20],
        "us-census-regions": [9, 12, 17, 13],
        "us-census-divisions": [6, 3, 5, 7, 9, 4, 4, 8, 5],
    }


def test_divisions_lie_within_regions() -> None:
    region = {u: name for name, part in schemes()["us-census-regions"].levels.items() for u in part.units}
    for part in schemes()["us-census-divisions"].levels.values():
        assert len({region[unit] for unit in part.units}) == 1


@pytest.mark.parametrize("by", FORMS)
def test_written_and_read_again_it_is_the_same(by: str) -> None:
    study = read(by=by)
    again = study_from_text(study_toml(study), "study.toml", Path())
    assert again == study
    assert again.digest() == study.digest()
    for language in LANGUAGES:
        resolved = study_from_text(resolved_toml(study, language), "study.toml", Path())
        assert resolved.groups == study.groups
        assert table_designs(resolved) == table_designs(study)


def test_units_are_called_by_their_names_and_schemes_stay() -> None:
    study = with_unit_names(read(), lambda text, _: text.removesuffix("市"))
    assert levels_of(study, "own")["north"].units == ("北京",)
    assert study.groups["region"] == "china-three-belts"
    assert study.groups["rich"] == read().groups["rich"]


@pytest.mark.parametrize(
    ("groups", "slug", "key"),
    [
        ('[groups]\nregion = "china-three-belt"', "unknown-scheme", "groups.region"),
        ("[groups]\nregion = 3", "key-not-section", "groups.region"),
        ('[groups]\nregion = ["east"]', "key-not-section", "groups.region"),
        ("[groups.region]", "empty-section", "groups.region"),
        ("[groups.region.a]\nlabel = 'x'", "missing-key", "groups.region.a"),
        ("[groups.region.a]\nunits = []", "empty-list", "groups.region.a.units"),
        ("[groups.region.a]\nunits = ['x', 'x']", "unit-twice", "groups.region.a.units[2]"),
        ("[groups.region.a]\nunit = ['x']", "unknown-key", "groups.region.a.unit"),
        ("[groups.region.a]\nunits = 3", "key-not-list", "groups.region.a.units"),
        ("[groups.region.a]\nyears = [2013, '2014']", "key-not-whole", "groups.region.a.years[2]"),
        ("[groups.region.a]\nyears = [2013]", "list-length", "groups.region.a.years"),
        ("[groups.region.a]\nyears = [2014, 2013]", "years-reversed", "groups.region.a.years"),
        (
            "[groups.region.a]\nyears = [2013, 2015]\n[groups.region.b]\nyears = [2015, 2016]",
            "periods-overlap",
            "groups.region.b.years",
        ),
        (
            "[groups.region.a]\nyears = [2013, 2015]\n[groups.region.b]\nunits = ['x']",
            "level-units-or-years",
            "groups.region.b",
        ),
        (
            "[groups.region.a]\nyears = [2013, 2015]\nunits = ['x']",
            "level-units-or-years",
            "groups.region.a",
        ),
        ("[groups.region]\nmedian = 'rat'", "unknown-name", "groups.region.median"),
        ("[groups.region]\nmedain = 'rate'", "unknown-key", "groups.region.medain"),
        ("[groups.region]\nmedian = 'rate'\nyear = '2013'", "key-not-whole", "groups.region.year"),
        ("[groups.region]\nyear = 2013", "missing-key", "groups.region.median"),
        ("[groups.region]\nmedian = 'nqp'", "median-of-index", "groups.region.median"),
        ("[groups.region]\nmedian = 'of_index'", "median-of-index", "groups.region.median"),
        (
            "[groups.of_index]\nmedian = 'rate'\n[groups]\nregion = 'china-grain'",
            "name-twice",
            "groups.of_index",
        ),
    ],
)
def test_what_is_wrong_is_told_once_and_where(groups: str, slug: str, key: str) -> None:
    (found,) = faults(groups)
    assert found.slug == slug
    assert found.where is not None
    assert found.where.key == key
    assert found.where.line
    for language in LANGUAGES:
        assert found.text(language)
    if slug == "unknown-scheme":
        assert "china-three-belts" in found.text("en")
