from pathlib import Path

import pytest

from paneloom.errors import PaneloomError
from paneloom.sources.names.registry import registry, registry_codes

CHINA = registry("china-provinces")
STATES = registry("us-states")


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("北京", "北京"),
        ("北 京 市", "北京"),
        ("广西壮族自治区", "广西"),
        ("Guangxi", "广西"),
        ("450000", "广西"),
        ("45", "广西"),
        ("Shanxi", "山西"),
        ("Shaanxi", "陕西"),
        ("SHAANXI PROVINCE", "陕西"),
        ("Inner Mongolia", "内蒙古"),
        ("Nei Mongol", "内蒙古"),
        ("neimenggu", "内蒙古"),
        ("Tibet", "西藏"),
        ("Xizang", "西藏"),
        ("西\u200b藏\u3000自治区", "西藏"),
        ("新疆维吾尔自治区", "新疆"),
        ("香港特别行政区", "香港"),
    ],
)
def test_every_spelling_of_a_province(text: str, unit: str) -> None:
    assert CHINA.unit(text) == unit


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("ALABAMA", "Alabama"),
        ("NEW_YORK", "New York"),
        ("New York", "New York"),
        ("NORTH_CAROL", "North Carolina"),
        ("TENNESSE", "Tennessee"),
        ("MASSACHUSET", "Massachusetts"),
        ("ny", "New York"),
        ("1", "Alabama"),
        ("01", "Alabama"),
        ("56", "Wyoming"),
        ("亚拉巴马", "Alabama"),
    ],
)
def test_every_spelling_of_a_state(text: str, unit: str) -> None:
    assert STATES.unit(text) == unit


def test_the_registries_are_whole() -> None:
    assert (len(CHINA.units), len(STATES.units)) == (34, 51)
    assert registry_codes("china-provinces")["陕西"] == "610000"
    assert registry_codes("us-states")["Alabama"] == "01"
    assert CHINA.label("陕西", "en") == "Shaanxi"
    assert CHINA.label("陕西", "zh") == "陕西"
    assert STATES.label("New York", "zh") == "纽约"


@pytest.mark.parametrize("name", ["china-provinces", "us-states"])
def test_codes_are_those_of_the_bundled_boundaries(name: str, root: Path) -> None:
    outlines = (root / f"src/paneloom/space/data/{name}.geojson").read_text(encoding="utf-8")
    assert all(f'"code":"{code}"' in outlines for code in registry_codes(name).values())


def test_an_unknown_name_is_refused_and_never_corrected() -> None:
    with pytest.raises(PaneloomError) as caught:
        CHINA.resolve("Shaanx")
    assert caught.value.slug == "unknown-unit"
    assert set(caught.value.details["nearest"].split(", ")) >= {"陕西", "山西"}


def test_a_name_of_another_registry_is_told_as_such() -> None:
    with pytest.raises(PaneloomError) as caught:
        CHINA.resolve("石家庄市")
    assert (caught.value.slug, caught.value.details["others"]) == ("other-kind-of-unit", "china-cities")
    assert "一项研究只有一种个体" in caught.value.text("zh")
    assert "One study has one kind of unit" in caught.value.text("en")


def test_a_registry_of_the_users_own(tmp_path: Path) -> None:
    (tmp_path / "cities.csv").write_text("code,name,old\n1,甲市,甲县|甲\n2,乙市,\n", encoding="gb18030")
    cities = registry("cities.csv", tmp_path / "cities.csv")
    assert cities.units == ("甲市", "乙市")
    assert cities.unit("甲 县") == "甲市"
    assert cities.label("乙市", "en") == "乙市"


def test_headings_and_empty_lines_may_vary(tmp_path: Path) -> None:
    text = "\ufeffCode, Name ,short\n1,苏州市,苏州\n,,\n2,宿州市,宿州\n"
    (tmp_path / "cities.csv").write_text(text, encoding="utf-8")
    cities = registry("cities.csv", tmp_path / "cities.csv")
    assert (cities.units, cities.unit("苏州")) == (("苏州市", "宿州市"), "苏州市")


def test_short_names_may_be_shared_and_then_mean_neither(tmp_path: Path) -> None:
    rows = "code,name,short\n22,吉林省,吉林\n2202,吉林市,吉林\n46,海南,\n6325,海南藏族自治州,海南\n"
    (tmp_path / "mixed.csv").write_text(rows, encoding="utf-8")
    mixed = registry("mixed.csv", tmp_path / "mixed.csv")
    assert (mixed.unit("吉林省"), mixed.unit("吉林"), mixed.unit("海南")) == ("吉林省", None, None)
    with pytest.raises(PaneloomError) as caught:
        mixed.resolve("吉林")
    assert caught.value.slug == "ambiguous-unit"
    assert "吉林省, 吉林市" in caught.value.text("en")


def test_columns_without_a_heading_are_all_read(tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text("name,, \n甲,乙,丙\n", encoding="utf-8")
    own = registry("own.csv", tmp_path / "own.csv")
    assert [own.unit(text) for text in "甲乙丙"] == ["甲"] * 3


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("a,b\n1,2\n", "broken-registry"),
        ("", "broken-registry"),
        ("code,name\n", "broken-registry"),
        ("code,name\n1,\n", "broken-registry"),
        ("code,name\n1,甲\n1,乙\n", "spelling-twice"),
        ("code,name,variants\n1,甲,乙\n2,乙,\n", "spelling-twice"),
        ("name,alt,alt\n甲,乙,丙\n", "duplicate-column"),
        ("name,code, ＮＡＭＥ\n甲,1,乙\n", "duplicate-column"),
    ],
)
def test_a_broken_registry_is_refused(tmp_path: Path, text: str, slug: str) -> None:
    (tmp_path / "cities.csv").write_text(text, encoding="utf-8")
    with pytest.raises(PaneloomError) as caught:
        registry("cities.csv", tmp_path / "cities.csv")
    assert caught.value.slug == slug
    assert caught.value.where
    assert caught.value.text("zh")


@pytest.mark.parametrize(
    ("text", "slug", "line"),
    [
        ('code,name\n1,"甲\n2,乙\n', "broken-csv", 2),
        ("code,name\n1,甲\n\n2,乙,丙\n", "ragged-row", 4),
        ("code,name\n1,甲\n2\n", "short-row", 3),
        (f"code,name\n1,{'x' * 200_000}\n", "cell-too-long", 2),
    ],
)
def test_a_row_of_a_registry_that_does_not_fit_is_refused(
    tmp_path: Path, text: str, slug: str, line: int
) -> None:
    (tmp_path / "cities.csv").write_text(text, encoding="utf-8")
    with pytest.raises(PaneloomError) as caught:
        registry("cities.csv", tmp_path / "cities.csv")
    assert (caught.value.slug, caught.value.where and caught.value.where.line) == (slug, line)


def test_an_unknown_registry_is_refused() -> None:
    with pytest.raises(PaneloomError) as caught:
        registry("china-province")
    assert caught.value.slug == "unknown-registry"
    assert "china-provinces" in caught.value.text("zh")
